package org.vitrina.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;

import java.util.concurrent.atomic.AtomicReference;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.tensor.KvCache.Storage;

@DisplayName("Attention over a cache")
class AttentionTests {
    /// A random layer: queries of the last positions, and a cache with the keys and values of all.
    private record Layer(
            int heads,
            int kvHeads,
            int width,
            int window,
            int first,
            Tensor q,
            Tensor keys,
            Tensor values,
            KvCache cache) {
        static Layer random(RandomGenerator random, Storage storage) {
            int kvHeads = random.nextInt(1, 4);
            int heads = kvHeads * random.nextInt(1, 5);
            int width = random.nextInt(1, 70);
            int queries = random.nextInt(1, random.nextBoolean() ? 4 : 90);
            int first = random.nextBoolean() ? 0 : random.nextInt(300);
            int window = random.nextBoolean() ? 0 : random.nextInt(1, 150);
            int positions = first + queries;
            Tensor keys = floats(random, positions, kvHeads * width);
            Tensor values = floats(random, positions, kvHeads * width);
            var cache = new KvCache(kvHeads, width, storage);
            for (int done = 0; done < positions; ) {
                int more = Math.min(positions - done, random.nextInt(1, 100));
                cache.append(keys.rows(done, done + more), values.rows(done, done + more));
                done += more;
            }
            return new Layer(
                    heads, kvHeads, width, window, first, floats(random, queries, heads * width), keys, values, cache);
        }

        private static Tensor floats(RandomGenerator random, int rows, int columns) {
            Tensor floats = Tensor.zeros(rows, columns);
            for (int i = 0; i < floats.size(); i++) {
                floats.data()[i] = (float) random.nextGaussian();
            }
            return floats;
        }

        float scale() {
            return (float) (1 / Math.sqrt(width));
        }

        Tensor attend(Workers workers, AttentionWatcher watcher) {
            Tensor out = Tensor.zeros(q.rows(), heads * width);
            Attention.attend(q, cache, heads, scale(), window, first, out, workers, watcher);
            return out;
        }

        private double number(Tensor of, int position, int head, int i) {
            float number = of.get(position, head / (heads / kvHeads) * width + i);
            return cache.storage() == Storage.F16 ? Float.float16ToFloat(Float.floatToFloat16(number)) : number;
        }

        double score(int t, int head, int s) {
            if (s > first + t || window > 0 && s <= first + t - window) {
                return Double.NEGATIVE_INFINITY;
            }
            double sum = 0;
            for (int i = 0; i < width; i++) {
                sum += q.get(t, head * width + i) * number(keys, s, head, i);
            }
            return sum * scale();
        }

        /// The weights by which query `t` of a head mixes the values, from the definition of the softmax.
        double[] pattern(int t, int head) {
            var weights = new double[first + q.rows()];
            double sum = 0;
            for (int s = 0; s < weights.length; s++) {
                weights[s] = Math.exp(score(t, head, s));
                sum += weights[s];
            }
            for (int s = 0; s < weights.length; s++) {
                weights[s] /= sum;
            }
            return weights;
        }

        double mixed(int t, int head, int i) {
            double[] pattern = pattern(t, head);
            double sum = 0;
            for (int s = 0; s < pattern.length; s++) {
                sum += pattern[s] * number(values, s, head, i);
            }
            return sum;
        }
    }

    private static void holdsDefinition(Storage storage) {
        forRandom(60, random -> {
            Layer layer = Layer.random(random, storage);
            Tensor out = layer.attend(Workers.ONE, null);
            for (int t = 0; t < layer.q.rows(); t++) {
                for (int head = 0; head < layer.heads; head++) {
                    for (int i = 0; i < layer.width; i++) {
                        assertEquals(
                                layer.mixed(t, head, i),
                                out.get(t, head * layer.width + i),
                                2e-5,
                                "query " + t + ", head " + head + ", number " + i + " of " + layer.cache);
                    }
                }
            }
        });
    }

    @Test
    @DisplayName("is the softmax of the scores times the values, for any heads, window, pages and position")
    void definition() {
        holdsDefinition(Storage.F32);
    }

    @Test
    @DisplayName("reads keys and values that were rounded to 16 bits as what they were rounded to")
    void halves() {
        holdsDefinition(Storage.F16);
    }

