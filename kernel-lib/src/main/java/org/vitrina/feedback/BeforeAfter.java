package org.vitrina.feedback;

import java.util.ArrayList;
import java.util.List;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// The same prompts before and after learning: the likeliest answer of both models.
public record BeforeAfter(List<Row> rows) implements Showable {
    /// A prompt with its two answers.
    ///
    /// @param chanceBefore how likely the first model's answer is to it
    /// @param chanceAfter  how likely the second model's answer is to that one
    public record Row(
            String prompt,
            String before,
            boolean rightBefore,
            double chanceBefore,
            String after,
            boolean rightAfter,
            double chanceAfter) {}

    public BeforeAfter {
        rows = List.copyOf(rows);
    }

    public static BeforeAfter of(List<Prompt> prompts, Policy before, Policy after) {
        List<Answer> first = before.greedy(prompts);
        List<Answer> second = after.greedy(prompts);
        var rows = new ArrayList<Row>();
        for (int i = 0; i < prompts.size(); i++) {
            Answer one = first.get(i);
            Answer other = second.get(i);
            rows.add(new Row(
                    prompts.get(i).text(),
                    one.text(),
                    one.isRight(),
                    Math.exp(one.logProbability()),
                    other.text(),
                    other.isRight(),
                    Math.exp(other.logProbability())));
        }
        return new BeforeAfter(rows);
    }

    /// Returns how many answers became right that were not.
    public long repaired() {
        return rows.stream()
                .filter(row -> !row.rightBefore() && row.rightAfter())
                .count();
    }

    /// Returns how many answers were right and are not any more.
    public long broken() {
        return rows.stream()
                .filter(row -> row.rightBefore() && !row.rightAfter())
                .count();
    }

    /// Returns a row for each prompt.
    public Table table() {
        return Table.create("%d prompts before and after: %d answers became right, %d wrong"
                        .formatted(rows.size(), repaired(), broken()))
                .addColumns(
                        StringColumn.create("prompt", rows.stream().map(row -> Texts.shortened(row.prompt()))),
                        StringColumn.create("before", rows.stream().map(row -> mark(row.rightBefore()) + row.before())),
                        DoubleColumn.create(
                                "chance before",
                                rows.stream()
                                        .mapToDouble(row -> rounded(row.chanceBefore()))
                                        .toArray()),
                        StringColumn.create("after", rows.stream().map(row -> mark(row.rightAfter()) + row.after())),
                        DoubleColumn.create(
                                "chance after",
                                rows.stream()
                                        .mapToDouble(row -> rounded(row.chanceAfter()))
                                        .toArray()));
    }

    private static double rounded(double chance) {
        return Math.round(1000 * chance) / 1000.0;
    }

    private static String mark(boolean right) {
        return right ? "✓ " : "✗ ";
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Data(table()).mime();
    }

    @Override
    public String text() {
        return mime().text();
    }
}
