package org.vitrina.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vitrina.chat.JinjaValues.Function;

/// The methods of Python's texts and mappings that templates call; no others can be reached.
final class JinjaMethods {
    private JinjaMethods() {}

    /// Returns the method `name` of `value`, or null.
    static Function of(Object value, String name) {
        return switch (value) {
            case Traced text -> ofText(text, name);
            case Map<?, ?> map -> ofMapping(map, name);
            case null, default -> null;
        };
    }

    private static Function ofText(Traced text, String name) {
        return switch (name) {
            case "strip" -> (values, _, line) -> text.strip(characters(values, line), true, true);
            case "lstrip" -> (values, _, line) -> text.strip(characters(values, line), true, false);
            case "rstrip" -> (values, _, line) -> text.strip(characters(values, line), false, true);
            case "upper" -> (_, _, _) -> text.become(text.text().toUpperCase(Locale.ROOT));
            case "lower" -> (_, _, _) -> text.become(text.text().toLowerCase(Locale.ROOT));
            case "capitalize" -> (_, _, _) -> capitalized(text);
            case "title" -> (_, _, _) -> titled(text);
            case "startswith" ->
                (values, _, line) -> parts(values, line).stream().anyMatch(text.text()::startsWith);
            case "endswith" -> (values, _, line) -> parts(values, line).stream().anyMatch(text.text()::endsWith);
            case "replace" -> (values, _, line) -> replaced(text, argument(values, 0, line), argument(values, 1, line));
            case "split" -> (values, named, line) -> split(text, values, named, line);
            case "find" ->
                (values, _, line) -> {
                    int found = text.text().indexOf(argument(values, 0, line).text());
                    return found < 0 ? -1L : (long) text.text().codePointCount(0, found);
                };
            case "count" ->
                (values, _, line) -> {
                    String part = argument(values, 0, line).text();
                    long count = 0;
                    for (int at = text.text().indexOf(part); at >= 0 && !part.isEmpty(); count++) {
                        at = text.text().indexOf(part, at + part.length());
                    }
                    return count;
                };
            default -> null;
        };
    }

    private static Function ofMapping(Map<?, ?> map, String name) {
        return switch (name) {
            case "items" -> (_, _, _) -> pairs(map);
            case "keys" -> (_, _, _) -> new ArrayList<Object>(map.keySet());
            case "values" -> (_, _, _) -> new ArrayList<Object>(map.values());
            case "get" ->
                (values, _, line) -> {
                    if (values.isEmpty()) {
                        throw new ChatTemplateException(line, "get() needs a key");
                    }
                    Object unless = values.size() > 1 ? values.get(1) : null;
                    return map.containsKey(values.getFirst()) ? map.get(values.getFirst()) : unless;
                };
            default -> null;
        };
    }

    static List<Object> pairs(Map<?, ?> map) {
        var pairs = new ArrayList<Object>();
        map.forEach((key, value) -> {
            var pair = new ArrayList<Object>(2);
            pair.add(key);
            pair.add(value);
            pairs.add(pair);
        });
        return pairs;
    }

    static Traced capitalized(Traced text) {
        String lower = text.text().toLowerCase(Locale.ROOT);
        int first = lower.isEmpty() ? 0 : Character.charCount(lower.codePointAt(0));
        return text.become(lower.substring(0, first).toUpperCase(Locale.ROOT) + lower.substring(first));
    }

    static Traced titled(Traced text) {
        var titled = new StringBuilder();
        boolean inWord = false;
        for (int c : text.text().codePoints().toArray()) {
            titled.appendCodePoint(inWord ? Character.toLowerCase(c) : Character.toTitleCase(c));
            inWord = Character.isLetter(c);
        }
        return text.become(titled.toString());
    }

    static Traced replaced(Traced text, Traced part, Traced by) {
        if (part.length() == 0) {
            return text;
        }
        Traced all = Traced.template("");
        int from = 0;
        for (int at = text.text().indexOf(part.text());
                at >= 0;
                at = text.text().indexOf(part.text(), from)) {
            all = all.plus(text.sub(from, at)).plus(by);
            from = at + part.length();
        }
        return from == 0 ? text : all.plus(text.sub(from, text.length()));
    }

    private static List<Object> split(Traced text, List<Object> values, Map<String, Object> named, int line) {
        Object most = values.size() > 1 ? values.get(1) : named.getOrDefault("maxsplit", -1L);
        long left = most instanceof Long count && count >= 0 ? count : Long.MAX_VALUE;
        Object separator = values.isEmpty() ? named.get("sep") : values.getFirst();
        var parts = new ArrayList<Object>();
        if (separator == null) {
            Traced rest = text.strip(null, true, false);
            while (rest.length() > 0 && left-- > 0) {
                int end = 0;
                while (end < rest.length() && !Traced.isSpace(rest.text().charAt(end))) {
                    end++;
                }
                parts.add(rest.sub(0, end));
                rest = rest.sub(end, rest.length()).strip(null, true, false);
            }
            if (rest.length() > 0) {
                parts.add(rest);
            }
            return parts;
        }
        if (!(separator instanceof Traced between) || between.length() == 0) {
            throw new ChatTemplateException(line, "split() needs a text to split at");
        }
        int from = 0;
        for (int at = text.text().indexOf(between.text());
                at >= 0 && left-- > 0;
                at = text.text().indexOf(between.text(), from)) {
            parts.add(text.sub(from, at));
            from = at + between.length();
        }
        parts.add(text.sub(from, text.length()));
        return parts;
    }

    private static String characters(List<Object> values, int line) {
        return values.isEmpty() || values.getFirst() == null
                ? null
                : argument(values, 0, line).text();
    }

    private static List<String> parts(List<Object> values, int line) {
        if (!values.isEmpty() && values.getFirst() instanceof List<?> several) {
            return several.stream().map(part -> JinjaValues.text(part).text()).toList();
        }
        return List.of(argument(values, 0, line).text());
    }

    private static Traced argument(List<Object> values, int place, int line) {
        if (place < values.size() && values.get(place) instanceof Traced text) {
            return text;
        }
        throw new ChatTemplateException(line, "expected a text as argument " + (place + 1));
    }
}
