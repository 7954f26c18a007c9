package org.vitrina.feedback;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What one step of learning from feedback measured.
///
/// @param step     its number, counted from 1
/// @param measured by name, such as [#REWARD] and [#KL]
/// @param seconds  how long the training has computed so far
public record FeedbackStep(int step, SequencedMap<String, Double> measured, double seconds) {
    /// The mean reward of the step's answers, before the step.
    public static final String REWARD = "reward";

    /// How far the model is from the reference: the Kullback-Leibler divergence, in nats for each answer,
    /// estimated on the step's answers ([Schulman 2020](http://joschu.net/blog/kl-approx.html), k3).
    public static final String KL = "KL";

    /// How surprising the model's own tokens are to it, in nats: an estimate of its entropy. Near 0, it
    /// always says the same, and there is nothing left to choose from.
    public static final String ENTROPY = "entropy";

    /// How many tokens an answer has on average.
    public static final String LENGTH = "length";

    /// The share of prompts with answers of different rewards: from the others nothing is learned by
    /// comparison.
    public static final String MIXED = "mixed prompts";

    /// The loss before the step.
    public static final String LOSS = "loss";

    /// The norm of all gradients together, before clipping.
    public static final String GRADIENT = "gradient norm";

    public FeedbackStep {
        measured = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(measured));
    }

    /// Returns what was measured under this name.
    ///
    /// @throws IllegalArgumentException if there is nothing of that name; the message lists the names
    public double get(String name) {
        Double number = measured.get(name);
        if (number == null) {
            throw new IllegalArgumentException("step " + step + " measured nothing called '" + name + "'; there is "
                    + String.join(", ", measured.keySet()));
        }
        return number;
    }

    public double reward() {
        return get(REWARD);
    }

    public double kl() {
        return get(KL);
    }
}
