package org.vitrina.quantize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Random;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrina.show.Figure;
import org.vitrina.show.Walk;
import org.vitrina.tensor.Tensor;

@DisplayName("The walk of one block")
class WalkTests {
    static List<Format> formats() {
        return Stream.concat(
                        Formats.all().stream(),
                        Stream.of(
                                new IntegerFormat(1, 16, true),
                                new IntegerFormat(1, 16, false),
                                new IntegerFormat(3, 20, true),
                                new IntegerFormat(5, 9, false),
                                new IntegerFormat(8, 4, true)))
                .toList();
    }

    private static <S extends QuantizeStep> S only(Walk<QuantizeStep> walk, Class<S> kind) {
        List<S> found = walk.stream().filter(kind::isInstance).map(kind::cast).toList();
        assertEquals(1, found.size(), kind.getSimpleName());
        return found.getFirst();
    }

    @ParameterizedTest
    @MethodSource("formats")
    @DisplayName("shows the bytes that encode writes and the weights that decode reads, and ends with the error")
    void same(Format format) {
        float[] weights = FormatsTests.normal(new Random(1), format.blockSize());
        Walk<QuantizeStep> walk = format.walk(weights);
        byte[] bytes = FormatsTests.encoded(format, weights);
        float[] decoded = FormatsTests.decoded(format, bytes, weights.length);
        assertArrayEquals(weights, only(walk, QuantizeStep.WeightsTaken.class).weights());
        assertArrayEquals(bytes, only(walk, QuantizeStep.BytesPacked.class).bytes());
        assertArrayEquals(decoded, only(walk, QuantizeStep.BlockDecoded.class).decoded());
        var last = assertInstanceOf(QuantizeStep.ErrorMeasured.class, walk.at(walk.size() - 1));
        assertEquals(QuantizationError.of(weights, decoded), last.error());
    }

    @ParameterizedTest
    @MethodSource("formats")
    @DisplayName("has a sentence and a drawing for each step, in text and in HTML")
    void shown(Format format) {
        for (Distribution kind : List.of(Distribution.NORMAL, Distribution.ZEROS, Distribution.ANY_BITS)) {
            if (format instanceof IntegerFormat && kind == Distribution.ANY_BITS) {
                continue;
            }
            Walk<QuantizeStep> walk = format.walk(kind.weights(new Random(2), format.blockSize()));
            walk.forEach(step -> {
                assertTrue(step.caption().endsWith("."), step.caption());
                assertFalse(step.caption().contains("null"), step.caption());
            });
            assertTrue(walk.html().contains("vitrina-walk"));
            assertTrue(walk.text().contains("quantize.bytes"));
            assertEquals(walk.size(), walk.table().rowCount());
        }
    }

    @ParameterizedTest
    @MethodSource("formats")
    @DisplayName("says of each bit which weights depend on it: turning the bit changes these and no others")
    void layout(Format format) {
        int size = format.blockSize();
        var random = new Random(3);
        BlockLayout layout = only(format.walk(FormatsTests.normal(random, size)), QuantizeStep.BytesPacked.class)
                .layout();
        var seen = new BitSet();
        for (BlockLayout.Word word : layout.words()) {
            int bit = Byte.SIZE * word.bytes();
            for (BlockLayout.Field field : word.fields()) {
                bit -= field.bits();
                assertEquals(bit, field.bit(), "fields go from the highest bit to the lowest");
                for (int i = bit; i < bit + field.bits(); i++) {
                    int place = Byte.SIZE * word.at() + i;
                    assertFalse(seen.get(place));
                    seen.set(place);
                    assertTurns(format, random, place, field);
                }
            }
            assertEquals(0, bit);
        }
        assertEquals(Byte.SIZE * format.blockBytes(), seen.cardinality());
    }

