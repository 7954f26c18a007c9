package org.vitrina.tensor;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.vitrina.Property.forRandom;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A matrix of floats")
class FloatMatrixTests {
    private record Weights(int rows, int columns, float[] floats) {
        static Weights random(RandomGenerator random, int mostRows) {
            int rows = random.nextInt(1, mostRows);
            int columns = random.nextInt(1, 400);
            return new Weights(rows, columns, EveryKernel.floats(random, rows * columns));
        }

        FloatMatrix matrix() {
            return FloatMatrix.of(Tensor.of(floats, rows, columns));
        }
    }

    @Test
    @DisplayName("multiplies one row, some rows or many within the roundings of the exact sums")
    void multiply() {
        forRandom(60, random -> {
            Weights weights = Weights.random(random, 400);
            int positions = random.nextBoolean() ? random.nextInt(1, 8) : random.nextInt(1, 60);
            int before = random.nextInt(30);
            var x = new Tensor(
                    EveryKernel.floats(random, before + positions * weights.columns),
                    before,
                    positions,
                    weights.columns);
            var out = new Tensor(new float[before + positions * weights.rows + 9], before, positions, weights.rows);
            Arrays.fill(out.data(), 77);
            weights.matrix().multiply(x, out, Workers.ONE);
            for (int t = 0; t < positions; t++) {
                for (int row = 0; row < weights.rows; row++) {
                    double sum = 0;
                    double size = 0;
                    for (int i = 0; i < weights.columns; i++) {
                        double product = (double) x.get(t, i) * weights.floats[row * weights.columns + i];
                        sum += product;
                        size += Math.abs(product);
                    }
                    assertEquals(sum, out.get(t, row), (weights.columns + 2) * 0x1.01p-24 * size);
                }
            }
            for (int i = 0; i < out.data().length; i++) {
                if (i < before || i >= before + out.size()) {
                    assertEquals(77, out.data()[i], "what lies around the result was written to");
                }
            }
        });
    }

    @Test
    @DisplayName("gives the same bits on any number of threads")
    void threads() {
        forRandom(20, random -> {
            Weights weights = Weights.random(random, 2_000);
            int positions = random.nextBoolean() ? random.nextInt(1, 8) : random.nextInt(1, 60);
            Tensor x = Tensor.of(EveryKernel.floats(random, positions * weights.columns), positions, weights.columns);
            Tensor expected = Tensor.zeros(positions, weights.rows);
            weights.matrix().multiply(x, expected, Workers.ONE);
            for (int threads = 2; threads < 5; threads++) {
                Tensor out = Tensor.zeros(positions, weights.rows);
                weights.matrix().multiply(x, out, Workers.of(threads));
                assertArrayEquals(expected.data(), out.data(), 0);
            }
        });
    }

    @Test
    @DisplayName("gives back its rows as they were")
    void rows() {
        forRandom(20, random -> {
            Weights weights = Weights.random(random, 100);
            FloatMatrix matrix = weights.matrix();
            var row = new float[weights.columns + 3];
            for (int i = 0; i < weights.rows; i++) {
                matrix.row(i, row, 3);
                assertArrayEquals(
                        Arrays.copyOfRange(weights.floats, i * weights.columns, (i + 1) * weights.columns),
                        Arrays.copyOfRange(row, 3, row.length),
                        0);
            }
            assertThrows(IndexOutOfBoundsException.class, () -> matrix.row(weights.rows, row, 0));
            assertThrows(IndexOutOfBoundsException.class, () -> matrix.row(-1, row, 0));
        });
    }

    @Test
    @DisplayName("is read from memory, little-endian and at any address")
    void segment() {
        try (Arena arena = Arena.ofConfined()) {
            MemorySegment bytes = arena.allocate(1 + 6 * 4).asSlice(1);
            for (int i = 0; i < 6; i++) {
                bytes.set(ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN), 4L * i, i);
            }
            FloatMatrix matrix = FloatMatrix.of(bytes, 2, 3);
            var row = new float[3];
            matrix.row(1, row, 0);
            assertArrayEquals(new float[] {3, 4, 5}, row);
            assertThrows(IndexOutOfBoundsException.class, () -> FloatMatrix.of(bytes, 3, 3));
        }
    }

    @Test
    @DisplayName("says what it takes and gives when shapes do not fit, and how large it can be")
    void refuses() {
        FloatMatrix matrix = FloatMatrix.of(Tensor.zeros(3, 2));
        assertEquals(3, matrix.rows());
        assertEquals(2, matrix.columns());
        assertEquals(4 * 3 * 2, matrix.bytes());
        var refused = assertThrows(
                ShapeException.class, () -> matrix.multiply(Tensor.zeros(1, 3), Tensor.zeros(1, 2), Workers.ONE));
        assertEquals(
                "multiply: weights of shape [3, 2] take rows of 2 and give rows of 3, but got [1, 3] and [1, 2]",
                refused.getMessage());
        var large = assertThrows(
                IllegalArgumentException.class,
                () -> FloatMatrix.of(MemorySegment.NULL.reinterpret(Long.MAX_VALUE), 1 << 20, 1 << 12));
        assertEquals(
                "a matrix of floats holds at most 2³¹ weights, but [1048576, 4096] was asked for: keep larger ones in"
                        + " another format",
                large.getMessage());
    }
}
