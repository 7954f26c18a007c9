package org.vitrina.tokenize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.knowm.xchart.CategorySeries;
import org.vitrina.show.Figure;
import tech.tablesaw.api.Table;

@DisplayName("The published vocabularies")
class TokenizersTests {
    @ParameterizedTest
    @CsvSource({
        "gpt2, r50k",
        "gpt-2, r50k",
        "r50k_base, r50k",
        "p50k, p50k",
        "gpt-4, cl100k",
        "CL100K, cl100k",
        "' gpt-4o ', o200k",
        "o200k_base, o200k",
    })
    @DisplayName("are found by name and alias, and shared")
    void names(String name, String expected) {
        assertEquals(expected, Tokenizers.named(name).name());
        assertSame(Tokenizers.named(expected), Tokenizers.named(name));
    }

    @Test
    @DisplayName("are listed when the name is wrong")
    void unknown() {
        assertEquals(
                "there is no published vocabulary 'llama'; there are r50k (gpt2, gpt-2, gpt3, gpt-3), p50k (codex),"
                        + " cl100k (gpt4, gpt-4, gpt-3.5, gpt-3.5-turbo), o200k (gpt4o, gpt-4o)",
                assertThrows(IllegalArgumentException.class, () -> Tokenizers.named("llama"))
                        .getMessage());
        assertEquals(List.of("r50k", "p50k", "cl100k", "o200k"), Tokenizers.names());
    }

    @ParameterizedTest
    @CsvSource({"r50k, 50257", "p50k, 50281", "cl100k, 100277", "o200k, 200019"})
    @DisplayName("have the size that was published, with their special tokens")
    void sizes(String name, int size) {
        assertEquals(size, Tokenizers.named(name).vocabularySize());
        assertEquals(size, BpeTokenizer.published(name).vocabularySize());
        assertEquals(
                Tokenizers.named(name).specialTokens(),
                BpeTokenizer.published(name).specialTokens());
    }

