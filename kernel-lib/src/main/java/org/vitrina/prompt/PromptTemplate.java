package org.vitrina.prompt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.regex.Pattern;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;

/// A prompt with gaps: `Tale: {tale}` and a line end, `Question: {question:line}`.
///
/// - `{name}` is a variable, `{name:type}` one of a type: `text` (any text, and what is meant where no
///   type is given), `line` (a text without a line end), `int` and `number`.
/// - `{{` and `}}` are the braces themselves.
/// - What is filled in is never read again: a value that holds `{question}` stays as it is, and needs no
///   escaping.
///
/// Each variable must get a value of its type, and there must be no value without a variable: a
/// misspelled name is an error here, and not a prompt that quietly lacks its question.
public final class PromptTemplate implements Showable {
    private static final Pattern NAME = Pattern.compile("[A-Za-z][A-Za-z0-9_]*");

    /// What may be filled in.
    public enum Type {
        TEXT,
        LINE,
        INT,
        NUMBER;

        String written() {
            return name().toLowerCase(java.util.Locale.ROOT);
        }
    }

    /// A piece of a filled template.
    ///
    /// @param variable the variable that it is the value of; empty for the template's own text
    public record Piece(String text, String variable) {}

    private final String source;
    private final List<Piece> pieces;
    private final SequencedMap<String, Type> types;

    private PromptTemplate(String source, List<Piece> pieces, SequencedMap<String, Type> types) {
        this.source = source;
        this.pieces = List.copyOf(pieces);
        this.types = Collections.unmodifiableSequencedMap(types);
    }

    /// @throws IllegalArgumentException if a brace has no partner, or what stands between two is no
    ///     variable; the message says where
    public static PromptTemplate of(String source) {
        var pieces = new ArrayList<Piece>();
        var types = new LinkedHashMap<String, Type>();
        var text = new StringBuilder();
        for (int at = 0; at < source.length(); at++) {
            char c = source.charAt(at);
            boolean isDouble = at + 1 < source.length() && source.charAt(at + 1) == c;
            if ((c == '{' || c == '}') && isDouble) {
                text.append(c);
                at++;
            } else if (c == '}') {
                throw wrong(source, at, "a '}' closes nothing; write }} for the character itself");
            } else if (c == '{') {
                int end = source.indexOf('}', at);
                if (end < 0) {
                    throw wrong(source, at, "a '{' is not closed; write {{ for the character itself");
                }
                String name = variable(source, at, source.substring(at + 1, end), types);
                if (!text.isEmpty()) {
                    pieces.add(new Piece(text.toString(), ""));
                    text.setLength(0);
                }
                pieces.add(new Piece("", name));
                at = end;
            } else {
                text.append(c);
            }
        }
        if (!text.isEmpty()) {
            pieces.add(new Piece(text.toString(), ""));
        }
        return new PromptTemplate(source, pieces, types);
    }

    private static String variable(String source, int at, String inside, Map<String, Type> types) {
        String[] parts = inside.split(":", -1);
        if (parts.length > 2 || !NAME.matcher(parts[0]).matches()) {
            throw wrong(
                    source,
                    at,
                    "a variable is written {name} or {name:type}, but here stands {" + inside
                            + "}; write {{ for the character itself");
        }
        Type type = Type.TEXT;
        if (parts.length == 2) {
            type = Arrays.stream(Type.values())
                    .filter(known -> known.written().equals(parts[1]))
                    .findFirst()
                    .orElseThrow(() -> wrong(
                            source, at, "there is no type '" + parts[1] + "'; there are text, line, int and number"));
        }
        Type before = types.get(parts[0]);
        if (before != null && parts.length == 2 && before != type) {
            throw wrong(source, at, "'" + parts[0] + "' was of type " + before.written() + " before");
        }
        types.putIfAbsent(parts[0], type);
        return parts[0];
    }

    private static IllegalArgumentException wrong(String source, int at, String what) {
        String from = source.substring(
                at, source.offsetByCodePoints(at, Math.min(20, source.codePointCount(at, source.length()))));
        return new IllegalArgumentException("prompt template, character %d, at '%s': %s".formatted(at + 1, from, what));
    }

    /// Returns the variables with their types, in order of appearance.
    public SequencedMap<String, Type> variables() {
        return types;
    }

