package org.vitrina.prompt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.function.Function;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.chat.Message;
import org.vitrina.generate.Generator;
import org.vitrina.generate.Reading;
import org.vitrina.generate.Sampling;
import org.vitrina.show.Progress;
import org.vitrina.transformer.LanguageModel;

/// Asks a model all items of a task in one way, and grades what it answers.
///
/// ```java
/// Prompter.of(model).shots(3).ask(task)                                  // three examples before each question
/// Prompter.of(model).chat(template).system("Answer briefly.").ask(task)  // as a conversation
/// Prompter.of(model).grammar(Grammar.choice("yes", "no")).ask(task)      // no other answer can be given
/// ```
///
/// A prompter does not change; setting something returns another one.
public final class Prompter {
    private static final int MAX_TOKENS = 24;

    private final LanguageModel model;
    private PromptFormat format = PromptFormat.plain();
    private int shots;
    private long seed;
    private int[] order;
    private ChatTemplate template;
    private String system = "";
    private Scoring scoring = Scoring.GENERATED;
    private int maxTokens = MAX_TOKENS;
    private Sampling sampling = Sampling.greedy();
    private Function<TaskItem, Grammar> grammar;

    private Prompter(LanguageModel model) {
        this.model = Objects.requireNonNull(model, "model");
    }

    /// Returns a prompter that asks without examples, in the plain format, and takes the likeliest text
    /// for an answer.
    public static Prompter of(LanguageModel model) {
        return new Prompter(model);
    }

    private Prompter copy() {
        var copy = new Prompter(model);
        copy.format = format;
        copy.shots = shots;
        copy.seed = seed;
        copy.order = order;
        copy.template = template;
        copy.system = system;
        copy.scoring = scoring;
        copy.maxTokens = maxTokens;
        copy.sampling = sampling;
        copy.grammar = grammar;
        return copy;
    }

    public Prompter format(PromptFormat how) {
        var copy = copy();
        copy.format = Objects.requireNonNull(how, "format");
        return copy;
    }

    /// @param examples how many examples stand before each question
    public Prompter shots(int examples) {
        if (examples < 0) {
            throw new IllegalArgumentException("the number of examples is at least 0, but is " + examples);
        }
        var copy = copy();
        copy.shots = examples;
        copy.order = null;
        return copy;
    }

    /// @param start decides which of a task's examples are shown, and in which order; with the same seed
    ///     the examples of fewer shots are the first of those of more
    public Prompter seed(long start) {
        var copy = copy();
        copy.seed = start;
        return copy;
    }

    /// Makes examples stand in this order: `order(2, 0, 1)` shows the third one first. As many are shown
    /// as are named.
    public Prompter order(int... places) {
        int[] sorted = places.clone();
        Arrays.sort(sorted);
        for (int i = 0; i < sorted.length; i++) {
            if (sorted[i] != i) {
                throw new IllegalArgumentException("an order has each place from 0 to " + (places.length - 1)
                        + " once, but is " + Arrays.toString(places));
            }
        }
        var copy = copy();
        copy.shots = places.length;
        copy.order = places.clone();
        return copy;
    }

    /// Makes each item a message through this template, each example a message with its answer.
    ///
    /// @param how null to write all as one text
    public Prompter chat(ChatTemplate how) {
        var copy = copy();
        copy.template = how;
        return copy;
    }

    /// Puts a message of the system before a conversation, which needs [#chat].
    public Prompter system(String message) {
        var copy = copy();
        copy.system = Objects.requireNonNull(message, "system");
        return copy;
    }

    public Prompter scoring(Scoring how) {
        var copy = copy();
        copy.scoring = Objects.requireNonNull(how, "scoring");
        return copy;
    }

    /// @param most how many tokens a written answer may have
    public Prompter maxTokens(int most) {
        var copy = copy();
        copy.maxTokens = most;
        return copy;
    }

    /// Says how a written answer is picked; the likeliest tokens unless it is said.
    public Prompter sampling(Sampling how) {
        var copy = copy();
        copy.sampling = Objects.requireNonNull(how, "sampling");
        return copy;
    }

    /// Holds written answers to a grammar.
    public Prompter grammar(Grammar held) {
        return grammar(_ -> held);
    }

    /// Holds written answers to a grammar of each item, such as one of its choices.
    public Prompter grammar(Function<TaskItem, Grammar> ofItem) {
        var copy = copy();
        copy.grammar = Objects.requireNonNull(ofItem, "grammar");
        return copy;
    }

