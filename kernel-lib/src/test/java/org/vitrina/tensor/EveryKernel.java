package org.vitrina.tensor;

import java.util.random.RandomGenerator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Named;

/// The kernels that a test of numbers runs on, and numbers for it.
final class EveryKernel {
    private EveryKernel() {}

    /// Scalar ones and vectors of every width.
    static Stream<Named<Kernels>> all() {
        return Stream.concat(Stream.of(Named.of("scalar", new ScalarKernels())), vectors());
    }

    static Stream<Named<Kernels>> vectors() {
        return Stream.of(64, 128, 256, 512).map(bits -> Named.of(bits + " bits", Vectors.kernels(bits)));
    }

    /// Returns numbers of both signs and quite different sizes.
    static float[] floats(RandomGenerator random, int n) {
        var floats = new float[n];
        for (int i = 0; i < n; i++) {
            floats[i] = (float) (random.nextGaussian() * Math.exp(random.nextGaussian()));
        }
        return floats;
    }
}
