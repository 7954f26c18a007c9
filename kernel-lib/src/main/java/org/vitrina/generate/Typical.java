package org.vitrina.generate;

/// Keeps the typical tokens: those whose surprise, `-log p`, is nearest to the entropy, as few as have a
/// probability of at least p together ([Meister et al. 2023, section 4](https://arxiv.org/abs/2202.00666)).
///
/// A token may be cut off because it is too likely: it would say less than is usual at this place.
///
/// @param p greater than 0, at most 1; the paper's tau
public record Typical(double p) implements SamplerStep {
    private static final double LN_2 = StrictMath.log(2);

    public Typical {
        if (!(p > 0 && p <= 1)) {
            throw new IllegalArgumentException("typical is a probability greater than 0 and at most 1, but is " + p);
        }
    }

    @Override
    public void apply(Candidates candidates, History history) {
        if (p == 1) {
            return;
        }
        Candidates.Scale scale = candidates.scale();
        double entropy = candidates.entropy() * LN_2;
        // log p is the logit less the logarithm of the sum of all exp(logit)
        double middle = scale.largest() + StrictMath.log(scale.total()) - entropy;
        var nearness = new float[candidates.size()];
        for (int i = 0; i < nearness.length; i++) {
            nearness[i] = (float) -Math.abs(candidates.logit(i) - middle);
        }
        candidates.keepMass(p, nearness);
    }

    @Override
    public String name() {
        return "typical";
    }

    @Override
    public String setting() {
        return "typical " + Numbers.setting(p);
    }

    @Override
    public String does() {
        return "keeps the tokens whose surprise is nearest to the entropy, as few as have %s together"
                .formatted(Numbers.percent(p));
    }
}
