package org.vitrina.feedback;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.TreeMap;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.chat.Message;
import org.vitrina.tensor.Workers;
import org.vitrina.train.Beginning;
import org.vitrina.train.Data;
import org.vitrina.train.Measurement;
import org.vitrina.train.Options;
import org.vitrina.train.Recipe;
import org.vitrina.train.RecipeException;
import org.vitrina.train.Recipes;
import org.vitrina.train.TrainingStep;

/// What a recipe of feedback begins with: a model that answers, and a task. What is asked and what is
/// right comes from the recipe's data, prompts with their answers; or from a [TaskSource].
///
/// @param how how the model answers
record AskedTask(Beginning begin, Task task, Policy.Settings how) {
    /// How many prompts of the validation part are measured at a checkpoint, at most.
    private static final int MEASURED = 2_000;

    /// Reads `tokens`, `temperature` and `task` of a recipe's settings.
    static AskedTask of(Recipe recipe, Options settings) throws IOException {
        if (recipe.model() instanceof Recipe.Fresh) {
            throw new RecipeException(
                    "feedback goes on with a model that was trained before; say which:" + " \"model\": {\"from\": …}");
        }
        Beginning begin = Beginning.of(recipe, List.of());
        int tokens = settings.integer("tokens", 32, 1, begin.model().config().context());
        var how = new Policy.Settings(end(begin), tokens, (float) settings.number("temperature", 1, 0.01, 10));
        Optional<Options> named = settings.has("task") ? Optional.of(settings.object("task")) : Optional.empty();
        settings.done();
        Task task = named.isPresent()
                ? TaskSource.named(named.get().text("source")).load(named.get(), begin)
                : answers(recipe, begin, tokens);
        return new AskedTask(begin, task, how);
    }

    /// Returns the model as one that answers.
    Policy policy(Workers workers) {
        return new Policy(begin.model(), begin.tokenizer(), how, workers);
    }

    /// Returns what ends an answer: what the chat template writes behind it, or else what ends a text.
    private static int end(Beginning begin) {
        return begin.template()
                .map(template -> Policy.end(template, begin.tokenizer()))
                .orElse(OptionalInt.empty())
                .orElse(begin.endId());
    }

    /// Returns the task that the recipe's data are: an answer is right that is written as there.
    private static Task answers(Recipe recipe, Beginning begin, int tokens) throws IOException {
        var training = new ArrayList<Prompt>();
        var unseen = new ArrayList<Prompt>();
        for (Recipe.Source source : recipe.data()) {
            switch (Recipes.dataSource(source.name()).load(source.options())) {
                case Data.Pairs pairs -> {
                    pairs.training().forEach(pair -> training.add(prompt(pair, begin)));
                    pairs.validation().forEach(pair -> unseen.add(prompt(pair, begin)));
                }
                case Data.Chats chats -> {
                    chats.training().forEach(chat -> training.add(prompt(chat, begin)));
                    chats.validation().forEach(chat -> unseen.add(prompt(chat, begin)));
                }
                case Data.Texts _, Data.Made _ ->
                    throw new RecipeException("the source '" + source.name() + "' has no prompts with answers, which"
                            + " feedback asks for; take one that has, or name a task: \"settings\": {\"task\": …}");
            }
        }
        int room = begin.model().config().context() - tokens;
        training.removeIf(prompt -> prompt.ids().length > room);
        unseen.removeIf(prompt -> prompt.ids().length > room);
        if (training.isEmpty()) {
            throw new RecipeException("there is no prompt to learn from that leaves room for an answer of " + tokens
                    + " tokens in a context of " + begin.model().config().context());
        }
        return new Task(Prompts.of(training, recipe.seed()), unseen, Reward.right(), List.of());
    }

    private static Prompt prompt(Data.Pair pair, Beginning begin) {
        String right = pair.completion().strip();
        return Prompt.of(
                begin.tokenizer(), pair.prompt(), given -> given.strip().equals(right));
    }

    /// Returns what is asked before the last message, which is the right answer.
    private static Prompt prompt(List<Message> chat, Beginning begin) {
        ChatTemplate template = begin.template()
                .orElseThrow(() -> new RecipeException(
                        "conversations need a chat template, and the model has none; say one: \"template\": \"…\""));
        String right = chat.getLast().content().strip();
        return Prompt.of(
                template,
                begin.tokenizer(),
                chat.subList(0, chat.size() - 1),
                given -> given.strip().equals(right));
    }

    /// Returns a step of feedback as one of a training.
    TrainingStep told(FeedbackStep step, long tokens) {
        var more = new LinkedHashMap<>(step.measured());
        double loss = more.remove(FeedbackStep.LOSS);
        double norm = more.remove(FeedbackStep.GRADIENT);
        Recipe recipe = begin.recipe();
        float rate = recipe.schedule().rate(step.step() - 1, recipe.steps());
        return new TrainingStep(step.step(), loss, norm, rate, tokens, step.seconds(), more);
    }

    /// Measures which share of unseen prompts is answered rightly, and of each kind of them.
    List<Measurement> measure(Policy policy) {
        List<Prompt> prompts =
                task.unseen().subList(0, Math.min(MEASURED, task.unseen().size()));
        if (prompts.isEmpty()) {
            return List.of();
        }
        List<Answer> answers = policy.greedy(prompts);
        var found = new ArrayList<Measurement>();
        found.add(share("right answers", answers));
        var kinds = new TreeMap<String, List<Answer>>();
        for (Answer answer : answers) {
            kinds.computeIfAbsent(answer.prompt().kind(), _ -> new ArrayList<>())
                    .add(answer);
        }
        if (kinds.size() > 1) {
            kinds.forEach((kind, some) -> found.add(share("right answers, " + kind, some)));
        }
        return found;
    }

    private static Measurement share(String name, List<Answer> answers) {
        long right = answers.stream().filter(Answer::isRight).count();
        return Measurement.share(name, right, answers.size());
    }
}
