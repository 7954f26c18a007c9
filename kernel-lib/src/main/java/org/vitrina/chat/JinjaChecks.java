package org.vitrina.chat;

import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeSet;
import org.vitrina.chat.JinjaValues.Undefined;

/// Jinja's tests, behind `is`.
final class JinjaChecks {
    /// A test of a value, with its arguments.
    @FunctionalInterface
    private interface Test {
        boolean holds(Object value, List<Object> arguments, int line);
    }

    private static final Map<String, Test> TESTS = Map.ofEntries(
            Map.entry("defined", (value, _, _) -> !(value instanceof Undefined)),
            Map.entry("undefined", (value, _, _) -> value instanceof Undefined),
            Map.entry("none", (value, _, _) -> value == null),
            Map.entry("string", (value, _, _) -> value instanceof Traced),
            Map.entry("mapping", (value, _, _) -> value instanceof Map),
            Map.entry(
                    "sequence",
                    (value, _, _) -> value instanceof List || value instanceof Map || value instanceof Traced),
            Map.entry(
                    "iterable",
                    (value, _, _) -> value instanceof List
                            || value instanceof Map
                            || value instanceof Traced
                            || value instanceof Undefined),
            Map.entry("number", (value, _, _) -> value instanceof Number || value instanceof Boolean),
            Map.entry("integer", (value, _, _) -> value instanceof Long),
            Map.entry("float", (value, _, _) -> value instanceof Double),
            Map.entry("boolean", (value, _, _) -> value instanceof Boolean),
            Map.entry("true", (value, _, _) -> Boolean.TRUE.equals(value)),
            Map.entry("false", (value, _, _) -> Boolean.FALSE.equals(value)),
            Map.entry("callable", (value, _, _) -> value instanceof JinjaValues.Function),
            Map.entry("lower", (value, _, _) -> isCase(value, Locale.ROOT, true)),
            Map.entry("upper", (value, _, _) -> isCase(value, Locale.ROOT, false)),
            Map.entry("odd", (value, _, line) -> Math.floorMod(number(value, line), 2) == 1),
            Map.entry("even", (value, _, line) -> Math.floorMod(number(value, line), 2) == 0),
            Map.entry(
                    "divisibleby",
                    (value, arguments, line) ->
                            number(value, line) % nonZero(number(one(arguments, line), line), line) == 0),
            Map.entry("equalto", JinjaChecks::isEqual),
            Map.entry("eq", JinjaChecks::isEqual),
            Map.entry("ne", (value, arguments, line) -> !isEqual(value, arguments, line)),
            Map.entry("in", (value, arguments, line) -> JinjaOperations.contains(one(arguments, line), value, line)));

    private JinjaChecks() {}

    /// Returns `name` if there is such a test.
    static String known(String name, int line) {
        if (!TESTS.containsKey(name)) {
            throw new ChatTemplateException(
                    line,
                    "the test 'is " + name + "' is not known here; known are "
                            + String.join(", ", new TreeSet<>(TESTS.keySet())));
        }
        return name;
    }

    static boolean holds(String name, Object value, List<Object> arguments, int line) {
        return TESTS.get(known(name, line)).holds(value, arguments, line);
    }

    private static boolean isEqual(Object value, List<Object> arguments, int line) {
        return JinjaValues.areEqual(value, one(arguments, line));
    }

    private static boolean isCase(Object value, Locale locale, boolean lower) {
        String text = JinjaValues.text(value).text();
        return !text.toLowerCase(locale).equals(text.toUpperCase(locale))
                && text.equals(lower ? text.toLowerCase(locale) : text.toUpperCase(locale));
    }

    private static Object one(List<Object> arguments, int line) {
        if (arguments.size() != 1) {
            throw new ChatTemplateException(line, "this test takes one argument, but has " + arguments.size());
        }
        return arguments.getFirst();
    }

    private static long number(Object value, int line) {
        if (value instanceof Long number) {
            return number;
        }
        throw new ChatTemplateException(line, "this test takes a whole number, not " + JinjaValues.kind(value));
    }

    private static long nonZero(long number, int line) {
        if (number == 0) {
            throw new ChatTemplateException(line, "nothing can be divided by 0");
        }
        return number;
    }
}
