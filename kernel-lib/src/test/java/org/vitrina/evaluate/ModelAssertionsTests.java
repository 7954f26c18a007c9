package org.vitrina.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.evaluate.ModelAssertions.assertThat;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BiFunction;
import java.util.function.Function;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.generate.Generator;
import org.vitrina.generate.Sampling;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.transformer.Config;
import org.vitrina.transformer.LanguageModel;
import org.vitrina.transformer.Model;

@DisplayName("Assertions about models")
class ModelAssertionsTests {
    static final Tokenizer TOKENIZER = BpeTokenizer.train("the cat sat on the mat, the dog sat on the log", 264);
    static final Model MODEL = model(1);

    static Model model(long seed) {
        return Model.random(Config.llama(TOKENIZER.vocabularySize(), 128, 32, 2, 4, 2, 48), seed, TOKENIZER);
    }

    /// Passes so many of a hundred times.
    private static Answerer sometimes(int percent) {
        return named((_, seed) -> new SplittableRandom(seed).nextInt(100) < percent ? "Ana." : "Ben.");
    }

    private static Answerer named(Answerer answerer) {
        return answerer.named("the service");
    }

    private static String message(Runnable failing) {
        return assertThrows(AssertionError.class, failing::run).getMessage();
    }

    @Nested
    @DisplayName("about anything that answers")
    class OfAnswers {
        @Test
        @DisplayName("accept a right answer, whatever its case and its marks, and tell a wrong one")
        void answers() {
            assertThat(named((_, _) -> " ana \n")).answers("Who?", "Ben.", "Ana.");
            assertEquals(
                    "the service was asked 'Who?' and answered 'Ben.', but 'Ana' or 'Eva' was expected",
                    message(() -> assertThat(sometimes(0)).answers("Who?", "Ana", "Eva")));
        }

        @Test
        @DisplayName("ask a prompt again and again, each time with the next seed")
        void seeds() {
            var seeds = new ArrayList<Long>();
            assertThat((prompt, seed) -> {
                        seeds.add(seed);
                        return "x";
                    })
                    .asked("?")
                    .times(4)
                    .from(7)
                    .answers("x");
            assertEquals(List.of(7L, 8L, 9L, 10L), seeds);
        }

        @Test
        @DisplayName("show a share of 95 % after 59 passes, and not after 58")
        void proof() {
            assertThat(sometimes(100)).asked("?").times(59).answers("Ana").atLeast(0.95);
            assertEquals(
                    "the service passed 58 of 58, 100 % (95 %: 94 to 100 %); that does not show that at least 95 %"
                            + " pass, with a confidence of 95 %; not even 58 of 58 would: it takes 59 tries at least",
                    message(() -> assertThat(sometimes(100))
                            .asked("?")
                            .times(58)
                            .answers("Ana")
                            .atLeast(0.95)));
        }

        @Test
        @DisplayName("tell how many would have been enough, and what went wrong first")
        void told() {
            String told = message(() -> assertThat(sometimes(80))
                    .asked("?")
                    .times(100)
                    .answers("Ana")
                    .atLeast(0.9));
            assertTrue(
                    told.contains("; 96 of 100 would have\nThe first that did not pass:\n  the prompt, seed "), told);
            assertTrue(told.endsWith("answered 'Ben.'"), told);
        }

        @Test
        @DisplayName("refuse what is shown to be bad, and nothing before it is shown")
        void noHarm() {
            assertThat(sometimes(50)).asked("?").times(3).answers("Ana").notBelow(0.9);
            String told = message(() -> assertThat(sometimes(50))
                    .asked("?")
                    .times(60)
                    .answers("Ana")
                    .notBelow(0.9));
            assertTrue(told.contains("; that shows, with a confidence of 95 %, that fewer than 90 % pass"), told);
        }

