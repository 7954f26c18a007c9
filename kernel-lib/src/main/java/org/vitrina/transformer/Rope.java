package org.vitrina.transformer;

import java.util.Arrays;
import java.util.Objects;
import org.vitrina.tensor.Pairing;

/// Rotary position embedding ([Su et al. 2021](https://arxiv.org/abs/2104.09864)).
///
/// @param rotated how many numbers of each head are turned, from the first on
/// @param base    the base of the wavelengths, often 10,000
/// @param pairing which two numbers turn together
/// @param scaling how angles are changed to reach past the trained length
public record Rope(int rotated, float base, Pairing pairing, RopeScaling scaling) {
    public Rope {
        Objects.requireNonNull(pairing, "pairing");
        Objects.requireNonNull(scaling, "scaling");
        if (rotated < 2 || rotated % 2 != 0 || !(base > 0)) {
            throw new IllegalArgumentException("a rotary embedding turns an even count of numbers, at least 2, and its"
                    + " base is above 0, but got " + rotated + " numbers and base " + base);
        }
        if (scaling instanceof RopeScaling.Frequencies(float[] factors) && factors.length != rotated / 2) {
            throw new IllegalArgumentException("a rotary embedding of " + rotated + " numbers needs " + rotated / 2
                    + " frequency factors, one for each pair, but got " + factors.length);
        }
    }

    /// Returns this embedding with another scaling.
    public Rope with(RopeScaling scaling) {
        return new Rope(rotated, base, pairing, scaling);
    }

    /// Returns by how many radians each pair turns from one position to the next, shape `[rotated / 2]`.
    public double[] frequencies() {
        double[] frequencies = new double[rotated / 2];
        Arrays.setAll(frequencies, i -> Math.pow(base, -2.0 * i / rotated));
        switch (scaling) {
            case RopeScaling.None() -> {}
            case RopeScaling.Linear(float factor) -> Arrays.setAll(frequencies, i -> frequencies[i] / factor);
            case RopeScaling.Ntk ntk -> Arrays.setAll(frequencies, i -> Math.pow(ntk.base(this), -2.0 * i / rotated));
            case RopeScaling.Frequencies(float[] factors) ->
                Arrays.setAll(frequencies, i -> frequencies[i] / factors[i]);
            case RopeScaling.Yarn yarn -> Arrays.setAll(frequencies, i -> yarn.frequency(frequencies[i], i, this));
        }
        return frequencies;
    }

    /// Returns what turned vectors are multiplied with: 1 unless the scaling says otherwise.
    public double magnitude() {
        return scaling instanceof RopeScaling.Yarn yarn ? yarn.attentionFactor() : 1;
    }
}
