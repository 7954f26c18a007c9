package org.vitrina.feedback;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Progress;
import org.vitrina.show.Showable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.Table;

/// An experiment: the same model learns by the same method from markers who slip more or less often.
///
/// Of marks of which a share `e` is wrong, whatever the answer, the mean is `e + (1 - 2 e)` times that of
/// right ones: below a half the gradient keeps its direction and grows weaker, above it points the other
/// way.
///
/// @param before which share of unseen prompts was answered rightly before learning
/// @param runs   one for each share of wrong marks
public record MarkerNoise(double before, List<Run> runs) implements Showable {
    /// What came of one marker.
    ///
    /// @param errors the share of wrong marks
    /// @param after  which share of unseen prompts is answered rightly
    /// @param log    what was measured; its reward is the marks, `right` the truth
    public record Run(double errors, double after, FeedbackLog log) {}

    public MarkerNoise {
        runs = List.copyOf(runs);
    }

    /// Has a copy of `begin` learn from each marker.
    ///
    /// @param begin  not changed
    /// @param unseen what is measured
    /// @param errors shares of wrong marks, from 0 to 1
    public static MarkerNoise of(
            Policy begin,
            Prompts prompts,
            List<Prompt> unseen,
            PolicyGradient method,
            PolicyTraining.Plan plan,
            double... errors) {
        if (errors.length == 0) {
            throw new IllegalArgumentException("say at least one share of wrong marks, such as 0.1");
        }
        var runs = new ArrayList<Run>();
        try (var task = Progress.task("learning from markers who slip", errors.length)) {
            for (double share : errors) {
                task.at(runs.size());
                Policy policy = begin.frozen();
                Reward marks =
                        Marker.simulated(share, Seeds.mix(plan.seed(), 1)).reward();
                FeedbackLog log = new PolicyTraining(policy, prompts, marks, method, plan)
                        .watching(Reward.right())
                        .run();
                runs.add(new Run(share, policy.accuracy(unseen), log));
            }
            task.at(runs.size());
        }
        return new MarkerNoise(begin.accuracy(unseen), runs);
    }

    /// Returns a row for each share of wrong marks.
    public Table table() {
        return Table.create("marks that are wrong, and what was learned from them")
                .addColumns(
                        DoubleColumn.create(
                                "wrong marks",
                                runs.stream().mapToDouble(Run::errors).toArray()),
                        DoubleColumn.create(
                                "right before",
                                runs.stream().mapToDouble(_ -> before).toArray()),
                        DoubleColumn.create(
                                "right after",
                                runs.stream().mapToDouble(Run::after).toArray()),
                        DoubleColumn.create(
                                "KL (nats)",
                                runs.stream()
                                        .mapToDouble(
                                                run -> Texts.rounded(run.log().last(FeedbackStep.KL, 1)))
                                        .toArray()));
    }

    /// Returns the share of true answers over the steps, a line for each share of wrong marks.
    public XYChart chart() {
        var lines = new LinkedHashMap<String, List<Double>>();
        for (Run run : runs) {
            lines.put(
                    Texts.percent(run.errors()) + " of the marks wrong",
                    run.log().steps().stream().map(step -> step.get("right")).toList());
        }
        return Charts.lines(
                "Learning from markers who slip",
                "step",
                "share of true answers",
                runs.getFirst().log().steps().stream()
                        .map(step -> (double) step.step())
                        .toList(),
                lines);
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
