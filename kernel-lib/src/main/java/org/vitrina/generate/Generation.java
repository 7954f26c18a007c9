package org.vitrina.generate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import org.vitrina.show.VisibleText;
import org.vitrina.show.Walk;
import org.vitrina.transformer.LanguageModel;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// A text that was generated, and all that is known of each of its tokens.
///
/// It is shown as a strip of its tokens, each the darker the likelier the model found it.
public final class Generation implements Showable {
    private final TokenText tokenText;
    private final String model;
    private final Sampling sampling;
    private final String prompt;
    private final int[] promptIds;
    private final List<Choice> tokens;
    private final String text;
    private final EndReason end;
    private final Speed speed;
    private final boolean isPrinted;

    /// How long it took. What the first token of the text needs counts as reading the prompt.
    ///
    /// @param promptTokens   tokens of the prompt that were read
    /// @param reusedTokens   tokens of the prompt that had been read before
    /// @param prefillSeconds how long reading the prompt took
    /// @param decodedTokens  tokens that were read one by one, each after it was picked
    /// @param decodeSeconds  how long that took, with all picking
    public record Speed(
            int promptTokens, int reusedTokens, double prefillSeconds, int decodedTokens, double decodeSeconds) {
        /// Returns how many tokens of the prompt were read in a second.
        public double prefillPerSecond() {
            return prefillSeconds == 0 ? 0 : promptTokens / prefillSeconds;
        }

        /// Returns how many tokens were generated in a second, after the first.
        public double decodePerSecond() {
            return decodeSeconds == 0 ? 0 : decodedTokens / decodeSeconds;
        }

        @Override
        public String toString() {
            String reused = reusedTokens == 0 ? "" : ", %,d more had been read before".formatted(reusedTokens);
            return String.format(
                    Locale.ROOT,
                    "read %,d tokens at %,.0f a second%s; generated at %,.1f a second",
                    promptTokens,
                    prefillPerSecond(),
                    reused,
                    decodePerSecond());
        }
    }

    Generation(
            LanguageModel model,
            Sampling sampling,
            String prompt,
            int[] promptIds,
            List<Choice> tokens,
            String text,
            EndReason end,
            Speed speed) {
        this(
                model.name(),
                new TokenText(model.tokenizer()),
                sampling,
                prompt,
                promptIds.clone(),
                List.copyOf(tokens),
                text,
                end,
                speed,
                false);
    }

    private Generation(
            String model,
            TokenText tokenText,
            Sampling sampling,
            String prompt,
            int[] promptIds,
            List<Choice> tokens,
            String text,
            EndReason end,
            Speed speed,
            boolean isPrinted) {
        this.model = model;
        this.tokenText = tokenText;
        this.sampling = sampling;
        this.prompt = prompt;
        this.promptIds = promptIds;
        this.tokens = tokens;
        this.text = text;
        this.end = end;
        this.speed = speed;
        this.isPrinted = isPrinted;
    }

    /// Returns this, for who has seen the text already: shown without it.
    Generation printed() {
        return new Generation(model, tokenText, sampling, prompt, promptIds, tokens, text, end, speed, true);
    }

    /// Returns the generated text, without the prompt and without what ended it.
    @Override
    public String text() {
        return text;
    }

    /// Returns the prompt and the generated text.
    public String whole() {
        return prompt + text;
    }

    /// Returns the model's name.
    public String model() {
        return model;
    }

    public String prompt() {
        return prompt;
    }

    /// Returns the ids that were read before the first token was picked.
    public int[] promptIds() {
        return promptIds.clone();
    }

    /// Returns every token that was picked, the one that ended the text included.
    public List<Choice> tokens() {
        return tokens;
    }

    /// Returns their ids.
    public int[] ids() {
        return tokens.stream().mapToInt(Choice::id).toArray();
    }

    /// Returns why the text ended.
    public EndReason end() {
        return end;
    }

    public Sampling sampling() {
        return sampling;
    }

    public Speed speed() {
        return speed;
    }

