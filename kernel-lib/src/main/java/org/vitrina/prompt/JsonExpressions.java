package org.vitrina.prompt;

import static org.vitrina.prompt.Expression.either;
import static org.vitrina.prompt.Expression.optional;
import static org.vitrina.prompt.Expression.sequence;
import static org.vitrina.prompt.Expression.text;

import org.vitrina.prompt.Expression.Characters;
import org.vitrina.prompt.Expression.Repeat;

/// JSON as expressions ([RFC 8259](https://www.rfc-editor.org/rfc/rfc8259)). A space may stand behind a
/// comma and a colon, and nowhere else outside of strings: a model that may write spaces may write them
/// for ever.
final class JsonExpressions {
    private static final int DEEPEST = 5;
    private static final Expression DIGIT = new Characters(CodePoints.of('0', '9'));
    private static final Expression SPACE = optional(text(" "));

    private static final Expression HEX = new Characters(CodePoints.of('0', '9', 'A', 'F', 'a', 'f'));

    /// Four digits that are a character by themselves: halves of a surrogate pair are left out.
    private static final Expression HEX_CHARACTER = either(
            sequence(
                    new Characters(CodePoints.of('0', '9', 'A', 'C', 'E', 'F', 'a', 'c', 'e', 'f')),
                    new Repeat(HEX, 3, 3)),
            sequence(
                    new Characters(CodePoints.of('D', 'D', 'd', 'd')),
                    new Characters(CodePoints.of('0', '7')),
                    new Repeat(HEX, 2, 2)));

    /// One character of a string, written as itself or escaped (section 7).
    static final Expression CHARACTER = either(
            new Characters(CodePoints.of(0, 0x1f, '"', '"', '\\', '\\').complement()),
            sequence(
                    text("\\"),
                    either(
                            new Characters(CodePoints.of(
                                    '"', '"', '\\', '\\', '/', '/', 'b', 'b', 'f', 'f', 'n', 'n', 'r', 'r', 't', 't')),
                            sequence(text("u"), HEX_CHARACTER))));

    static final Expression INTEGER = sequence(
            optional(text("-")),
            either(
                    text("0"),
                    sequence(new Characters(CodePoints.of('1', '9')), new Repeat(DIGIT, 0, Expression.MANY))));

    /// Of an exponent three digits at most: a larger one is no number to anybody who reads it (section
    /// 6).
    static final Expression NUMBER = sequence(
            INTEGER,
            optional(sequence(text("."), new Repeat(DIGIT, 1, Expression.MANY))),
            optional(sequence(
                    new Characters(CodePoints.of('E', 'E', 'e', 'e')),
                    optional(new Characters(CodePoints.of('+', '+', '-', '-'))),
                    new Repeat(DIGIT, 1, 3))));

    static final Expression BOOLEAN = either(text("true"), text("false"));
    static final Expression NULL = text("null");
    static final Expression COMMA = sequence(text(","), SPACE);
    static final Expression COLON = sequence(text(":"), SPACE);

    private JsonExpressions() {}

    /// Returns a string of so many characters.
    ///
    /// @param most [Expression#MANY] for any number
    static Expression string(int least, int most) {
        return sequence(text("\""), new Repeat(CHARACTER, least, most), text("\""));
    }

    /// Returns an array of so many values.
    static Expression array(Expression value, int least, int most) {
        if (most == 0) {
            return text("[]");
        }
        Expression values = sequence(
                value,
                new Repeat(
                        sequence(COMMA, value),
                        Math.max(0, least - 1),
                        most == Expression.MANY ? Expression.MANY : most - 1));
        return sequence(text("["), least == 0 ? optional(values) : values, text("]"));
    }

    /// Returns any value.
    static Expression any(int depth) {
        if (depth < 0 || depth > DEEPEST) {
            throw new GrammarException("JSON can be nested 0 to %d deep here, but %d was asked for; each level doubles"
                            .formatted(DEEPEST, depth)
                    + " the automaton");
        }
        Expression simple = either(string(0, Expression.MANY), NUMBER, BOOLEAN, NULL);
        Expression value = simple;
        for (int level = 0; level < depth; level++) {
            Expression member = sequence(string(0, Expression.MANY), COLON, value);
            Expression object = sequence(
                    text("{"),
                    optional(sequence(member, new Repeat(sequence(COMMA, member), 0, Expression.MANY))),
                    text("}"));
            value = either(simple, array(value, 0, Expression.MANY), object);
        }
        return value;
    }
}
