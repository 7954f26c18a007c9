package org.vitrina.generate;

/// Divides the logits by a temperature ([Ackley et al. 1985](https://doi.org/10.1207/s15516709cog0901_7);
/// [Hinton et al. 2015, section 2](https://arxiv.org/abs/1503.02531)).
///
/// Below 1 the likely tokens become likelier still, above 1 all become more alike. Towards 0 only the
/// likeliest is left, and so it is at 0 itself.
///
/// @param t at least 0
public record Temperature(double t) implements SamplerStep {
    /// With a lower one, quotients of usual logits would no longer be finite numbers.
    static final double LOWEST = 1e-6;

    public Temperature {
        if (!(t >= 0 && t < Double.POSITIVE_INFINITY) || t > 0 && t < LOWEST) {
            throw new IllegalArgumentException("the temperature is 0, for the likeliest token alone, or a number of at"
                    + " least " + LOWEST + ", but is " + t);
        }
    }

    @Override
    public void apply(Candidates candidates, History history) {
        if (t == 0) {
            candidates.keepLikeliest(1);
        } else if (t != 1) {
            candidates.divide(t);
        }
    }

    @Override
    public String name() {
        return "temperature";
    }

    @Override
    public String setting() {
        return "temperature " + Numbers.setting(t);
    }

    @Override
    public String does() {
        if (t == 0) {
            return "0 keeps the likeliest token alone";
        }
        String effect = t < 1 ? ": the likely become likelier" : t > 1 ? ": all become more alike" : "";
        return "divides every logit by " + Numbers.setting(t) + effect;
    }
}
