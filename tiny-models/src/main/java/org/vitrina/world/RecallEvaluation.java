package org.vitrina.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vitrina.show.Progress;
import org.vitrina.train.Evaluation;
import org.vitrina.train.Measurement;
import org.vitrina.transformer.Model;

/// Measures whether a model recalls which value stood behind a key, against how many pairs there were
/// and how far back the right one stands.
final class RecallEvaluation implements Evaluation {
    private static final int KEYS = 16;
    private static final int ROWS = 100;
    private static final long FIRST_SEED = 1L << 50;
    private static final List<Integer> PAIRS = List.of(2, 4, 8, 12);

    @Override
    public String name() {
        return "recall";
    }

    @Override
    public String about() {
        return ROWS + " rows for each number of pairs, of " + KEYS + " keys, with one question each, as in "
                + "aQbXcRb: the likeliest token after the last key; right is the value behind its first occurrence";
    }

    @Override
    public List<String> models() {
        return List.of("recall-1layer", "recall-2layer");
    }

    @Override
    public List<Measurement> measure(Model model) {
        var measured = new ArrayList<Measurement>();
        int[] hits = new int[3];
        int[] all = new int[3];
        try (var task = Progress.task("recall", PAIRS.size() * ROWS)) {
            for (int pairs : PAIRS) {
                var recall = new Recall(pairs, 1, KEYS);
                int right = 0;
                for (int i = 0; i < ROWS; i++) {
                    Recall.Row row = recall.of(FIRST_SEED + i);
                    boolean isRight = isRight(model, recall, row);
                    if (isRight) right++;
                    if (pairs == 8) {
                        int third = (asked(row) - 1) * 3 / (2 * pairs);
                        all[third]++;
                        if (isRight) hits[third]++;
                    }
                    task.at(task(pairs, i));
                }
                measured.add(Measurement.share("right values, " + pairs + " pairs", right, ROWS));
            }
        }
        for (int third = 0; third < 3; third++) {
            String where =
                    List.of("in the first", "in the middle", "in the last").get(third);
            measured.add(Measurement.share("  of 8 pairs, asked for one " + where + " third", hits[third], all[third]));
        }
        return measured;
    }

    private static int task(int pairs, int row) {
        return PAIRS.indexOf(pairs) * ROWS + row + 1;
    }

    /// Returns the position of the value that is asked for.
    private static int asked(Recall.Row row) {
        int key = row.ids()[row.answers().getFirst() - 1];
        for (int at = 0; ; at += 2) {
            if (row.ids()[at] == key) return at + 1;
        }
    }

    private static boolean isRight(Model model, Recall recall, Recall.Row row) {
        int answer = row.answers().getFirst();
        int[] ids = RecallData.ids(model.tokenizer(), recall.text(row.ids()));
        float[] logits = model.session().next(Arrays.copyOf(ids, answer));
        int likeliest = 0;
        for (int id = 1; id < logits.length; id++) {
            if (logits[id] > logits[likeliest]) likeliest = id;
        }
        return likeliest == ids[answer];
    }
}
