package org.vitrina.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrina.Property;
import org.vitrina.show.Observer;
import org.vitrina.show.Walk;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.tokenize.Markers;
import org.vitrina.train.NgramModel;

@DisplayName("A generator")
class GeneratorTests {
    private static final TableModel.Words LETTERS = TableModel.Words.of(
                    "a", "b", "c", "\n", "end", "st", "op", "stop", "<s>", "</s>")
            .marked();
    private static final int A = 0, B = 1, C = 2, ST = 5, OP = 6, BEGIN = 8, END = 9;

    /// The prompt is one letter, with the token of a beginning before it.
    private static TableModel saying(int... ids) {
        return TableModel.saying(LETTERS, 2, ids);
    }

    private static Generator greedy(TableModel model) {
        return Generator.of(model).sampling(Sampling.greedy());
    }

    @Nested
    @DisplayName("ends")
    class Ends {
        @Test
        @DisplayName("with the model's own token for an end, which is no part of the text")
        void endToken() {
            Generation said = greedy(saying(B, C, END, A)).generate("a");
            assertEquals("bc", said.text());
            assertEquals("abc", said.whole());
            assertEquals(EndReason.END_TOKEN, said.end());
            assertArrayEquals(new int[] {B, C, END}, said.ids());
            assertArrayEquals(new int[] {BEGIN, A}, said.promptIds());
        }

        @Test
        @DisplayName("and does not end there when told to ignore it")
        void ignoring() {
            Generation said =
                    greedy(saying(B, END, C)).ignoringEnd().maxTokens(3).generate("a");
            assertEquals("b</s>c", said.text());
            assertEquals(EndReason.LENGTH, said.end());
        }

        @Test
        @DisplayName("with a stop token")
        void stopToken() {
            Generation said = greedy(saying(B, C, A)).stopTokens(C).generate("a");
            assertEquals("b", said.text());
            assertEquals(EndReason.STOP_TOKEN, said.end());
        }

        @Test
        @DisplayName("after as many tokens as were asked for")
        void length() {
            Generation said = greedy(saying(B, C, A)).maxTokens(2).generate("a");
            assertEquals("bc", said.text());
            assertEquals(EndReason.LENGTH, said.end());
        }

        @ParameterizedTest(name = "{0}")
        @CsvSource({
            "stop, bc, STOP_STRING",
            "top, bcs, STOP_STRING",
            "cst, b, STOP_STRING",
            "opa, bcst, STOP_STRING",
            "b, '', STOP_STRING",
            "pb, bcstopac, LENGTH"
        })
        @DisplayName("before a stop string, wherever tokens begin and end")
        void stopString(String stop, String text, EndReason end) {
            var pieces = new ArrayList<String>();
            Generation said =
                    greedy(saying(B, C, ST, OP, A, C)).stop(stop).maxTokens(6).generate("a", pieces::add);
            assertEquals(text, said.text());
            assertEquals(end, said.end());
            assertEquals(text, String.join("", pieces));
        }

        @Test
        @DisplayName("with what may be the beginning of a stop string, when nothing more comes")
        void heldBack() {
            assertEquals("bst", greedy(saying(B, ST, END)).stop("stop").text("a"));
        }

        @Test
        @DisplayName("when the model's context is full")
        void context() {
            var model = new TableModel(LETTERS, 6, _ -> certain(B));
            Generation said = greedy(model).generate("aaa");
            assertEquals(EndReason.CONTEXT, said.end());
            // four tokens of prompt, two more are read, and the one after them needs not be
            assertEquals("bbb", said.text());
        }

        @Test
        @DisplayName("not there when the older half may be forgotten")
        void slides() {
            var longest = new int[1];
            var model = new TableModel(LETTERS, 6, read -> {
                longest[0] = Math.max(longest[0], read.size());
                return certain(B);
            });
            Generation said = greedy(model)
                    .whenFull(Generator.WhenFull.SLIDE)
                    .maxTokens(20)
                    .generate("aaaaaaaa");
            assertEquals("b".repeat(20), said.text());
            assertEquals(EndReason.LENGTH, said.end());
            assertEquals(6, longest[0]);
        }