    /// Returns the text with these values, given in turn with their names: `fill("tale", tale,
    /// "question", question)`.
    ///
    /// @throws IllegalArgumentException if a value is missing, unknown, or of another type
    public String fill(Object... namesAndValues) {
        if (namesAndValues.length % 2 != 0) {
            throw new IllegalArgumentException("names and values come in turn, but there are " + namesAndValues.length
                    + " of them; write fill(\"name\", value, \"other\", value)");
        }
        var values = new LinkedHashMap<String, Object>();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            if (!(namesAndValues[i] instanceof String name)) {
                throw new IllegalArgumentException(
                        "a name is expected at place " + (i + 1) + ", but there is " + namesAndValues[i]);
            }
            values.put(name, namesAndValues[i + 1]);
        }
        return fill(values);
    }

    /// Returns the text with these values.
    ///
    /// @throws IllegalArgumentException if a value is missing, unknown, or of another type
    public String fill(Map<String, ?> values) {
        var text = new StringBuilder();
        pieces(values).forEach(piece -> text.append(piece.text));
        return text.toString();
    }

    /// Returns the text with these values piece by piece, so that it can be told what was filled in.
    ///
    /// @throws IllegalArgumentException if a value is missing, unknown, or of another type
    public List<Piece> pieces(Map<String, ?> values) {
        for (String name : values.keySet()) {
            if (!types.containsKey(name)) {
                throw new IllegalArgumentException("the template has no variable '" + name + "'" + names());
            }
        }
        for (String name : types.keySet()) {
            if (values.get(name) == null) {
                throw new IllegalArgumentException("the template needs a value for '" + name + "', but got "
                        + (values.isEmpty() ? "none" : "only " + String.join(", ", values.keySet())) + names());
            }
        }
        return pieces.stream()
                .map(piece -> piece.variable.isEmpty()
                        ? piece
                        : new Piece(
                                written(piece.variable, types.get(piece.variable), values.get(piece.variable)),
                                piece.variable))
                .toList();
    }

    private String names() {
        return types.isEmpty() ? "; it has no variables" : "; it has " + String.join(", ", types.keySet());
    }

    private static String written(String name, Type type, Object value) {
        String text = value.toString();
        boolean fits = switch (type) {
            case TEXT -> true;
            case LINE -> text.codePoints().noneMatch(c -> c == '\n' || c == '\r' || c == 0x2028 || c == 0x85);
            case INT -> value instanceof Integer || value instanceof Long || value instanceof java.math.BigInteger;
            case NUMBER -> value instanceof Number;
        };
        if (!fits) {
            String is = type == Type.LINE
                    ? "a text without a line end"
                    : type == Type.INT ? "a whole number (int)" : "a number";
            throw new IllegalArgumentException("'%s' is of type %s, %s, but its value is %s, of %s"
                    .formatted(
                            name,
                            type.written(),
                            is,
                            shown(text),
                            value.getClass().getSimpleName()));
        }
        return text;
    }

    private static String shown(String text) {
        String line = text.replace("\n", "\\n").replace("\r", "\\r");
        return "'"
                + (line.codePointCount(0, line.length()) <= 40
                        ? line
                        : line.substring(0, line.offsetByCodePoints(0, 40)) + "…")
                + "'";
    }

    /// Returns the filled template as a strip in which the values stand out, each with its name.
    public Figure.TokenStrip strip(Map<String, ?> values) {
        return new Figure.TokenStrip(
                "the filled template",
                pieces(values).stream()
                        .map(piece -> new Figure.Cell(
                                piece.text,
                                piece.variable.isEmpty() ? "template" : piece.variable,
                                !piece.variable.isEmpty()))
                        .toList());
    }

    @Override
    public MimeBundle mime() {
        return new Figure.TokenStrip(
                        "a prompt template",
                        pieces.stream()
                                .map(piece -> piece.variable.isEmpty()
                                        ? new Figure.Cell(piece.text, "", false)
                                        : new Figure.Cell(
                                                piece.variable,
                                                types.get(piece.variable).written(),
                                                true))
                                .toList())
                .mime();
    }

    /// Returns what it was made of.
    @Override
    public String toString() {
        return source;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof PromptTemplate template && template.source.equals(source);
    }

    @Override
    public int hashCode() {
        return source.hashCode();
    }
}
