package org.vitrina.feedback;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.function.ToIntFunction;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.vitrina.autograd.Tape;
import org.vitrina.autograd.Variable;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.chat.Message;
import org.vitrina.tensor.GradientKernels;
import org.vitrina.tensor.Workers;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.train.Example;
import org.vitrina.train.Trainable;
import org.vitrina.transformer.BatchSession;
import org.vitrina.transformer.Model;

/// A model that answers and learns from what its answers are worth: in the language of reinforcement
/// learning a policy, whose actions are tokens.
public final class Policy {
    /// How many answers are given at once.
    private static final int AT_ONCE = 256;

    /// How many rows go over a tape at once.
    private static final int ROWS = 8192;

    private final Trainable model;
    private final Tokenizer tokenizer;
    private final Settings settings;
    private final Workers workers;

    /// How a policy answers.
    ///
    /// @param end         the token that ends an answer
    /// @param maxTokens   how many tokens an answer has at most, the end included
    /// @param temperature divides the logits before a token is drawn, and also where its probability is
    ///     learned from; greater than 0
    public record Settings(int end, int maxTokens, float temperature) {
        public Settings {
            if (maxTokens < 1 || !(temperature > 0) || end < 0) {
                throw new IllegalArgumentException("a policy needs an id for the end, answers of at least 1 token and"
                        + " a temperature above 0, but got end " + end + ", " + maxTokens + " tokens and temperature "
                        + temperature);
            }
        }

        public Settings(int end, int maxTokens) {
            this(end, maxTokens, 1);
        }
    }

    public Policy(Trainable model, Tokenizer tokenizer, Settings settings, Workers workers) {
        this.model = Objects.requireNonNull(model, "model");
        this.tokenizer = Objects.requireNonNull(tokenizer, "tokenizer");
        this.settings = Objects.requireNonNull(settings, "settings");
        this.workers = Objects.requireNonNull(workers, "workers");
        Objects.checkIndex(settings.end(), model.config().vocabulary());
    }

    public Policy(Trainable model, Tokenizer tokenizer, Settings settings) {
        this(model, tokenizer, settings, Workers.all());
    }

    /// Returns a policy that begins with what `model` knows. It ends answers with the special token
    /// that its chat template writes behind them; without a template, with the token that ends a text.
    /// The model itself does not change.
    ///
    /// @param maxTokens how many tokens an answer has at most
    /// @throws IllegalArgumentException if neither says how an answer ends
    public static Policy of(Model model, int maxTokens) {
        Tokenizer tokenizer = model.tokenizer();
        OptionalInt end = model.metadata().containsKey("tokenizer.chat_template")
                ? end(ChatTemplate.of(model.metadata()), tokenizer)
                : tokenizer.markers().end();
        return new Policy(
                Trainable.of(model),
                tokenizer,
                new Settings(
                        end.orElseThrow(() -> new IllegalArgumentException("neither template nor tokenizer of "
                                + model.name() + " say which token ends an answer; new Policy.Settings(end, …) does")),
                        maxTokens));
    }

    /// Returns the special token that a template writes behind an answer, if it writes one.
    static OptionalInt end(ChatTemplate template, Tokenizer tokenizer) {
        var example = Example.ofChat(List.of(Message.user("?"), Message.assistant("!")), template, tokenizer);
        int[] ids = example.ids();
        boolean[] counted = example.counted();
        return IntStream.range(0, ids.length)
                .filter(i -> counted[i])
                .map(i -> ids[i])
                .filter(tokenizer.specialTokens()::containsValue)
                .findFirst();
    }

    public Trainable model() {
        return model;
    }

    /// Returns the model as it is now, to be run or written; learning on does not change it.
    ///
    /// @param name of the model that is returned
    public Model model(String name) {
        return model.model(name, tokenizer).with(workers);
    }

    public Tokenizer tokenizer() {
        return tokenizer;
    }

    public Settings settings() {
        return settings;
    }

    public Workers workers() {
        return workers;
    }

    /// Returns a copy that stays as the policy is now: the reference of what it learns from here on.
    public Policy frozen() {
        return new Policy(model.merged(), tokenizer, settings, workers);
    }