        @Test
        @DisplayName(
                "err as often as they say: a share of exactly 90 % is 'shown' to be more in at most 5 of 100 tests")
        void honest() {
            int accepted = 0;
            for (int test = 0; test < 400; test++) {
                var share = assertThat(sometimes(90))
                        .asked("?")
                        .times(80)
                        .from(1000L * test)
                        .answers("Ana")
                        .share();
                accepted += share.atLeast(0.9, 0.95) == Verdict.HOLDS ? 1 : 0;
            }
            assertTrue(accepted <= 400 * 0.08, "accepted " + accepted);
            assertTrue(accepted > 0);
        }

        @Test
        @DisplayName("go through all cases, and compare who was asked the same ones")
        void cases() {
            var cases = List.of(
                    PromptCase.of("a", "1", "Ana"), PromptCase.of("b", "2", "Ben"), PromptCase.of("c", "3", "Eva"));
            Answerer ana = named((_, _) -> "Ana");
            assertEquals(new Share(1, 3), assertThat(ana).passesAll(cases).share());
            var paired = Trials.of(ana, cases, 0).against(Trials.of((p, _) -> p.equals("2") ? "Ben" : "?", cases, 0));
            assertEquals(new Paired(0, 1, 1, 1), paired);
            var other = assertThrows(
                    IllegalArgumentException.class,
                    () -> Trials.of(ana, cases, 0).against(Trials.of(ana, cases.subList(0, 2), 0)));
            assertTrue(other.getMessage().endsWith("were not asked the same questions in the same order"));
        }

        @Test
        @DisplayName("count how often a relation is kept, and name the first violations")
        void relations() {
            Answerer shouts = named((prompt, _) -> prompt.equals(prompt.toLowerCase()) ? "no" : "yes");
            String told = message(() -> assertThat(shouts)
                    .keeps(Relations.lowerCase(), List.of("Is it?", "is it not?", "Was it?"))
                    .all());
            assertTrue(told.startsWith("the service, with lower case, passed 0 of 2"), told);
            assertTrue(told.contains("'is it?' was answered 'no', and as it was before, 'yes'"), told);
        }
    }

    @Nested
    @DisplayName("about a model")
    class OfAModel {
        private final Sampling warm = Sampling.plain().temperature(1);

        @Test
        @DisplayName("hold for a transformer: causal, the same in pieces, in a batch and after going back")
        void properties() {
            assertThat(MODEL)
                    .isCausal("the cat sat on the mat")
                    .readsTheSameInPieces("the dog sat on the log")
                    .forgetsWhatIsTakenBack("the cat", "the dog sat on")
                    .isBatchInvariant("the cat", "the dog sat on the mat", "a")
                    .keepsTexts("the cat", "ñandú 🦤 \n\t", "");
        }

        @Test
        @DisplayName("find a model that looks ahead, one whose cache is off, and one that says no number")
        void broken() {
            String peeks = message(
                    () -> assertThat(broken((ids, t) -> ids[ids.length - 1])).isCausal("the cat sat on"));
            assertTrue(peeks.contains("later tokens changed earlier logits: logits differ by up to"), peeks);
            String cache = message(() ->
                    assertThat(broken((ids, t) -> ids.length == 1 ? 1 : 0)).readsTheSameInPieces("the cat sat"));
            assertTrue(cache.contains("reading token by token gave other logits"), cache);
            message(() -> assertThat(broken((_, _) -> Float.NaN)).readsTheSameInPieces("the cat sat"));
        }

        @Test
        @DisplayName("compare its likeliest continuation, and say what it was")
        void continues() {
            String said =
                    Generator.of(MODEL).sampling(Sampling.greedy()).maxTokens(4).text("the");
            assertThat(MODEL).continues("the", said);
            String told = message(() -> assertThat(MODEL).continues("the", said + "#"));
            assertTrue(told.contains("goes on after 'the' with '" + said), told);
        }

