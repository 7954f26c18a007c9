package org.vitrina.generate;

/// Keeps the nucleus: the likeliest tokens, as few as have a probability of at least p together
/// ([Holtzman et al. 2020, section 3.1](https://arxiv.org/abs/1904.09751)).
///
/// Where the model is sure these are few, where it is not they are many.
///
/// @param p greater than 0, at most 1
public record TopP(double p) implements SamplerStep {
    public TopP {
        if (!(p > 0 && p <= 1)) {
            throw new IllegalArgumentException("top-p is a probability greater than 0 and at most 1, but is " + p);
        }
    }

    @Override
    public void apply(Candidates candidates, History history) {
        if (p < 1) {
            candidates.keepMass(p);
        }
    }

    @Override
    public String name() {
        return "top-p";
    }

    @Override
    public String setting() {
        return "top-p " + Numbers.setting(p);
    }

    @Override
    public String does() {
        return "keeps the likeliest tokens, as few as have %s together".formatted(Numbers.percent(p));
    }
}
