package org.vitrina.tokenize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrina.show.Figure;
import org.vitrina.show.Walk;

@DisplayName("Encoding by byte pairs")
class BpeEncodingTests {
    private final BpeTokenizer tokenizer = BpeTokenizer.train(
            "the cat sat on the mat, the rat ate the cheese; éste está aquí, ¿dónde está éste?\n".repeat(2),
            340,
            BpeOptions.DEFAULT.withSpecialTokens("<|end|>", "<|end|>>", "<|user|>"));

    @Nested
    @DisplayName("gives back")
    class RoundTrip {
        @Test
        @DisplayName("every text, without its broken surrogates")
        void texts() {
            forRandom(5_000, random -> {
                String text = RandomText.of(random, 24);
                String expected = new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
                assertEquals(expected, tokenizer.decode(tokenizer.encode(text)));
            });
        }

        @Test
        @DisplayName("'?' for a surrogate without its partner")
        void surrogates() {
            assertEquals("a?b?c?", tokenizer.decode(tokenizer.encode("a\uD83Db\uDE00c\uD83D")));
            assertEquals("??", tokenizer.decode(tokenizer.encode("\uDE00\uD83D")));
        }

        @Test
        @DisplayName("the bytes of each token, exactly, where a token is not whole characters")
        void bytes() {
            int[] ids = BpeTokenizer.train("", 256).encode("é");
            assertArrayEquals(new int[] {0xC3, 0xA9}, ids);
            assertArrayEquals(new byte[] {(byte) 0xC3}, tokenizer.bytes(0xC3));
            assertEquals("\uFFFD", tokenizer.decode(0xC3));
            assertEquals("\\xC3", tokenizer.token(0xC3).text());
        }

        @Test
        @DisplayName("nothing for nothing")
        void empty() {
            assertArrayEquals(new int[0], tokenizer.encode(""));
            assertEquals("", tokenizer.decode());
            assertEquals(0, tokenizer.walk("").size());
        }
    }

    @Nested
    @DisplayName("with special tokens")
    class Special {
        @Test
        @DisplayName("never makes one of plain text")
        void never() {
            int first = tokenizer.specialTokens().get("<|end|>");
            assertTrue(Arrays.stream(tokenizer.encode("a<|end|><|user|>b")).allMatch(id -> id < first));
            assertEquals("a<|end|>b", tokenizer.decode(tokenizer.encode("a<|end|>b")));
        }

        @Test
        @DisplayName("makes those that are allowed, and no others")
        void allowed() {
            int end = tokenizer.specialTokens().get("<|end|>");
            int[] ids = tokenizer.encode("<|end|>a<|user|><|end|>", Set.of("<|end|>"));
            assertEquals(end, ids[0]);
            assertEquals(end, ids[ids.length - 1]);
            assertEquals(2, Arrays.stream(ids).filter(id -> id >= end).count());
            assertEquals("<|end|>a<|user|><|end|>", tokenizer.decode(ids));
        }

        @Test
        @DisplayName("takes the longer of two that begin at the same place")
        void longer() {
            int longer = tokenizer.specialTokens().get("<|end|>>");
            assertArrayEquals(
                    new int[] {longer, '>'},
                    tokenizer.encode("<|end|>>>", tokenizer.specialTokens().keySet()));
        }

        @Test
        @DisplayName("cuts the text there: what stands on both sides is encoded on its own")
        void cuts() {
            forRandom(1_000, random -> {
                String left = RandomText.of(random, 8).replace("<|", "");
                String right = RandomText.of(random, 8).replace("<|", "");
                int end = tokenizer.specialTokens().get("<|end|>");
                int[] expected = IntStream.of(tokenizer.encode(left).length, tokenizer.encode(right).length)
                        .toArray();
                int[] ids = tokenizer.encode(left + "<|end|>" + right, Set.of("<|end|>"));
                assertEquals(expected[0] + 1 + expected[1], ids.length);
                assertEquals(end, ids[expected[0]]);
                assertArrayEquals(tokenizer.encode(left), Arrays.copyOf(ids, expected[0]));
            });
        }