    private static void assertTurns(Format format, Random random, int place, BlockLayout.Field field) {
        var changed = new TreeSet<Integer>();
        var expected = new TreeSet<Integer>();
        for (int weight = field.first(); weight < field.first() + field.weights(); weight++) {
            expected.add(weight);
        }
        // a scale changes nothing where a code is 0, so several blocks are tried
        for (int round = 0; round < 40 && !changed.equals(expected) || round == 0; round++) {
            byte[] block = new byte[format.blockBytes()];
            random.nextBytes(block);
            float[] before = FormatsTests.decoded(format, block, format.blockSize());
            block[place / Byte.SIZE] ^= (byte) (1 << place % Byte.SIZE);
            float[] after = FormatsTests.decoded(format, block, format.blockSize());
            for (int i = 0; i < before.length; i++) {
                if (Float.floatToIntBits(before[i]) != Float.floatToIntBits(after[i])) {
                    changed.add(i);
                }
            }
            assertTrue(expected.containsAll(changed), () -> field + " also changes " + changed);
        }
        assertEquals(expected, changed, () -> format.name() + " " + field);
    }

    @Nested
    @DisplayName("of Q4_0")
    class Simple {
        private final float[] weights = new float[32];

        Simple() {
            weights[3] = -4;
            weights[5] = 2.2f;
            weights[21] = 3.9f;
        }

        @Test
        @DisplayName("goes from the furthest weight over the scale and the codes to the bytes")
        void steps() {
            Walk<QuantizeStep> walk = Formats.Q4_0.walk(weights);
            assertEquals(
                    List.of(
                            "quantize.weights",
                            "quantize.furthest",
                            "quantize.scale",
                            "quantize.codes",
                            "quantize.bytes",
                            "quantize.decoded",
                            "quantize.error"),
                    walk.stream().map(QuantizeStep::name).toList());
            var scale = only(walk, QuantizeStep.ScaleStored.class);
            assertEquals(0.5f, scale.exact());
            assertEquals(0.5f, scale.stored());
            assertEquals("The scale is -4 / -8 = 0.5. In a float of 16 bits it is kept as 0.5.", scale.caption());
            var codes = only(walk, QuantizeStep.CodesRounded.class);
            assertEquals(0, codes.codes()[3]);
            assertEquals(4.4f, codes.positions()[5]);
            assertEquals(12, codes.codes()[5]);
            assertEquals(15, codes.codes()[21], "7.8 steps are rounded to 8, but the codes end at 7");
            // -4 and 32 zeros are kept; 2.2 becomes 2 and 3.9 becomes 3.5
            QuantizationError error =
                    only(walk, QuantizeStep.ErrorMeasured.class).error();
            assertEquals(0.4, error.largest(), 1e-6);
            assertEquals(Math.sqrt((0.2 * 0.2 + 0.4 * 0.4) / 32), error.rmse(), 1e-6);
        }

        @Test
        @DisplayName("draws which bits of which byte are which weight")
        void bits() {
            var drawn = assertInstanceOf(
                    Figure.Bits.class,
                    only(Formats.Q4_0.walk(weights), QuantizeStep.BytesPacked.class)
                            .figure());
            // 0.5 is 1.0 × 2^-1: the exponent is 15 - 1
            assertEquals(
                    new Figure.BitGroup(
                            "bytes 0–1: scale",
                            List.of(
                                    new Figure.BitRun("0", "sign", 4),
                                    new Figure.BitRun("01110", "exponent", 1),
                                    new Figure.BitRun("0000000000", "fraction", 0))),
                    drawn.groups().getFirst());
            assertEquals(17, drawn.groups().size());
            // byte 2 + 5 holds weights 5 and 21
            assertEquals(
                    new Figure.BitGroup(
                            "byte 7", List.of(new Figure.BitRun("1111", "w21", 1), new Figure.BitRun("1100", "w5", 0))),
                    drawn.groups().get(6));
        }
    }

