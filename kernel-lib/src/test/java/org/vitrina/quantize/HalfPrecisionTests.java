package org.vitrina.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Both formats are IEEE 754's scheme with other numbers of bits; the tests compute it in double precision.
@DisplayName("Floats of 16 bits")
class HalfPrecisionTests {
    private static final int ALL = 1 << 16;

    /// Returns the number that the bits stand for: IEEE 754-2019, section 3.4.
    private static double value(int bits, int fractionBits) {
        int exponentBits = 15 - fractionBits;
        double sign = bits >> 15 == 0 ? 1 : -1;
        int exponent = bits >> fractionBits & (1 << exponentBits) - 1;
        int bias = (1 << exponentBits - 1) - 1;
        double fraction = (bits & (1 << fractionBits) - 1) * Math.scalb(1.0, -fractionBits);
        if (exponent == (1 << exponentBits) - 1) {
            return fraction == 0 ? sign * Double.POSITIVE_INFINITY : Double.NaN;
        }
        return exponent == 0 ? sign * Math.scalb(fraction, 1 - bias) : sign * Math.scalb(1 + fraction, exponent - bias);
    }

    private static float decoded(Format format, int bits) {
        MemorySegment block = MemorySegment.ofArray(new byte[2]);
        block.set(ValueLayout.JAVA_SHORT_UNALIGNED, 0, (short) bits);
        float[] to = new float[1];
        format.decode(block, 0, to, 0, 1);
        return to[0];
    }

    private static int encoded(Format format, float weight) {
        MemorySegment block = MemorySegment.ofArray(new byte[2]);
        format.encode(new float[] {weight}, 0, 1, block, 0);
        return block.get(ValueLayout.JAVA_SHORT_UNALIGNED, 0) & 0xFFFF;
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"F16, 10", "BF16, 7"})
    @DisplayName("mean what IEEE 754 says, all 65,536 of them, and stay what they are when written again")
    void all(String name, int fractionBits) {
        Format format = Formats.named(name);
        for (int bits = 0; bits < ALL; bits++) {
            double expected = value(bits, fractionBits);
            float actual = decoded(format, bits);
            int at = bits;
            assertEquals(expected, actual, () -> "bits " + Integer.toHexString(at));
            int again = encoded(format, actual);
            if (Double.isNaN(expected)) {
                assertTrue(Double.isNaN(value(again, fractionBits)));
                assertEquals(bits >> 15, again >> 15, "the sign of NaN");
            } else {
                assertEquals(bits, again);
            }
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource({"F16, 10", "BF16, 7"})
    @DisplayName("are the nearest to any weight; of two equally near the even one; past the last, infinity")
    void nearest(String name, int fractionBits) {
        Format format = Formats.named(name);
        int infinity = (1 << 15) - (1 << fractionBits);
        for (int bits = 0; bits < infinity; bits++) {
            double below = value(bits, fractionBits);
            // the step on from the greatest number is as long as the step before it
            double above =
                    bits + 1 < infinity ? value(bits + 1, fractionBits) : 2 * below - value(bits - 1, fractionBits);
            float middle = (float) ((below + above) / 2);
            assertEquals((below + above) / 2, middle, "a float of 32 bits holds the middle");
            int even = bits % 2 == 0 ? bits : bits + 1;
            for (int sign : new int[] {0, 1}) {
                float side = sign == 0 ? 1 : -1;
                assertEquals(sign << 15 | even, encoded(format, side * middle));
                assertEquals(sign << 15 | bits, encoded(format, side * Math.nextDown(middle)));
                assertEquals(sign << 15 | bits + 1, encoded(format, side * Math.nextUp(middle)));
            }
        }
    }
}
