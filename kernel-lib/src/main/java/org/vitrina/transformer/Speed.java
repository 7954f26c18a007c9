package org.vitrina.transformer;

import java.util.Arrays;

/// How fast a model runs on this machine.
///
/// @param prefill tokens per second while a prompt is read at once
/// @param decode  tokens per second while a text is written token by token
public record Speed(double prefill, double decode) {
    /// Measures once: reads `prompt` tokens, then `tokens` more, one by one, each the likeliest.
    ///
    /// The first measurement of a process is slower, as its code is not compiled yet.
    ///
    /// @throws IllegalArgumentException if both together are more than the model's context
    public static Speed measure(LanguageModel model, int prompt, int tokens) {
        if (prompt < 1 || tokens < 1 || (long) prompt + tokens > model.contextLength()) {
            throw new IllegalArgumentException(
                    "a measurement reads at least 1 token and writes at least 1, both together"
                            + " not more than the model's context of " + model.contextLength() + ", but got " + prompt
                            + " and "
                            + tokens);
        }
        int[] ids = new int[prompt];
        int known = Math.min(model.vocabularySize(), model.tokenizer().vocabularySize());
        Arrays.setAll(ids, i -> (int) ((1000 + 7L * i) % known));
        var session = model.session();
        long began = System.nanoTime();
        float[] logits = session.next(ids);
        long read = System.nanoTime();
        for (int i = 0; i < tokens; i++) {
            logits = session.next(likeliest(logits));
        }
        long done = System.nanoTime();
        return new Speed(prompt * 1e9 / (read - began), tokens * 1e9 / (done - read));
    }

    private static int likeliest(float[] logits) {
        int best = 0;
        for (int id = 1; id < logits.length; id++) {
            if (logits[id] > logits[best]) best = id;
        }
        return best;
    }
}
