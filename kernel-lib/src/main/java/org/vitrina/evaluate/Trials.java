package org.vitrina.evaluate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.SequencedMap;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Progress;
import org.vitrina.show.Showable;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.LongColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Answers to questions, each right or not.
///
/// @param name   who answered
/// @param trials in order
public record Trials(String name, List<Trial> trials) implements Showable {
    public Trials {
        trials = List.copyOf(trials);
        if (trials.isEmpty()) {
            throw new IllegalArgumentException("there is nothing to count without a single trial of " + name);
        }
    }

    /// Asks each case once, with `seed`.
    public static Trials of(Answerer answerer, List<PromptCase> cases, long seed) {
        return repeated(answerer, cases, 1, seed);
    }

    /// Asks each case `times` times, with the seeds `seed`, `seed + 1` and so on.
    public static Trials repeated(Answerer answerer, List<PromptCase> cases, int times, long seed) {
        if (times < 1) {
            throw new IllegalArgumentException("a case is asked at least once, but times is " + times);
        }
        var trials = new ArrayList<Trial>();
        try (var task = Progress.task("asking " + answerer.name(), (long) cases.size() * times)) {
            for (PromptCase one : cases) {
                for (int i = 0; i < times; i++) {
                    String answer = answerer.answer(one.prompt(), seed + i);
                    trials.add(new Trial(one.id(), one.prompt(), seed + i, answer, one.isRight(answer)));
                    task.at(trials.size());
                }
            }
        }
        return new Trials(answerer.name(), trials);
    }

    /// Returns how many passed.
    public Share share() {
        return Share.of(passed());
    }

    /// Returns for each trial whether it passed.
    public List<Boolean> passed() {
        return trials.stream().map(Trial::passed).toList();
    }

    /// Returns the share of each question by its id, in order.
    public SequencedMap<String, Share> byQuestion() {
        var counts = new LinkedHashMap<String, int[]>();
        for (Trial trial : trials) {
            int[] count = counts.computeIfAbsent(trial.id(), _ -> new int[2]);
            count[0] += trial.passed() ? 1 : 0;
            count[1]++;
        }
        var shares = new LinkedHashMap<String, Share>();
        counts.forEach((id, count) -> shares.put(id, new Share(count[0], count[1])));
        return shares;
    }

    /// Returns the share with an error that knows which trials belong to one question.
    public ClusteredMean clustered() {
        return ClusteredMean.of(
                trials.stream().mapToDouble(trial -> trial.passed() ? 1 : 0).toArray(),
                trials.stream().map(Trial::id).toList());
    }

    /// Returns these against the same questions, answered by another, trial by trial.
    ///
    /// @throws IllegalArgumentException if the questions are not the same ones in the same order
    public Paired against(Trials other) {
        if (!trials.stream()
                .map(Trial::id)
                .toList()
                .equals(other.trials.stream().map(Trial::id).toList())) {
            throw new IllegalArgumentException(
                    name + " and " + other.name + " were not asked the same questions in the same order");
        }
        return Paired.of(passed(), other.passed());
    }

    /// Returns a row for each trial.
    public Table table() {
        return Table.create(name + ": " + share())
                .addColumns(
                        StringColumn.create("question", trials.stream().map(Trial::id)),
                        LongColumn.create(
                                "seed", trials.stream().mapToLong(Trial::seed).toArray()),
                        StringColumn.create("answer", trials.stream().map(Trial::answer)),
                        passedColumn());
    }

    private BooleanColumn passedColumn() {
        var column = BooleanColumn.create("passed");
        trials.forEach(trial -> column.append(trial.passed()));
        return column;
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Data(table()).mime();
    }

    /// Returns the first failures, as they are told in a message.
    String failures(int most) {
        var told = new ArrayList<String>();
        for (Trial trial : trials) {
            if (!trial.passed() && told.size() < most) {
                told.add("\n  " + trial.id() + ", seed " + trial.seed() + ": answered '"
                        + trial.answer().strip() + "'");
            }
        }
        return told.isEmpty() ? "" : "\nThe first that did not pass:" + String.join("", told);
    }

    @Override
    public String toString() {
        return name + ": " + share();
    }
}
