package org.vitrina;

import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Tries a property on many seeded random inputs.
public final class Property {
    private Property() {}

    /// Runs `property` with a generator of its own for each seed from 0; a failure names the seed that shows it.
    public static void forRandom(int tries, Consumer<RandomGenerator> property) {
        for (long seed = 0; seed < tries; seed++) {
            try {
                property.accept(RandomGeneratorFactory.of("L64X128MixRandom").create(seed));
            } catch (AssertionError | RuntimeException e) {
                throw new AssertionError("fails for seed " + seed + ": " + e.getMessage(), e);
            }
        }
    }
}
