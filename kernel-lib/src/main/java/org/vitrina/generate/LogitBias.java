package org.vitrina.generate;

import java.util.Collections;
import java.util.Map;
import java.util.TreeMap;

/// Adds a number to the logits of some tokens. Negative infinity bans a token.
///
/// @param bias what is added, by id; not NaN and not positive infinity
public record LogitBias(Map<Integer, Double> bias) implements SamplerStep {
    public LogitBias {
        bias = Collections.unmodifiableMap(new TreeMap<>(bias));
        bias.forEach((id, value) -> {
            if (!(value < Double.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException(
                        "a logit bias is a finite number, or negative infinity for a token that"
                                + " shall not be picked, but for token " + id + " it is " + value);
            }
        });
    }

    @Override
    public void apply(Candidates candidates, History history) {
        bias.forEach((id, value) -> {
            int index = candidates.indexOf(id);
            if (index >= 0) {
                candidates.logit(index, candidates.logit(index) + value);
            } else if (id < 0) {
                throw new IllegalArgumentException("there is no token " + id + " to give a logit bias to");
            }
        });
        if (bias.containsValue(Double.NEGATIVE_INFINITY)) {
            int likeliest = candidates.likeliest(1)[0];
            if (candidates.logit(likeliest) == Float.NEGATIVE_INFINITY) {
                throw new IllegalArgumentException("the logit bias bans every token that could be picked here, "
                        + (candidates.size() == 1 ? "the only one" : "all " + candidates.size())
                        + "; ban fewer tokens, or allow more where a constraint stands before it");
            }
            candidates.keepIf(i -> candidates.logit(i) > Float.NEGATIVE_INFINITY);
        }
    }

    @Override
    public String name() {
        return "logit-bias";
    }

    @Override
    public String setting() {
        return "logit bias " + bias;
    }

    @Override
    public String does() {
        return "adds to the logits of %d %s".formatted(bias.size(), bias.size() == 1 ? "token" : "tokens");
    }
}
