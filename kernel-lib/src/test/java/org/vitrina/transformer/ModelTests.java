package org.vitrina.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.vitrina.Property.forRandom;

import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrina.tensor.Workers;

@DisplayName("A model")
class ModelTests {
    static Stream<Model> models() {
        return Stream.of(SmallModels.llama(), SmallModels.gpt2());
    }

    @ParameterizedTest
    @MethodSource("models")
    @DisplayName("is causal: a later token never changes an earlier logit")
    void causal(Model model) {
        forRandom(20, random -> {
            int[] ids = SmallModels.ids(random, 12);
            float[][] before = model.session().all(ids);
            int changed = random.nextInt(1, ids.length);
            ids[changed] = (ids[changed] + 1) % SmallModels.VOCABULARY;
            float[][] after = model.session().all(ids);
            for (int t = 0; t < changed; t++) {
                assertArrayEquals(before[t], after[t], "position " + t);
            }
            assertEquals(false, Arrays.equals(before[changed], after[changed]), "the changed token's own logits");
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    @DisplayName("says the same whether a text comes at once, in parts or token by token")
    void parts(Model model) {
        forRandom(20, random -> {
            int[] ids = SmallModels.ids(random, 20);
            float[][] atOnce = model.session().all(ids);
            var session = model.session();
            for (int from = 0; from < ids.length; ) {
                int to = Math.min(ids.length, from + 1 + random.nextInt(6));
                float[] next = session.next(Arrays.copyOfRange(ids, from, to));
                // a product of one row and one of many rows may add in another order
                assertArrayEquals(atOnce[to - 1], next, 1e-4f, "after " + to + " tokens");
                from = to;
            }
        });
    }

    @ParameterizedTest
    @MethodSource("models")
    @DisplayName("says the same, bit for bit, on any number of threads")
    void threads(Model model) {
        forRandom(5, random -> {
            int[] ids = SmallModels.ids(random, 30);
            float[][] alone = model.with(Workers.ONE).session().all(ids);
            for (int threads : new int[] {2, 3}) {
                assertArrayEquals(
                        alone, model.with(Workers.of(threads)).session().all(ids));
            }
        });
    }

    @Test
    @DisplayName("of the same seed is the same, of another seed another")
    void seeds() {
        float[] logits = SmallModels.llama(5).session().next(1, 2, 3);
        assertArrayEquals(logits, SmallModels.llama(5).session().next(1, 2, 3));
        assertEquals(false, Arrays.equals(logits, SmallModels.llama(6).session().next(1, 2, 3)));
    }

    @Test
    @DisplayName("does not take a tokenizer with more ids than it knows")
    void tokenizerTooLarge() {
        var config = Config.llama(100, 64, 32, 1, 4, 2, 48);
        var error =
                assertThrows(IllegalArgumentException.class, () -> Model.random(config, 1, SmallModels.tokenizer()));
        assertEquals(
                "the tokenizer '%s' has 264 tokens, but the model 'random llama 1' knows only 100; it needs a model made for it"
                        .formatted(SmallModels.tokenizer().name()),
                error.getMessage());
    }

    @Nested
    @DisplayName("in a session")
    class InSession {
        private final Model model = SmallModels.llama();

        @Test
        @DisplayName("that went back says the same as one that never read on")
        void rewind() {
            forRandom(20, random -> {
                int[] ids = SmallModels.ids(random, 12);
                int keep = random.nextInt(ids.length);
                var session = model.session();
                session.next(ids);
                session.rewind(keep);
                assertEquals(keep, session.position());
                var fresh = model.session();
                if (keep > 0) fresh.next(Arrays.copyOf(ids, keep));
                int[] other = SmallModels.ids(random, 3);
                assertArrayEquals(fresh.next(other), session.next(other), 1e-4f);
            });
        }

        @Test
        @DisplayName("that was forked reads on without the other")
        void fork() {
            var one = model.session();
            one.next(1, 2, 3);
            var other = one.fork();
            assertEquals(3, other.position());
            float[] expected = model.session().all(1, 2, 3, 4)[3];
            one.next(9, 9, 9);
            assertArrayEquals(expected, other.next(4), 1e-4f);
            assertEquals(6, one.position());
            assertEquals(4, other.position());
        }

        @Test
        @DisplayName("gives logits that the caller may change")
        void logitsAreTheCallers() {
            var session = model.session();
            float[] first = session.next(1);
            float[] kept = first.clone();
            session.next(2);
            assertArrayEquals(kept, first);
        }

        @Test
        @DisplayName("refuses what is no id, no token at all, and going forward by going back")
        void refuses() {
            var session = model.session();
            session.next(5);
            assertEquals(
                    "ids go from 0 to 263, but number 2 of 2 is 264; was the text encoded for another model?",
                    message(() -> session.next(5, 264)));
            assertEquals(
                    "a session reads at least one token, but was given none; an empty text begins with the tokenizer's token for a beginning",
                    message(session::next));
            assertEquals(
                    "the session has read 1 tokens and can go back to 0 to 1 of them, but not to 2",
                    message(() -> session.rewind(2)));
            assertEquals(1, session.position());
        }

        @Test
        @DisplayName("with learned positions ends where they end")
        void learnedPositions() {
            var session = SmallModels.gpt2().session();
            session.next(new int[64]);
            assertEquals(
                    "the model has learned 64 positions and cannot read further, but 64 were read and 1 more were given",
                    message(() -> session.next(1)));
        }

        private String message(Runnable call) {
            return assertThrows(IllegalArgumentException.class, call::run).getMessage();
        }
    }
}
