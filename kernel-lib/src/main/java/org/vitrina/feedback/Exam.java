package org.vitrina.feedback;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import org.knowm.xchart.CategoryChart;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Progress;
import org.vitrina.show.Showable;
import org.vitrina.train.Measurement;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Several models before the same questions: what share of their likeliest answers is right, by kind of question,
/// and between which limits the true share lies with a confidence of 95 %.
///
/// ```java
/// Exam.of("before", before, prompts).and("after", after, prompts)
/// ```
public final class Exam implements Showable {
    private static final String ALL = "all";

    private final List<Sitting> sittings;

    /// One model's answers.
    private record Sitting(String name, List<Answer> answers) {
        Measurement share(String kind) {
            List<Answer> these = ofKind(kind);
            return Measurement.share(
                    name + ", " + kind, these.stream().filter(Answer::isRight).count(), these.size());
        }

        List<Answer> ofKind(String kind) {
            return answers.stream()
                    .filter(answer -> kind.equals(ALL) || answer.prompt().kind().equals(kind))
                    .toList();
        }
    }

    private Exam(List<Sitting> sittings) {
        this.sittings = List.copyOf(sittings);
    }

    /// Returns what one model answers.
    ///
    /// @param name under which it is shown
    public static Exam of(String name, Policy policy, List<Prompt> prompts) {
        return new Exam(List.of()).and(name, policy, prompts);
    }

    /// Returns this with another model's answers beside it.
    ///
    /// @param prompts the same questions; models with other chat templates read them in another form
    /// @throws IllegalArgumentException if the name was taken before, or there are no prompts
    public Exam and(String name, Policy policy, List<Prompt> prompts) {
        if (prompts.isEmpty()) {
            throw new IllegalArgumentException("an exam needs at least one question, but got none");
        }
        if (sittings.stream().anyMatch(sitting -> sitting.name().equals(name))) {
            throw new IllegalArgumentException("there is a model called '" + name + "' in this exam already");
        }
        try (var task = Progress.task("asking " + name, prompts.size())) {
            var more = new ArrayList<>(sittings);
            more.add(new Sitting(name, policy.greedy(prompts)));
            task.at(prompts.size());
            return new Exam(more);
        }
    }

    /// Returns the answers of a model, in the order of the questions.
    public List<Answer> answers(String name) {
        return sitting(name).answers();
    }

    /// Returns the share of right answers of a model.
    public Measurement right(String name) {
        return sitting(name).share(ALL);
    }

    /// Returns the share of right answers of a model to questions of one kind.
    ///
    /// @throws IllegalArgumentException if there is no such question
    public Measurement right(String name, String kind) {
        if (sitting(name).ofKind(kind).isEmpty()) {
            throw new IllegalArgumentException(
                    "no question of the exam is of the kind '" + kind + "'; there is " + String.join(", ", kinds()));
        }
        return sitting(name).share(kind);
    }

    private Sitting sitting(String name) {
        return sittings.stream()
                .filter(sitting -> sitting.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no model called '" + name + "' was asked; there is "
                        + String.join(", ", sittings.stream().map(Sitting::name).toList())));
    }

    /// Returns the kinds of questions, as they come, and all of them together.
    private List<String> kinds() {
        var kinds = new LinkedHashSet<String>();
        for (Sitting sitting : sittings) {
            sitting.answers().forEach(answer -> kinds.add(answer.prompt().kind()));
        }
        kinds.remove("");
        kinds.add(ALL);
        return List.copyOf(kinds);
    }

    /// Returns the shares in percent, each with its interval; a row for each kind of question.
    public Table table() {
        List<String> kinds = kinds();
        Sitting first = sittings.getFirst();
        Table table = Table.create("answers that are right, in percent (95 % interval)")
                .addColumns(
                        StringColumn.create("question", kinds),
                        IntColumn.create(
                                "asked",
                                kinds.stream()
                                        .mapToInt(kind -> first.ofKind(kind).size())
                                        .toArray()));
        for (Sitting sitting : sittings) {
            table.addColumns(StringColumn.create(sitting.name(), kinds.stream().map(kind -> printed(sitting, kind))));
        }
        return table;
    }

    private static String printed(Sitting sitting, String kind) {
        if (sitting.ofKind(kind).isEmpty()) {
            return "";
        }
        Measurement share = sitting.share(kind);
        Measurement.Interval interval = share.interval().orElseThrow();
        return String.format(Locale.ROOT, "%.0f (%.0f–%.0f)", share.value(), interval.low(), interval.high());
    }

    /// Returns the shares as bars; the thin marks are as long as the intervals.
    public CategoryChart chart() {
        List<String> kinds = kinds();
        var bars = new LinkedHashMap<String, List<Double>>();
        var margins = new LinkedHashMap<String, List<Double>>();
        for (Sitting sitting : sittings) {
            var heights = new ArrayList<Double>();
            var marks = new ArrayList<Double>();
            for (String kind : kinds) {
                boolean asked = !sitting.ofKind(kind).isEmpty();
                Measurement share = asked ? sitting.share(kind) : null;
                heights.add(asked ? share.value() : null);
                marks.add(
                        asked
                                ? share.interval()
                                        .map(range -> (range.high() - range.low()) / 2)
                                        .orElseThrow()
                                : null);
            }
            bars.put(sitting.name(), heights);
            margins.put(sitting.name(), marks);
        }
        CategoryChart chart = Charts.bars(
                "Answers that are right, by kind of question", "question", "right (%)", kinds, bars, margins);
        chart.getStyler().setYAxisMin(0.0).setYAxisMax(100.0);
        return chart;
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Stack(new Figure.Plot(chart()), new Figure.Data(table())).mime();
    }

    @Override
    public String text() {
        return mime().text();
    }
}
