package org.vitrina.world;

import static org.vitrina.world.Gender.FEMININE;
import static org.vitrina.world.Gender.MASCULINE;

/// One thing of a tale, which somebody has or which lies somewhere: a kind and a colour.
///
/// @param kind   what it is
/// @param colour how it looks
public record Item(Kind kind, Colour colour) {
    /// What a thing is.
    public enum Kind {
        BALL("ball", "pelota", FEMININE),
        BOOK("book", "libro", MASCULINE),
        KEY("key", "llave", FEMININE),
        LAMP("lamp", "lámpara", FEMININE),
        HAT("hat", "sombrero", MASCULINE),
        LETTER("letter", "carta", FEMININE),
        CUP("cup", "taza", FEMININE),
        MAP("map", "mapa", MASCULINE),
        ROPE("rope", "cuerda", FEMININE),
        DRUM("drum", "tambor", MASCULINE),
        KITE("kite", "cometa", FEMININE),
        RING("ring", "anillo", MASCULINE),
        FLUTE("flute", "flauta", FEMININE),
        BASKET("basket", "cesta", FEMININE),
        BLANKET("blanket", "manta", FEMININE),
        BELL("bell", "campana", FEMININE),
        BOX("box", "caja", FEMININE),
        COAT("coat", "abrigo", MASCULINE),
        BRUSH("brush", "cepillo", MASCULINE),
        MIRROR("mirror", "espejo", MASCULINE),
        CLOCK("clock", "reloj", MASCULINE),
        DOLL("doll", "muñeca", FEMININE),
        BOAT("toy boat", "barquito", MASCULINE),
        SPOON("spoon", "cuchara", FEMININE),
        FEATHER("feather", "pluma", FEMININE),
        SCARF("scarf", "bufanda", FEMININE),
        PENCIL("pencil", "lápiz", MASCULINE),
        STOOL("stool", "taburete", MASCULINE),
        JUG("jug", "jarra", FEMININE),
        WHISTLE("whistle", "silbato", MASCULINE);

        private final String english;
        private final String spanish;
        private final Gender gender;

        Kind(String english, String spanish, Gender gender) {
            this.english = english;
            this.spanish = spanish;
            this.gender = gender;
        }

        Gender gender() {
            return gender;
        }

        String noun(Language language) {
            return language == Language.ENGLISH ? english : spanish;
        }
    }

    /// How a thing looks.
    public enum Colour {
        RED("red", "rojo", "roja"),
        BLUE("blue", "azul", "azul"),
        GREEN("green", "verde", "verde"),
        YELLOW("yellow", "amarillo", "amarilla"),
        WHITE("white", "blanco", "blanca"),
        BLACK("black", "negro", "negra"),
        BROWN("brown", "marrón", "marrón"),
        GREY("grey", "gris", "gris");

        private final String english;
        private final String masculine;
        private final String feminine;

        Colour(String english, String masculine, String feminine) {
            this.english = english;
            this.masculine = masculine;
            this.feminine = feminine;
        }

        String adjective(Language language, Gender gender) {
            return language == Language.ENGLISH ? english : gender.choose(masculine, feminine);
        }
    }

    /// Returns `the red ball`, `la pelota roja`.
    public String the(Language language) {
        return language == Language.ENGLISH
                ? "the " + bare(language)
                : kind.gender().choose("el ", "la ") + bare(language);
    }

    /// Returns `a red ball`, `una pelota roja`.
    public String a(Language language) {
        return language == Language.ENGLISH
                ? "a " + bare(language)
                : kind.gender().choose("un ", "una ") + bare(language);
    }

    /// Returns what stands for it as an object, `it`, `lo` or `la`.
    String it(Language language) {
        return language == Language.ENGLISH ? "it" : kind.gender().choose("lo", "la");
    }

    private String bare(Language language) {
        String adjective = colour.adjective(language, kind.gender());
        return language == Language.ENGLISH
                ? adjective + " " + kind.noun(language)
                : kind.noun(language) + " " + adjective;
    }
}
