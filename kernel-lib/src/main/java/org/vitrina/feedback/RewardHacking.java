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
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// An experiment: a model learns from a reward that stands for what is meant, and is not it. At first
/// both rise; when the model has gone far enough it finds what the proxy pays for and nobody wants, and
/// the gold reward falls ([Gao, Schulman and Hilton 2023](https://arxiv.org/abs/2210.10760), who draw
/// both over the divergence).
///
/// @param proxy the reward that is learned from
/// @param gold  what is meant; only measured
/// @param runs  one for each method, such as one with and one without a cost for moving away
public record RewardHacking(String proxy, String gold, List<Run> runs) implements Showable {
    /// What came of one method.
    ///
    /// @param policy the model that has learned
    public record Run(PolicyGradient method, FeedbackLog log, Policy policy) {
        String name() {
            return method.title() + ", beta " + Texts.number(method.beta());
        }
    }

    public RewardHacking {
        runs = List.copyOf(runs);
    }

    /// Has a copy of `begin` learn from `proxy` by each method.
    ///
    /// @param begin not changed
    /// @param gold  measured at each step
    public static RewardHacking of(
            Policy begin,
            Prompts prompts,
            Reward proxy,
            Reward gold,
            PolicyTraining.Plan plan,
            PolicyGradient... methods) {
        if (methods.length == 0) {
            throw new IllegalArgumentException("say at least one method to learn by, such as Grpo.ofGroup(8)");
        }
        Reward meant = gold.name().equals(FeedbackStep.REWARD) ? gold.named("gold") : gold;
        var runs = new ArrayList<Run>();
        try (var task = Progress.task("learning from a proxy", methods.length)) {
            for (PolicyGradient method : methods) {
                task.at(runs.size());
                Policy policy = begin.frozen();
                FeedbackLog log = new PolicyTraining(policy, prompts, proxy, method, plan)
                        .watching(meant)
                        .run();
                runs.add(new Run(method, log, policy));
            }
            task.at(runs.size());
        }
        return new RewardHacking(proxy.name(), meant.name(), runs);
    }

    /// Returns a row for each method: both rewards at the first step, at the gold reward's best, and at
    /// the end.
    public Table table() {
        var method = StringColumn.create("method");
        var when = StringColumn.create("when");
        var away = DoubleColumn.create("KL (nats)");
        var paid = DoubleColumn.create("proxy: " + proxy);
        var meant = DoubleColumn.create("gold: " + gold);
        for (Run run : runs) {
            List<FeedbackStep> steps = run.log().steps();
            FeedbackStep best = steps.getFirst();
            for (FeedbackStep step : steps) {
                if (step.get(gold) > best.get(gold)) best = step;
            }
            var told = new LinkedHashMap<String, FeedbackStep>();
            told.put("at first", steps.getFirst());
            told.put("gold at its best, step " + best.step(), best);
            told.put("at the end", steps.getLast());
            told.forEach((time, step) -> {
                method.append(run.name());
                when.append(time);
                away.append(Texts.rounded(step.kl()));
                paid.append(step.reward());
                meant.append(step.get(gold));
            });
        }
        return Table.create("proxy and gold").addColumns(method, when, away, paid, meant);
    }

    /// Returns both rewards over the steps, two lines for each method.
    public XYChart chart() {
        var lines = new LinkedHashMap<String, List<Double>>();
        for (Run run : runs) {
            lines.put("proxy (" + run.name() + ")", numbers(run, FeedbackStep.REWARD));
            lines.put("gold (" + run.name() + ")", numbers(run, gold));
        }
        return Charts.lines(
                "Reward hacking: '" + proxy + "' is learned, '" + gold + "' is meant",
                "step",
                "mean reward of an answer",
                runs.getFirst().log().steps().stream()
                        .map(step -> (double) step.step())
                        .toList(),
                lines);
    }

    /// Returns both rewards over how far the model went, a point for each step, two colours for each
    /// method.
    public XYChart overKl() {
        var clouds = new ArrayList<FeedbackLog.Cloud>();
        for (Run run : runs) {
            List<Double> away = numbers(run, FeedbackStep.KL);
            clouds.add(new FeedbackLog.Cloud("proxy (" + run.name() + ")", away, numbers(run, FeedbackStep.REWARD)));
            clouds.add(new FeedbackLog.Cloud("gold (" + run.name() + ")", away, numbers(run, gold)));
        }
        return FeedbackLog.overKl("Reward hacking: what is gained for moving away", clouds);
    }

    private static List<Double> numbers(Run run, String name) {
        return run.log().steps().stream().map(step -> step.get(name)).toList();
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Stack(new Figure.Plot(chart()), new Figure.Plot(overKl()), new Figure.Data(table())).mime();
    }

    @Override
    public String text() {
        return mime().text();
    }
}
