package org.vitrina.world;

import java.util.Locale;

/// Somebody in a tale.
public enum Person {
    ANA(Gender.FEMININE),
    BEN(Gender.MASCULINE),
    CLARA(Gender.FEMININE),
    DANIEL(Gender.MASCULINE),
    ELENA(Gender.FEMININE),
    HUGO(Gender.MASCULINE),
    IRENE(Gender.FEMININE),
    LEO(Gender.MASCULINE),
    MARA(Gender.FEMININE),
    NICO(Gender.MASCULINE),
    OLGA(Gender.FEMININE),
    PABLO(Gender.MASCULINE),
    RITA(Gender.FEMININE),
    SAMUEL(Gender.MASCULINE),
    SARA(Gender.FEMININE),
    TEO(Gender.MASCULINE),
    VERA(Gender.FEMININE),
    MARIO(Gender.MASCULINE),
    ALMA(Gender.FEMININE),
    BRUNO(Gender.MASCULINE),
    DORA(Gender.FEMININE),
    EMILIO(Gender.MASCULINE),
    LUISA(Gender.FEMININE),
    MARCO(Gender.MASCULINE);

    private final Gender gender;

    Person(Gender gender) {
        this.gender = gender;
    }

    Gender gender() {
        return gender;
    }

    /// Returns the name as it is written in both languages.
    public String title() {
        return name().charAt(0) + name().substring(1).toLowerCase(Locale.ROOT);
    }
}
