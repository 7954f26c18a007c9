package org.vitrina.transformer;

/// How a rotary embedding's angles are changed to reach past the length that a model was trained on.
public sealed interface RopeScaling {
    /// As trained.
    record None() implements RopeScaling {}

    /// Positions are divided by `factor` ([Chen et al. 2023](https://arxiv.org/abs/2306.15595)).
    record Linear(float factor) implements RopeScaling {
        public Linear {
            if (!(factor > 0)) throw new IllegalArgumentException("the factor must be above 0, but is " + factor);
        }
    }

    /// The base grows, so that the lowest frequency is divided by `factor`, the highest is kept, and
    /// those between change the more the lower they are: "NTK-aware" scaling ([Peng et al. 2023, section
    /// 3.1](https://arxiv.org/abs/2309.00071)).
    record Ntk(float factor) implements RopeScaling {
        public Ntk {
            if (!(factor > 0)) throw new IllegalArgumentException("the factor must be above 0, but is " + factor);
        }

        /// Returns the base that takes the place of the rope's own.
        double base(Rope rope) {
            return rope.base() * Math.pow(factor, rope.rotated() / (rope.rotated() - 2.0));
        }
    }

    /// Each frequency is divided by its own factor, as Llama 3 files carry them in `rope_freqs.weight`.
    record Frequencies(float[] factors) implements RopeScaling {}

    /// Divides low frequencies by `factor` and keeps high ones
    /// ([Peng et al. 2023](https://arxiv.org/abs/2309.00071)).
    ///
    /// @param trainedLength   how many positions the model saw in training
    /// @param betaFast        pairs that turn more often than this in the trained length are kept; often 32
    /// @param betaSlow        pairs that turn less often than this are divided by `factor`; often 1
    /// @param attentionFactor what turned vectors are multiplied with; the paper's is `0.1 ln(factor) + 1`
    record Yarn(float factor, int trainedLength, float betaFast, float betaSlow, float attentionFactor)
            implements RopeScaling {
        /// Returns the paper's setting: pairs that turn more than 32 times in the trained length are
        /// kept, those that turn less than once are divided by `factor`, and turned vectors grow by `0.1
        /// ln(factor) + 1`.
        public static Yarn of(float factor, int trainedLength) {
            return new Yarn(factor, trainedLength, 32, 1, (float) (0.1 * Math.log(factor) + 1));
        }

        public Yarn {
            if (!(factor > 0) || trainedLength < 1) {
                throw new IllegalArgumentException(
                        "YaRN's factor must be above 0 and the trained length at least 1, but" + " they are " + factor
                                + " and " + trainedLength);
            }
        }

        /// Returns the changed frequency of pair `i`.
        double frequency(double frequency, int i, Rope rope) {
            double low = Math.max(0, Math.floor(pairThatTurns(betaFast, rope)));
            double high = Math.min(rope.rotated() - 1, Math.ceil(pairThatTurns(betaSlow, rope)));
            double ramp = Math.clamp((i - low) / Math.max(0.001, high - low), 0.0, 1.0);
            return frequency / factor * ramp + frequency * (1 - ramp);
        }

        /// Returns the (fractional) pair that turns `times` times in the trained length.
        private double pairThatTurns(double times, Rope rope) {
            return rope.rotated() * Math.log(trainedLength / (times * 2 * Math.PI)) / (2 * Math.log(rope.base()));
        }
    }
}
