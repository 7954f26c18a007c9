package org.vitrina.quantize;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;

import java.lang.foreign.MemorySegment;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrina.tensor.Matrix;
import org.vitrina.tensor.ShapeException;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;

@DisplayName("The formats of GGUF files")
class FormatsTests {
    static List<Format> formats() {
        return Formats.all();
    }

    static List<Format> blockFormats() {
        return formats().stream().filter(format -> format.blockSize() > 1).toList();
    }

    static float[] normal(RandomGenerator random, int count) {
        float[] floats = new float[count];
        for (int i = 0; i < count; i++) {
            floats[i] = (float) random.nextGaussian();
        }
        return floats;
    }

    static byte[] encoded(Format format, float[] weights) {
        byte[] blocks = new byte[Math.toIntExact(format.bytes(weights.length))];
        format.encode(weights, 0, weights.length, MemorySegment.ofArray(blocks), 0);
        return blocks;
    }

    static float[] decoded(Format format, byte[] blocks, int count) {
        float[] weights = new float[count];
        format.decode(MemorySegment.ofArray(blocks), 0, weights, 0, count);
        return weights;
    }

    @ParameterizedTest(name = "{0}: {1} weights in {2} bytes, {3} bits each, ggml type {4}")
    @DisplayName("have the block sizes and type numbers of ggml's own list")
    @CsvSource({
        // kernel-lib/src/test/python/ggml_sizes.py prints them from the package gguf
        "F32, 1, 4, 32, 0",
        "F16, 1, 2, 16, 1",
        "BF16, 1, 2, 16, 30",
        "Q8_0, 32, 34, 8.5, 8",
        "Q6_K, 256, 210, 6.5625, 14",
        "Q5_K, 256, 176, 5.5, 13",
        "Q5_1, 32, 24, 6, 7",
        "Q5_0, 32, 22, 5.5, 6",
        "Q4_K, 256, 144, 4.5, 12",
        "Q4_1, 32, 20, 5, 3",
        "Q4_0, 32, 18, 4.5, 2",
        "Q3_K, 256, 110, 3.4375, 11",
        "Q2_K, 256, 84, 2.625, 10",
    })
    void sizes(String name, int size, int bytes, double bits, int type) {
        Format format = Formats.named(name);
        assertAll(
                () -> assertEquals(name, format.name()),
                () -> assertEquals(name, format.toString()),
                () -> assertEquals(size, format.blockSize()),
                () -> assertEquals(bytes, format.blockBytes()),
                () -> assertEquals(bits, format.bitsPerWeight()),
                () -> assertEquals(3L * bytes, format.bytes(3L * size)),
                () -> assertEquals(type, Formats.ggmlType(format)),
                () -> assertEquals(Optional.of(format), Formats.ofGgmlType(type)),
                () -> assertEquals(name, Formats.nameOfGgmlType(type)));
    }

    @Nested
    @DisplayName("are looked up")
    class LookedUp {
        @Test
        @DisplayName("by name, in capitals or not; an unknown name is told the known ones")
        void names() {
            assertEquals(Formats.Q4_0, Formats.named("q4_0"));
            var unknown = assertThrows(IllegalArgumentException.class, () -> Formats.named("Q4"));
            assertTrue(unknown.getMessage().startsWith("there is no number format 'Q4'; there are F32, F16, BF16"));
        }

        @Test
        @DisplayName("by type; of types that are not read here, the name is known at least")
        void types() {
            assertEquals(Optional.empty(), Formats.ofGgmlType(23));
            assertEquals("IQ4_XS", Formats.nameOfGgmlType(23));
            assertEquals("type 4711", Formats.nameOfGgmlType(4711));
        }
    }

    @ParameterizedTest
    @MethodSource("blockFormats")
    @DisplayName("take whole blocks only, and say how long those are")
    void wholeBlocks(Format format) {
        int size = format.blockSize();
        var wrong = assertThrows(IllegalArgumentException.class, () -> format.bytes(size + 1));
        assertEquals(
                format.name() + " keeps weights in blocks of " + size + ", which " + (size + 1) + " is no multiple of",
                wrong.getMessage());
        MemorySegment room = MemorySegment.ofArray(new byte[3 * format.blockBytes()]);
        float[] weights = new float[2 * size];
        assertThrows(IllegalArgumentException.class, () -> format.encode(weights, 0, size - 1, room, 0));
        assertThrows(IllegalArgumentException.class, () -> format.decode(room, 0, weights, 0, size - 1));
        assertThrows(IllegalArgumentException.class, () -> format.dot(room, 0, weights, 0, size - 1));
    }

