package org.vitrina.generate;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import org.vitrina.show.Observer;
import org.vitrina.show.Walk;
import org.vitrina.transformer.LanguageModel;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Goes on with a text: reads a prompt, picks a token, reads it, picks the next.
///
/// ```java
/// Generator.of(model).sampling(Sampling.plain().temperature(0.8)).text("Once")      // the text that follows
/// Generator.of(model).maxTokens(100).stop("\n").print("Once")                       // prints it as it comes
/// Generator.of(model).generate("Once")                                              // all there is to know of it
/// ```
///
/// A generator does not change; setting something returns another one.
public final class Generator {
    /// How many tokens are generated at most unless it is said otherwise.
    public static final int MAX_TOKENS = 64;

    private static final int ALTERNATIVES = 5;

    /// What is done when the model can hold no more.
    public enum WhenFull {
        /// The text ends.
        STOP,
        /// The older half of the text is forgotten, and the newer one read again.
        SLIDE
    }

    // set while a generator is made, and not changed afterwards
    final LanguageModel model;
    Sampling sampling = Sampling.plain();
    int maxTokens = MAX_TOKENS;
    List<String> stops = List.of();
    Set<Integer> stopTokens = Set.of();
    int alternatives = ALTERNATIVES;
    WhenFull whenFull = WhenFull.STOP;
    boolean ignoresEnd;
    Set<String> allowedSpecial = Set.of();

    private Generator(LanguageModel model) {
        this.model = model;
    }

    /// Returns a generator that samples from the model's own distribution.
    public static Generator of(LanguageModel model) {
        return new Generator(Objects.requireNonNull(model, "model"));
    }

    private Generator copy() {
        var copy = new Generator(model);
        copy.sampling = sampling;
        copy.maxTokens = maxTokens;
        copy.stops = stops;
        copy.stopTokens = stopTokens;
        copy.alternatives = alternatives;
        copy.whenFull = whenFull;
        copy.ignoresEnd = ignoresEnd;
        copy.allowedSpecial = allowedSpecial;
        return copy;
    }

    /// Returns this generator, picking tokens as `how` says.
    ///
    /// A [Constraint] in it is told how many tokens there is room for, and by which a text ends.
    public Generator sampling(Sampling how) {
        var copy = copy();
        copy.sampling = Objects.requireNonNull(how, "sampling");
        return copy.checked();
    }

    /// Returns this generator with another seed.
    public Generator seed(long seed) {
        return sampling(sampling.seed(seed));
    }

    /// @param tokens how many tokens there shall be at most; at least 1
    public Generator maxTokens(int tokens) {
        if (tokens < 1) {
            throw new IllegalArgumentException(
                    "a text of at least 1 token can be asked for, but maxTokens is " + tokens);
        }
        var copy = copy();
        copy.maxTokens = tokens;
        return copy;
    }

    /// Makes the text end before the first of these strings, wherever tokens begin and end. They replace
    /// those that were set before.
    public Generator stop(String... strings) {
        for (String stop : strings) {
            if (stop.isEmpty()) {
                throw new IllegalArgumentException(
                        "a stop string needs a character at least; an empty one is everywhere");
            }
        }
        var copy = copy();
        copy.stops = List.of(strings);
        return copy.checked();
    }

    private Generator checked() {
        if (!stops.isEmpty() && sampling.constraint().isPresent()) {
            throw new IllegalArgumentException("a stop string could cut a text off before it is what "
                    + sampling.constraint().get().setting()
                    + " asks for; leave one of the two out, as a constraint ends a text by itself");
        }
        return this;
    }

    /// Makes the text end before the first of these tokens, beside those by which the model itself ends it.
    /// They replace those that were set before.
    public Generator stopTokens(int... ids) {
        var copy = copy();
        copy.stopTokens = Arrays.stream(ids).boxed().collect(Collectors.toUnmodifiableSet());
        return copy;
    }

