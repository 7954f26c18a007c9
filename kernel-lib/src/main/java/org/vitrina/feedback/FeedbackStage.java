package org.vitrina.feedback;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
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
import org.vitrina.train.Stage;
import org.vitrina.train.TrainingStep;

/// Learning from rewards, by a recipe. What is asked and what is right comes from the recipe's data,
/// prompts with their answers; or from a [TaskSource]. `batch.rows` prompts are asked at each step, each
/// answer has at most `settings.tokens` tokens.
final class FeedbackStage implements Stage {
    /// How many prompts of the validation part are measured at a checkpoint, at most.
    private static final int MEASURED = 2_000;

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
        if (recipe.model() instanceof Recipe.Fresh) {
            throw new RecipeException(
                    "feedback goes on with a model that was trained before; say which:" + " \"model\": {\"from\": …}");
        }
        Options settings = recipe.settings();
        PolicyGradient method = method(settings);
        int parts = settings.integer("parts", 1, 1, 1_000);
        Beginning begin = Beginning.of(recipe, List.of());
        int context = begin.model().config().context();
        int tokens = settings.integer("tokens", 32, 1, context);
        var how = new Policy.Settings(end(begin), tokens, (float) settings.number("temperature", 1, 0.01, 10));
        Optional<Options> named = settings.has("task") ? Optional.of(settings.object("task")) : Optional.empty();
        settings.done();
        Task task = named.isPresent()
                ? TaskSource.named(named.get().text("source")).load(named.get(), begin)
                : answers(recipe, begin, tokens);
        var policy = new Policy(begin.model(), begin.tokenizer(), how, workers);
        var plan = new PolicyTraining.Plan(
                recipe.steps(), recipe.batch().rows(), parts, recipe.schedule(), recipe.optimizer(), recipe.seed());
        var training = new PolicyTraining(policy, task.prompts(), task.reward(), method, plan);
        task.watched().forEach(training::watching);
        return new Learning(begin, task, method, training);
    }

    /// Returns what ends an answer: what the chat template writes behind it, or else what ends a text.
    private static int end(Beginning begin) {
        return begin.template()
                .map(template -> Policy.end(template, begin.tokenizer()))
                .orElse(OptionalInt.empty())
                .orElse(begin.endId());
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

    private record Learning(Beginning begin, Task task, PolicyGradient method, PolicyTraining training)
            implements Stage.Run {
        @Override
        public Beginning parts() {
            return begin;
        }

        @Override
        public int done() {
            return training.done();
        }

        @Override
        public TrainingStep step() {
            FeedbackStep step = training.step();
            var more = new LinkedHashMap<>(step.measured());
            double loss = more.remove(FeedbackStep.LOSS);
            double norm = more.remove(FeedbackStep.GRADIENT);
            float rate = begin.recipe()
                    .schedule()
                    .rate(step.step() - 1, begin.recipe().steps());
            return new TrainingStep(step.step(), loss, norm, rate, training.tokens(), step.seconds(), more);
        }

        /// Measures which share of unseen prompts is answered rightly, and of each kind of them.
        @Override
        public List<Measurement> measure() {
            List<Prompt> prompts =
                    task.unseen().subList(0, Math.min(MEASURED, task.unseen().size()));
            if (prompts.isEmpty()) {
                return List.of();
            }
            List<Answer> answers = training.policy().greedy(prompts);
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

        @Override
        public void save(Path file, Map<String, String> notes) throws IOException {
            training.save(file, notes);
        }

        @Override
        public void resume(Path file) throws IOException {
            training.resume(file);
        }

        @Override
        public List<String> facts() {
            return List.of(
                    String.format(
                            Locale.ROOT,
                            "%s: %d prompts with %d answers each at every step, rewarded for: %s",
                            method.title(),
                            begin.recipe().batch().rows(),
                            method.group(),
                            task.reward().name()),
                    String.format(
                            Locale.ROOT, "%,d parameters learn", begin.model().size()));
        }

        @Override
        public Optional<ChatTemplate> talks() {
            return begin.template();
        }

        @Override
        public SequencedMap<String, Long> bytes() {
            return training.memory();
        }
    }
}
