package org.vitrina.world;

/// A language in which tales are told.
public enum Language {
    ENGLISH("en"),
    SPANISH("es");

    private final String tag;

    Language(String tag) {
        this.tag = tag;
    }

    /// Returns the language's tag ([BCP 47](https://www.rfc-editor.org/info/bcp47)).
    public String tag() {
        return tag;
    }
}
