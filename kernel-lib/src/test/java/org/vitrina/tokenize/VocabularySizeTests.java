package org.vitrina.tokenize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A tokenizer made smaller")
class VocabularySizeTests {
    private static final String TEXT =
            "the cat sat on the mat, the rat sat on the hat, the fat cat sees the rat".repeat(3);
    private static final BpeOptions SPECIAL = BpeOptions.DEFAULT.withSpecialTokens("<a>", "<b>");

    @Test
    @DisplayName("encodes like one that was trained to that size")
    void likeTrained() {
        BpeTokenizer large = BpeTokenizer.train(TEXT, 300, SPECIAL);
        for (int size = 258; size <= large.vocabularySize(); size++) {
            BpeTokenizer trained = BpeTokenizer.train(TEXT, size, SPECIAL);
            BpeTokenizer smaller = large.withVocabularySize(size);
            assertArrayEquals(trained.encode(TEXT), smaller.encode(TEXT), "at " + size);
            assertEquals(size, smaller.vocabularySize());
            assertEquals(trained.merges(), smaller.merges());
        }
    }

    @Test
    @DisplayName("has the special tokens after its last merge")
    void special() {
        BpeTokenizer smaller = BpeTokenizer.train(TEXT, 300, SPECIAL).withVocabularySize(270);
        assertEquals(Map.of("<a>", 268, "<b>", 269), smaller.specialTokens());
        assertArrayEquals(new int[] {269}, smaller.encode("<b>", Set.of("<b>")));
    }

    @Test
    @DisplayName("leaves the larger one as it was")
    void unchanged() {
        BpeTokenizer large = BpeTokenizer.train(TEXT, 300);
        int[] before = large.encode(TEXT);
        large.withVocabularySize(256);
        assertArrayEquals(before, large.encode(TEXT));
    }

    @Test
    @DisplayName("cannot have fewer tokens than there are bytes and special tokens, nor more than there are")
    void outOfRange() {
        BpeTokenizer large = BpeTokenizer.train(TEXT, 280, SPECIAL);
        for (int size : new int[] {257, 281}) {
            var e = assertThrows(IllegalArgumentException.class, () -> large.withVocabularySize(size));
            assertEquals("'our own' can have 258 to 280 tokens, but vocabularySize is " + size, e.getMessage());
        }
    }

    @Test
    @DisplayName("makes a text longer, and a table says how much")
    void bySize() {
        BpeTokenizer large = BpeTokenizer.train(TEXT, 300);
        String text = "the fat rat 🐀";
        var table = Tokenizers.bySize(large, text, 256, large.vocabularySize());
        assertEquals(List.of("vocabulary (tokens)", "tokens", "tokens for 100 characters"), table.columnNames());
        assertEquals(16, table.intColumn("tokens").get(0), "every byte is a token");
        assertEquals(large.count(text), table.intColumn("tokens").get(1));
        assertEquals(
                100 * 16 / 13.0, table.doubleColumn("tokens for 100 characters").get(0), 1e-9);
    }

    @Test
    @DisplayName("cannot be had from a published vocabulary, which does not tell its merges")
    void published() {
        BpeTokenizer gpt2 = BpeTokenizer.published("gpt2");
        var e = assertThrows(IllegalStateException.class, () -> gpt2.withVocabularySize(1000));
        assertEquals(
                "the vocabulary of 'r50k' was published without its merges, so it cannot be made smaller; "
                        + "train(text, vocabularySize) learns one that can",
                e.getMessage());
    }
}
