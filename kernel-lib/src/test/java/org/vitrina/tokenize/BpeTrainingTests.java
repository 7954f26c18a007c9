package org.vitrina.tokenize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.show.Figure;
import org.vitrina.show.Progress;
import org.vitrina.show.Walk;

@DisplayName("Training by byte pairs")
class BpeTrainingTests {
    private static final BpeOptions WHOLE = BpeOptions.DEFAULT.withSplit(SplitPattern.NONE);

    @Nested
    @DisplayName("on 'aaabdaaabac', the example in Wikipedia")
    class Wikipedia {
        private final BpeTokenizer tokenizer = BpeTokenizer.train("aaabdaaabac", 259);

        @Test
        @DisplayName("learns aa, ab and aaab")
        void learns() {
            assertEquals(
                    List.of("aa", "ab", "aaab"),
                    IntStream.range(256, 259)
                            .mapToObj(id -> tokenizer.token(id).text())
                            .toList());
        }

        @Test
        @DisplayName("makes five tokens of the text, those of minbpe")
        void encodes() {
            assertArrayEquals(new int[] {258, 100, 258, 97, 99}, tokenizer.encode("aaabdaaabac"));
        }

        @Test
        @DisplayName("ends there, as no pair occurs more than once")
        void ends() {
            assertEquals(259, BpeTokenizer.train("aaabdaaabac", 1000).vocabularySize());
        }

        @Test
        @DisplayName("goes on with pairs that occur once if asked to")
        void goesOn() {
            var all = BpeTokenizer.train("aaabdaaabac", 1000, BpeOptions.DEFAULT.withMinimumCount(1));
            assertEquals(263, all.vocabularySize());
            assertEquals(1, all.count("aaabdaaabac"));
        }

        @Test
        @DisplayName("tells of each merge with its count, and how long the text is after it")
        void walks() {
            Walk<BpeStep.PairMerged> walk = BpeTokenizer.trainingWalk("aaabdaaabac", 259);
            assertEquals(
                    List.of(4L, 2L, 2L),
                    walk.stream().map(BpeStep.PairMerged::count).toList());
            assertEquals(
                    List.of(9L, 7L, 5L),
                    walk.stream().map(BpeStep.PairMerged::tokens).toList());
            assertEquals(11 / 5.0, walk.at(2).bytesPerToken());
            assertEquals(
                    "'a' + 'b' stand side by side 2 times; so do 'aa' + 'a', which are later in the order of bytes."
                            + " They become token 257, 'ab'. The text is now 7 tokens long, 1.57 bytes each.",
                    walk.at(1).caption());
            assertEquals(
                    "aa ab d aa ab a c",
                    String.join(
                            " ", walk.at(1).after().stream().map(Token::text).toList()));
            assertTrue(walk.at(1).figure() instanceof Figure.Stack(var figures) && figures.size() == 3);
            assertEquals(List.of(4L, 2L, 2L), walk.table().longColumn("count").asList());
        }
    }

    @Nested
    @DisplayName("equals the straight implementation")
    class Straight {
        @Test
        @DisplayName("on random texts of few letters, where pairs overlap and tie")
        void fewLetters() {
            forRandom(1_500, random -> {
                String text = letters(random, 1 + random.nextInt(4), random.nextInt(120));
                check(text, random.nextBoolean() ? SplitPattern.NONE : SplitPattern.GPT2, 1 + random.nextInt(3));
            });
        }

        @Test
        @DisplayName("on random Unicode, with every split pattern")
        void unicode() {
            forRandom(300, random -> {
                String text = RandomText.of(random, 60);
                check(text, SplitPattern.values()[random.nextInt(4)], 2);
            });
        }

        private void check(String text, SplitPattern split, int minimumCount) {
            int size = 256 + 40;
            var options = BpeOptions.DEFAULT.withSplit(split).withMinimumCount(minimumCount);
            var ours = BpeTokenizer.train(text, size, options);
            var straight = new StraightBpe(split.split(text), size, minimumCount);
            assertEquals(straight.tokens.size(), ours.vocabularySize());
            for (int id = 0; id < straight.tokens.size(); id++) {
                assertArrayEquals(straight.tokens.get(id), ours.bytes(id), "token " + id);
            }
            assertEquals(
                    straight.encode(split.split(text)),
                    Arrays.stream(ours.encode(text)).boxed().toList());
        }
    }

    @Test
    @DisplayName("learns the same from the same pieces in any order")
    void orderDoesNotMatter() {
        forRandom(300, random -> {
            var words = new ArrayList<String>();
            for (int i = 0; i < 40; i++) {
                words.add(" " + letters(random, 3, 1 + random.nextInt(6)));
            }
            String one = String.join("", words);
            Collections.shuffle(words, new Random(random.nextLong()));
            assertArrayEquals(
                    BpeTokenizer.train(one, 300).learnedMerges(),
                    BpeTokenizer.train(String.join("", words), 300).learnedMerges());
        });
    }

    @Test
    @DisplayName("takes of pairs that tie the one with the smaller left token, then the smaller right token, as bytes")
    void ties() {
        assertEquals("ba", BpeTokenizer.train("cd\ncd\nba\nba", 257).token(256).text());
        assertEquals("ab", BpeTokenizer.train("ac\nac\nab\nab", 257).token(256).text());
        // é is 0xC3 0xA9: bytes are compared without sign
        assertEquals("zz", BpeTokenizer.train("éx\néx\nzz\nzz", 257).token(256).text());
    }

