package org.vitrina.world;

/// How somebody feels.
public enum Mood {
    HAPPY("happy", "contento", "contenta"),
    SAD("sad", "triste", "triste"),
    TIRED("tired", "cansado", "cansada"),
    PROUD("proud", "orgulloso", "orgullosa"),
    WORRIED("worried", "preocupado", "preocupada");

    private final String english;
    private final String masculine;
    private final String feminine;

    Mood(String english, String masculine, String feminine) {
        this.english = english;
        this.masculine = masculine;
        this.feminine = feminine;
    }

    String adjective(Language language, Gender gender) {
        return language == Language.ENGLISH ? english : gender.choose(masculine, feminine);
    }
}
