package org.vitrina.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("The functions of vectors")
class VectorMathTests {
    private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;

    private static float exp(float x) {
        return VectorMath.exp(FloatVector.broadcast(SPECIES, x)).lane(0);
    }

    @Test
    @DisplayName("exp is within 2 units in the last place of Math.exp, for a million numbers of its whole range")
    void exp() {
        double worst = 0;
        for (int i = 0; i <= 1_000_000; i++) {
            float x = (float) (-87.3 + i * (88.7 + 87.3) / 1_000_000);
            double exact = Math.exp(x);
            worst = Math.max(worst, Math.abs(exp(x) - exact) / Math.ulp((float) exact));
        }
        assertTrue(worst <= 2, "the worst is off by " + worst + " units");
    }

    @Test
    @DisplayName("exp of what lies outside is 0 or infinity, of 0 exactly 1, and of no number no number")
    void edges() {
        assertEquals(0, exp(-88));
        assertEquals(0, exp(Float.NEGATIVE_INFINITY));
        assertEquals(Float.POSITIVE_INFINITY, exp(89));
        assertEquals(Float.POSITIVE_INFINITY, exp(Float.POSITIVE_INFINITY));
        assertEquals(1, exp(0));
        assertTrue(Float.isNaN(exp(Float.NaN)));
    }

    @Test
    @DisplayName("sigmoid and tanh are within 4e-7 of the definition")
    void sigmoid() {
        for (float x = -40; x < 40; x += 0.001f) {
            FloatVector v = FloatVector.broadcast(SPECIES, x);
            assertEquals(1 / (1 + Math.exp(-x)), VectorMath.sigmoid(v).lane(0), 4e-7);
            assertEquals(Math.tanh(x), VectorMath.tanh(v).lane(0), 4e-7);
        }
    }

    @ParameterizedTest(name = "{0} bits")
    @ValueSource(ints = {64, 128, 256, 512})
    @DisplayName("the sum of lanes adds halves, in the same order whether interpreted or compiled")
    void sum(int bits) {
        VectorSpecies<Float> species = VectorSpecies.of(float.class, VectorShape.forBitSize(bits));
        forRandom(100, random -> {
            float[] lanes = new float[species.length()];
            for (int i = 0; i < lanes.length; i++) lanes[i] = (float) random.nextGaussian();
            float[] sums = lanes.clone();
            for (int half = lanes.length / 2; half > 0; half /= 2)
                for (int i = 0; i < half; i++) sums[i] += sums[i + half];
            assertEquals(sums[0], VectorMath.sum(FloatVector.fromArray(species, lanes, 0)));
        });
    }
}
