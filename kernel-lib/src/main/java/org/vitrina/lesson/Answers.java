package org.vitrina.lesson;

import java.lang.reflect.Array;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.StringJoiner;

/// Compares an answer with the expected value, kindly: an array is as good as a list, a `long` as an `int`.
final class Answers {
    private static final int LONGEST = 200;

    private Answers() {}

    /// Returns how `found` differs from `expected`, or nothing if it does not.
    ///
    /// @param tolerance how far a number may be off, as a part of the expected one
    static Optional<Difference> difference(Object expected, Object found, double tolerance) {
        Object e = Objects.requireNonNull(plain(expected), "an exercise's expected answer is never null");
        Object f = plain(found);
        if (e instanceof Double && f instanceof Long whole) {
            f = (double) whole;
        }
        if (f == null || e.getClass() != f.getClass() && !(e instanceof Collection<?> && f instanceof Collection<?>)) {
            return Optional.of(
                    new Difference("", "Asked for is " + kind(e) + ", but this is " + described(found) + "."));
        }
        return switch (e) {
            case Double number -> number(number, (Double) f, tolerance);
            case Long whole -> whole(whole, (Long) f);
            case String text -> text(text, (String) f);
            case Set<?> set -> set(set, new LinkedHashSet<>((Collection<?>) f));
            case List<?> list -> list(list, new ArrayList<>((Collection<?>) f), tolerance);
            case Map<?, ?> map -> map(map, (Map<?, ?>) f);
            default ->
                e.equals(f)
                        ? Optional.empty()
                        : Optional.of(new Difference("", written(found) + " is not the answer."));
        };
    }

    private static Optional<Difference> whole(long expected, long found) {
        if (expected == found) {
            return Optional.empty();
        }
        String far = Math.abs(expected - found) == 1 ? "; it is off by one" : "";
        return Optional.of(new Difference(
                "A whole number is what is asked for.",
                found + " is too " + (found < expected ? "small" : "large") + far + "."));
    }

    private static Optional<Difference> number(double expected, double found, double tolerance) {
        double off = Math.abs(expected - found);
        if (expected == found || off <= tolerance * Math.abs(expected)) {
            return Optional.empty();
        }
        if (Double.isNaN(found)) {
            return Optional.of(new Difference("", "NaN is not a number: was 0 divided by 0?"));
        }
        boolean close = off <= 0.1 * Math.abs(expected);
        return Optional.of(new Difference(
                close ? "You are close: less than a tenth off." : "A number is what is asked for.",
                found + " is too " + (found < expected ? "small" : "large") + "."));
    }

    private static Optional<Difference> text(String expected, String found) {
        if (expected.equals(found)) {
            return Optional.empty();
        }
        if (expected.strip().equals(found.strip())) {
            return Optional.of(new Difference(
                    "All letters are right.", "The white space at the beginning or the end is not; it counts too."));
        }
        if (expected.equalsIgnoreCase(found)) {
            return Optional.of(new Difference("The letters are right.", "Upper and lower case are not."));
        }
        int same = 0;
        while (same < Math.min(expected.length(), found.length()) && expected.charAt(same) == found.charAt(same)) {
            same++;
        }
        String right = same == 0 ? "" : "It begins right, with " + written(found.substring(0, same)) + ".";
        String wrong = same == found.length()
                ? "It ends too early."
                : same == expected.length() ? "It goes on for too long." : written(found) + " is not the answer.";
        return Optional.of(new Difference(right, wrong));
    }

    private static Optional<Difference> list(List<?> expected, List<?> found, double tolerance) {
        int same = 0;
        while (same < Math.min(expected.size(), found.size())
                && difference(expected.get(same), found.get(same), tolerance).isEmpty()) {
            same++;
        }
        if (same == expected.size() && same == found.size()) {
            return Optional.empty();
        }
        String right = same == 0
                ? ""
                : same == 1 ? "The first element is right." : "The first " + same + " elements are right.";
        String wrong = same == found.size()
                ? "After that there should be more: " + expected.size() + " in all, but there are " + found.size() + "."
                : same == expected.size()
                        ? "There are " + found.size() + " elements, more than the " + expected.size() + " asked for."
                        : "Element " + (same + 1) + ", " + written(found.get(same)) + ", is not.";
        return Optional.of(new Difference(right, wrong));
    }

