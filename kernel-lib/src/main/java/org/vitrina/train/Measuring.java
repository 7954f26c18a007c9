package org.vitrina.train;

import java.util.ArrayList;
import java.util.List;
import org.vitrina.show.Progress;
import org.vitrina.tokenize.Tokenizer;

/// Batches that a model is measured on, and never learns from.
///
/// @param name    what they are, such as `validation`
/// @param batches what is measured
/// @param bytes   how many bytes of text the tokens are that count, special tokens left out
/// @param counted how many tokens count
record Measuring(String name, List<Batch> batches, long bytes, long counted) {
    static Measuring of(String name, List<Batch> batches, Tokenizer tokenizer) {
        var special = new java.util.HashSet<>(tokenizer.specialTokens().values());
        int[] lengths = new int[tokenizer.vocabularySize()];
        for (int id = 0; id < lengths.length; id++) {
            lengths[id] = special.contains(id) ? 0 : tokenizer.bytes(id).length;
        }
        long bytes = 0;
        long counted = 0;
        for (Batch batch : batches) {
            counted += batch.counted();
            for (int i = 0; i < batch.targets().length; i++) {
                if (batch.weights() == null || batch.weights()[i] > 0) {
                    bytes += lengths[batch.targets()[i]];
                }
            }
        }
        return new Measuring(name, batches, bytes, counted);
    }

    /// Returns the mean loss, and what it means for each byte of text.
    List<Measurement> measure(Trainer trainer) {
        if (counted == 0) {
            return List.of();
        }
        double sum = 0;
        try (var task = Progress.task("measuring the loss on " + name, batches.size())) {
            for (int i = 0; i < batches.size(); i++) {
                sum += trainer.evaluate(batches.get(i)) * batches.get(i).counted();
                task.at(i + 1);
            }
        }
        var found = new ArrayList<Measurement>();
        found.add(Measurement.of(name + " loss", sum / counted, 4, "nats per token", counted));
        if (bytes > 0) {
            found.add(Measurement.of(name + " bits per byte", sum / Math.log(2) / bytes, 4, "", bytes));
        }
        return found;
    }
}
