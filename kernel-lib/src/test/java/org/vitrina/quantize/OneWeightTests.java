package org.vitrina.quantize;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.show.Figure;

@DisplayName("One weight from 32 bits to 1")
class OneWeightTests {
    private final OneWeight weight = OneWeight.of(new float[] {-0.7f, 0.15625f, 0.35f, -0.1f}, 1);

    private static String bits(WidthStep step) {
        return step.code().stream().map(Figure.BitRun::bits).collect(Collectors.joining(" "));
    }

    @Test
    @DisplayName("has the bits of IEEE 754 as a float: 0.15625 is 1.25 × 2^-3")
    void floats() {
        var walk = weight.walk();
        assertEquals("0 01111100 01000000000000000000000", bits(walk.at(0)));
        assertEquals("1.25 × 2^-3", walk.at(0).how());
        assertEquals("0 01100 0100000000", bits(walk.at(1)));
        assertEquals("0 01111100 0100000", bits(walk.at(2)));
        assertEquals(0, walk.at(1).relativeError());
    }

    @Test
    @DisplayName("has a code of its own and a scale of the group's as a whole number")
    void integers() {
        var walk = weight.walk();
        assertEquals(11, walk.size());
        // 4 bits: the scale is 0.7 / 7, the codes go from -7 to 7 and are written with 7 added
        WidthStep four = walk.at(7);
        assertEquals("INT4", four.format());
        assertEquals("1001", bits(four));
        assertEquals(0.2, four.stored(), 1e-4);
        assertEquals(0.28, four.relativeError(), 1e-3);
        // 1 bit: the mean distance from 0 is 0.3265625
        assertEquals("1", bits(walk.at(10)));
        assertEquals(0.3265625, walk.at(10).stored(), 1e-3);
        assertEquals(
                "In 4 bits (INT4) the weight 0.1562 is (9 - 7) × 0.09998 = 0.2, off by 28 %.",
                walk.at(7).caption());
        assertEquals(3, weight.chart().getSeriesCollection().size());
    }

    @Test
    @DisplayName("must be one of the group")
    void wrong() {
        assertThrows(IndexOutOfBoundsException.class, () -> OneWeight.of(new float[] {1, 2}, 2));
    }
}