    private static Optional<Difference> set(Set<?> expected, Set<?> found) {
        if (expected.equals(found)) {
            return Optional.empty();
        }
        long right = found.stream().filter(expected::contains).count();
        var extra = found.stream().filter(x -> !expected.contains(x)).toList();
        return Optional.of(new Difference(
                right == 0 ? "" : right + " of the " + expected.size() + " are there.",
                extra.isEmpty() ? "Some are missing." : "This does not belong here: " + written(extra) + "."));
    }

    private static Optional<Difference> map(Map<?, ?> expected, Map<?, ?> found) {
        if (expected.equals(found)) {
            return Optional.empty();
        }
        var wrong = new StringJoiner(" ");
        for (var entry : found.entrySet()) {
            if (!expected.containsKey(entry.getKey())) {
                wrong.add("The key " + written(entry.getKey()) + " does not belong here.");
            } else if (!expected.get(entry.getKey()).equals(entry.getValue())) {
                wrong.add("The value of " + written(entry.getKey()) + ", " + written(entry.getValue())
                        + ", is not right.");
            }
        }
        var missing =
                expected.keySet().stream().filter(k -> !found.containsKey(k)).count();
        if (missing > 0) {
            wrong.add(missing == 1 ? "One key is missing." : missing + " keys are missing.");
        }
        long right = found.entrySet().stream()
                .filter(x -> expected.containsKey(x.getKey())
                        && expected.get(x.getKey()).equals(x.getValue()))
                .count();
        return Optional.of(new Difference(
                right == 0 ? "" : right + " of the " + expected.size() + " entries are right.", cut(wrong.toString())));
    }

    /// Returns the value in the form in which two answers are compared.
    private static Object plain(Object value) {
        return switch (value) {
            case null -> null;
            case Byte _, Short _, Integer _, Long _ -> ((Number) value).longValue();
            case Float f -> f.doubleValue();
            case Character c -> c.toString();
            case CharSequence text -> text.toString();
            case Set<?> set -> new LinkedHashSet<>(plain(set.stream().toList()));
            case Collection<?> items -> plain(new ArrayList<Object>(items));
            case Map<?, ?> map -> {
                var copy = new LinkedHashMap<Object, Object>();
                map.forEach((k, v) -> copy.put(plain(k), plain(v)));
                yield copy;
            }
            case Object array
            when array.getClass().isArray() -> {
                var items = new ArrayList<Object>();
                for (int i = 0; i < Array.getLength(array); i++) {
                    items.add(Array.get(array, i));
                }
                yield plain(items);
            }
            default -> value;
        };
    }

    private static List<Object> plain(List<?> items) {
        var plain = new ArrayList<Object>();
        items.forEach(item -> plain.add(plain(item)));
        return plain;
    }

    /// Returns what kind of value this is, in words a learner knows, with Java's name for it.
    private static String kind(Object plain) {
        return switch (plain) {
            case null -> "nothing (null)";
            case Long _ -> "a whole number (int)";
            case Double _ -> "a number (double)";
            case String _ -> "a text (String)";
            case Boolean _ -> "true or false (boolean)";
            case Set<?> _ -> "a set, a list or an array";
            case Collection<?> items
            when !items.isEmpty() ->
                "a list or an array, each element " + kind(items.iterator().next());
            case Collection<?> _ -> "a list or an array";
            case Map<?, ?> _ -> "a map";
            default -> "an object of type " + plain.getClass().getSimpleName();
        };
    }

    /// Returns the value and its kind: `"12", a text (String)`.
    static String described(Object value) {
        Object plain = plain(value);
        return plain == null ? kind(null) : isCode(plain) ? "a piece of code" : written(value) + ", " + kind(plain);
    }

    /// Returns the value as a reader would write it.
    static String written(Object value) {
        return cut(writtenWhole(plain(value)));
    }

    private static String writtenWhole(Object plain) {
        return switch (plain) {
            case null -> "null";
            case String text -> '"' + text + '"';
            case Collection<?> items -> {
                var out = new StringJoiner(", ", "[", "]");
                items.forEach(item -> out.add(writtenWhole(item)));
                yield out.toString();
            }
            case Map<?, ?> map -> {
                var out = new StringJoiner(", ", "{", "}");
                map.forEach((k, v) -> out.add(writtenWhole(k) + "=" + writtenWhole(v)));
                yield out.toString();
            }
            default -> isCode(plain) ? "a piece of code" : plain.toString();
        };
    }

    private static boolean isCode(Object value) {
        return value.getClass().isHidden() || value.getClass().isSynthetic();
    }

    private static String cut(String text) {
        return text.length() <= LONGEST ? text : text.substring(0, text.offsetByCodePoints(0, LONGEST / 2)) + "…";
    }
}
