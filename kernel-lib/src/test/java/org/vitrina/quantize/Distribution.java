package org.vitrina.quantize;

import java.util.random.RandomGenerator;

/// Kinds of weights that a quantizer must cope with.
enum Distribution {
    NORMAL {
        @Override
        float next(RandomGenerator random, int i) {
            return (float) random.nextGaussian();
        }
    },
    NORMAL_SMALL {
        @Override
        float next(RandomGenerator random, int i) {
            return 0.02f * (float) random.nextGaussian();
        }
    },
    UNIFORM {
        @Override
        float next(RandomGenerator random, int i) {
            return random.nextFloat(-1, 1);
        }
    },
    POSITIVE {
        @Override
        float next(RandomGenerator random, int i) {
            return random.nextFloat(3, 5);
        }
    },
    NEGATIVE {
        @Override
        float next(RandomGenerator random, int i) {
            return -random.nextFloat();
        }
    },
    OUTLIERS {
        @Override
        float next(RandomGenerator random, int i) {
            return (float) random.nextGaussian() * (random.nextInt(40) == 0 ? 100 : 1);
        }
    },
    HEAVY_TAILS {
        @Override
        float next(RandomGenerator random, int i) {
            return (float) Math.tan(Math.PI * (random.nextDouble() - 0.5));
        }
    },
    SPARSE {
        @Override
        float next(RandomGenerator random, int i) {
            return random.nextInt(10) == 0 ? (float) random.nextGaussian() : 0;
        }
    },
    ZEROS {
        @Override
        float next(RandomGenerator random, int i) {
            return random.nextInt(16) == 0 ? -0f : 0f;
        }
    },
    CONSTANT {
        @Override
        float next(RandomGenerator random, int i) {
            return i < 512 ? 0.3f : -7;
        }
    },
    /// Whole numbers: many are equal, and many lie half-way between two codes.
    TIES {
        @Override
        float next(RandomGenerator random, int i) {
            return random.nextInt(-8, 9);
        }
    },
    HALVES {
        @Override
        float next(RandomGenerator random, int i) {
            return random.nextInt(-31, 32) / 2f;
        }
    },
    /// Around the least scale that 16 bits hold, and below.
    TINY {
        @Override
        float next(RandomGenerator random, int i) {
            return 1e-6f * (float) random.nextGaussian();
        }
    },
    DENORMAL {
        @Override
        float next(RandomGenerator random, int i) {
            return Float.intBitsToFloat(random.nextInt(1 << 23) | random.nextInt() & 0x80000000);
        }
    },
    /// Scales overflow 16 bits.
    LARGE {
        @Override
        float next(RandomGenerator random, int i) {
            return 1e6f * (float) random.nextGaussian();
        }
    },
    /// Sums overflow 32 bits.
    HUGE {
        @Override
        float next(RandomGenerator random, int i) {
            return Float.MAX_VALUE * random.nextFloat(-1, 1);
        }
    },
    /// Every size there is.
    ANY_BITS {
        @Override
        float next(RandomGenerator random, int i) {
            float any;
            do {
                any = Float.intBitsToFloat(random.nextInt());
            } while (!Float.isFinite(any));
            return any;
        }
    },
    /// Each run of 16 has a size of its own.
    UNEVEN {
        private float size;

        @Override
        float next(RandomGenerator random, int i) {
            if (i % 16 == 0) {
                size = (float) Math.exp(random.nextDouble(-20, 5));
            }
            return size * (float) random.nextGaussian();
        }
    },
    SAWTOOTH {
        @Override
        float next(RandomGenerator random, int i) {
            return i % 29 / 14f - 1;
        }
    };

    abstract float next(RandomGenerator random, int i);

    float[] weights(RandomGenerator random, int count) {
        float[] weights = new float[count];
        for (int i = 0; i < count; i++) {
            weights[i] = next(random, i);
        }
        return weights;
    }
}
