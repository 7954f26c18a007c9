package org.vitrina.chat;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The values of a template, which are Python's: null, `Boolean`, `Long`, `Double`, [Traced], `List`,
/// `Map` and the
/// kinds here.
final class JinjaValues {
    private static final int DEEPEST = 32;

    private JinjaValues() {}

    /// Stands for what a name does not name.
    record Undefined(String name) {}

    /// What `namespace()` makes: variables that a loop may set for those outside.
    record Namespace(Map<String, Object> variables) {}

    /// A function, a macro or a method.
    @FunctionalInterface
    interface Function {
        Object call(List<Object> values, Map<String, Object> named, int line);
    }

    /// A message as templates see it; the number says which.
    static final class MessageMap extends LinkedHashMap<Object, Object> {
        private static final long serialVersionUID = 1;

        private final int number;

        MessageMap(int number) {
            this.number = number;
        }

        int number() {
            return number;
        }
    }

    static boolean isTrue(Object value) {
        return switch (value) {
            case null -> false;
            case Boolean flag -> flag;
            case Long number -> number != 0;
            case Double number -> number != 0;
            case Traced text -> text.length() > 0;
            case Collection<?> items -> !items.isEmpty();
            case Map<?, ?> map -> !map.isEmpty();
            case Undefined _ -> false;
            default -> true;
        };
    }

    /// Returns whether `left == right` in Python, where `True` is 1.
    static boolean areEqual(Object left, Object right) {
        Object one = left instanceof Boolean flag ? Long.valueOf(flag ? 1 : 0) : left;
        Object other = right instanceof Boolean flag ? Long.valueOf(flag ? 1 : 0) : right;
        if (one instanceof Number a && other instanceof Number b) {
            return a.doubleValue() == b.doubleValue();
        }
        if (one instanceof List<?> a && other instanceof List<?> b) {
            return a.size() == b.size()
                    && java.util.stream.IntStream.range(0, a.size()).allMatch(i -> areEqual(a.get(i), b.get(i)));
        }
        if (one instanceof Undefined && other instanceof Undefined) {
            return true;
        }
        return java.util.Objects.equals(one, other);
    }

    /// Returns `str(value)`.
    static Traced text(Object value) {
        return switch (value) {
            case Traced text -> text;
            case Undefined _ -> Traced.template("");
            case null, default -> written(value, 0);
        };
    }

    /// Returns `repr(value)` where the value stands in a list, its text where it stands alone.
    private static Traced written(Object value, int depth) {
        return switch (value) {
            case null -> Traced.template("None");
            case Boolean flag -> Traced.template(flag ? "True" : "False");
            case Long number -> Traced.template(Long.toString(number));
            case Double number -> Traced.template(Double.toString(number));
            case Traced text -> quoted(text);
            case List<?> items
            when depth < DEEPEST -> {
                Traced all = Traced.template("[");
                for (int i = 0; i < items.size(); i++) {
                    all = all.plus(Traced.template(i == 0 ? "" : ", ")).plus(written(items.get(i), depth + 1));
                }
                yield all.plus(Traced.template("]"));
            }
            case Map<?, ?> map
            when depth < DEEPEST -> {
                Traced all = Traced.template("{");
                String comma = "";
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    all = all.plus(Traced.template(comma))
                            .plus(written(entry.getKey(), depth + 1))
                            .plus(Traced.template(": "))
                            .plus(written(entry.getValue(), depth + 1));
                    comma = ", ";
                }
                yield all.plus(Traced.template("}"));
            }
            default -> Traced.template("<" + kind(value) + ">");
        };
    }

    private static Traced quoted(Traced text) {
        String quote = text.text().contains("'") && !text.text().contains("\"") ? "\"" : "'";
        String inside = text.text()
                .replace("\\", "\\\\")
                .replace("\n", "\\n")
                .replace("\r", "\\r")
                .replace("\t", "\\t");
        String escaped = quote.equals("'") ? inside.replace("'", "\\'") : inside;
        return Traced.template(quote).plus(text.become(escaped)).plus(Traced.template(quote));
    }

    /// Returns what kind of value this is, for messages.
    static String kind(Object value) {
        return switch (value) {
            case null -> "none";
            case Boolean _ -> "true or false";
            case Long _, Double _ -> "a number";
            case Traced _ -> "a text";
            case List<?> _ -> "a list";
            case Map<?, ?> _ -> "a mapping";
            case Undefined undefined -> "'" + undefined.name() + "', which is not defined";
            case Namespace _ -> "a namespace";
            default -> "a function";
        };
    }

    /// Returns the items that a loop over `value` goes through.
    static List<Object> items(Object value, int line) {
        return switch (value) {
            case List<?> list -> new ArrayList<>(list);
            case Map<?, ?> map -> new ArrayList<>(map.keySet());
            case Undefined _ -> List.of();
            case Traced text -> {
                var characters = new ArrayList<Object>();
                for (int i = 0, next; i < text.length(); i = next) {
                    next = i + Character.charCount(text.text().codePointAt(i));
                    characters.add(text.sub(i, next));
                }
                yield characters;
            }
            case null, default -> throw new ChatTemplateException(line, "cannot go through " + kind(value));
        };
    }

    /// Returns `value` as JSON, as Python's `json.dumps` writes it.
    static Traced json(Object value, String indent, String margin, int line) {
        if (margin.length() > DEEPEST * 8) {
            throw new ChatTemplateException(line, "values nest too deep to be written as JSON");
        }
        String inner = margin + (indent == null ? "" : indent);
        String separator = indent == null ? ", " : ",\n" + inner;
        return switch (value) {
            case null -> Traced.template("null");
            case Boolean flag -> Traced.template(flag.toString());
            case Long number -> Traced.template(number.toString());
            case Double number -> Traced.template(number.toString());
            case Traced text -> text.become(jsonText(text.text()));
            case List<?> items -> {
                Traced all = Traced.template("");
                for (Object item : items) {
                    all = all.length() == 0 ? all : all.plus(Traced.template(separator));
                    all = all.plus(json(item, indent, inner, line));
                }
                yield bracketed("[", all, "]", indent, inner, margin);
            }
            case Map<?, ?> map -> {
                Traced all = Traced.template("");
                for (Map.Entry<?, ?> entry : map.entrySet()) {
                    all = all.length() == 0 ? all : all.plus(Traced.template(separator));
                    all = all.plus(json(text(entry.getKey()), null, "", line))
                            .plus(Traced.template(": "))
                            .plus(json(entry.getValue(), indent, inner, line));
                }
                yield bracketed("{", all, "}", indent, inner, margin);
            }
            default -> throw new ChatTemplateException(line, kind(value) + " cannot be written as JSON");
        };
    }

    private static Traced bracketed(
            String open, Traced inside, String close, String indent, String inner, String margin) {
        if (indent == null || inside.length() == 0) {
            return Traced.template(open).plus(inside).plus(Traced.template(close));
        }
        return Traced.template(open + "\n" + inner).plus(inside).plus(Traced.template("\n" + margin + close));
    }

    private static String jsonText(String text) {
        var out = new StringBuilder("\"");
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> out.append("\\\"");
                case '\\' -> out.append("\\\\");
                case '\n' -> out.append("\\n");
                case '\r' -> out.append("\\r");
                case '\t' -> out.append("\\t");
                case '\b' -> out.append("\\b");
                case '\f' -> out.append("\\f");
                default -> {
                    if (c < 0x20) {
                        out.append("\\u%04x".formatted((int) c));
                    } else {
                        out.append(c);
                    }
                }
            }
        }
        return out.append('"').toString();
    }
}
