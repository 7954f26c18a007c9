package org.vitrina.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.Property;
import org.vitrina.show.Figure;
import org.vitrina.show.Walk;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.train.NgramModel;

@DisplayName("A beam search")
class BeamSearchTests {
    private static final TableModel.Words WORDS =
            TableModel.Words.of("a", "b", "c", "<s>", "</s>").marked();
    private static final int A = 0, B = 1, C = 2, END = 4;
    private static final int TOKENS = 5;

    /// The likeliest first token leads to texts that are less likely as a whole.
    private static final TableModel GARDEN_PATH = new TableModel(WORDS, 100, read -> {
        List<Integer> text = read.subList(2, read.size());
        return text.isEmpty()
                ? new double[] {0.5, 0.4, 0.1, 0, 0}
                : text.equals(List.of(A))
                        ? new double[] {0.3, 0.35, 0.35, 0, 0}
                        : text.equals(List.of(B)) ? new double[] {0.05, 0.05, 0.9, 0, 0} : new double[] {0, 0, 0, 0, 1};
    });

    @Nested
    @DisplayName("down a garden path")
    class GardenPath {
        @Test
        @DisplayName("of width 1 does what greedy picking does")
        void greedy() {
            Beams.Hypothesis found =
                    BeamSearch.of(GARDEN_PATH).width(1).search("a").best();
            assertEquals("ab", found.text());
            assertEquals(Math.log(0.5 * 0.35), found.logProbability(), 1e-6);
            assertEquals(
                    found.text(),
                    Generator.of(GARDEN_PATH).sampling(Sampling.greedy()).text("a"));
        }

        @Test
        @DisplayName("of width 2 finds the likelier text behind the less likely word")
        void two() {
            Beams found = BeamSearch.of(GARDEN_PATH).width(2).search("a");
            assertEquals("bc", found.best().text());
            assertArrayEquals(new int[] {B, C, END}, found.best().ids());
            assertEquals(Math.log(0.4 * 0.9), found.best().logProbability(), 1e-6);
            assertEquals(Math.log(0.4 * 0.9) / 3, found.best().score(), 1e-6);
            assertTrue(found.best().ended());
            assertEquals(2, found.hypotheses().size());
        }

        @Test
        @DisplayName("draws its tree, tokens without a choice in one node")
        void tree() {
            Figure.Node root =
                    BeamSearch.of(GARDEN_PATH).width(2).search("a").tree().root();
            assertEquals("a", root.text());
            assertEquals(List.of("ab</s>", "bc</s>"), texts(root));
            assertEquals("-1.74 found", root.children().getFirst().label());
            assertEquals("-1.02 found", root.children().getLast().label());
        }

        private List<String> texts(Figure.Node node) {
            return node.children().stream().map(Figure.Node::text).toList();
        }

        @Test
        @DisplayName("walks from token to token, showing what was kept and what was dropped")
        void walk() {
            Walk<BeamStep> walk = BeamSearch.of(GARDEN_PATH).width(2).walk("a");
            assertEquals(3, walk.size());
            BeamStep second = walk.at(1);
            assertEquals(
                    List.of("bc kept", "ab kept", "ac dropped", "aa dropped", "ba dropped", "bb dropped"),
                    second.ways().stream()
                            .map(way -> way.text() + " " + way.outcome())
                            .toList());
            assertEquals(
                    "Token 2: of 6 ways to go on, 2 are kept and 4 dropped. The likeliest is 'bc' with a log-probability of"
                            + " -1.02.",
                    second.caption());
            assertEquals(List.of("a", "b"), texts(second.tree()));
            assertEquals(List.of("b", "c", "a"), texts(second.tree().children().getFirst()));
            assertEquals(2L, walk.at(2).values().get("ended"));
        }
    }

    /// All texts of a random model of up to `longest` tokens, the best first.
    private static List<Beams.Hypothesis> exhaustive(TableModel model, int longest, double penalty) {
        var found = new ArrayList<Beams.Hypothesis>();
        grow(model, new int[0], 0, longest, penalty, found);
        found.sort(Comparator.comparingDouble(h -> -h.score()));
        return found;
    }

    private static void grow(
            TableModel model, int[] ids, double log, int longest, double penalty, List<Beams.Hypothesis> found) {
        boolean ended = ids.length > 0 && ids[ids.length - 1] == END;
        if (ended || ids.length == longest) {
            found.add(new Beams.Hypothesis(ids, "", log, log / Math.pow(ids.length, penalty), ended));
            return;
        }
        var session = model.session();
        float[] logits = session.next(3, A);
        for (int id : ids) logits = session.next(id);
        double total = 0;
        for (float logit : logits) total += Math.exp(logit);
        for (int id = 0; id < TOKENS; id++) {
            int[] longer = Arrays.copyOf(ids, ids.length + 1);
            longer[ids.length] = id;
            grow(model, longer, log + Math.log(Math.exp(logits[id]) / total), longest, penalty, found);
        }
    }

