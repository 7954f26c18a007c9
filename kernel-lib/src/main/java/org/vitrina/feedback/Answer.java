package org.vitrina.feedback;

/// What a model said to a prompt.
///
/// @param prompt           what it was asked
/// @param ids              the tokens of the answer, with the one that ended it
/// @param logProbabilities how likely each token was to the model when it said it, in nats
/// @param text             the answer without the token that ended it
/// @param ended            whether the model ended it, and did not just run out of room
public record Answer(Prompt prompt, int[] ids, float[] logProbabilities, String text, boolean ended) {
    public Answer {
        if (ids.length == 0 || ids.length != logProbabilities.length) {
            throw new IllegalArgumentException("an answer needs at least one token and a log-probability for each, but"
                    + " got " + ids.length + " tokens and " + logProbabilities.length + " log-probabilities");
        }
    }

    /// Returns whether the answer is true; one that was never ended is not.
    public boolean isRight() {
        return ended && prompt.isRight(text);
    }

    /// Returns how many tokens it has.
    public int length() {
        return ids.length;
    }

    /// Returns the logarithm of the probability of the whole answer, in nats.
    public double logProbability() {
        double sum = 0;
        for (float logProbability : logProbabilities) {
            sum += logProbability;
        }
        return sum;
    }

    @Override
    public String toString() {
        return prompt.text() + text;
    }
}
