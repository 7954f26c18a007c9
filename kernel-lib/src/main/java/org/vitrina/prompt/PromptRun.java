package org.vitrina.prompt;

import java.util.List;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import org.vitrina.train.Measurement;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// What a model answered to the items of a task when it was asked in one way.
///
/// @param name    how it was asked
/// @param answers one for each item, in their order
public record PromptRun(String name, List<Answer> answers) implements Showable {
    /// One answer.
    ///
    /// @param said             what was written or chosen
    /// @param logProbabilities of the choices, natural logarithms; empty where the answer was written
    public record Answer(TaskItem item, String said, boolean isRight, List<Double> logProbabilities) {
        public Answer {
            logProbabilities = List.copyOf(logProbabilities);
        }
    }

    public PromptRun {
        answers = List.copyOf(answers);
        if (answers.isEmpty()) {
            throw new IllegalArgumentException("'" + name + "' has no answer; ask at least one item");
        }
    }

    /// Returns how many answers are right.
    public int right() {
        return (int) answers.stream().filter(Answer::isRight).count();
    }

    /// Returns how many there are.
    public int size() {
        return answers.size();
    }

    /// Returns the share of right answers, in `[0, 1]`.
    public double accuracy() {
        return (double) right() / size();
    }

    /// Returns where the share lies on all items like these, with a confidence of 95 %: Wilson's
    /// interval, in `[0, 1]`.
    public Measurement.Interval interval() {
        return Measurement.wilson(right(), size());
    }

    /// Returns the share with its interval, printed.
    public Measurement measurement() {
        return Measurement.share(name, right(), size());
    }

    /// Returns a row for each answer. Columns: `question`, `right answer`, `said`, `is right`.
    public Table table() {
        return Table.create(name)
                .addColumns(
                        StringColumn.create(
                                "question",
                                answers.stream().map(a -> shown(a.item().toString()))),
                        StringColumn.create(
                                "right answer",
                                answers.stream().map(a -> a.item().answer())),
                        StringColumn.create("said", answers.stream().map(a -> shown(a.said()))),
                        BooleanColumn.create(
                                "is right",
                                answers.stream().map(Answer::isRight).toList()));
    }

    private static String shown(String text) {
        return text.codePointCount(0, text.length()) <= 120
                ? text
                : text.substring(0, text.offsetByCodePoints(0, 60)) + " … "
                        + text.substring(text.offsetByCodePoints(text.length(), -55));
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Stack(new Figure.Note(toString()), new Figure.Data(table())).mime();
    }

    @Override
    public String toString() {
        return name + ": " + measurement().printed() + " right";
    }
}
