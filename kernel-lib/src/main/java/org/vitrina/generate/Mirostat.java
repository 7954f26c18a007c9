package org.vitrina.generate;

/// Keeps the text as surprising as is asked for: Mirostat, version 2 ([Basu et al.
/// 2021](https://arxiv.org/abs/2007.14966); version 2 is in the authors' code, and llama.cpp's is the
/// same).
///
/// It cuts off the tokens whose surprise `-log2 p` exceeds a threshold. The threshold begins at `2 * tau`,
/// and each pick moves it by `eta` times the difference between the pick's surprise and tau: after a dull
/// token it rises, after a surprising one it falls.
///
/// @param tau the surprise to keep to, in bits; greater than 0
/// @param eta how fast the threshold follows; greater than 0
public record Mirostat(double tau, double eta) implements SamplerStep {
    private static final double LN_2 = StrictMath.log(2);

    public Mirostat {
        if (!(tau > 0 && Double.isFinite(tau))) {
            throw new IllegalArgumentException("Mirostat's tau is a surprise in bits, greater than 0, but is " + tau);
        }
        if (!(eta > 0 && Double.isFinite(eta))) {
            throw new IllegalArgumentException("Mirostat's eta is a learning rate greater than 0, but is " + eta);
        }
    }

    @Override
    public void apply(Candidates candidates, History history) {
        // -log2 p <= threshold
        candidates.keepAtLeast(StrictMath.exp(-threshold(history) * LN_2));
    }

    /// Returns the surprise above which a token is cut off now, in bits; the authors' mu.
    public double threshold(History history) {
        return 2 * tau - eta * (history.surprise() - history.picks() * tau);
    }

    @Override
    public String name() {
        return "mirostat";
    }

    @Override
    public String setting() {
        return "Mirostat tau %s, eta %s".formatted(Numbers.setting(tau), Numbers.setting(eta));
    }

    @Override
    public String does() {
        return "keeps the tokens whose surprise is below its threshold, to hold the text at %s bits a token"
                .formatted(Numbers.setting(tau));
    }
}
