package org.vitrina.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;

import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.vitrina.show.Figure;
import org.vitrina.show.Values;

@DisplayName("A tensor")
class TensorTests {
    private static final Tensor A = Tensor.ofRows(new float[] {1, 2, 3}, new float[] {4, 5, 6});

    private static void says(String message, Executable refused) {
        assertEquals(message, assertThrows(RuntimeException.class, refused).getMessage());
    }

    @Nested
    @DisplayName("is a window onto floats:")
    class Window {
        @Test
        @DisplayName("what is written through a row is seen in the whole, and not in a copy")
        void windows() {
            Tensor whole = A.copy();
            Tensor copy = whole.copy();
            Tensor row = whole.rows(1, 2).row(0);
            row.data()[row.offset() + 2] = 60;
            assertEquals(60, whole.get(1, 2));
            assertEquals(6, copy.get(1, 2));
            assertArrayEquals(new int[] {3}, row.shape());
        }

        @Test
        @DisplayName("another shape of the same size sees the same floats")
        void reshaped() {
            assertEquals(5, A.reshaped(3, 2).get(2, 0));
            says(
                    "reshape: both shapes must hold equally many floats, but got [2, 3] and [4, 2]",
                    () -> A.reshaped(4, 2));
        }

        @Test
        @DisplayName("an index outside its axis is refused, and so are too few indices")
        void get() {
            assertThrows(IndexOutOfBoundsException.class, () -> A.get(0, 3));
            assertThrows(IndexOutOfBoundsException.class, () -> A.get(-1, 0));
            says("a tensor of shape [2, 3] takes 2 indices, but got [1]", () -> A.get(1));
        }

        @Test
        @DisplayName("has a shape for whoever shows values")
        void shaped() {
            assertEquals("[2, 3]", Values.shape(A));
        }
    }

    @Nested
    @DisplayName("is made")
    class Made {
        @Test
        @DisplayName("of rows of equal length, which are copied")
        void ofRows() {
            float[] row = {1, 2};
            Tensor tensor = Tensor.ofRows(row, new float[] {3, 4});
            row[0] = 10;
            assertEquals(Tensor.of(new float[] {1, 2, 3, 4}, 2, 2), tensor);
            assertArrayEquals(new float[] {3, 4}, tensor.toRows()[1]);
            says(
                    "tensor: all rows must be as long as the first, but got [2, 2] and [1]",
                    () -> Tensor.ofRows(new float[] {1, 2}, new float[] {3}));
        }

        @Test
        @DisplayName("of random numbers, the same for the same seed, with the asked standard deviation")
        void random() {
            Tensor once = Tensor.random(new Random(7), 0.5, 100, 200);
            assertEquals(once, Tensor.random(new Random(7), 0.5, 100, 200));
            // of n normal numbers the mean is off by std / sqrt(n), the deviation by std / sqrt(2n); six times that
            assertEquals(0, once.mean(), 6 * 0.5 / Math.sqrt(once.size()));
            assertEquals(0.5, once.norm() / Math.sqrt(once.size()), 6 * 0.5 / Math.sqrt(2.0 * once.size()));
        }

        @Test
        @DisplayName("of others put one after the other or side by side")
        void concat() {
            Tensor b = Tensor.ofRows(new float[] {7, 8, 9});
            assertEquals(
                    Tensor.ofRows(new float[] {1, 2, 3}, new float[] {4, 5, 6}, new float[] {7, 8, 9}),
                    Tensor.concat(0, A, b));
            Tensor column = Tensor.ofRows(new float[] {10}, new float[] {20});
            assertEquals(
                    Tensor.ofRows(new float[] {10, 1, 2, 3}, new float[] {20, 4, 5, 6}), Tensor.concat(-1, column, A));
            says(
                    "concat: all must be equally long but along axis 1, but got [2, 3] and [1, 3]",
                    () -> Tensor.concat(1, A, b));
            says("concat: at least one tensor is needed, but got none", () -> Tensor.concat(0));
        }

        @Test
        @DisplayName("of the columns of another, and these put together are the other")
        void columns() {
            assertEquals(Tensor.ofRows(new float[] {2, 3}, new float[] {5, 6}), A.columns(1, 3));
            forRandom(50, random -> {
                Tensor whole = Tensor.random(random, 1, 3, 4, 1 + random.nextInt(20));
                int cut = random.nextInt(whole.columns() + 1);
                assertEquals(whole, Tensor.concat(-1, whole.columns(0, cut), whole.columns(cut, whole.columns())));
            });
        }
    }