    /// Ids by tiktoken 0.14.0: `tiktoken.get_encoding(name + "_base").encode_ordinary(text)`.
    @ParameterizedTest
    @CsvSource({
        "r50k,   hello world, 31373 995",
        "cl100k, hello world, 15339 1917",
        "o200k,  hello world, 24912 2375",
        "r50k,   El niño comió piñas en la mañana., "
                + "9527 37628 31329 401 72 10205 31028 12654 292 551 8591 17266 12654 2271 13",
        "cl100k, El niño comió piñas en la mañana., 6719 13080 14871 470 35994 9115 61025 665 1208 96616 13",
        "o200k,  El niño comió piñas en la mañana., 4422 61895 452 1153 6404 30840 469 557 44669 13",
        "r50k,   '   indented\n\n\tcode  ', 220 220 773 4714 628 197 8189 220 220",
        "p50k,   '   indented\n\n\tcode  ', 50257 773 4714 628 197 8189 50257",
        "cl100k, '   indented\n\n\tcode  ', 256 1280 16243 271 44443 256",
        "o200k,  '   indented\n\n\tcode  ', 256 1383 23537 279 86873 256",
        "cl100k, 'I''ll don''t WE''VE ''ſ', 40 3358 1541 956 20255 6 4592 364 129 123",
        "o200k,  'I''ll don''t WE''VE ''ſ', 67504 4128 26919 6 19511 461 70067",
        "o200k,  👩‍👧‍👦 🇪🇸, 28823 102 2524 28823 100 2524 28823 99 173468 103 55506 116",
        "o200k,  مرحبا بالعالم, 158894 26537 101462 12773",
        "cl100k, 12345 6789, 4513 1774 220 17458 24",
        "cl100k, <|endoftext|>, 27 91 8862 728 428 91 29",
    })
    @DisplayName("give the ids that tiktoken gives")
    void likeTiktoken(String name, String text, String ids) {
        int[] expected = java.util.Arrays.stream(ids.split(" "))
                .mapToInt(Integer::parseInt)
                .toArray();
        assertArrayEquals(expected, Tokenizers.named(name).encode(text));
        assertArrayEquals(expected, BpeTokenizer.published(name).encode(text));
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("are the same with jtokkit's encoder and with ours")
    void bothEncoders(Published published) {
        forRandom(2_000, random -> {
            String text = RandomText.of(random, 16);
            Set<String> special = published.specialTokens().keySet();
            int[] ids = published.ours().encode(text, special);
            assertArrayEquals(ids, published.theirs().encode(text, special), text);
            assertEquals(published.ours().decode(ids), published.theirs().decode(ids));
            assertEquals(published.ours().tokens(text), published.theirs().tokens(text));
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("know which ids are in use")
    void idsInUse(Published published) {
        BpeTokenizer ours = published.ours();
        for (int id = -1; id <= published.size(); id++) {
            boolean used = ours.vocabulary().has(id) || ours.specialTokens().containsValue(id);
            assertEquals(used, published.isInUse(id), "id " + id);
        }
        assertTrue(assertThrows(
                        IllegalArgumentException.class, () -> published.theirs().bytes(1 << 20))
                .getMessage()
                .startsWith("token 1048576 is not in the vocabulary of '" + published.shortName() + "'"));
    }

    @Nested
    @DisplayName("side by side with our own")
    class SideBySide {
        private final BpeTokenizer own = BpeTokenizer.train("el niño y la niña", 258);

        @Test
        @DisplayName("are a strip each, titled with what people call them and the count")
        void compare() {
            Figure.Stack stack = Tokenizers.compare(" niño", Tokenizers.named("gpt-4o"), own);
            assertEquals(
                    List.of("GPT-4o: 1 token", "our own: 4 tokens"),
                    stack.figures().stream()
                            .map(f -> ((Figure.TokenStrip) f).title())
                            .toList());
            assertEquals(
                    "GPT-4o: 1 token: ·niño 61895", stack.figures().getFirst().text());
        }

        @Test
        @DisplayName("show what is not a whole character as bytes")
        void partial() {
            Figure.TokenStrip strip = Tokenizers.named("gpt2").strip(" 👍");
            assertEquals("GPT-2: ·\\xF0\\x9F\\x91 50169|\\x8D 235", strip.text());
        }

        @Test
        @DisplayName("are a table of what each text costs")
        void cost() {
            var texts = new LinkedHashMap<String, String>();
            texts.put("Spanish", "¡El niño\ncomió  piñas!");
            texts.put("nothing", "");
            Table table = Tokenizers.cost(texts, Tokenizers.named("cl100k"), own);
            assertEquals(4, table.rowCount());
            assertEquals(
                    List.of(
                            "text",
                            "tokenizer",
                            "characters",
                            "bytes",
                            "words",
                            "tokens",
                            "tokens per word",
                            "tokens per character",
                            "bytes per token"),
                    table.columnNames());
            assertEquals(22, table.intColumn("characters").get(0));
            assertEquals(26, table.intColumn("bytes").get(0));
            assertEquals(4, table.intColumn("words").get(0));
            int tokens = table.intColumn("tokens").get(0);
            assertEquals(Tokenizers.named("cl100k").encode(texts.get("Spanish")).length, tokens);
            assertEquals(tokens / 4.0, table.doubleColumn("tokens per word").get(0));
            assertEquals(
                    tokens / 22.0, table.doubleColumn("tokens per character").get(0));
            assertEquals(26.0 / tokens, table.doubleColumn("bytes per token").get(0));
            assertTrue(table.doubleColumn("tokens per word").isMissing(2));
            assertTrue(table.doubleColumn("bytes per token").isMissing(3));
        }

        @Test
        @DisplayName("are a chart with a group for each text and a bar for each tokenizer")
        void chart() {
            var texts = new LinkedHashMap<String, String>();
            texts.put("English", "the boy");
            texts.put("nothing", "");
            Table table = Tokenizers.cost(texts, Tokenizers.named("cl100k"), own);
            var chart = Tokenizers.chart(table, "tokens per word");
            assertEquals(
                    List.of("GPT-4", "our own"),
                    chart.getSeriesCollection().stream()
                            .map(CategorySeries::getName)
                            .toList());
            assertEquals(
                    List.of("English", "nothing"),
                    List.copyOf(chart.getSeries("GPT-4").getXData()));
            assertArrayEquals(
                    new double[] {1, Double.NaN}, chart.getSeries("GPT-4").getYData());
            assertEquals(
                    "the table 'What texts cost' has no numbers named 'price'; there are characters, bytes, words, tokens,"
                            + " tokens per word, tokens per character, bytes per token",
                    assertThrows(IllegalArgumentException.class, () -> Tokenizers.chart(table, "price"))
                            .getMessage());
        }
    }
}
