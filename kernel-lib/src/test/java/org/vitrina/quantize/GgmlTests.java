package org.vitrina.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vitrina.Property.forRandom;
import static org.vitrina.quantize.FormatsTests.decoded;
import static org.vitrina.quantize.FormatsTests.encoded;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("Beside ggml itself, where it is installed,")
class GgmlTests {
    private static Ggml ggml;

    @BeforeAll
    static void find() throws IOException {
        ggml = Ggml.installed();
    }

    static List<Format> formats() {
        return Formats.all().stream().filter(format -> format != Formats.F32).toList();
    }

    static List<Arguments> everyKind() {
        return formats().stream()
                .flatMap(format -> Arrays.stream(Distribution.values()).map(kind -> Arguments.of(format, kind)))
                .toList();
    }

    @ParameterizedTest(name = "{0} of {1}")
    @MethodSource("everyKind")
    @DisplayName("weights of every kind are encoded to the same bytes, and decoded to the same bits")
    void encodes(Format format, Distribution kind) {
        forRandom(20, random -> {
            float[] weights = kind.weights(random, 4 * 256);
            byte[] expected = ggml.quantize(format, weights);
            byte[] actual = encoded(format, weights);
            assertSame(format, expected, actual, weights);
            assertSameBits(
                    ggml.dequantize(format, expected, weights.length), decoded(format, expected, weights.length));
        });
    }

    @ParameterizedTest
    @MethodSource("formats")
    @DisplayName("blocks of any bytes are decoded to the same bits")
    void decodes(Format format) {
        forRandom(100, random -> {
            byte[] blocks = new byte[Math.toIntExact(format.bytes(4 * 256))];
            random.nextBytes(blocks);
            assertSameBits(ggml.dequantize(format, blocks, 4 * 256), decoded(format, blocks, 4 * 256));
        });
    }

    static void assertSame(Format format, byte[] expected, byte[] actual, float[] weights) {
        int bytes = format.blockBytes();
        int size = format.blockSize();
        for (int block = 0; block < expected.length / bytes; block++) {
            int from = block;
            assertEquals(
                    HexFormat.of().formatHex(expected, block * bytes, (block + 1) * bytes),
                    HexFormat.of().formatHex(actual, block * bytes, (block + 1) * bytes),
                    () -> format.name() + " block " + from + ": "
                            + Arrays.toString(Arrays.copyOfRange(weights, from * size, (from + 1) * size)));
        }
    }

    /// NaN may differ in bits that say nothing.
    static void assertSameBits(float[] expected, float[] actual) {
        for (int i = 0; i < expected.length; i++) {
            int weight = i;
            assertEquals(Float.floatToIntBits(expected[i]), Float.floatToIntBits(actual[i]), () -> "weight " + weight);
        }
    }
}