    @Nested
    @DisplayName("computes")
    class Computes {
        @Test
        @DisplayName("products of matrices: the example that every textbook has")
        void matmul() {
            Tensor b = Tensor.ofRows(new float[] {7, 8}, new float[] {9, 10}, new float[] {11, 12});
            assertEquals(Tensor.ofRows(new float[] {58, 64}, new float[] {139, 154}), A.matmul(b));
            assertEquals(A.matmul(b), A.matmulTransposed(b.transposed()));
            assertArrayEquals(new int[] {1, 2, 2}, A.reshaped(1, 2, 3).matmul(b).shape());
        }

        @Test
        @DisplayName("products only where shapes fit, and says which of the two was meant perhaps")
        void matmulRefused() {
            Tensor weights = Tensor.zeros(4, 3);
            says(
                    "matmul: left columns must equal right rows, [M, K] times [K, N]; for weights stored one row for each"
                            + " output, call matmulTransposed, but got [2, 3] and [4, 3]",
                    () -> A.matmul(weights));
            says(
                    "matmulTransposed: left columns must equal right columns, [M, K] times the transposed of [N, K]; for a"
                            + " matrix that is to be taken as it lies, call matmul, but got [2, 3] and [3, 4]",
                    () -> A.matmulTransposed(weights.transposed()));
            says(
                    "matmul: left columns must equal right rows, [M, K] times [K, N], but got [2, 3] and [5, 5]",
                    () -> A.matmul(Tensor.zeros(5, 5)));
        }

        @Test
        @DisplayName("sums, differences and products of elements, with a tensor of its shape or a row for all")
        void elementwise() {
            assertEquals(Tensor.ofRows(new float[] {2, 4, 6}, new float[] {8, 10, 12}), A.plus(A));
            assertEquals(Tensor.ofRows(new float[] {1, 4, 9}, new float[] {16, 25, 36}), A.times(A));
            Tensor row = Tensor.of(new float[] {1, 0, -1}, 3);
            assertEquals(Tensor.ofRows(new float[] {0, 2, 4}, new float[] {3, 5, 7}), A.minus(row));
            says(
                    "times: both sides must have the same shape, or the right one be a row; for the product of matrices"
                            + " call matmul, but got [2, 3] and [3, 2]",
                    () -> A.times(A.transposed()));
            says(
                    "plus: both sides must have the same shape, or the right one be a row, but got [2, 3] and [2]",
                    () -> A.plus(Tensor.zeros(2)));
        }

        @Test
        @DisplayName("elements one by one, and leaves itself as it was")
        void map() {
            assertEquals(Tensor.ofRows(new float[] {0.5f, 1, 1.5f}, new float[] {2, 2.5f, 3}), A.scale(0.5));
            assertEquals(
                    Tensor.of(new float[] {2, 3}, 2),
                    Tensor.of(new float[] {4, 9}, 2).map(Math::sqrt));
            assertEquals(1, A.get(0, 0));
        }

        @Test
        @DisplayName("the transposed, twice the same as before")
        void transposed() {
            assertEquals(6, A.transposed().get(2, 1));
            assertEquals(A, A.transposed().transposed());
            says(
                    "transposed: a matrix is needed, a tensor with two axes, but got [6]",
                    () -> A.reshaped(6).transposed());
        }

        @Test
        @DisplayName("sum, mean, norm, least, greatest and where that is")
        void sums() {
            Tensor rows = A.rows(1, 2);
            assertEquals(15, rows.sum());
            assertEquals(5, rows.mean());
            assertEquals(Math.sqrt(16 + 25 + 36), rows.norm());
            assertEquals(4, rows.min());
            assertEquals(6, rows.max());
            assertEquals(2, rows.argmax());
            assertEquals(1, Tensor.of(new float[] {Float.NaN, 3, 3, -1}, 4).argmax());
            says(
                    "argmax: no element of [1] is a number",
                    () -> Tensor.of(new float[] {Float.NaN}, 1).argmax());
        }
    }

