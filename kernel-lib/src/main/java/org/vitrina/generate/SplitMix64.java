package org.vitrina.generate;

import java.util.random.RandomGenerator;

/// The random numbers of sampling: SplitMix64
/// ([Steele, Lea and Flood 2014, section 5](https://doi.org/10.1145/2714064.2660195)).
///
/// Every operation is defined exactly, so a seed gives the same numbers on every machine and in every
/// version of Java. [java.util.SplittableRandom] gives the same ones today; its documentation does not
/// promise it.
final class SplitMix64 implements RandomGenerator {
    private static final long GOLDEN_GAMMA = 0x9E37_79B9_7F4A_7C15L;

    private long state;

    SplitMix64(long seed) {
        state = seed;
    }

    @Override
    public long nextLong() {
        state += GOLDEN_GAMMA;
        long mixed = (state ^ state >>> 30) * 0xBF58_476D_1CE4_E5B9L;
        mixed = (mixed ^ mixed >>> 27) * 0x94D0_49BB_1331_11EBL;
        return mixed ^ mixed >>> 31;
    }

    /// Returns a number of at least 0 and less than 1: the upper 53 bits of [#nextLong], as
    /// [RandomGenerator] does it, spelled out so that it stays so.
    @Override
    public double nextDouble() {
        return (nextLong() >>> 11) * 0x1p-53;
    }
}
