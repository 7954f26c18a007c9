package org.vitrina.train;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// What one step of a training measured.
///
/// @param step         its number, counted from 1
/// @param loss         what the step makes smaller; when predicting, the mean of `-log p` of the next
///     tokens of its batch, before the step, in nats
/// @param gradientNorm the norm of all gradients together, before clipping
/// @param rate         the learning rate
/// @param tokens       how many tokens were learned from so far
/// @param seconds      how long the training has computed so far
/// @param more         what else a stage measures, by name, in its order: a reward, a distance
public record TrainingStep(
        int step,
        double loss,
        double gradientNorm,
        float rate,
        long tokens,
        double seconds,
        SequencedMap<String, Double> more) {
    public TrainingStep {
        more = Collections.unmodifiableSequencedMap(new LinkedHashMap<>(more));
    }

    public TrainingStep(int step, double loss, double gradientNorm, float rate, long tokens, double seconds) {
        this(step, loss, gradientNorm, rate, tokens, seconds, new LinkedHashMap<>());
    }
}