    @Nested
    @DisplayName("of scores")
    class Scores {
        @Test
        @DisplayName("hides the future: each query sees the positions up to its own, the last one all")
        void maskFuture() {
            Tensor scores = Tensor.zeros(2, 4).maskFuture();
            float hidden = Float.NEGATIVE_INFINITY;
            assertEquals(Tensor.ofRows(new float[] {0, 0, 0, hidden}, new float[] {0, 0, 0, 0}), scores);
            Tensor heads = Tensor.zeros(3, 2, 2).maskFuture();
            for (int head = 0; head < 3; head++) {
                assertEquals(hidden, heads.get(head, 0, 1));
                assertEquals(0, heads.get(head, 1, 1));
            }
            says(
                    "maskFuture: scores must be [T, S], T queries of the last of S positions, but got [3, 2]",
                    () -> A.transposed().maskFuture());
        }

        @Test
        @DisplayName("becomes a pattern whose rows sum to 1, and to whom nothing was shown gives nothing")
        void softmaxRows() {
            forRandom(50, random -> {
                int positions = 1 + random.nextInt(60);
                Tensor pattern = Tensor.random(random, 3, positions, positions)
                        .maskFuture()
                        .softmaxRows();
                for (int t = 0; t < positions; t++) {
                    assertEquals(1, pattern.row(t).sum(), positions * 0x1p-23);
                    assertEquals(
                            0,
                            pattern.row(t)
                                    .reshaped(1, positions)
                                    .columns(t + 1, positions)
                                    .sum());
                }
            });
        }

        @Test
        @DisplayName("is attention, written as in the paper, and gives what the fast one gives")
        void attention() {
            forRandom(10, random -> {
                Tensor q = Tensor.random(random, 1, 70, 16);
                Tensor k = Tensor.random(random, 1, 70, 16);
                Tensor v = Tensor.random(random, 1, 70, 16);
                Tensor written = q.matmulTransposed(k)
                        .scale(1 / Math.sqrt(16))
                        .maskFuture()
                        .softmaxRows()
                        .matmul(v);
                var cache = new KvCache(1, 16, KvCache.Storage.F32);
                cache.append(k, v);
                Tensor fast = Tensor.zeros(70, 16);
                Attention.attend(q, cache, 1, 0.25f, 0, 0, fast, Workers.ONE, null);
                assertArrayEquals(written.toArray(), fast.toArray(), 1e-5f);
            });
        }
    }

    @Nested
    @DisplayName("is shown")
    class Shown {
        @Test
        @DisplayName("in one line with its numbers where they are few")
        void fewNumbers() {
            assertEquals("Tensor[2, 3] [[1, 2, 3], [4, 5, 6]]", A.toString());
            assertEquals("Tensor[] 0.3333", Tensor.of(new float[] {1 / 3f}).toString());
            assertEquals("Tensor[0, 3]", Tensor.zeros(0, 3).toString());
        }

        @Test
        @DisplayName("in one line with their range and mean where they are many")
        void manyNumbers() {
            Tensor many = Tensor.zeros(100, 100);
            many.data()[0] = -50;
            many.data()[9_999] = 100;
            assertEquals("Tensor[100, 100] from -50 to 100, mean 0.005000", many.toString());
            many.data()[5] = Float.NEGATIVE_INFINITY;
            assertTrue(many.toString().endsWith(", 1 not finite"), many.toString());
        }

        @Test
        @DisplayName("as a heat map with numbers, as images, or as a sentence, by its size")
        void figures() {
            assertInstanceOf(Figure.Heatmap.class, TensorFigure.of(A));
            assertInstanceOf(Figure.Heatmap.class, TensorFigure.of(A.reshaped(6)));
            assertInstanceOf(Figure.Tiles.class, TensorFigure.of(Tensor.zeros(40, 60)));
            assertInstanceOf(Figure.Tiles.class, TensorFigure.of(Tensor.zeros(9, 40, 40)));
            assertInstanceOf(Figure.Note.class, TensorFigure.of(Tensor.zeros(1_000, 60)));
            assertInstanceOf(Figure.Note.class, TensorFigure.of(Tensor.zeros(0, 60)));
            assertInstanceOf(Figure.Note.class, TensorFigure.of(Tensor.zeros()));
            assertTrue(A.text().contains("Tensor [2, 3]"), A.text());
            assertTrue(A.text().contains("6"), A.text());
            assertTrue(Tensor.random(new Random(1), 1, 2, 40, 40).mime().text().contains("[2, 40, 40]"));
        }
    }
}
