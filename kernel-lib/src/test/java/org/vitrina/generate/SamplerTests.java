package org.vitrina.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.Property;
import org.vitrina.show.Figure;
import org.vitrina.show.Walk;
import org.vitrina.tokenize.BpeTokenizer;

@DisplayName("A sampler")
class SamplerTests {
    private static float[] random(RandomGenerator random, int size) {
        var logits = new float[size];
        for (int i = 0; i < size; i++) logits[i] = (float) random.nextGaussian(0, 3);
        return logits;
    }

    private static int[] picks(Sampling sampling, int count) {
        var sampler = sampling.begin();
        var random = new SplitMix64(5);
        float[] logits = new float[500];
        for (int i = 0; i < logits.length; i++) logits[i] = (float) (10 * random.nextDouble());
        return IntStream.range(0, count).map(_ -> sampler.pick(logits).id()).toArray();
    }

    @Nested
    @DisplayName("and its seed:")
    class Seeds {
        @Test
        @DisplayName("the random numbers are SplitMix64's, as published for the seed 1234567")
        void published() {
            var random = new SplitMix64(1234567);
            // https://rosettacode.org/wiki/Pseudo-random_numbers/Splitmix64
            assertEquals("6457827717110365317", Long.toUnsignedString(random.nextLong()));
            assertEquals("3203168211198807973", Long.toUnsignedString(random.nextLong()));
            assertEquals("9817491932198370423", Long.toUnsignedString(random.nextLong()));
            assertEquals("4593380528125082431", Long.toUnsignedString(random.nextLong()));
            assertEquals("16408922859458223821", Long.toUnsignedString(random.nextLong()));
        }

        @Test
        @DisplayName("the fractions are those of Java's SplittableRandom")
        void fractions() {
            Property.forRandom(20, seeds -> {
                long seed = seeds.nextLong();
                var ours = new SplitMix64(seed);
                var java = new SplittableRandom(seed);
                for (int i = 0; i < 10; i++) assertEquals(java.nextDouble(), ours.nextDouble());
            });
        }

        @Test
        @DisplayName("the same seed picks the same tokens, another one others")
        void same() {
            int[] picks = picks(Sampling.plain().seed(3), 50);
            assertArrayEquals(picks, picks(Sampling.plain().seed(3), 50));
            assertNotEquals(
                    Arrays.toString(picks),
                    Arrays.toString(picks(Sampling.plain().seed(4), 50)));
        }

        @Test
        @DisplayName("these are the picks of seed 3 on every machine")
        void pinned() {
            assertEquals(
                    "[21, 296, 295, 69, 217, 476, 94, 239, 14, 239, 296, 98]",
                    Arrays.toString(
                            picks(Sampling.plain().temperature(0.8).topP(0.95).seed(3), 12)));
        }
    }

    @Test
    @DisplayName("that is greedy picks the largest logit, for any logits")
    void greedy() {
        Property.forRandom(200, random -> {
            float[] logits = random(random, 1 + random.nextInt(2_000));
            int best = IntStream.range(0, logits.length)
                    .reduce((a, b) -> logits[b] > logits[a] ? b : a)
                    .orElseThrow();
            Choice choice = Sampling.greedy().seed(random.nextLong()).begin().pick(logits);
            assertEquals(best, choice.id());
            assertEquals(1, choice.rank());
            assertEquals(1, choice.chance());
            assertEquals(1, choice.kept());
        });
    }

    @Test
    @DisplayName("lays the probabilities one after the other, the likeliest first, and takes the one under the mark")
    void inverse() {
        Property.forRandom(300, random -> {
            float[] logits = random(random, 1 + random.nextInt(3_000));
            var candidates = new Candidates(logits);
            double mark = random.nextDouble();
            Integer[] order = IntStream.range(0, logits.length)
                    .boxed()
                    .sorted((a, b) -> Float.compare(logits[b], logits[a]))
                    .toArray(Integer[]::new);
            double total = IntStream.range(0, logits.length)
                    .mapToDouble(i -> Math.exp(logits[i]))
                    .sum();
            double sum = 0;
            int expected = -1;
            for (int i = 0; expected < 0; i++) {
                sum += Math.exp(logits[order[i]]) / total;
                if (sum > mark) expected = order[i];
            }
            assertEquals(expected, candidates.at(mark));
        });
    }

