package org.vitrina.world;

import static org.vitrina.world.Gender.FEMININE;
import static org.vitrina.world.Gender.MASCULINE;

import java.util.List;

/// What people have several of, and can share.
public enum Goods {
    APPLES("apple", "apples", "manzana", "manzanas", FEMININE),
    COINS("coin", "coins", "moneda", "monedas", FEMININE),
    SHELLS("shell", "shells", "concha", "conchas", FEMININE),
    STONES("stone", "stones", "piedra", "piedras", FEMININE),
    NUTS("nut", "nuts", "nuez", "nueces", FEMININE),
    BUTTONS("button", "buttons", "botón", "botones", MASCULINE),
    FIGS("fig", "figs", "higo", "higos", MASCULINE),
    CANDLES("candle", "candles", "vela", "velas", FEMININE),
    CHERRIES("cherry", "cherries", "cereza", "cerezas", FEMININE),
    MARBLES("marble", "marbles", "canica", "canicas", FEMININE),
    BISCUITS("biscuit", "biscuits", "bollo", "bollos", MASCULINE),
    FLOWERS("flower", "flowers", "flor", "flores", FEMININE);

    /// The most that anybody has in a tale.
    static final int MOST = 12;

    private static final List<String> ENGLISH = List.of(
            "no", "one", "two", "three", "four", "five", "six", "seven", "eight", "nine", "ten", "eleven", "twelve");
    private static final List<String> SPANISH = List.of(
            "cero", "un", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve", "diez", "once", "doce");

    private final String english;
    private final String englishPlural;
    private final String spanish;
    private final String spanishPlural;
    private final Gender gender;

    Goods(String english, String englishPlural, String spanish, String spanishPlural, Gender gender) {
        this.english = english;
        this.englishPlural = englishPlural;
        this.spanish = spanish;
        this.spanishPlural = spanishPlural;
        this.gender = gender;
    }

    /// Returns `three apples`, `una manzana`.
    ///
    /// @param count at least 1 and at most 12
    String counted(int count, Language language) {
        return number(count, language) + " "
                + switch (language) {
                    case ENGLISH -> count == 1 ? english : englishPlural;
                    case SPANISH -> count == 1 ? spanish : spanishPlural;
                };
    }

    /// Returns the number as it stands before these: `one`, `una`.
    String number(int count, Language language) {
        if (language == Language.ENGLISH) {
            return ENGLISH.get(count);
        }
        return count == 1 ? gender.choose("un", "una") : SPANISH.get(count);
    }

    /// Returns the number as it stands alone: `one`, `una`, `uno`.
    String numberAlone(int count, Language language) {
        return language == Language.SPANISH && count == 1 ? gender.choose("uno", "una") : number(count, language);
    }

    /// Returns `apples`, `manzanas`.
    String plural(Language language) {
        return language == Language.ENGLISH ? englishPlural : spanishPlural;
    }

    /// Returns the Spanish article of several: `las`.
    String the() {
        return gender.choose("los", "las");
    }

    /// Returns `how many apples` or `cuántas manzanas`.
    String howMany(Language language) {
        return language == Language.ENGLISH
                ? "how many " + englishPlural
                : gender.choose("cuántos ", "cuántas ") + spanishPlural;
    }
}
