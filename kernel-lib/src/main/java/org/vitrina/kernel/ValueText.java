package org.vitrina.kernel;

import java.lang.reflect.Array;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Iterator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.function.Function;
import java.util.stream.BaseStream;

/// Values as text: as `toString` says it where that is worth reading, arrays by their elements, long things
/// cut with a count, and nothing consumed.
final class ValueText {
    static final int MOST_ELEMENTS = 100;
    private static final int MOST_CHARACTERS = 20_000;
    private static final int MOST_DEPTH = 6;

    private ValueText() {}

    static String of(Object value) {
        return cut(of(value, 0));
    }

    private static String of(Object value, int depth) {
        if (depth > MOST_DEPTH) {
            return "…";
        }
        return switch (value) {
            case null -> "null";
            case String text -> text;
            case BaseStream<?, ?> stream -> unread(stream, "end it with toList() to see what it gives");
            case Iterator<?> iterator when isDefault(iterator) -> unread(iterator, "call next() to see what it gives");
            case Optional<?> optional ->
                optional.map(inner -> "Optional[" + of(inner, depth + 1) + "]").orElse("Optional.empty");
            case Map<?, ?> map when isOfJava(map) -> map(map, depth);
            case Collection<?> items when isOfJava(items) -> items(items, depth);
            case Record record -> record(record, depth);
            case Throwable thrown -> thrown(thrown);
            default -> value.getClass().isArray() ? array(value, depth) : own(value);
        };
    }

    /// Returns what the value says of itself.
    private static String own(Object value) {
        Class<?> type = value.getClass();
        if (type.isHidden() && type.getInterfaces().length == 1) {
            return "a lambda, " + CellNames.ofClass(type.getInterfaces()[0].getName());
        }
        String text;
        try {
            text = value.toString();
        } catch (RuntimeException | StackOverflowError e) {
            return CellNames.ofClass(value.getClass().getName()) + " (its toString() threw "
                    + CellNames.ofClass(e.getClass().getName()) + (e.getMessage() == null ? "" : ": " + e.getMessage())
                    + ")";
        }
        return text == null
                ? CellNames.ofClass(value.getClass().getName()) + " (its toString() returned null)"
                : CellNames.clean(cut(text));
    }

    private static String cut(String text) {
        if (text.length() <= MOST_CHARACTERS) {
            return text;
        }
        int end = MOST_CHARACTERS - (Character.isHighSurrogate(text.charAt(MOST_CHARACTERS - 1)) ? 1 : 0);
        return text.substring(0, end) + String.format(Locale.ROOT, "… (%,d characters in all)", text.length());
    }

    private static String unread(Object value, String hint) {
        String kind = value instanceof BaseStream ? "stream" : "iterator";
        return (kind.equals("stream") ? "a " : "an ") + kind + ", not read because it can be read only once; " + hint;
    }

    private static boolean isDefault(Object value) {
        return own(value).matches("(?s)[\\w.$]+@[0-9a-f]+");
    }

    /// A collection of somebody else's may say something better of itself than its elements.
    private static boolean isOfJava(Object value) {
        return value.getClass().getName().startsWith("java.");
    }

    private static String array(Object array, int depth) {
        int length = Array.getLength(array);
        var text = new StringJoiner(", ", "[", "]");
        for (int i = 0; i < Math.min(length, MOST_ELEMENTS); i++) {
            text.add(of(Array.get(array, i), depth + 1));
        }
        return more(text, length);
    }

    private static String items(Collection<?> items, int depth) {
        var text = new StringJoiner(", ", "[", "]");
        int shown = 0;
        for (Object each : items) {
            if (shown++ == MOST_ELEMENTS) {
                break;
            }
            text.add(each == items ? "(this)" : of(each, depth + 1));
        }
        return more(text, items.size());
    }

    private static String map(Map<?, ?> map, int depth) {
        var text = new StringJoiner(", ", "{", "}");
        int shown = 0;
        for (var each : map.entrySet()) {
            if (shown++ == MOST_ELEMENTS) {
                break;
            }
            text.add((each.getKey() == map ? "(this)" : of(each.getKey(), depth + 1)) + "="
                    + (each.getValue() == map ? "(this)" : of(each.getValue(), depth + 1)));
        }
        return more(text, map.size());
    }

    private static String more(StringJoiner text, int length) {
        if (length > MOST_ELEMENTS) {
            text.add(String.format(Locale.ROOT, "… %,d in all", length));
        }
        return text.toString();
    }

    /// A record that says something of its own about itself is left to say it.
    private static String record(Record record, int depth) {
        String own = own(record);
        return own.equals(cut(CellNames.clean(components(record, String::valueOf))))
                ? components(record, value -> of(value, depth + 1))
                : own;
    }

    private static String components(Record record, Function<Object, String> form) {
        var text = new StringJoiner(", ", record.getClass().getSimpleName() + "[", "]");
        for (RecordComponent component : record.getClass().getRecordComponents()) {
            text.add(component.getName() + "=" + form.apply(value(record, component)));
        }
        return text.toString();
    }

    static Object value(Record record, RecordComponent component) {
        try {
            var accessor = component.getAccessor();
            accessor.setAccessible(true);
            return accessor.invoke(record);
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            return "?";
        }
    }

    private static String thrown(Throwable thrown) {
        var text = new StringBuilder(own(thrown));
        Throwable cause = thrown.getCause();
        for (int i = 0; cause != null && i < 5; i++, cause = cause.getCause()) {
            text.append("\nCaused by: ").append(own(cause));
        }
        return text.toString();
    }
}