    @Test
    @DisplayName("tells probability, rank, entropy and what was passed over, as a plain softmax has them")
    void choice() {
        Property.forRandom(100, random -> {
            float[] logits = random(random, 10 + random.nextInt(500));
            float[] kept = logits.clone();
            Choice choice = Sampling.plain()
                    .topK(20)
                    .temperature(1.3)
                    .seed(random.nextLong())
                    .begin()
                    .alternatives(4)
                    .pick(logits);
            assertArrayEquals(kept, logits, "the caller's logits are changed");
            double total = 0;
            for (float logit : logits) total += Math.exp(logit);
            double entropy = 0;
            for (float logit : logits) {
                double p = Math.exp(logit) / total;
                entropy -= p * Math.log(p) / Math.log(2);
            }
            double p = Math.exp(logits[choice.id()]) / total;
            assertEquals(p, choice.probability(), 1e-7);
            assertEquals(Math.log(p), choice.logProbability(), 1e-6);
            assertEquals(entropy, choice.entropy(), 1e-6);
            long above = IntStream.range(0, logits.length)
                    .filter(i -> logits[i] > logits[choice.id()])
                    .count();
            assertEquals(above + 1, choice.rank());
            assertEquals(Math.min(20, logits.length), choice.kept());
            int[] others = IntStream.range(0, logits.length)
                    .boxed()
                    .filter(i -> i != choice.id())
                    .sorted((a, b) -> Float.compare(logits[b], logits[a]))
                    .limit(4)
                    .mapToInt(i -> i)
                    .toArray();
            assertArrayEquals(
                    others,
                    choice.alternatives().stream()
                            .mapToInt(Choice.Alternative::id)
                            .toArray());
        });
    }

    @Nested
    @DisplayName("has settings that")
    class Settings {
        @Test
        @DisplayName("run in llama.cpp's order, however they were called")
        void order() {
            var sampling = Sampling.plain()
                    .temperature(0.8)
                    .minP(0.05)
                    .topP(0.9)
                    .typical(0.95)
                    .topK(40)
                    .presencePenalty(0.1)
                    .logitBias(3, 1);
            assertEquals(
                    List.of("logit-bias", "penalties", "top-k", "typical", "top-p", "min-p", "temperature"),
                    sampling.steps().stream().map(SamplerStep::name).toList());
            assertEquals(
                    List.of("logit-bias", "penalties", "temperature", "top-k", "typical", "top-p", "min-p"),
                    sampling.temperatureFirst().steps().stream()
                            .map(SamplerStep::name)
                            .toList());
            assertEquals(
                    List.of("temperature", "top-k", "top-p"),
                    Sampling.plain().temperatureFirst().topP(0.9).topK(40).temperature(2).steps().stream()
                            .map(SamplerStep::name)
                            .toList());
        }

        @Test
        @DisplayName("say themselves, and can be taken back")
        void text() {
            assertEquals(
                    "top-k 40, temperature 0.8, seed 7",
                    Sampling.plain().temperature(0.8).topK(40).seed(7).toString());
            assertEquals(
                    "the model's own distribution, seed 0",
                    Sampling.plain()
                            .topK(3)
                            .topK(0)
                            .topP(0.5)
                            .topP(1)
                            .minP(0.1)
                            .minP(0)
                            .typical(0.5)
                            .typical(1)
                            .temperature(2)
                            .temperature(1)
                            .logitBias(1, 2)
                            .logitBias(1, 0)
                            .repetitionPenalty(1.1)
                            .repetitionPenalty(1)
                            .toString());
            assertEquals(Sampling.plain(), Sampling.plain().frequencyPenalty(1).frequencyPenalty(0));
        }

        @Test
        @DisplayName("may hold steps of the reader's own, at the end and side by side")
        void own() {
            SamplerStep onlyEven = (candidates, _) -> candidates.keepIf(i -> candidates.id(i) % 2 == 0);
            SamplerStep notZero = (candidates, _) -> candidates.keepIf(i -> candidates.id(i) != 0);
            var sampling = Sampling.greedy().with(onlyEven).with(notZero).topK(4);
            assertEquals(4, sampling.steps().size());
            // temperature 0 has left token 1 alone, so the last steps find nothing that they may keep
            assertEquals(
                    1, sampling.begin().pick(new float[] {3, 4, 2, 1, 2.5f}).id());
            assertEquals(
                    4,
                    Sampling.of(onlyEven, notZero, new TopK(1))
                            .begin()
                            .pick(new float[] {3, 4, 2, 1, 2.5f})
                            .id());
        }