    /// Returns the natural logarithm of the probability that the model gives the tokens together.
    public double logProbability() {
        return tokens.stream().mapToDouble(Choice::logProbability).sum();
    }

    /// Returns how surprised the model was on average, as the number of equally likely tokens to choose
    /// from: `exp(-mean log-probability)`.
    public double perplexity() {
        return Math.exp(-logProbability() / tokens.size());
    }

    /// Returns the text of a token.
    public String text(int id) {
        return tokenText.apply(id);
    }

    /// Returns the tokens with their probabilities, each the darker the likelier the model found it.
    public Figure.TokenStrip strip() {
        return new Figure.TokenStrip(
                "%s, %s. The darker, the likelier".formatted(model, sampling),
                tokens.stream()
                        .map(token -> new Figure.Cell(
                                text(token.id()),
                                Numbers.percent(token.probability()),
                                false,
                                Math.min(1, token.probability())))
                        .toList());
    }

    /// Returns a row for each token. Columns: `step`, `token`, `id`, `probability` and `log-probability`
    /// (natural), both the model's own, `rank`, `surprise (bits)`, `entropy (bits)`, `chance`, the
    /// probability after all steps of the chain, `kept`, how many tokens these left, and `passed over`.
    public Table table() {
        return Table.create("Tokens of a generated text")
                .addColumns(
                        IntColumn.create(
                                "step", IntStream.rangeClosed(1, tokens.size()).toArray()),
                        StringColumn.create("token", tokens.stream().map(token -> text(token.id()))),
                        IntColumn.create("id", ids()),
                        column("probability", Choice::probability),
                        column("log-probability", Choice::logProbability),
                        IntColumn.create(
                                "rank", tokens.stream().mapToInt(Choice::rank).toArray()),
                        column("surprise (bits)", Choice::surprise),
                        column("entropy (bits)", Choice::entropy),
                        column("chance", Choice::chance),
                        IntColumn.create(
                                "kept", tokens.stream().mapToInt(Choice::kept).toArray()),
                        StringColumn.create("passed over", tokens.stream().map(this::passedOver)));
    }

    private DoubleColumn column(String name, ToDoubleFunction<Choice> value) {
        return DoubleColumn.create(name, tokens.stream().mapToDouble(value).toArray());
    }

    private String passedOver(Choice token) {
        return token.alternatives().stream()
                .map(other -> VisibleText.of(text(other.id())) + " " + Numbers.percent(other.probability()))
                .collect(Collectors.joining(", "));
    }

    /// Returns how surprising each token was to the model, and how uncertain it was before: on average the
    /// two are the same in a text that the model sampled from its own distribution.
    public XYChart chart() {
        var lines = new LinkedHashMap<String, List<Double>>();
        lines.put("surprise", tokens.stream().map(Choice::surprise).toList());
        lines.put("entropy", tokens.stream().map(Choice::entropy).toList());
        var steps = new ArrayList<Double>();
        for (int i = 1; i <= tokens.size(); i++) {
            steps.add((double) i);
        }
        return Charts.lines("Surprise and entropy, token by token", "token", "bits", steps, lines);
    }

    /// Returns the walk over the text, token by token.
    public Walk<TextStep> walk() {
        var steps = new ArrayList<TextStep>();
        var before = new StringBuilder(prompt);
        for (Choice token : tokens) {
            steps.add(TextStep.of(steps.size() + 1, token, before.toString(), tokenText));
            before.append(text(token.id()));
        }
        return Walk.of("A text, token by token", steps);
    }

    /// Returns a line with length, reason of the end and speed.
    public String summary() {
        return "%s; %s; %s".formatted(Numbers.tokens(tokens.size()), end.words(), speed);
    }

    @Override
    public MimeBundle mime() {
        Figure before = isPrinted ? new Figure.None() : new Figure.Note(whole());
        var figure = new Figure.Stack(before, strip(), new Figure.Note(summary()));
        return MimeBundle.of(text).withHtml(figure.mime().html().orElseThrow());
    }

    @Override
    public String toString() {
        return text;
    }
}
