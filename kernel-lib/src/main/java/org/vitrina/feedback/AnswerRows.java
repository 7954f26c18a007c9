package org.vitrina.feedback;

import java.util.Arrays;
import java.util.List;

/// Answers with their prompts as rows of ids of equal length, for a model to read at once. Shorter ones
/// are filled up behind their end, where no earlier token sees it.
///
/// @param answers   `B` of them
/// @param positions `T`, how many ids each row has
/// @param inputs    shape `[B, T]`
/// @param targets   shape `[B, T]`: where the next id is a token of the answer, that id; otherwise -1
record AnswerRows(List<Answer> answers, int positions, int[] inputs, int[] targets) {
    static AnswerRows of(List<Answer> answers) {
        int positions = answers.stream()
                .mapToInt(answer -> answer.prompt().ids().length + answer.length() - 1)
                .max()
                .orElseThrow(() -> new IllegalArgumentException("there are no answers to learn from"));
        int[] inputs = new int[answers.size() * positions];
        int[] targets = new int[inputs.length];
        Arrays.fill(targets, -1);
        for (int i = 0; i < answers.size(); i++) {
            int[] prompt = answers.get(i).prompt().ids();
            int[] answer = answers.get(i).ids();
            int row = i * positions;
            System.arraycopy(prompt, 0, inputs, row, prompt.length);
            System.arraycopy(answer, 0, inputs, row + prompt.length, answer.length - 1);
            System.arraycopy(answer, 0, targets, row + prompt.length - 1, answer.length);
        }
        return new AnswerRows(List.copyOf(answers), positions, inputs, targets);
    }

    /// Gives a token of an answer its number.
    interface OfToken {
        double at(int answer, int token);
    }

    /// Returns a number for each token of each answer, shape `[B, T]`, and 0 elsewhere.
    float[] spread(OfToken number) {
        float[] all = new float[targets.length];
        for (int i = 0; i < answers.size(); i++) {
            int first = first(i);
            for (int token = 0; token < answers.get(i).length(); token++) {
                all[first + token] = (float) number.at(i, token);
            }
        }
        return all;
    }

    /// Returns the numbers of each answer's tokens.
    ///
    /// @param all shape `[B, T]`
    float[][] gather(float[] all) {
        float[][] gathered = new float[answers.size()][];
        Arrays.setAll(
                gathered,
                i -> Arrays.copyOfRange(all, first(i), first(i) + answers.get(i).length()));
        return gathered;
    }

    /// Returns where in `[B, T]` the first token of answer `i` is predicted.
    private int first(int i) {
        return i * positions + answers.get(i).prompt().ids().length - 1;
    }
}
