package org.vitrina.generate;

/// Keeps the k likeliest tokens ([Fan et al. 2018, section 5](https://arxiv.org/abs/1805.04833)).
///
/// Exactly k: of tokens that are equally likely those with the lower id stay, as in llama.cpp. Transformers
/// keeps all that equal the k-th.
///
/// @param k at least 1
public record TopK(int k) implements SamplerStep {
    public TopK {
        if (k < 1) {
            throw new IllegalArgumentException(
                    "top-k keeps at least 1 token, but k is " + k + "; leave it out to keep all");
        }
    }

    @Override
    public void apply(Candidates candidates, History history) {
        candidates.keepLikeliest(k);
    }

    @Override
    public String name() {
        return "top-k";
    }

    @Override
    public String setting() {
        return "top-k " + k;
    }

    @Override
    public String does() {
        return k == 1 ? "keeps the likeliest token alone" : "keeps the %,d likeliest tokens".formatted(k);
    }
}
