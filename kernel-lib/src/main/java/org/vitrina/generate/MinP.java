package org.vitrina.generate;

/// Keeps the tokens that are at least p times as likely as the likeliest one
/// ([Nguyen et al. 2024, section 3](https://arxiv.org/abs/2407.01082)).
///
/// @param p greater than 0, at most 1
public record MinP(double p) implements SamplerStep {
    public MinP {
        if (!(p > 0 && p <= 1)) {
            throw new IllegalArgumentException(
                    "min-p is a share of the likeliest token's probability, greater than 0 and at most 1, but is " + p);
        }
    }

    @Override
    public void apply(Candidates candidates, History history) {
        candidates.keepAtLeast(p * candidates.probability(candidates.likeliest(1)[0]));
    }

    @Override
    public String name() {
        return "min-p";
    }

    @Override
    public String setting() {
        return "min-p " + Numbers.setting(p);
    }

    @Override
    public String does() {
        return "keeps the tokens that are at least %s as likely as the likeliest".formatted(Numbers.percent(p));
    }
}