        @Test
        @DisplayName("with the text so far when its thread is interrupted")
        void interrupted() {
            var generator = greedy(saying(B, C, B, C));
            var stopped = assertThrows(
                    GenerationStopped.class,
                    () -> generator.generate("a", piece -> {
                        if (piece.equals("c")) Thread.currentThread().interrupt();
                    }));
            assertEquals("bc", stopped.soFar().text());
            assertEquals(EndReason.INTERRUPTED, stopped.soFar().end());
            assertEquals("stopped by an interrupt after 2 tokens", stopped.getMessage());
            assertTrue(!Thread.interrupted(), "the interrupt is still there");
        }
    }

    private static double[] certain(int id) {
        double[] p = new double[LETTERS.vocabularySize()];
        Arrays.fill(p, 0.001);
        p[id] = 1 - 0.001 * (p.length - 1);
        return p;
    }

    @Nested
    @DisplayName("hands out text as it comes:")
    class Streams {
        @Test
        @DisplayName("a character that takes several tokens comes when it is whole")
        void characters() {
            byte[] emoji = "🎉é".getBytes(StandardCharsets.UTF_8);
            var words = new TableModel.Words(
                    Markers.NONE,
                    IntStream.range(0, emoji.length)
                            .mapToObj(i -> new byte[] {emoji[i]})
                            .toList());
            var pieces = new ArrayList<String>();
            Generator.of(TableModel.saying(words, 6, 0, 1, 2, 3, 4, 5, 0))
                    .sampling(Sampling.greedy())
                    .maxTokens(7)
                    .generate("🎉é", pieces::add);
            // the last byte can begin a character, and none comes
            assertEquals(List.of("🎉", "é", "\uFFFD"), pieces);
        }

        @Test
        @DisplayName("any bytes in any pieces give the text that they give as a whole")
        void anyBytes() {
            Property.forRandom(500, random -> {
                byte[] bytes = new byte[random.nextInt(40)];
                random.nextBytes(bytes);
                if (random.nextBoolean())
                    bytes = random.ints(8, 0x20, 0x2FFF)
                            .filter(c -> !Character.isSurrogate((char) c))
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                            .toString()
                            .getBytes(StandardCharsets.UTF_8);
                var stream = new Utf8Stream();
                var text = new StringBuilder();
                for (int at = 0; at < bytes.length; ) {
                    int to = Math.min(bytes.length, at + 1 + random.nextInt(3));
                    text.append(stream.next(Arrays.copyOfRange(bytes, at, to)));
                    at = to;
                }
                text.append(stream.end());
                assertEquals(new String(bytes, StandardCharsets.UTF_8), text.toString());
            });
        }

        @Test
        @DisplayName("stop strings are found in pieces as in the whole, and nothing of them is shown")
        void stops() {
            Property.forRandom(2_000, random -> {
                String text = random.ints(random.nextInt(30), 'a', 'd')
                        .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                        .toString();
                List<String> stops = IntStream.range(0, random.nextInt(4))
                        .mapToObj(_ -> random.ints(1 + random.nextInt(4), 'a', 'd')
                                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                                .toString())
                        .toList();
                int first = stops.stream()
                        .mapToInt(text::indexOf)
                        .filter(at -> at >= 0)
                        .min()
                        .orElse(-1);
                var matcher = new StopStrings(stops);
                var shown = new StringBuilder();
                for (int at = 0; at < text.length() && matcher.found().isEmpty(); ) {
                    int to = Math.min(text.length(), at + 1 + random.nextInt(3));
                    shown.append(matcher.next(text.substring(at, to)));
                    at = to;
                }
                shown.append(matcher.end());
                if (first < 0) {
                    assertEquals(text, shown.toString());
                } else {
                    assertTrue(matcher.found().isPresent());
                    String found = matcher.found().get();
                    // a longer one that begins earlier may still have been incomplete when a shorter one was whole
                    int end = stops.stream()
                            .filter(text::contains)
                            .mapToInt(stop -> text.indexOf(stop) + stop.length())
                            .min()
                            .orElseThrow();
                    assertTrue(shown.length() <= end, () -> text + " " + stops + " " + shown);
                    assertTrue(text.startsWith(shown + found), () -> text + " " + stops + " " + shown);
                }
            });
        }
    }

