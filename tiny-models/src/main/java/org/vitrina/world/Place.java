package org.vitrina.world;

import static org.vitrina.world.Gender.FEMININE;
import static org.vitrina.world.Gender.MASCULINE;

/// Somewhere in a tale.
public enum Place {
    KITCHEN("in the kitchen", "cocina", FEMININE),
    GARDEN("in the garden", "jardín", MASCULINE),
    LIBRARY("in the library", "biblioteca", FEMININE),
    MARKET("at the market", "mercado", MASCULINE),
    SCHOOL("at the school", "escuela", FEMININE),
    PARK("in the park", "parque", MASCULINE),
    BEACH("at the beach", "playa", FEMININE),
    BARN("in the barn", "granero", MASCULINE),
    STATION("at the station", "estación", FEMININE),
    FOREST("in the forest", "bosque", MASCULINE),
    BAKERY("at the bakery", "panadería", FEMININE),
    MUSEUM("at the museum", "museo", MASCULINE),
    SQUARE("in the square", "plaza", FEMININE),
    HARBOUR("at the harbour", "puerto", MASCULINE),
    TOWER("in the tower", "torre", FEMININE),
    MILL("at the mill", "molino", MASCULINE),
    CASTLE("in the castle", "castillo", MASCULINE),
    BRIDGE("on the bridge", "puente", MASCULINE),
    ORCHARD("in the orchard", "huerto", MASCULINE),
    STABLE("in the stable", "establo", MASCULINE),
    CAVE("in the cave", "cueva", FEMININE),
    MEADOW("in the meadow", "pradera", FEMININE),
    WORKSHOP("in the workshop", "taller", MASCULINE),
    FOUNTAIN("at the fountain", "fuente", FEMININE);

    private final String where;
    private final String spanish;
    private final Gender gender;

    Place(String where, String spanish, Gender gender) {
        this.where = where;
        this.spanish = spanish;
        this.gender = gender;
    }

    /// Returns where somebody is who is here: `in the garden`, `en el jardín`.
    public String where(Language language) {
        return switch (language) {
            case ENGLISH -> where;
            case SPANISH -> "en " + gender.choose("el ", "la ") + spanish;
        };
    }

    /// Returns where somebody goes who comes here: `to the garden`, `al jardín`.
    public String to(Language language) {
        return switch (language) {
            case ENGLISH -> "to " + name(language);
            case SPANISH -> gender.choose("al ", "a la ") + spanish;
        };
    }

    /// Returns what a place near it is near: `the garden`, `del jardín`.
    String of(Language language) {
        return switch (language) {
            case ENGLISH -> name(language);
            case SPANISH -> gender.choose("del ", "de la ") + spanish;
        };
    }

    /// Returns the place with its article: `the garden`, `el jardín`.
    public String name(Language language) {
        return switch (language) {
            case ENGLISH -> where.substring(3);
            case SPANISH -> gender.choose("el ", "la ") + spanish;
        };
    }
}