    @Test
    @DisplayName("gives the same bits on any number of threads, and whether it is watched or not")
    void sameBits() {
        forRandom(20, random -> {
            Layer layer = Layer.random(random, random.nextBoolean() ? Storage.F32 : Storage.F16);
            float[] expected = layer.attend(Workers.ONE, null).toArray();
            assertArrayEquals(expected, layer.attend(Workers.of(3), null).toArray(), 0);
            assertArrayEquals(
                    expected,
                    layer.attend(Workers.of(2), new AttentionWatcher() {}).toArray(),
                    0);
        });
    }

    @Nested
    @DisplayName("that is watched")
    class Watched {
        @Test
        @DisplayName("shows the scaled scores, with those that are not seen at negative infinity, and the pattern")
        void shows() {
            forRandom(20, random -> {
                Layer layer = Layer.random(random, Storage.F32);
                var scores = new AtomicReference<Tensor>();
                var pattern = new AtomicReference<Tensor>();
                layer.attend(Workers.ONE, new AttentionWatcher() {
                    @Override
                    public Tensor scores(Tensor formed) {
                        scores.set(formed);
                        return formed;
                    }

                    @Override
                    public Tensor pattern(Tensor formed) {
                        pattern.set(formed);
                        return formed;
                    }
                });
                int seen = layer.first + layer.q.rows();
                assertArrayEquals(
                        new int[] {layer.heads, layer.q.rows(), seen},
                        scores.get().shape());
                for (int head = 0; head < layer.heads; head++) {
                    for (int t = 0; t < layer.q.rows(); t++) {
                        double[] weights = layer.pattern(t, head);
                        for (int s = 0; s < seen; s++) {
                            double score = layer.score(t, head, s);
                            assertEquals(score, scores.get().get(head, t, s), Double.isInfinite(score) ? 0 : 1e-5);
                            assertEquals(weights[s], pattern.get().get(head, t, s), 1e-5);
                        }
                    }
                }
            });
        }

        @Test
        @DisplayName(
                "goes on with a pattern that the watcher puts in its place: looking at one position reads its value")
        void replaced() {
            Layer layer = Layer.random(RandomGenerator.of("L64X128MixRandom"), Storage.F32);
            int looked = layer.first;
            Tensor out = layer.attend(Workers.ONE, new AttentionWatcher() {
                @Override
                public Tensor pattern(Tensor pattern) {
                    Tensor one = Tensor.zeros(pattern.shape());
                    for (int row = 0; row < one.rows(); row++) {
                        one.data()[row * one.columns() + looked] = 1;
                    }
                    return one;
                }
            });
            for (int head = 0; head < layer.heads; head++) {
                for (int i = 0; i < layer.width; i++) {
                    assertEquals(
                            (float) layer.number(layer.values, looked, head, i),
                            out.get(out.rows() - 1, head * layer.width + i));
                }
            }
        }

        @Test
        @DisplayName("goes on with scores that the watcher puts in their place: equal ones mix all values equally")
        void replacedScores() {
            var random = RandomGenerator.of("L64X128MixRandom");
            var cache = new KvCache(1, 3, Storage.F32);
            Tensor values = Layer.floats(random, 5, 3);
            cache.append(Layer.floats(random, 5, 3), values);
            Tensor out = Tensor.zeros(1, 3);
            Attention.attend(Layer.floats(random, 1, 3), cache, 1, 1, 0, 4, out, Workers.ONE, new AttentionWatcher() {
                @Override
                public Tensor scores(Tensor scores) {
                    return Tensor.zeros(scores.shape());
                }
            });
            for (int i = 0; i < 3; i++) {
                double mean = 0;
                for (int s = 0; s < 5; s++) {
                    mean += values.get(s, i) / 5.0;
                }
                assertEquals(mean, out.get(0, i), 1e-6);
            }
        }
    }

    @Test
    @DisplayName("says what it needs when shapes do not fit, and that keys are appended first")
    void refuses() {
        var cache = new KvCache(2, 4, Storage.F32);
        Tensor q = Tensor.zeros(1, 12);
        var shapes =
                assertThrows(ShapeException.class, () -> Attention.attend(q, cache, 4, 1, 0, 0, q, Workers.ONE, null));
        assertTrue(shapes.getMessage().startsWith("attend: queries and results must both be [T, 16], 4 heads of 4"));
        Tensor fits = Tensor.zeros(1, 16);
        var missing = assertThrows(
                IllegalArgumentException.class,
                () -> Attention.attend(fits, cache, 4, 1, 0, 0, fits, Workers.ONE, null));
        assertEquals(
                "attend: 1 queries from position 0 on need as many keys, but the cache holds 0 positions: append keys"
                        + " and values first; and a window is at least 0, but is 0",
                missing.getMessage());
    }
}