        @Test
        @DisplayName("do not combine Mirostat with another cut")
        void mirostat() {
            var wrong = assertThrows(
                    IllegalArgumentException.class,
                    () -> Sampling.plain().topP(0.9).mirostat(5, 0.1));
            assertEquals(
                    "Mirostat decides by itself how many tokens stay, so it cannot be combined with top-p 0.9; leave one of"
                            + " the two out",
                    wrong.getMessage());
            assertEquals(
                    2,
                    Sampling.plain().mirostat(5, 0.1).temperature(0.7).steps().size());
        }
    }

    @Nested
    @DisplayName("that is watched")
    class Watched {
        private final BpeTokenizer bytes = BpeTokenizer.train("", 256);

        private float[] letters() {
            var logits = new float[256];
            Arrays.fill(logits, -20);
            logits['a'] = (float) Math.log(0.5);
            logits['b'] = (float) Math.log(0.3);
            logits['c'] = (float) Math.log(0.15);
            logits['d'] = (float) Math.log(0.05);
            return logits;
        }

        @Test
        @DisplayName("shows the distribution before and after each step, what was cut and how much it had")
        void walk() {
            Walk<SamplingStep> walk = Distribution.of(letters(), bytes)
                    .walk(Sampling.plain().topP(0.9).temperature(0.5).seed(1));
            assertEquals(
                    List.of("sample.model", "sample.top-p", "sample.temperature", "sample.pick"),
                    walk.stream().map(SamplingStep::name).toList());
            var begun = (SamplingStep.Begun) walk.at(0);
            assertEquals(256, begun.tokens());
            assertEquals(1.65, begun.entropy(), 0.01);
            assertTrue(
                    begun.caption()
                            .startsWith(
                                    "The model gives each of 256 tokens a probability; the likeliest is 'a' with 50.0"
                                            + " %. The entropy is 1.65 bits"),
                    begun.caption());
            var nucleus = (SamplingStep.Changed) walk.at(1);
            assertEquals(256, nucleus.had());
            assertEquals(3, nucleus.kept());
            assertEquals(0.05, nucleus.cutMass(), 1e-6);
            SamplingStep.Bar first = nucleus.bars().getFirst();
            assertEquals(new SamplingStep.Bar('a', "a", first.before(), first.after()), first);
            assertEquals(0.5, first.before(), 1e-6);
            assertEquals(0.5 / 0.95, first.after(), 1e-6);
            assertEquals(0, nucleus.bars().get(3).after());
            assertTrue(
                    nucleus.caption()
                            .startsWith(
                                    "Top-p keeps the likeliest tokens, as few as have 90 % together. 3 tokens of 256"
                                            + " are left; the 253 cut off had 5.0 % together. The entropy goes from 1.65 to"),
                    nucleus.caption());
            var bars = (Figure.Bars) nucleus.figure();
            assertEquals("a", bars.labels().getFirst());
            assertEquals(50, bars.before().getFirst(), 1e-4);
            assertEquals(50 / 0.95, bars.values().getFirst(), 1e-4);
            assertEquals(0, bars.values().get(3));
            var colder = (SamplingStep.Changed) walk.at(2);
            assertEquals(0.25 / (0.25 + 0.09 + 0.0225), colder.bars().getFirst().after(), 1e-6);
            assertTrue(colder.caption().contains("No token is cut off."), colder.caption());
            var picked = (SamplingStep.Picked) walk.at(3);
            assertTrue(picked.from() <= picked.mark());
            assertTrue(picked.mark() < picked.from() + picked.picked().after());
        }

        @Test
        @DisplayName("picks what it picks when nobody looks, bit by bit")
        void watchedIsUnwatched() {
            Property.forRandom(50, random -> {
                float[] logits = random(random, 300);
                var sampling = Sampling.plain()
                        .repetitionPenalty(1.2)
                        .typical(0.9)
                        .topP(0.8)
                        .temperature(0.7)
                        .seed(random.nextLong());
                var plain = sampling.begin(1, 2, 3).alternatives(3);
                var watched = sampling.begin(1, 2, 3).alternatives(3);
                for (int i = 0; i < 5; i++) assertEquals(plain.pick(logits), watched.pick(logits, Walk.recorder()));
            });
        }
    }
}
