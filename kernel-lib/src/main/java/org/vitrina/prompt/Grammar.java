package org.vitrina.prompt;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Objects;
import java.util.StringJoiner;
import java.util.stream.Collectors;
import org.vitrina.generate.Constraint;
import org.vitrina.generate.Generator;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import org.vitrina.show.VisibleText;
import org.vitrina.show.Walk;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.transformer.LanguageModel;
import tech.tablesaw.api.BooleanColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Says which texts are allowed, and holds a model to them: as the first step of a sampling chain it
/// lets only those tokens be picked after which the text can still become an allowed one ([Willard and
/// Louf 2023](https://arxiv.org/abs/2307.09702)).
///
/// ```java
/// Grammar year = Grammar.regex("(19|20)[0-9]{2}");
/// Generator.of(model).sampling(Sampling.greedy().with(year.on(model))).text("It was in ")
/// Grammar.choice("yes", "no")
/// Grammar.jsonSchema("{\"type\": \"object\", \"properties\": {\"age\": {\"type\": \"integer\"}}}")
/// year.walk(Generator.of(model), "It was in ")     // what was forbidden at each token
/// ```
///
/// All of these become one automaton over the bytes of UTF-8. A text that a generator makes with it is
/// always one of the allowed ones, whatever the model says and however few tokens it may have: where
/// room gets short, only tokens that lead to an end are left.
public final class Grammar implements Showable {
    private static final int LONGEST_ROW = 60;
    private static final int MOST_ROWS = 200;

    private final String source;
    private final Dfa dfa;

    private Grammar(String source, Expression expression) {
        this.source = source;
        dfa = Dfa.of(expression);
    }

    /// Returns the texts that a regular expression matches from beginning to end, as `java.util.regex`
    /// would say.
    ///
    /// Known are characters, `.`, sets `[a-z]`, `[^a-z]`, `\d \w \s` and their opposites, groups, `|`,
    /// and `* + ? {3} {3,} {3,5}`. What looks back or around (`\1`, `(?=x)`, `\b`) and flags are refused.
    ///
    /// @throws GrammarException if it is no such expression, or would need an automaton of more than
    ///     10,000 states; the message says where and what to write instead
    public static Grammar regex(String regex) {
        return new Grammar(regex, RegexParser.parse(regex));
    }

    /// Returns just these texts.
    public static Grammar choice(String... texts) {
        if (texts.length == 0) {
            throw new GrammarException("a choice needs at least one text to choose");
        }
        return new Grammar(
                String.join("|", texts),
                new Expression.Either(Arrays.stream(texts).map(Expression::text).toList()));
    }

    /// Returns the texts that are JSON ([RFC 8259](https://www.rfc-editor.org/rfc/rfc8259)), in one
    /// line, with objects and arrays inside each other up to a depth of 3.
    public static Grammar json() {
        return json(3);
    }

    /// Returns the texts that are JSON, in one line.
    ///
    /// @param depth how deep objects and arrays may be inside each other, 0 for none at all to 5; an
    ///     automaton cannot count without a bound
    public static Grammar json(int depth) {
        return new Grammar("JSON to a depth of " + depth, JsonExpressions.any(depth));
    }

    /// Returns the JSON texts that a [JSON Schema](https://json-schema.org/draft/2020-12) allows, in one
    /// line, an object's properties in the order of the schema.
    ///
    /// Known are `type`, `enum`, `const`, `anyOf`; of strings `minLength`, `maxLength`, `pattern`; of
    /// arrays `items`, `minItems`, `maxItems`; of objects `properties` and `required`. Other properties
    /// than those named are not written, whatever `additionalProperties` says. Descriptions are skipped.
    ///
    /// @throws GrammarException if it is no such schema; the message says at which place of it
    public static Grammar jsonSchema(String schema) {
        return new Grammar("a JSON schema", JsonSchemas.read(schema));
    }

    Dfa dfa() {
        return dfa;
    }

    /// Returns whether `text` is one of the allowed texts.
    public boolean allows(String text) {
        return dfa.ends(after(text));
    }

    /// Returns whether `text` is one of the allowed texts or the beginning of one.
    public boolean canBecome(String text) {
        return after(text) != Dfa.DEAD;
    }

    private int after(String text) {
        return dfa.next(0, text.getBytes(StandardCharsets.UTF_8));
    }

    /// Returns how many states the automaton has.
    public int states() {
        return dfa.size();
    }

    /// Returns the first step of a sampling chain that holds a model to this grammar.
    ///
    /// @throws IllegalArgumentException if the model's tokens cannot write any of the texts
    public Constraint on(LanguageModel model) {
        return on(model.tokenizer());
    }

    /// Returns the first step of a sampling chain that holds a model with this tokenizer to this grammar.
    ///
    /// @throws IllegalArgumentException if the tokens cannot write any of the texts
    public Constraint on(Tokenizer tokenizer) {
        return GrammarConstraint.of(this, Objects.requireNonNull(tokenizer, "tokenizer"));
    }

    /// Returns the walk over a text that `generator` makes under this grammar: at each token, what the
    /// model wanted, and what was forbidden.
    public Walk<GrammarStep> walk(Generator generator, String prompt) {
        return GrammarStep.walk(this, generator, prompt);
    }

    /// Returns the automaton, a row for each state. Columns: `state`, of which 0 is the first,
    /// `may end`, and `reads`: the bytes that go on and the state that each leads to.
    public Table table() {
        var state = IntColumn.create("state");
        var ends = BooleanColumn.create("may end");
        var reads = StringColumn.create("reads");
        for (int s = 0; s < Math.min(MOST_ROWS, dfa.size()); s++) {
            state.append(s);
            ends.append(dfa.ends(s));
            var row = new StringJoiner(", ");
            for (int target : dfa.targets(s)) {
                row.add(dfa.runs(s, target).stream().map(Grammar::run).collect(Collectors.joining(" ")) + " → "
                        + target);
            }
            String text = row.toString();
            reads.append(text.length() <= LONGEST_ROW ? text : text.substring(0, LONGEST_ROW) + "…");
        }
        return Table.create("The automaton of " + this + ", %,d states".formatted(dfa.size()))
                .addColumns(state, ends, reads);
    }

    private static String run(int[] bytes) {
        return bytes[0] == bytes[1] ? name(bytes[0]) : name(bytes[0]) + "-" + name(bytes[1]);
    }

    private static String name(int b) {
        return b > ' ' && b < 0x7f ? Character.toString(b) : VisibleText.ofBytes(new byte[] {(byte) b});
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Data(table()).mime();
    }

    /// Returns what it was made of.
    @Override
    public String toString() {
        return source.codePointCount(0, source.length()) <= LONGEST_ROW
                ? source
                : source.substring(0, source.offsetByCodePoints(0, LONGEST_ROW)) + "…";
    }
}