    @ParameterizedTest
    @MethodSource("formats")
    @DisplayName("read and write where they are told to and nowhere else")
    void offsets(Format format) {
        forRandom(50, random -> {
            int size = format.blockSize();
            int at = random.nextInt(5);
            int to = random.nextInt(5);
            float[] weights = normal(random, at + 3 * size + 2);
            byte[] blocks = new byte[to + 3 * format.blockBytes() + 2];
            java.util.Arrays.fill(blocks, (byte) 0x5A);
            format.encode(weights, at, 3 * size, MemorySegment.ofArray(blocks), to);
            byte[] alone = encoded(format, java.util.Arrays.copyOfRange(weights, at, at + 3 * size));
            assertArrayEquals(alone, java.util.Arrays.copyOfRange(blocks, to, to + alone.length));
            for (int i = 0; i < to; i++) {
                assertEquals(0x5A, blocks[i]);
            }
            assertEquals(0x5A, blocks[blocks.length - 1]);
            float[] back = new float[at + 3 * size + 2];
            format.decode(MemorySegment.ofArray(blocks), to, back, at, 3 * size);
            assertArrayEquals(decoded(format, alone, 3 * size), java.util.Arrays.copyOfRange(back, at, at + 3 * size));
            assertEquals(0, back[back.length - 1]);
        });
    }

    @ParameterizedTest
    @MethodSource("blockFormats")
    @DisplayName("refuse weights that are not finite, where scales are shared, and name the weight")
    void notFinite(Format format) {
        for (float bad : new float[] {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY}) {
            float[] weights = new float[2 * format.blockSize()];
            weights[5] = bad;
            var refused = assertThrows(IllegalArgumentException.class, () -> encoded(format, weights));
            assertEquals(
                    format.name() + " can keep finite weights only, but weight 5 is " + bad
                            + "; F32, F16 and BF16 keep infinities and NaN",
                    refused.getMessage());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"F32", "F16", "BF16"})
    @DisplayName("keep infinities and NaN, where each weight stands alone")
    void infinities(String name) {
        float[] weights = {Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY, 0f, -0f};
        float[] back = decoded(Formats.named(name), encoded(Formats.named(name), weights), weights.length);
        assertArrayEquals(weights, back);
    }

    @ParameterizedTest
    @MethodSource("formats")
    @DisplayName("dot is the sum over decoded weights, within n roundings of the exact one")
    void dot(Format format) {
        forRandom(50, random -> {
            int n = 3 * format.blockSize();
            byte[] blocks = encoded(format, normal(random, n));
            float[] weights = decoded(format, blocks, n);
            float[] x = normal(random, n + 7);
            double exact = 0;
            double size = 0;
            for (int i = 0; i < n; i++) {
                exact += (double) weights[i] * x[7 + i];
                size += Math.abs((double) weights[i] * x[7 + i]);
            }
            assertEquals(exact, format.dot(MemorySegment.ofArray(blocks), 0, x, 7, n), n * 0x1p-23 * size);
        });
    }

    @Nested
    @DisplayName("as a matrix that is not packed")
    class AsMatrix {
        @ParameterizedTest
        @MethodSource("org.vitrina.quantize.FormatsTests#formats")
        @DisplayName("give their rows, and the product of each row with the weights")
        void product(Format format) {
            forRandom(5, random -> {
                int rows = 1 + random.nextInt(40);
                int columns = format.blockSize() * (1 + random.nextInt(3));
                int tokens = 1 + random.nextInt(4);
                byte[] blocks = encoded(format, normal(random, rows * columns));
                Matrix matrix = StoredMatrix.of(format, MemorySegment.ofArray(blocks), rows, columns);
                float[] weights = decoded(format, blocks, rows * columns);
                Tensor x = Tensor.of(normal(random, tokens * columns), tokens, columns);
                Tensor out = Tensor.zeros(tokens, rows);
                matrix.multiply(x, out, Workers.ONE);
                for (int r = 0; r < rows; r++) {
                    float[] row = new float[columns];
                    matrix.row(r, row, 0);
                    assertArrayEquals(java.util.Arrays.copyOfRange(weights, r * columns, (r + 1) * columns), row);
                    for (int t = 0; t < tokens; t++) {
                        double exact = 0;
                        double size = 0;
                        for (int i = 0; i < columns; i++) {
                            exact += (double) row[i] * x.get(t, i);
                            size += Math.abs((double) row[i] * x.get(t, i));
                        }
                        assertEquals(exact, out.get(t, r), columns * 0x1p-23 * size);
                    }
                }
            });
        }

        @Test
        @DisplayName("say which shapes they need")
        void shapes() {
            Matrix matrix = StoredMatrix.of(Formats.F32, MemorySegment.ofArray(new byte[24]), 2, 3);
            var wrong = assertThrows(
                    ShapeException.class, () -> matrix.multiply(Tensor.zeros(1, 2), Tensor.zeros(1, 2), Workers.ONE));
            assertEquals(
                    "matrix product: x must be [T, 3] and out [T, 2], but got [1, 2] and [1, 2]", wrong.getMessage());
        }
    }
}