    @Nested
    @DisplayName("on an n-gram model of real words")
    class OnNgrams {
        private final NgramModel model = NgramModel.count(
                BpeTokenizer.train("the cat sat on the mat. the dog ate the bone. a cat ate a mouse. ".repeat(9), 300),
                "the cat sat on the mat. the dog ate the bone. a cat ate a mouse. ".repeat(9),
                3);

        @ParameterizedTest
        @ValueSource(longs = {0, 1, -5})
        @DisplayName("gives the same text for the same seed")
        void seeds(long seed) {
            var generator = Generator.of(model)
                    .sampling(Sampling.plain().temperature(1.5))
                    .maxTokens(40);
            String text = generator.seed(seed).text("the");
            assertEquals(text, generator.seed(seed).text("the"));
            assertEquals(
                    text,
                    generator.seed(seed).generate("the", _ -> {}, watchAll()).text());
            assertTrue(!text.equals(generator.seed(seed + 1).text("the")));
        }

        private Observer watchAll() {
            return Walk.recorder();
        }

        @Test
        @DisplayName("tells of each token what the model alone says of it")
        void tokens() {
            Generation said = Generator.of(model)
                    .sampling(Sampling.plain().topK(3).temperature(0.7).seed(2))
                    .maxTokens(15)
                    .generate("the");
            var session = model.session();
            double[] p = softmax(session.next(said.promptIds()));
            double log = 0;
            for (Choice token : said.tokens()) {
                assertEquals(p[token.id()], token.probability(), 1e-6);
                log += Math.log(p[token.id()]);
                int rank = token.rank();
                assertTrue(rank <= 3);
                assertEquals(5, token.alternatives().size());
                p = softmax(session.next(token.id()));
            }
            assertEquals(log, said.logProbability(), 1e-4);
            assertEquals(Math.exp(-log / 15), said.perplexity(), 1e-4);
            assertEquals(15, said.table().rowCount());
            assertEquals(15, said.walk().size());
            assertEquals(2, said.chart().getSeriesCollection().size());
        }

        private double[] softmax(float[] logits) {
            double total = 0;
            for (float logit : logits) total += Math.exp(logit);
            double sum = total;
            return IntStream.range(0, logits.length)
                    .mapToDouble(i -> Math.exp(logits[i]) / sum)
                    .toArray();
        }

        @Test
        @DisplayName("sets several samplings side by side")
        void compares() {
            var generator = Generator.of(model).maxTokens(5);
            var table =
                    generator.compare("the", Sampling.greedy(), Sampling.plain().seed(2));
            assertEquals(
                    List.of("temperature 0, seed 0", "the model's own distribution, seed 2"),
                    table.stringColumn("sampling").asList());
            assertEquals(
                    "the" + generator.seed(2).text("the"),
                    table.stringColumn("text").get(1));
        }

        @Test
        @DisplayName("prints the prompt and the text as it comes, and is shown without it then")
        void prints() {
            var out = new ByteArrayOutputStream();
            PrintStream before = System.out;
            System.setOut(new PrintStream(out, true, StandardCharsets.UTF_8));
            Generation said;
            try {
                said = Generator.of(model).maxTokens(5).print("the <b>");
            } finally {
                System.setOut(before);
            }
            assertEquals(said.whole() + System.lineSeparator(), out.toString(StandardCharsets.UTF_8));
            assertFalse(said.mime().html().orElseThrow().contains("&lt;b&gt;"));
        }

        @Test
        @DisplayName("walks through the text with the same tokens")
        void walk() {
            var generator = Generator.of(model).maxTokens(6).seed(3);
            Walk<TextStep> walk = generator.walk("the cat");
            assertEquals(6, walk.size());
            assertEquals(
                    generator.text("the cat"),
                    String.join("", walk.stream().map(TextStep::token).toList()));
            TextStep second = walk.at(1);
            assertEquals("the cat" + walk.at(0).token(), second.before());
            assertTrue(second.caption().contains("the model gives it"), second.caption());
            assertTrue(walk.html().contains("what the model would have said"));
        }