        @Test
        @DisplayName("draw answers with seeds: the same seed says the same")
        void sampled() {
            Answerer one = Answerer.of(Generator.of(MODEL).sampling(warm).maxTokens(6));
            assertEquals(one.answer("the", 5), one.answer("the", 5));
            assertTrue(LongStream.range(0, 20)
                            .mapToObj(seed -> one.answer("the", seed))
                            .distinct()
                            .count()
                    > 10);
            assertEquals(
                    new Share(3, 3),
                    assertThat(MODEL)
                            .asked("the", warm)
                            .times(3)
                            .counting(_ -> true)
                            .share());
        }

        @Test
        @DisplayName("measure how much two models agree: with itself wholly, with another one hardly")
        void agreement() {
            var itself = assertThat(MODEL).agreesWith(MODEL).on("the cat sat on the mat", "the dog");
            itself.within(0).withSameTopToken(1).withDivergenceAtMost(0).withPerplexityAtMost(1);
            var other = assertThat(model(2)).agreesWith(MODEL).on("the cat sat on the mat");
            assertTrue(other.agreement().divergence() > 0);
            String told = message(() -> other.withDivergenceAtMost(1e-9));
            assertTrue(told.endsWith("expected was a divergence of at most 1.0E-9 nats"), told);
            assertThrows(
                    IllegalStateException.class,
                    () -> assertThat(MODEL).agreesWith(MODEL).within(1));
        }

        @Test
        @DisplayName("know the divergence that a constant factor makes: that of two known distributions")
        void divergence() {
            // a model whose two likeliest logits are set: p = (0.5, 0.5), q = (0.9, 0.1) of two tokens
            LanguageModel p = two(0, 0);
            LanguageModel q = two(Math.log(9), 0);
            Agreement agreement = Agreement.between(p, q, List.of("the cat"));
            assertEquals(0.5 * Math.log(0.5 / 0.9) + 0.5 * Math.log(0.5 / 0.1), agreement.divergence(), 1e-6);
        }

        private LanguageModel two(double first, double second) {
            return fixed(ids -> {
                float[] logits = new float[TOKENIZER.vocabularySize()];
                Arrays.fill(logits, -1e4f);
                logits[0] = (float) first;
                logits[1] = (float) second;
                return logits;
            });
        }

        /// A model that adds something to the logits of MODEL, at each place as `change` says.
        private LanguageModel broken(BiFunction<int[], Integer, Number> change) {
            return new Wrapped(change);
        }
    }

    private static LanguageModel fixed(Function<int[], float[]> logits) {
        return new Wrapped((_, _) -> 0) {
            @Override
            float[] changed(int[] ids, int t, float[] row) {
                return logits.apply(ids);
            }
        };
    }

    private static class Wrapped implements LanguageModel {
        private final BiFunction<int[], Integer, Number> change;

        Wrapped(BiFunction<int[], Integer, Number> change) {
            this.change = change;
        }

        float[] changed(int[] ids, int t, float[] row) {
            row[0] += change.apply(ids, t).floatValue();
            return row;
        }

        @Override
        public String name() {
            return "broken";
        }

        @Override
        public Tokenizer tokenizer() {
            return TOKENIZER;
        }

        @Override
        public int vocabularySize() {
            return TOKENIZER.vocabularySize();
        }

        @Override
        public int contextLength() {
            return 128;
        }

        @Override
        public Session session() {
            Session inner = MODEL.session();
            return new Session() {
                @Override
                public int position() {
                    return inner.position();
                }

                @Override
                public float[] next(int... ids) {
                    return changed(ids, ids.length - 1, inner.next(ids));
                }

                @Override
                public float[][] all(int... ids) {
                    float[][] rows = inner.all(ids);
                    for (int t = 0; t < rows.length; t++) rows[t] = changed(ids, t, rows[t]);
                    return rows;
                }

                @Override
                public void rewind(int position) {
                    inner.rewind(position);
                }

                @Override
                public Session fork() {
                    throw new UnsupportedOperationException();
                }
            };
        }
    }
}