    /// Returns answers, each drawn token by token from what the model thinks likely; those of a prompt
    /// stand together.
    ///
    /// @param each how many answers each prompt gets
    /// @param seed the same seed gives the same answers, on any number of threads
    public List<Answer> answers(List<Prompt> prompts, int each, long seed) {
        if (each < 1) {
            throw new IllegalArgumentException("each prompt gets at least 1 answer, but " + each + " were asked for");
        }
        return said(prompts, each, number -> {
            RandomGenerator random = Seeds.random(Seeds.mix(seed, number));
            return random::nextDouble;
        });
    }

    /// Returns the answer to each prompt of which every token is the likeliest.
    public List<Answer> greedy(List<Prompt> prompts) {
        return said(prompts, 1, _ -> null);
    }

    /// Returns what share of the prompts is answered rightly when every token is the likeliest.
    public double accuracy(List<Prompt> prompts) {
        return greedy(prompts).stream().filter(Answer::isRight).count() / (double) prompts.size();
    }

    /// What decides which token is drawn, a number from 0 to before 1 for each; null draws the likeliest.
    private interface Draw {
        double next();
    }

    private interface Draws {
        Draw of(int answer);
    }

    private List<Answer> said(List<Prompt> prompts, int each, Draws draws) {
        Model now = model("policy");
        var answers = new ArrayList<Answer>();
        int slice = Math.max(1, AT_ONCE / each);
        for (int from = 0; from < prompts.size(); from += slice) {
            List<Prompt> some = prompts.subList(from, Math.min(prompts.size(), from + slice));
            var saying = new ArrayList<Saying>();
            for (int i = 0; i < some.size() * each; i++) {
                saying.add(new Saying(some.get(i / each), draws.of(from * each + i)));
            }
            say(now, some, each, saying);
            saying.forEach(one -> answers.add(one.answer()));
        }
        return List.copyOf(answers);
    }

    private void say(Model now, List<Prompt> prompts, int each, List<Saying> all) {
        BatchSession batch = now.batch(prompts.size());
        float[][] logits = batch.next(prompts.stream().map(Prompt::ids).toArray(int[][]::new));
        int[] which = IntStream.range(0, all.size()).map(i -> i / each).toArray();
        List<Saying> open = all;
        while (true) {
            // a forked text goes on from the logits of the text that it was forked from
            List<Saying> asked = open;
            float[][] after = logits;
            int[] from = which;
            workers.run(open.size(), i -> asked.get(i).draw(after[from[i]]));
            int[] left = IntStream.range(0, open.size())
                    .filter(i -> asked.get(i).open())
                    .toArray();
            if (left.length == 0) {
                return;
            }
            batch.take(Arrays.stream(left).map(i -> from[i]).toArray());
            open = Arrays.stream(left).mapToObj(asked::get).toList();
            logits = batch.next(open.stream()
                    .map(saying -> new int[] {saying.ids[saying.length - 1]})
                    .toArray(int[][]::new));
            which = IntStream.range(0, open.size()).toArray();
        }
    }

    /// An answer that is being given.
    private final class Saying {
        private final Prompt prompt;
        private final Draw draw;
        private final int[] ids = new int[settings.maxTokens()];
        private final float[] logs = new float[settings.maxTokens()];
        private int length;

        Saying(Prompt prompt, Draw draw) {
            this.prompt = prompt;
            this.draw = draw;
        }

        void draw(float[] logits) {
            float[] scores = logits.clone();
            for (int i = 0; i < scores.length; i++) {
                scores[i] /= settings.temperature();
            }
            float logSum = GradientKernels.best().logSumExp(scores, 0, scores.length);
            int id = draw == null ? likeliest(scores) : drawn(scores, logSum, draw.next());
            ids[length] = id;
            logs[length++] = scores[id] - logSum;
        }

        private static int likeliest(float[] scores) {
            int best = 0;
            for (int i = 1; i < scores.length; i++) {
                if (scores[i] > scores[best]) best = i;
            }
            return best;
        }