        @Test
        @DisplayName("is shown with the text escaped, and each token shaded by its probability")
        void shown() {
            Generation said = Generator.of(model).maxTokens(3).generate("a <b>");
            String html = said.mime().html().orElseThrow();
            assertTrue(html.contains("a &lt;b&gt;"), html);
            assertEquals(3, said.strip().cells().size());
            assertEquals(
                    said.tokens().get(1).probability(),
                    said.strip().cells().get(1).shade());
            assertEquals(said.text(), said.mime().text());
        }
    }

    @Nested
    @DisplayName("reads only what is new")
    class Reuse {
        @Test
        @DisplayName("of a text that goes on where the last one ended")
        void longestCommonPrefix() {
            var model = new TableModel(LETTERS, 100, _ -> certain(B));
            var generator = greedy(model).maxTokens(3);
            var reading = new Reading(model);
            Generation first = generator.generate(reading, new int[] {BEGIN, A, A}, _ -> {});
            assertEquals(0, first.speed().reusedTokens());
            // the third token was picked and not read
            assertEquals(5, model.read);
            Generation second = generator.generate(reading, new int[] {BEGIN, A, A, B, B, B, C, C}, _ -> {});
            assertEquals(5, second.speed().reusedTokens());
            assertEquals(3, second.speed().promptTokens());
            assertEquals(5 + 3 + 2, model.read);
            // the same again: the last token has to be read for the logits after it
            Generation third = generator.generate(reading, new int[] {BEGIN, A, A, B, B, B, C, C}, _ -> {});
            assertEquals(7, third.speed().reusedTokens());
            Generation other = generator.generate(reading, new int[] {BEGIN, C}, _ -> {});
            assertEquals(1, other.speed().reusedTokens());
            assertEquals("bbb", other.text());
        }

        @Test
        @DisplayName("and says the same as one that read it all")
        void same() {
            NgramModel model = NgramModel.count(BpeTokenizer.train("", 256), "abracadabra, said the magician", 4);
            Property.forRandom(50, random -> {
                var reading = new Reading(model);
                var generator = Generator.of(model).maxTokens(5);
                for (int i = 0; i < 4; i++) {
                    int[] ids = random.ints(1 + random.nextInt(5), 'a', 'c').toArray();
                    assertEquals(
                            generator.generate(new Reading(model), ids, _ -> {}).text(),
                            generator.generate(reading, ids, _ -> {}).text());
                }
            });
        }
    }

    @Test
    @DisplayName("says what it cannot do")
    void wrong() {
        var model = new TableModel(LETTERS, 6, _ -> certain(B));
        var generator = Generator.of(model);
        assertEquals(
                "the prompt has 8 tokens, but table holds 6; shorten it by 2 tokens, or let the oldest ones be forgotten"
                        + " with whenFull(SLIDE)",
                message(() -> generator.generate("aaaaaaa")));
        assertEquals(
                "a text of at least 1 token can be asked for, but maxTokens is 0",
                message(() -> generator.maxTokens(0)));
        assertEquals(
                "a stop string needs a character at least; an empty one is everywhere",
                message(() -> generator.stop("a", "")));
        assertEquals("the number of alternatives is at least 0, but is -1", message(() -> generator.alternatives(-1)));
        var unmarked = new TableModel(TableModel.Words.of("a", "b"), 6, _ -> new double[] {0.5, 0.5});
        assertEquals(
                "the prompt is empty, and table has no token for the beginning of a text; give it a word to go on from",
                message(() -> Generator.of(unmarked).text("")));
        // where there is one, an empty prompt is a beginning
        assertEquals("bbbbbb", Generator.of(model).sampling(Sampling.greedy()).text(""));
    }

    private static String message(Runnable wrong) {
        return assertThrows(IllegalArgumentException.class, wrong::run).getMessage();
    }
}
