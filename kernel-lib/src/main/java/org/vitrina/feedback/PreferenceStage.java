package org.vitrina.feedback;

import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrina.show.Progress;
import org.vitrina.tensor.Workers;
import org.vitrina.train.Options;
import org.vitrina.train.Recipe;
import org.vitrina.train.RecipeException;
import org.vitrina.train.Stage;

/// Learning from answers that were judged once, by a recipe: the model answers some prompts before the
/// first step, each several times, and the task's reward judges. DPO learns from pairs of the best and
/// the worst answer to a prompt, KTO from marks: right is what is worth more than 0. What is asked and
/// what is right: [AskedTask]. `batch.rows` pairs or marks are learned from at each step.
final class PreferenceStage implements Stage {
    @Override
    public String name() {
        return "preference";
    }

    @Override
    public String about() {
        return "the model answers once, the answers are judged, and it learns from the judgements; settings: method (dpo"
                + " or kto), beta, prompts, answers, tokens, temperature, task";
    }

    @Override
    public Run begin(Recipe recipe, Workers workers) throws IOException {
        Options settings = recipe.settings();
        String method = settings.choice("method", "dpo", List.of("dpo", "kto"));
        float beta = (float) settings.number("beta", 0.1, 1e-6, 1_000);
        int prompts = settings.integer("prompts", 400, 1, 1_000_000);
        int each = settings.integer("answers", 4, 1, 1_000);
        AskedTask asked = AskedTask.of(recipe, settings);
        Policy policy = asked.policy(workers);
        List<Answer> answers = answers(asked, policy, prompts, each);
        var plan = new PreferenceTraining.Plan(
                recipe.steps(), recipe.batch().rows(), recipe.schedule(), recipe.optimizer(), recipe.seed(), 32);
        Reward reward = asked.task().reward();
        PreferenceTraining<?> training;
        if (method.equals("dpo")) {
            List<Pair> pairs = Pair.of(answers, reward);
            if (pairs.isEmpty()) {
                throw nothing(answers, "a pair needs two answers to a prompt of which one is worth more");
            }
            training = PreferenceTraining.of(policy, pairs, new Dpo(beta), plan);
        } else {
            double[] worth = reward.of(answers);
            List<Mark> marks = IntStream.range(0, worth.length)
                    .mapToObj(i -> new Mark(answers.get(i), worth[i] > 0))
                    .toList();
            if (marks.stream().map(Mark::good).distinct().count() < 2) {
                throw nothing(answers, "marks teach something where some are right and some wrong");
            }
            training = PreferenceTraining.of(policy, marks, Kto.balanced(beta, marks), plan);
        }
        return new AskedRun(
                asked,
                training,
                training.log().title() + ", made of " + answers.size() + " answers, judged for: " + reward.name());
    }

    /// Returns what the model answers before it learns; the same for the same seed.
    private static List<Answer> answers(AskedTask asked, Policy policy, int prompts, int each) {
        try (var task = Progress.task("answering what will be judged", 0)) {
            task.at(0, prompts + " prompts, " + each + " answers each");
            long seed = asked.begin().recipe().seed();
            return policy.answers(asked.task().prompts().at(0, prompts), each, Seeds.mix(seed, -1));
        }
    }

    private static RecipeException nothing(List<Answer> answers, String needed) {
        return new RecipeException("there is nothing to learn from " + answers.size() + " answers that are all worth as"
                + " much: " + needed + "; more prompts, more answers or a higher temperature may give some");
    }
}