        @Test
        @DisplayName("refuses to allow what is no special token, and says which there are")
        void unknown() {
            assertEquals(
                    "'<|start|>' is not a special token of this tokenizer; it has <|end|>, <|end|>>, <|user|>",
                    assertThrows(IllegalArgumentException.class, () -> tokenizer.encode("", Set.of("<|start|>")))
                            .getMessage());
            assertEquals(
                    "'<|start|>' is not a special token of this tokenizer; it has none",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> BpeTokenizer.train("", 256).encode("", Set.of("<|start|>")))
                            .getMessage());
        }
    }

    @Nested
    @DisplayName("when watched")
    class Watched {
        @Test
        @DisplayName("gives the same ids as when not")
        void same() {
            forRandom(1_000, random -> {
                String text = RandomText.of(random, 12);
                assertArrayEquals(tokenizer.encode(text), tokenizer.encode(text, Walk.recorder()));
            });
        }

        @Test
        @DisplayName("gives the same ids as when not, with published ranks too")
        void samePublished() {
            for (Published published : Published.values()) {
                BpeTokenizer ours = published.ours();
                forRandom(300, random -> {
                    String text = RandomText.of(random, 12);
                    assertArrayEquals(ours.encode(text), ours.encode(text, Walk.recorder()), text);
                });
            }
        }

        @Test
        @DisplayName("tells of each piece, each merge and each result, which together are the encoding")
        void steps() {
            forRandom(500, random -> {
                String text = RandomText.of(random, 12);
                Walk<BpeStep> walk = tokenizer.walk(text);
                int[] ids = walk.stream()
                        .filter(BpeStep.PieceEncoded.class::isInstance)
                        .flatMapToInt(step -> Arrays.stream(((BpeStep.PieceEncoded) step).ids()))
                        .toArray();
                assertArrayEquals(tokenizer.encode(text), ids);
                walk.forEach(step -> {
                    if (step instanceof BpeStep.PairJoined joined) {
                        assertEquals(joined.before().size() - 1, joined.after().size());
                        assertEquals(joined.merged(), joined.after().get(joined.place()));
                        assertEquals(Tokens.text(joined.before()), Tokens.text(joined.after()));
                    }
                });
            });
        }

        @Test
        @DisplayName("shows how each token of a word came about, as a tree")
        void trees() {
            Walk<BpeStep> walk = BpeTokenizer.train("aaabdaaabac", 259).walk("aaabd");
            assertEquals(5, walk.size());
            assertEquals(
                    "Piece 1, 'aaabd', begins as 5 tokens, one for each byte.",
                    walk.at(0).caption());
            assertEquals(
                    "Of the pairs here that make a token, 'a' + 'a' make the earliest, token 256, 'aa'; 4 tokens remain.",
                    walk.at(1).caption());
            assertEquals(
                    "No pair is left that makes a token: after 3 merges, 'aaabd' is 2 tokens.",
                    walk.at(4).caption());
            var done = assertInstanceOf(BpeStep.PieceEncoded.class, walk.at(4));
            var aaab = new Figure.Node(
                    "aaab",
                    "258",
                    List.of(
                            new Figure.Node(
                                    "aa", "256", List.of(Figure.Node.leaf("a", "97"), Figure.Node.leaf("a", "97"))),
                            new Figure.Node(
                                    "ab", "257", List.of(Figure.Node.leaf("a", "97"), Figure.Node.leaf("b", "98")))));
            assertEquals(List.of(aaab, Figure.Node.leaf("d", "100")), done.trees());
        }

        @Test
        @DisplayName("by nobody who wants its steps is as fast as when not watched at all")
        void notInterested() {
            String text = "a".repeat(1_000_000);
            BpeTokenizer gpt2 = BpeTokenizer.published("gpt2");
            var merges = Walk.recorder("bpe.encode.done");
            assertTimeoutPreemptively(
                    Duration.ofSeconds(60),
                    () -> assertArrayEquals(gpt2.encode(text), gpt2.encode(text, Walk.recorder("something.else"))));
            assertTimeoutPreemptively(Duration.ofSeconds(60), () -> gpt2.encode(text.substring(0, 50_000), merges));
            assertEquals(1, merges.walk("").size());
        }

        @Test
        @DisplayName("takes a word or a sentence, not a book")
        void tooLong() {
            assertEquals(
                    "a walk goes merge by merge, so it takes at most 2000 characters, but the text has 2001; walk a word"
                            + " or a sentence of it",
                    assertThrows(IllegalArgumentException.class, () -> tokenizer.walk("a".repeat(2001)))
                            .getMessage());
            assertEquals(2, tokenizer.walk("~").size());
        }

        @Test
        @DisplayName("says so where a piece is a token that merging does not reach")
        void whole() {
            var unreachable = BpeTokenizer.fromRanks("x", with(Map.of("abc", 256)), SplitPattern.GPT2, Map.of());
            assertArrayEquals(new int[] {256}, unreachable.encode("abc"));
            assertArrayEquals(new int[] {'a', 'b', 'c', 'd'}, unreachable.encode("abcd"));
            Walk<BpeStep> walk = unreachable.walk("abc");
            assertEquals(
                    "Merging does not reach it, but 'abc' is in the vocabulary as a whole: token 256.",
                    walk.steps().getLast().caption());
            assertTrue(((BpeStep.PieceEncoded) walk.steps().getLast()).whole());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"a", " ", "ab", "é", "日", "😀", "\n"})
    @DisplayName("takes a megabyte of one thing in time that grows with n log n")
    void longPieces(String unit) {
        String text = unit.repeat(1_000_000 / unit.length());
        var own = BpeTokenizer.train(unit.repeat(4096), 300, BpeOptions.DEFAULT.withSplit(SplitPattern.NONE));
        assertTimeoutPreemptively(Duration.ofSeconds(60), () -> assertEquals(text, own.decode(own.encode(text))));
        for (Published published : Published.values()) {
            BpeTokenizer ours = published.ours();
            assertTimeoutPreemptively(Duration.ofSeconds(60), () -> assertEquals(text, ours.decode(ours.encode(text))));
        }
    }

    @Test
    @DisplayName("gives the same ids on many threads at once")
    void threads() {
        String text = "the cat sat on the mat ".repeat(2_000);
        int[] expected = tokenizer.encode(text);
        IntStream.range(0, 64).parallel().forEach(i -> assertArrayEquals(expected, tokenizer.encode(text)));
    }

    @Test
    @DisplayName("refuses an id that is not in the vocabulary")
    void unknownId() {
        for (int id : new int[] {-1, 340, Integer.MAX_VALUE}) {
            assertEquals(
                    "token " + id + " is not in the vocabulary of 'our own', whose ids are 0 to "
                            + (tokenizer.vocabularySize() - 1),
                    assertThrows(IllegalArgumentException.class, () -> tokenizer.decode(id))
                            .getMessage());
        }
    }

    @Test
    @DisplayName("refuses ranks that lack a byte, share a rank or are out of range")
    void badRanks() {
        Map<byte[], Integer> lacking = with(Map.of());
        lacking.keySet().removeIf(bytes -> bytes[0] == 0x41);
        refuses(
                lacking,
                "the ranks of 'x' lack a token for the single byte 0x41; all 256 bytes need one,"
                        + " so that any text can be encoded");
        refuses(with(Map.of("ab", -1)), "the token 0x6162 has rank -1, expected 0 to 4194303");
        refuses(with(Map.of("", 256)), "the token with rank 256 is empty; every token needs a byte");
        refuses(
                with(Map.of("a".repeat(1025), 256)),
                "the token 0x" + "61".repeat(32) + " has 1025 bytes, expected at most 1024, and 67108864 in all tokens"
                        + " together");
    }

    private static void refuses(Map<byte[], Integer> ranks, String message) {
        assertEquals(
                message,
                assertThrows(
                                IllegalArgumentException.class,
                                () -> BpeTokenizer.fromRanks("x", ranks, SplitPattern.GPT2, Map.of()))
                        .getMessage());
    }

    private static Map<byte[], Integer> with(Map<String, Integer> more) {
        var ranks = new HashMap<byte[], Integer>();
        for (int b = 0; b < 256; b++) {
            ranks.put(new byte[] {(byte) b}, b);
        }
        more.forEach((text, rank) -> ranks.put(text.getBytes(StandardCharsets.UTF_8), rank));
        return ranks;
    }
}
