package org.vitrina.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashMap;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.Property;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.transformer.LanguageModel;
import tech.tablesaw.api.Table;

@DisplayName("An n-gram model")
class NgramModelTests {
    private static final BpeTokenizer BYTES = BpeTokenizer.train("", 256);

    @Nested
    @DisplayName("of 'abracadabra' that looks at one letter")
    class Bigrams {
        private final NgramModel model = NgramModel.count(BYTES, "abracadabra", 2);

        /// Worked out by hand: 11 letters, 5 of them a, 2 b, 2 r, 1 c, 1 d.
        private double unigram(double count) {
            return Math.max(count - 0.75, 0) / 11 + 0.75 * 5 / 11 / 256;
        }

        @Test
        @DisplayName("gives each letter its discounted share, and the rest to its share in the whole text")
        void probabilities() {
            // after the first four a: b twice, c once, d once; the fifth a ends the text
            double[] p = model.probabilities('a');
            double passedOn = 0.75 * 3 / 4;
            assertEquals((2 - 0.75) / 4 + passedOn * unigram(2), p['b'], 1e-15);
            assertEquals((1 - 0.75) / 4 + passedOn * unigram(1), p['c'], 1e-15);
            assertEquals(passedOn * unigram(5), p['a'], 1e-15);
            assertEquals(passedOn * unigram(0), p['z'], 1e-15);
        }

        @Test
        @DisplayName("falls back to the whole text after a letter it has not seen")
        void unseen() {
            double[] p = model.probabilities('z');
            assertEquals(unigram(5), p['a'], 1e-15);
            assertEquals(unigram(0), p['q'], 1e-15);
        }

        @Test
        @DisplayName("shows the counts behind its probabilities")
        void followers() {
            Table followers = model.followers("a");
            assertEquals("b", followers.stringColumn("token").get(0));
            assertArrayEquals(new int[] {2, 1, 1}, followers.intColumn("count").asIntArray());
            assertEquals(0.5, followers.doubleColumn("share").get(0));
            assertEquals(
                    model.probabilities('a')['b'],
                    followers.doubleColumn("probability").get(0));
        }
    }

    @Test
    @DisplayName("agrees with counting in hash maps, on random texts of any order")
    void maps() {
        Property.forRandom(60, random -> {
            int letters = 2 + random.nextInt(4);
            int order = 1 + random.nextInt(5);
            String text = text(random, order + random.nextInt(300), letters);
            NgramModel model = NgramModel.count(BYTES, text, order);
            for (int i = 0; i < 10; i++) {
                String context = text(random, random.nextInt(7), letters);
                double[] p = model.probabilities(BYTES.encode(context));
                assertEquals(1, Arrays.stream(p).sum(), 1e-12);
                char next = (char) ('a' + random.nextInt(letters));
                String last = context.substring(Math.max(0, context.length() - order + 1));
                assertEquals(straight(text, last, next), p[next], 1e-12);
            }
        });
    }

    private static String text(RandomGenerator random, int length, int letters) {
        var text = new StringBuilder();
        for (int i = 0; i < length; i++) text.append((char) ('a' + random.nextInt(letters)));
        return text.toString();
    }

    /// The formula, read off the text.
    private static double straight(String text, String context, char next) {
        var counts = new HashMap<Character, Integer>();
        int total = 0;
        for (int i = text.indexOf(context); i >= 0; i = text.indexOf(context, i + 1)) {
            int follower = i + context.length();
            if (follower >= text.length()) break;
            counts.merge(text.charAt(follower), 1, Integer::sum);
            total++;
        }
        double shorter = context.isEmpty() ? 1 / 256.0 : straight(text, context.substring(1), next);
        if (total == 0) return shorter;
        double seen = Math.max(counts.getOrDefault(next, 0) - 0.75, 0) / total;
        return seen + 0.75 * counts.size() / total * shorter;
    }

    @Test
    @DisplayName("is less surprised the longer it looks back")
    void order() {
        var text = new StringBuilder();
        var random = new SplittableRandom(1);
        String[] sentences = {"the cat sat on the mat. ", "the dog ate the bone. ", "a cat ate a mouse on the mat. "};
        for (int i = 0; i < 200; i++) text.append(sentences[random.nextInt(3)]);
        double last = Double.POSITIVE_INFINITY;
        for (int order : new int[] {1, 2, 3, 5}) {
            double bits = bits(
                    NgramModel.count(BYTES, text.toString(), order),
                    "a cat ate a mouse on the mat. the dog ate the bone. ");
            assertTrue(bits < last, order + ": " + bits);
            last = bits;
        }
    }

    private static double bits(NgramModel model, String text) {
        int[] ids = BYTES.encode(text);
        double bits = 0;
        for (int i = 1; i < ids.length; i++) {
            bits -= Math.log(model.probabilities(Arrays.copyOf(ids, i))[ids[i]]) / Math.log(2);
        }
        return bits / (ids.length - 1);
    }

    @Test
    @DisplayName("reads on, goes back and forks like any language model")
    void session() {
        NgramModel model = NgramModel.count(BYTES, "abracadabra", 3);
        LanguageModel.Session session = model.session();
        float[] afterAb = session.next('a', 'b');
        LanguageModel.Session fork = session.fork();
        float[] afterAbr = session.next('r');
        assertEquals(3, session.position());
        assertEquals(2, fork.position());
        assertArrayEquals(afterAbr, fork.next('r'));
        session.rewind(1);
        assertArrayEquals(afterAb, session.next('b'));
        assertArrayEquals(
                new float[][] {model.session().next('a'), afterAb, afterAbr},
                model.session().all('a', 'b', 'r'));
        double sum = 0;
        for (float logit : afterAb) sum += Math.exp(logit);
        assertEquals(1, sum, 1e-6);
    }

    @Test
    @DisplayName("says what it cannot count or read")
    void wrong() {
        assertEquals(
                "an n-gram model counts sequences of 1 to 16 tokens, but order is 0",
                assertThrows(IllegalArgumentException.class, () -> NgramModel.count(BYTES, "text", 0))
                        .getMessage());
        assertEquals(
                "there is nothing to count: the text has 2 tokens, and sequences of 3 are asked for",
                assertThrows(IllegalArgumentException.class, () -> NgramModel.count(BYTES, "ab", 3))
                        .getMessage());
        NgramModel model = NgramModel.count(BYTES, "ab", 2);
        assertEquals(
                "token 256 is not in the vocabulary; ids lie between 0 and 255",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> model.session().next(256))
                        .getMessage());
        assertEquals(
                "a 2-gram model knows what follows 1 tokens, but 'ab' has 2",
                assertThrows(IllegalArgumentException.class, () -> model.followers("ab"))
                        .getMessage());
        assertThrows(IllegalArgumentException.class, () -> model.session().next());
        assertThrows(IllegalArgumentException.class, () -> model.session().rewind(1));
    }

    @Test
    @DisplayName("says how many of a new text's sequences it has seen")
    void known() {
        BpeTokenizer bytes = BpeTokenizer.train("x", 256);
        NgramModel model = NgramModel.count(bytes, "abcabd", 2);
        // ab, bc, ca and bd were there; of ab, bd, dd, da two were
        assertEquals(0.5, model.known("abdda"));
        assertEquals(1, model.known("abcab"));
        assertEquals(
                "a text of at least 2 tokens is needed, but it has 1",
                assertThrows(IllegalArgumentException.class, () -> model.known("a"))
                        .getMessage());
    }
}