    private static TableModel random(long seed) {
        return new TableModel(WORDS, 100, read -> {
            var random = new SplittableRandom(seed * 31 + read.hashCode());
            double[] p = random.doubles(TOKENS, 0.05, 1).toArray();
            p[END] *= 2;
            return p;
        });
    }

    @Test
    @DisplayName("that is wide enough finds what trying all texts finds, for any length penalty")
    void equalsExhaustive() {
        Property.forRandom(40, random -> {
            TableModel model = random(random.nextLong());
            int longest = 1 + random.nextInt(4);
            double penalty = random.nextInt(-1, 3) * 0.7;
            List<Beams.Hypothesis> all = exhaustive(model, longest, penalty);
            // the last step chooses among all texts of that length
            int width = (int) Math.pow(TOKENS, longest);
            List<Beams.Hypothesis> found = BeamSearch.of(model)
                    .width(width)
                    .maxTokens(longest)
                    .lengthPenalty(penalty)
                    .search("a")
                    .hypotheses();
            assertEquals(all.size(), found.size());
            for (int i = 0; i < all.size(); i++) {
                assertEquals(all.get(i).score(), found.get(i).score(), 1e-6, "text " + i);
                assertEquals(all.get(i).ended(), found.get(i).ended());
            }
            assertArrayEquals(all.getFirst().ids(), found.getFirst().ids());
        });
    }

    @Test
    @DisplayName("never finds a text that is better than the best, and a wider one is best in the end")
    void bounded() {
        Property.forRandom(40, random -> {
            TableModel model = random(random.nextLong());
            double best = exhaustive(model, 4, 0).getFirst().score();
            for (int width : new int[] {1, 2, 5, 625}) {
                double found = BeamSearch.of(model)
                        .width(width)
                        .maxTokens(4)
                        .lengthPenalty(0)
                        .search("a")
                        .best()
                        .score();
                assertTrue(found <= best + 1e-6);
                if (width == 625) assertEquals(best, found, 1e-6);
            }
        });
    }

    @Test
    @DisplayName("ends as soon as no beam can get better, and finds what it would have found going on")
    void endsEarly() {
        Property.forRandom(40, random -> {
            TableModel model = random(random.nextLong());
            var search = BeamSearch.of(model).width(3).lengthPenalty(0);
            List<int[]> early = ids(search.maxTokens(12));
            int read = model.read;
            // a narrower search cannot have been better by going on: its beams only become less likely
            Stream.of(13, 30).forEach(longer -> {
                List<int[]> late = ids(search.maxTokens(longer));
                for (int i = 0; i < late.size(); i++) assertArrayEquals(late.get(i), early.get(i));
            });
            assertTrue(read < 3 * 12 + 3, "it has read " + read + " tokens");
        });
    }

    private static List<int[]> ids(BeamSearch search) {
        return search.search("a").hypotheses().stream()
                .map(Beams.Hypothesis::ids)
                .toList();
    }

    @Test
    @DisplayName("prefers short texts without a length penalty, and long ones with a high one")
    void lengths() {
        var model = new TableModel(WORDS, 100, _ -> new double[] {0.5, 0.1, 0.1, 0.01, 0.29});
        var search = BeamSearch.of(model).width(3).maxTokens(6);
        assertEquals("", search.lengthPenalty(0).search("a").best().text());
        Beams.Hypothesis longest = search.lengthPenalty(2).search("a").best();
        assertEquals("aaaaaa", longest.text());
        assertFalse(longest.ended());
    }

    @Test
    @DisplayName("on words that were counted gives each text the probability that its tokens have")
    void ngrams() {
        String text = "the cat sat on the mat. the dog ate the bone. a cat ate a mouse. ".repeat(5);
        var model = NgramModel.count(BpeTokenizer.train(text, 300), text, 3);
        Beams found = BeamSearch.of(model).width(5).maxTokens(6).search("the");
        assertEquals(5, found.table().rowCount());
        for (Beams.Hypothesis hypothesis : found.hypotheses()) {
            var session = model.session();
            float[] logits = session.next(model.tokenizer().encode("the"));
            double log = 0;
            for (int id : hypothesis.ids()) {
                log += logits[id];
                logits = session.next(id);
            }
            assertEquals(log, hypothesis.logProbability(), 1e-4);
            assertFalse(hypothesis.ended());
        }
        assertTrue(found.mime().html().orElseThrow().contains("vitrina-tree"));
    }

    @Test
    @DisplayName("says which setting it cannot take")
    void wrong() {
        var search = BeamSearch.of(GARDEN_PATH);
        assertEquals(
                "a beam search has a width of at least 1, but width is 0",
                assertThrows(IllegalArgumentException.class, () -> search.width(0))
                        .getMessage());
        assertEquals(
                "a text of at least 1 token can be searched for, but maxTokens is 0",
                assertThrows(IllegalArgumentException.class, () -> search.maxTokens(0))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> search.lengthPenalty(Double.NaN));
    }
}