    @Test
    @DisplayName("makes no two tokens of the same bytes, and each token encodes to itself")
    void tokensAreUnique() {
        forRandom(500, random -> {
            var tokenizer = BpeTokenizer.train(letters(random, 2, 200), 320, WHOLE);
            var seen = new HashSet<List<Byte>>();
            for (int id = 0; id < tokenizer.vocabularySize(); id++) {
                var bytes = new ArrayList<Byte>();
                for (byte b : tokenizer.bytes(id)) {
                    bytes.add(b);
                }
                assertTrue(seen.add(bytes), () -> "twice: " + bytes);
                if (id >= 256) {
                    var merging =
                            tokenizer.walk(tokenizer.token(id).text()).steps().getLast();
                    assertFalse(((BpeStep.PieceEncoded) merging).whole(), () -> "not reached: " + bytes);
                }
            }
        });
    }

    @Test
    @DisplayName("gives the same vocabulary watched and unwatched")
    void watchingChangesNothing() {
        forRandom(200, random -> {
            String text = RandomText.of(random, 80);
            var watch = Walk.recorder();
            var watched = BpeTokenizer.train(text, 300, BpeOptions.DEFAULT, watch);
            assertArrayEquals(BpeTokenizer.train(text, 300).learnedMerges(), watched.learnedMerges());
            Walk<BpeStep.PairMerged> walk = watch.walk("", BpeStep.PairMerged.class);
            assertEquals(watched.merges(), walk.size());
            if (walk.size() > 0) {
                assertEquals(watched.count(text), walk.steps().getLast().tokens());
            }
        });
    }

    @Test
    @DisplayName("puts special tokens behind all others and does not learn from them")
    void specialTokens() {
        var options = BpeOptions.DEFAULT.withSpecialTokens("<|end|>", "<|user|>");
        var tokenizer = BpeTokenizer.train("hello<|end|>hello<|end|>hello<|end|>", 262, options);
        assertEquals(
                List.of("<|end|>", "<|user|>"),
                List.copyOf(tokenizer.specialTokens().keySet()));
        assertEquals(260, tokenizer.specialTokens().get("<|end|>"));
        assertEquals(262, tokenizer.vocabularySize());
        assertEquals("hello", tokenizer.token(259).text());
    }

    @Test
    @DisplayName("normalizes the text first, and every text that is encoded later")
    void normalizes() {
        var options =
                BpeOptions.DEFAULT.withNormalization(Normalization.Rule.STRIP_ACCENTS, Normalization.Rule.LOWER_CASE);
        var tokenizer = BpeTokenizer.train("Él él ÉL el", 258, options);
        assertEquals("el", tokenizer.token(256).text());
        assertEquals("el el", tokenizer.decode(tokenizer.encode("ÉL él")));
    }

    @Test
    @DisplayName("makes no token of more than 1,024 bytes")
    void longestToken() {
        var tokenizer = BpeTokenizer.train("a".repeat(1 << 16), 300, WHOLE);
        assertEquals(1024, tokenizer.bytes(265).length);
        for (int id = 0; id < tokenizer.vocabularySize(); id++) {
            assertTrue(tokenizer.bytes(id).length <= 1024);
        }
    }

    @Test
    @DisplayName("has the bytes alone for an empty text")
    void emptyText() {
        assertEquals(256, BpeTokenizer.train("", 1000).vocabularySize());
        assertEquals(0, BpeTokenizer.trainingWalk("", 1000).size());
    }

    @Test
    @DisplayName("refuses a vocabulary without room for the bytes and the special tokens")
    void tooSmall() {
        var options = BpeOptions.DEFAULT.withSpecialTokens("<|end|>");
        assertEquals(
                "a vocabulary needs at least 257 tokens, 256 for the bytes and 1 special ones, but vocabularySize is 256",
                assertThrows(IllegalArgumentException.class, () -> BpeTokenizer.train("a", 256, options))
                        .getMessage());
    }

    @Test
    @DisplayName("refuses a vocabulary larger than any file of it may be")
    void tooLarge() {
        assertEquals(
                "a vocabulary may have 1048576 tokens, some times as many as any that was published, but vocabularySize"
                        + " is 2000000000",
                assertThrows(IllegalArgumentException.class, () -> BpeTokenizer.train("a", 2_000_000_000))
                        .getMessage());
        assertEquals(256, BpeTokenizer.train("a", 1 << 20).vocabularySize());
    }

    @Test
    @DisplayName("reports its progress, and stops when its thread is interrupted")
    void interrupted() throws Exception {
        var reports = new ArrayList<String>();
        Progress progress = (what, total) -> new Progress.Task(
                (done, note) -> {
                    reports.add(what + " " + done + "/" + total + " " + note);
                    if (done == 2 && what.startsWith("training")) {
                        Thread.currentThread().interrupt();
                    }
                },
                () -> reports.add("end"));
        assertThrows(
                CancellationException.class,
                () -> Progress.with(progress, () -> BpeTokenizer.train("abcd abcd abcd", 300)));
        assertFalse(Thread.currentThread().isInterrupted());
        assertEquals(
                List.of(
                        "counting pieces 14/14 ",
                        "end",
                        "training a tokenizer 1/44 11 tokens in the text",
                        "training a tokenizer 2/44 8 tokens in the text",
                        "end"),
                reports);
    }

    private static String letters(RandomGenerator random, int kinds, int length) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) {
            text.append((char) ('a' + random.nextInt(kinds)));
        }
        return text.toString();
    }
}