        private static int drawn(float[] scores, float logSum, double mark) {
            float[] chances = new float[scores.length];
            GradientKernels.best().probabilities(scores, 0, logSum, 1, chances, 0, chances.length);
            double sum = 0;
            int last = 0;
            for (int i = 0; i < chances.length; i++) {
                if (chances[i] > 0) last = i;
                sum += chances[i];
                if (mark < sum) return i;
            }
            // rounding may leave the sum below 1
            return last;
        }

        boolean open() {
            boolean full = prompt.ids().length + length >= model.config().context();
            return length < settings.maxTokens() && !ended() && !full;
        }

        private boolean ended() {
            return ids[length - 1] == settings.end();
        }

        Answer answer() {
            int[] said = Arrays.copyOf(ids, length);
            int[] shown = ended() ? Arrays.copyOf(ids, length - 1) : said;
            return new Answer(prompt, said, Arrays.copyOf(logs, length), tokenizer.decode(shown), ended());
        }
    }

    /// Returns an answer to `prompt` that somebody wrote, with how likely each of its tokens is to the
    /// model.
    public Answer written(Prompt prompt, String text) {
        int[] ids = IntStream.concat(Arrays.stream(tokenizer.encode(text)), IntStream.of(settings.end()))
                .toArray();
        var answer = new Answer(prompt, ids, new float[ids.length], text, true);
        return new Answer(prompt, ids, logProbabilities(List.of(answer))[0], text, true);
    }

    /// Returns how likely each token of each answer is to the model now, in nats.
    public float[][] logProbabilities(List<Answer> answers) {
        float[][] all = new float[answers.size()][];
        var still = new Tape(workers).remembering(false);
        int done = 0;
        for (List<Answer> some : parts(answers, 1, Policy::rows)) {
            still.reset();
            AnswerRows rows = AnswerRows.of(some);
            float[][] logs = rows.gather(logProbabilities(still, rows).value().toArray());
            System.arraycopy(logs, 0, all, done, logs.length);
            done += logs.length;
        }
        return all;
    }

    /// Records how likely the tokens of answers are, shape `[B · T]`, and 0 where there is none.
    Variable logProbabilities(Tape tape, AnswerRows rows) {
        Variable logits = model.logits(tape, rows.positions(), rows.inputs());
        if (settings.temperature() != 1) {
            logits = tape.scale(logits, 1 / settings.temperature());
        }
        return tape.logProbabilities(logits, rows.targets());
    }

    /// Returns the sum of each answer's tokens: the logarithms of the answers' probabilities.
    static double[] sums(float[][] logProbabilities) {
        double[] sums = new double[logProbabilities.length];
        for (int i = 0; i < sums.length; i++) {
            for (float logProbability : logProbabilities[i]) sums[i] += logProbability;
        }
        return sums;
    }

    /// Returns how many ids an answer has with its prompt.
    static int rows(Answer answer) {
        return answer.prompt().ids().length + answer.length();
    }

    /// Returns examples in parts that are small enough for a tape, in their order.
    ///
    /// @param answers how many answers an example has
    /// @param longest how many ids the longest of them has, with its prompt
    static <E> List<List<E>> parts(List<E> examples, int answers, ToIntFunction<E> longest) {
        var parts = new ArrayList<List<E>>();
        int from = 0;
        int most = 0;
        for (int i = 0; i < examples.size(); i++) {
            int length = longest.applyAsInt(examples.get(i));
            most = Math.max(most, length);
            if (i > from && (long) most * answers * (i + 1 - from) > ROWS) {
                parts.add(examples.subList(from, i));
                from = i;
                most = length;
            }
        }
        if (from < examples.size()) {
            parts.add(examples.subList(from, examples.size()));
        }
        return parts;
    }

    /// Returns the bytes that a training of this policy keeps, by what for.
    ///
    /// @param tape what it learns on
    SequencedMap<String, Long> memory(Policy reference, Tape tape) {
        var memory = new LinkedHashMap<String, Long>();
        long learned = 4 * model.size();
        long all = 4 * reference.model().size();
        memory.put("parameters", model.adapters().isEmpty() ? all : all + learned);
        memory.put("reference", all);
        memory.put("gradients", learned);
        memory.put("optimizer", 2 * learned);
        memory.put("activations", tape.bytes());
        return memory;
    }
}