    /// Returns the examples that are shown before `item`.
    ///
    /// @throws IllegalArgumentException if there are not as many
    public List<TaskItem> examples(PromptTask task, TaskItem item) {
        boolean own = !item.examples().isEmpty();
        var examples = new ArrayList<>(own ? item.examples() : task.examples());
        if (examples.size() < shots) {
            throw new IllegalArgumentException("%d examples are to be shown, but %s has %d"
                    .formatted(shots, own ? "'" + item + "'" : "the task '" + task.name() + "'", examples.size()));
        }
        if (!own) {
            Collections.shuffle(examples, new Random(seed));
        }
        List<TaskItem> shown = examples.subList(0, shots);
        return order == null
                ? List.copyOf(shown)
                : Arrays.stream(order).mapToObj(shown::get).toList();
    }

    /// Returns what is said before the answer to `item`, for a reader: as one text, or as the template
    /// writes it.
    public String text(PromptTask task, TaskItem item) {
        return template == null ? format.text(examples(task, item), item) : template.render(messages(task, item), true);
    }

    private List<Message> messages(PromptTask task, TaskItem item) {
        var messages = new ArrayList<Message>();
        if (!system.isEmpty()) {
            messages.add(Message.system(system));
        }
        for (TaskItem example : examples(task, item)) {
            messages.add(Message.user(format.question(example)));
            messages.add(Message.assistant(example.answer()));
        }
        messages.add(Message.user(format.instruction() + format.question(item)));
        return messages;
    }

    /// Returns the tokens that the model reads before the answer to `item`.
    public int[] ids(PromptTask task, TaskItem item) {
        if (template == null && !system.isEmpty()) {
            throw new IllegalArgumentException(
                    "a message of the system needs a conversation: set chat(template), or put it into the format's"
                            + " instruction");
        }
        return template == null
                ? withBeginning(model.tokenizer().encode(text(task, item)))
                : template.with(model.tokenizer())
                        .encode(messages(task, item), true, model.tokenizer())
                        .ids();
    }

    private int[] withBeginning(int[] ids) {
        var all = new ArrayList<>(model.tokenizer().markers().before());
        Arrays.stream(ids).forEach(all::add);
        return all.stream().mapToInt(Integer::intValue).toArray();
    }

    /// Asks all items of `task`.
    ///
    /// @throws IllegalArgumentException if a prompt has no room in the model's context, or choices are
    ///     to be compared and an item has none
    public PromptRun ask(PromptTask task) {
        return ask(task, "%s, %d examples, %s".formatted(format.name(), shots, scoring.words()));
    }

    /// Asks all items of `task`, under a name of its own for reports.
    public PromptRun ask(PromptTask task, String name) {
        var answers = new ArrayList<PromptRun.Answer>();
        var reading = new Reading(model);
        var choices = new ChoiceScores(model);
        try (var progress = Progress.task(name, task.items().size())) {
            for (TaskItem item : task.items()) {
                int[] ids = ids(task, item);
                answers.add(scoring == Scoring.GENERATED ? written(reading, ids, item) : chosen(choices, ids, item));
                progress.at(answers.size());
            }
        }
        return new PromptRun(name, answers);
    }

    private PromptRun.Answer written(Reading reading, int[] ids, TaskItem item) {
        Generator generator = Generator.of(model).maxTokens(maxTokens).alternatives(0);
        if (grammar == null) {
            generator = generator.sampling(sampling).stop(stop());
        } else {
            generator = generator.sampling(sampling.with(grammar.apply(item).on(model)));
        }
        String said = generator.generate(reading, ids, _ -> {}).text().strip();
        return new PromptRun.Answer(item, said, item.right().test(said), List.of());
    }

    /// An answer ends with its line, or with what stands between two items.
    private String[] stop() {
        String between = format.afterAnswer().strip();
        return between.isEmpty() ? new String[] {"\n"} : new String[] {"\n", format.afterAnswer()};
    }

    private PromptRun.Answer chosen(ChoiceScores scores, int[] ids, TaskItem item) {
        if (item.choices().isEmpty()) {
            throw new IllegalArgumentException(
                    "choices are to be compared, but '" + item + "' has none; give it some, or take Scoring.GENERATED");
        }
        String before = template == null ? format.lead() : "";
        List<Double> logs = scores.of(ids, before, item.choices());
        int best = 0;
        for (int i = 1; i < logs.size(); i++) {
            if (score(logs, i, item) > score(logs, best, item)) best = i;
        }
        String said = item.choices().get(best);
        return new PromptRun.Answer(item, said, item.right().test(said), logs);
    }

    private double score(List<Double> logs, int choice, TaskItem item) {
        String text = item.choices().get(choice);
        return scoring == Scoring.LIKELIEST_CHOICE
                ? logs.get(choice)
                : logs.get(choice) / Math.max(1, text.codePointCount(0, text.length()));
    }
}
