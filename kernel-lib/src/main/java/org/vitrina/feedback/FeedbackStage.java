package org.vitrina.feedback;

import java.io.IOException;
import java.util.List;
import java.util.Locale;
import org.vitrina.tensor.Workers;
import org.vitrina.train.Options;
import org.vitrina.train.Recipe;
import org.vitrina.train.Stage;

/// Learning from rewards, by a recipe. What is asked and what is right: [AskedTask]. `batch.rows`
/// prompts are asked at each step, each answer has at most `settings.tokens` tokens.
final class FeedbackStage implements Stage {
    @Override
    public String name() {
        return "feedback";
    }

    @Override
    public String about() {
        return "the model answers, the answers are rewarded, the tokens of the better ones become likelier; settings:"
                + " method (grpo, reinforce or ppo), group, passes, parts, beta, clip, standardized, tokens,"
                + " temperature, task";
    }

    @Override
    public Run begin(Recipe recipe, Workers workers) throws IOException {
        Options settings = recipe.settings();
        PolicyGradient method = method(settings);
        int parts = settings.integer("parts", 1, 1, 1_000);
        AskedTask asked = AskedTask.of(recipe, settings);
        Task task = asked.task();
        var plan = new PolicyTraining.Plan(
                recipe.steps(), recipe.batch().rows(), parts, recipe.schedule(), recipe.optimizer(), recipe.seed());
        var training = new PolicyTraining(asked.policy(workers), task.prompts(), task.reward(), method, plan);
        task.watched().forEach(training::watching);
        return new AskedRun(
                asked,
                training,
                String.format(
                        Locale.ROOT,
                        "%s: %d prompts with %d answers each at every step, rewarded for: %s",
                        method.title(),
                        recipe.batch().rows(),
                        method.group(),
                        task.reward().name()));
    }

    private static PolicyGradient method(Options settings) {
        String name = settings.choice("method", "grpo", List.of("grpo", "reinforce", "ppo"));
        int group = settings.integer("group", 8, 1, 1_000);
        int passes = settings.integer("passes", 1, 1, 100);
        float beta = (float) settings.number("beta", 0, 0, 1_000);
        float clip = (float) settings.number("clip", 0.2, 1e-6, 1);
        boolean standardized = settings.flag("standardized", true);
        return switch (name) {
            case "grpo" -> new Grpo(group, clip, passes, beta, standardized);
            case "ppo" -> new Ppo(group, clip, passes, beta);
            default ->
                new Reinforce(
                        group, group > 1 ? Reinforce.Baseline.LEAVE_ONE_OUT : Reinforce.Baseline.RUNNING_MEAN, beta);
        };
    }
}