    /// @param count how many of the tokens that were passed over are kept for each that was picked
    public Generator alternatives(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("the number of alternatives is at least 0, but is " + count);
        }
        var copy = copy();
        copy.alternatives = count;
        return copy;
    }

    /// Says what is done when the model can hold no more; the text ends unless it is said.
    public Generator whenFull(WhenFull what) {
        var copy = copy();
        copy.whenFull = Objects.requireNonNull(what, "whenFull");
        return copy;
    }

    /// Makes the model go on after its tokens for the end of a text.
    public Generator ignoringEnd() {
        var copy = copy();
        copy.ignoresEnd = true;
        return copy;
    }

    /// Makes these special tokens be read as such where their texts stand in a prompt. Otherwise a prompt
    /// is plain text, whatever it holds.
    public Generator allowSpecial(String... tokens) {
        var copy = copy();
        copy.allowedSpecial = Set.of(tokens);
        return copy;
    }

    public LanguageModel model() {
        return model;
    }

    public Sampling sampling() {
        return sampling;
    }

    /// Returns the text that follows `prompt`.
    public String text(String prompt) {
        return generate(prompt).text();
    }

    /// Prints `prompt` and what follows, as it comes, and returns all there is to know of it.
    public Generation print(String prompt) {
        System.out.print(prompt);
        Generation generation = generate(prompt, piece -> {
            System.out.print(piece);
            System.out.flush();
        });
        System.out.println();
        return generation.printed();
    }

    /// Returns what follows `prompt` with each of several samplings, a row for each. Columns: `sampling`,
    /// `text`, the prompt included, and `perplexity`.
    public Table compare(String prompt, Sampling... samplings) {
        var texts = Arrays.stream(samplings)
                .map(how -> sampling(how).generate(prompt))
                .toList();
        return Table.create("'%s' and what follows".formatted(shortened(prompt)))
                .addColumns(
                        StringColumn.create(
                                "sampling",
                                texts.stream().map(said -> said.sampling().toString())),
                        StringColumn.create("text", texts.stream().map(Generation::whole)),
                        DoubleColumn.create(
                                "perplexity",
                                texts.stream()
                                        .mapToDouble(Generation::perplexity)
                                        .toArray()));
    }

    /// Returns what follows `prompt`.
    ///
    /// @throws IllegalArgumentException if the prompt is longer than the model can hold
    /// @throws GenerationStopped if this thread was interrupted
    public Generation generate(String prompt) {
        return run(prompt, null, Observer.NONE);
    }

    /// Returns what follows `prompt`, and hands it piece by piece to `text` as it comes. Pieces are whole
    /// characters and hold nothing of a stop string.
    public Generation generate(String prompt, Consumer<String> text) {
        return generate(prompt, text, Observer.NONE);
    }

    /// Returns what follows `prompt`, and tells `watch` of each token ([TextStep]) and of each step of the
    /// chain that picked it ([SamplingStep]).
    public Generation generate(String prompt, Consumer<String> text, Observer watch) {
        return run(prompt, Objects.requireNonNull(text, "text"), watch);
    }

    /// Returns what follows the tokens `ids`, and hands it piece by piece to `text` as it comes.
    ///
    /// @param reading where the model has read before; what is the same is not read again
    /// @param text    may be null
    public Generation generate(Reading reading, int[] ids, Consumer<String> text) {
        if (ids.length == 0) {
            throw new IllegalArgumentException("there are no tokens to go on from");
        }
        return new TextRun(this, reading, model.tokenizer().decode(ids), ids.clone(), text, Observer.NONE).run();
    }

    private Generation run(String prompt, Consumer<String> text, Observer watch) {
        int[] ids = Prompts.ids(model, prompt, allowedSpecial);
        return new TextRun(this, new Reading(model), prompt, ids, text, watch).run();
    }

    /// Returns the walk over the text that follows `prompt`, token by token.
    public Walk<TextStep> walk(String prompt) {
        var recorder = Walk.recorder(TextStep.NAME);
        run(prompt, null, recorder);
        return recorder.walk("Going on with '" + shortened(prompt) + "'", TextStep.class);
    }

    private static String shortened(String prompt) {
        return prompt.codePointCount(0, prompt.length()) <= 60
                ? prompt
                : "… " + prompt.substring(prompt.offsetByCodePoints(prompt.length(), -60));
    }

    @Override
    public String toString() {
        return "%s, %s, at most %d tokens%s"
                .formatted(model.name(), sampling, maxTokens, stops.isEmpty() ? "" : ", stop at " + stops);
    }
}