    @Test
    @DisplayName("of one weight as a float shows sign, exponent and fraction")
    void halfFloat() {
        Walk<QuantizeStep> walk = Formats.F16.walk(0.1f);
        assertEquals(4 + 1, walk.size());
        var rounded = only(walk, QuantizeStep.FloatRounded.class);
        // 0.1 in binary16 is 0x2E66: IEEE 754 tables
        assertEquals(0x2E66, rounded.bits());
        assertEquals(
                "0.1 is 1.6 × 2^-4. F16 has 5 bits of exponent instead of 8 and 10 of fraction instead of 23: the 13 lowest are rounded away.",
                rounded.caption());
        var bits = assertInstanceOf(Figure.Stack.class, rounded.figure()).figures();
        assertEquals(
                "as F16\nbytes 0–1: 0 sign | 01011 exponent | 1001100110 fraction",
                bits.get(1).text());
        assertEquals("Read back, the weight is 0.099975586.", walk.at(3).caption());
    }

    @Test
    @DisplayName(
            "of a superblock shows the search of each part, and the part of the bytes that holds the first weights")
    void superblock() {
        float[] weights = FormatsTests.normal(new Random(7), 256);
        var chosen = new ArrayList<PartStep.GridChosen>();
        Walk<QuantizeStep> walk = Formats.Q4_K.walk(weights);
        walk.stream()
                .filter(PartStep.GridChosen.class::isInstance)
                .forEach(step -> chosen.add((PartStep.GridChosen) step));
        assertEquals(8, chosen.size());
        for (PartStep.GridChosen part : chosen) {
            assertEquals(22, part.tried().length);
            for (float error : part.tried()) {
                assertTrue(!(error < part.tried()[part.best()]));
            }
        }
        var figure = assertInstanceOf(
                Figure.Stack.class, only(walk, QuantizeStep.BytesPacked.class).figure());
        assertEquals(
                "96 more bytes hold the other weights in the same way.",
                figure.figures().get(1).text());
        long moved = Formats.Q3_K.walk(weights).stream()
                .filter(PartStep.CodesMoved.class::isInstance)
                .count();
        assertEquals(16, moved);
    }

    @Test
    @DisplayName("is there for any block of a tensor")
    void ofTensor() {
        Tensor weights = Tensor.of(FormatsTests.normal(new Random(8), 4 * 64), 4, 64);
        Walk<QuantizeStep> walk = QuantizedTensor.of(Formats.Q5_1, weights).walk(3);
        assertArrayEquals(
                weights.row(1).reshaped(2, 32).row(1).toArray(),
                only(walk, QuantizeStep.WeightsTaken.class).weights());
        assertThrows(
                IndexOutOfBoundsException.class,
                () -> QuantizedTensor.of(Formats.Q5_1, weights).walk(8));
    }

    @Test
    @DisplayName("needs exactly one block of finite weights")
    void wrong() {
        assertEquals(
                "a block of Q4_0 holds 32 weights, but got 5; walk over a range that long",
                assertThrows(IllegalArgumentException.class, () -> Formats.Q4_0.walk(new float[5]))
                        .getMessage());
        float[] infinite = new float[32];
        infinite[1] = Float.NEGATIVE_INFINITY;
        assertThrows(IllegalArgumentException.class, () -> Formats.Q4_0.walk(infinite));
        assertEquals(5, Formats.BF16.walk(Float.NaN).size());
    }

    @ParameterizedTest
    @MethodSource("formats")
    @DisplayName("does not change what is written: watched and unwatched bytes are the same")
    void watched(Format format) {
        Property.forEveryKind(format, weights -> {
            byte[] bytes = new byte[format.blockBytes()];
            ((BlockFormat) format).encodeBlock(weights, 0, MemorySegment.ofArray(bytes), 0, Walk.recorder());
            assertArrayEquals(FormatsTests.encoded(format, weights), bytes);
        });
    }

    private static final class Property {
        static void forEveryKind(Format format, java.util.function.Consumer<float[]> property) {
            for (Distribution kind : Distribution.values()) {
                boolean overflows =
                        kind == Distribution.ANY_BITS || kind == Distribution.HUGE || kind == Distribution.LARGE;
                if (!(format instanceof IntegerFormat && overflows)) {
                    property.accept(kind.weights(new Random(4), format.blockSize()));
                }
            }
        }
    }
}
