package org.vitrina.tokenize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;
import static org.vitrina.tokenize.Normalization.Rule.COLLAPSE_WHITESPACE;
import static org.vitrina.tokenize.Normalization.Rule.LOWER_CASE;
import static org.vitrina.tokenize.Normalization.Rule.NFC;
import static org.vitrina.tokenize.Normalization.Rule.NFD;
import static org.vitrina.tokenize.Normalization.Rule.NFKC;
import static org.vitrina.tokenize.Normalization.Rule.STRIP_ACCENTS;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitrina.show.Figure;
import org.vitrina.show.Walk;

@DisplayName("Normalization")
class NormalizationTests {
    @ParameterizedTest
    @CsvSource({
        // the examples of UAX #15, figures 3 to 6
        "NFC,  A\u030A,       \u00C5",
        "NFC,  \u212B,        \u00C5",
        "NFD,  \u00C5,        A\u030A",
        "NFD,  \u1E69,        s\u0323\u0307",
        "NFC,  \u1E0B\u0323,  \u1E0D\u0307",
        "NFD,  \uFB01,        \uFB01",
        "NFKC, \uFB01,        fi",
        "NFKC, 2\u2075,       25",
        "NFKC, \u1E9B\u0323,  \u1E69",
        "LOWER_CASE, ÀÉÎ ΟΔΟΣ, àéî οδος",
        "LOWER_CASE, \u0130,  i\u0307",
        "STRIP_ACCENTS, el niño está aquí, el nino esta aqui",
        "STRIP_ACCENTS, n\u0303, n",
        "STRIP_ACCENTS, ø ł,  ø ł",
        "STRIP_ACCENTS, 한국어, 한국어",
    })
    @DisplayName("applies each rule as it is defined")
    void rules(Normalization.Rule rule, String before, String after) {
        assertEquals(after, Normalization.of(rule).apply(before));
    }

    @Test
    @DisplayName("collapses white space of every kind, and removes it at the ends")
    void whitespace() {
        var collapse = Normalization.of(COLLAPSE_WHITESPACE);
        assertEquals("a b c", collapse.apply("\t a \u00A0\u2003\r\n b\u3000c \n"));
        assertEquals("", collapse.apply(" \n "));
        assertEquals("", collapse.apply(" "));
        assertEquals("", collapse.apply(""));
        assertEquals("a\u200Bb", collapse.apply("a\u200Bb"));
    }

    @Test
    @DisplayName("applies its rules in the order given")
    void order() {
        assertEquals("E\u0301", Normalization.of(NFC, NFD).apply("E\u0301"));
        assertEquals("\u00C9", Normalization.of(NFD, NFC).apply("E\u0301"));
        assertEquals("e", Normalization.of(LOWER_CASE, STRIP_ACCENTS).apply("É"));
        assertEquals("É", Normalization.NONE.apply("É"));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("changes nothing when a rule is applied a second time")
    void idempotent(Normalization.Rule rule) {
        var once = Normalization.of(rule);
        forRandom(2_000, random -> {
            String text = once.apply(RandomText.of(random, 20));
            assertEquals(text, once.apply(text));
        });
    }

    @Test
    @DisplayName("walks rule by rule, with the numbers of this text")
    void walks() {
        Walk<Normalization.RuleApplied> walk = Normalization.of(NFC, NFD, NFKC).walk("é");
        assertEquals(
                List.of(
                        "NFC composes letters with their marks: 1 code point (2 bytes in UTF-8) stays the same.",
                        "NFD takes letters and their marks apart: 1 code point (2 bytes in UTF-8) becomes 2 code points"
                                + " (3 bytes in UTF-8).",
                        "NFKC replaces compatibility forms and composes: 2 code points (3 bytes in UTF-8) become"
                                + " 1 code point (2 bytes in UTF-8)."),
                walk.stream().map(Normalization.RuleApplied::caption).toList());
        assertEquals(3, walk.at(1).bytesAfter());
        assertEquals(
                List.of(2L, 2L, 3L), walk.table().longColumn("bytes before").asList());
    }

    @Test
    @DisplayName("draws the code points, and marks those that differ")
    void figure() {
        var figure = (Figure.Stack) Normalization.of(NFD).walk("aéb").at(0).figure();
        assertEquals(
                "before: a U+0061|é U+00E9*|b U+0062", figure.figures().get(0).text());
        assertEquals(
                "after: a U+0061|e U+0065*|◌\u0301 U+0301*|b U+0062",
                figure.figures().get(1).text());
    }

    @Test
    @DisplayName("draws the beginning of a long text")
    void longText() {
        var figure = (Figure.Stack)
                Normalization.of(LOWER_CASE).walk("A😀".repeat(10_000)).at(0).figure();
        var before = (Figure.TokenStrip) figure.figures().getFirst();
        assertEquals("before (the first 120 of 20000 characters)", before.title());
        assertEquals(120, before.cells().size());
        assertEquals("U+1F600", before.cells().get(1).label());
        assertTrue(before.cells().get(0).marked());
    }
}
