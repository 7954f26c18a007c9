package org.vitrina.world;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.tokenize.Tokenizer;

@DisplayName("A text longer than a tale")
class LongTalesTests {
    private final Tokenizer tokenizer = TinyModels.talesBase().tokenizer();

    @Test
    @DisplayName("has as many tokens as asked for, its tales ended as in training, and others for another seed")
    void inARow() {
        int[] ids = LongTales.ids(tokenizer, Language.SPANISH, 500, 3);
        int end = tokenizer.markers().end().orElseThrow();
        assertEquals(500, ids.length);
        assertTrue(Arrays.stream(ids).filter(id -> id == end).count() >= 1);
        assertArrayEquals(ids, LongTales.ids(tokenizer, Language.SPANISH, 500, 3));
        assertTrue(!Arrays.equals(ids, LongTales.ids(tokenizer, Language.SPANISH, 500, 4)));
    }

    @Test
    @DisplayName("or one that is told again and again repeats itself word for word")
    void retold() {
        int[] ids = LongTales.retold(tokenizer, Language.ENGLISH, 700, 1);
        String tale = TaleQuestions.tale(Split.TEST, 2).text();
        assertEquals(700, ids.length);
        assertTrue(tokenizer.decode(ids).startsWith(tale + " " + tale.substring(0, 40)));
    }
}
