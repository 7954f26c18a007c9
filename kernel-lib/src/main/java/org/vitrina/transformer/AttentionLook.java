package org.vitrina.transformer;

import java.util.ArrayList;
import java.util.List;
import org.vitrina.show.Figure;
import org.vitrina.show.Walk;
import org.vitrina.tensor.Tensor;

/// Looks at heads of attention.
final class AttentionLook {
    private AttentionLook() {}

    static Walk<AttentionStep> head(Reading reading, int layer, int head) {
        reading.checkHead(layer, head);
        String at = "blocks." + layer + ".attn.hook_";
        Activations seen = reading.activations(at + "*");
        Config config = reading.model().config();
        AttentionShape shape = config.attention(layer);
        int width = shape.width();
        int kvHead = head / (shape.heads() / shape.kvHeads());
        boolean turned = config.rope(layer) != null;
        double[][] queries = part(seen.get(at + (turned ? "rot_q" : "q")), head, width);
        double[][] keys = part(seen.get(at + (turned ? "rot_k" : "k")), kvHead, width);
        double[][] values = part(seen.get(at + "v"), kvHead, width);
        double[][] mixed = part(seen.get(at + "z"), head, width);
        double[][] masked = hidden(Pictures.head(seen.get(at + "attn_scores"), head));
        double[][] pattern = Pictures.head(seen.get(at + "pattern"), head);
        List<String> tokens = reading.tokens();
        return Walk.of(
                "Head %d of layer %d reads %d tokens".formatted(head, layer, reading.length()),
                List.of(
                        new AttentionStep.Projected(tokens, queries, keys, turned, head, kvHead),
                        new AttentionStep.Scored(
                                tokens, allScores(queries, keys, masked, shape.scale()), shape.scale()),
                        new AttentionStep.Masked(tokens, masked, shape.window()),
                        new AttentionStep.Shared(tokens, whereSeen(pattern, masked)),
                        new AttentionStep.Mixed(tokens, whereSeen(pattern, masked), values, mixed)));
    }

    private static double[][] part(Tensor rows, int head, int width) {
        return Pictures.columns(rows, head * width, (head + 1) * width);
    }

    private static double[][] hidden(double[][] scores) {
        return Pictures.rows(scores.length, t -> {
            double[] row = scores[t];
            for (int s = 0; s < row.length; s++) {
                if (row[s] == Double.NEGATIVE_INFINITY) row[s] = Double.NaN;
            }
            return row;
        });
    }

    /// Returns the model's scores, and where it hides one, what it would have been.
    private static double[][] allScores(double[][] queries, double[][] keys, double[][] masked, double scale) {
        return Pictures.rows(queries.length, t -> {
            double[] row = masked[t].clone();
            for (int s = 0; s < row.length; s++) {
                if (!Double.isNaN(row[s])) continue;
                double sum = 0;
                for (int i = 0; i < queries[t].length; i++) {
                    sum += queries[t][i] * keys[s][i];
                }
                row[s] = sum * scale;
            }
            return row;
        });
    }

    private static double[][] whereSeen(double[][] pattern, double[][] masked) {
        return Pictures.rows(pattern.length, t -> {
            double[] row = pattern[t].clone();
            for (int s = 0; s < row.length; s++) {
                if (Double.isNaN(masked[t][s])) row[s] = Double.NaN;
            }
            return row;
        });
    }

    static Figure.Heatmap pattern(Reading reading, int layer, int head) {
        reading.checkHead(layer, head);
        String place = "blocks." + layer + ".attn.hook_pattern";
        double[][] pattern = Pictures.head(reading.activations(place).get(place), head);
        return Pictures.heat(
                "attention pattern of layer %d, head %d (share)".formatted(layer, head),
                "looking",
                "looked at",
                reading.tokens(),
                reading.tokens(),
                Pictures.pastOnly(pattern));
    }

    static Figure.Tiles patterns(Reading reading) {
        Config config = reading.model().config();
        Activations seen = reading.activations("blocks.*.attn.hook_pattern");
        int heads = config.attention().heads();
        var rows = new ArrayList<List<double[][]>>();
        for (int layer = 0; layer < config.layers(); layer++) {
            Tensor pattern = seen.get("blocks." + layer + ".attn.hook_pattern");
            var row = new ArrayList<double[][]>();
            for (int head = 0; head < heads; head++) {
                row.add(Pictures.head(pattern, head));
            }
            rows.add(row);
        }
        return new Figure.Tiles(
                "attention patterns of all heads, %d tokens (share)".formatted(reading.length()),
                "layer",
                "head",
                Pictures.numbers(0, config.layers()),
                Pictures.numbers(0, heads),
                rows);
    }
}
