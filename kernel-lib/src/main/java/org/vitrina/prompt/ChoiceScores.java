package org.vitrina.prompt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vitrina.transformer.LanguageModel;

/// Says how likely a model finds each of several texts after a prompt: `log p(choice | prompt)`, summed
/// over the choice's tokens. What two prompts in a row begin with in common is read once.
final class ChoiceScores {
    private final LanguageModel model;
    private final LanguageModel.Session session;
    private int[] read = {};

    ChoiceScores(LanguageModel model) {
        this.model = model;
        session = model.session();
    }

    /// Returns the natural logarithm of each choice's probability.
    ///
    /// @param before what stands between the prompt and each choice; counts as a part of the choice
    List<Double> of(int[] prompt, String before, List<String> choices) {
        var tokens = choices.stream()
                .map(choice -> model.tokenizer().encode(before + choice))
                .toList();
        int longest = tokens.stream().mapToInt(ids -> ids.length).max().orElseThrow();
        if (prompt.length + longest > model.contextLength()) {
            throw new IllegalArgumentException(
                    "prompt and choices have %,d tokens, but %s holds %,d; show fewer examples"
                            .formatted(prompt.length + longest, model.name(), model.contextLength()));
        }
        int mismatch = Arrays.mismatch(read, prompt);
        int same = Math.min(mismatch < 0 ? prompt.length : mismatch, prompt.length - 1);
        session.rewind(same);
        float[] logits = session.next(Arrays.copyOfRange(prompt, same, prompt.length));
        read = prompt.clone();
        var logs = new ArrayList<Double>();
        for (int[] ids : tokens) {
            double log = logProbability(logits, ids[0]);
            if (ids.length > 1) {
                float[][] after = session.all(Arrays.copyOf(ids, ids.length - 1));
                for (int i = 1; i < ids.length; i++) log += logProbability(after[i - 1], ids[i]);
                session.rewind(prompt.length);
            }
            logs.add(log);
        }
        return logs;
    }

    private static double logProbability(float[] logits, int id) {
        double largest = Double.NEGATIVE_INFINITY;
        for (float logit : logits) largest = Math.max(largest, logit);
        double sum = 0;
        for (float logit : logits) sum += Math.exp(logit - largest);
        return logits[id] - largest - Math.log(sum);
    }
}
