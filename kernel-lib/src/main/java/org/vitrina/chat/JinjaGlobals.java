package org.vitrina.chat;

import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Supplier;
import org.vitrina.chat.JinjaValues.Function;
import org.vitrina.chat.JinjaValues.Namespace;

/// The functions that every template may call.
final class JinjaGlobals {
    private static final int LONGEST_RANGE = 100_000;

    static final Map<String, Object> ALL = Map.of(
            "raise_exception",
            (Function) (values, _, line) -> {
                String why = values.isEmpty()
                        ? ""
                        : JinjaValues.text(values.getFirst()).text();
                throw new ChatTemplateException(line, "the template refuses these messages: " + why);
            },
            "namespace",
            (Function) (values, named, line) -> {
                if (!values.isEmpty()) {
                    throw new ChatTemplateException(line, "namespace() takes arguments with names only");
                }
                return new Namespace(new LinkedHashMap<>(named));
            },
            "dict",
            (Function) (_, named, _) -> {
                var map = new LinkedHashMap<Object, Object>();
                named.forEach((name, value) -> map.put(Traced.template(name), value));
                return map;
            },
            "range",
            (Function) JinjaGlobals::range,
            "strftime_now",
            strftime(LocalDateTime::now));

    private JinjaGlobals() {}

    private static Object range(List<Object> values, Map<String, Object> named, int line) {
        var bounds = new long[] {0, 0, 1};
        if (values.isEmpty() || values.size() > 3 || !values.stream().allMatch(Long.class::isInstance)) {
            throw new ChatTemplateException(line, "range() takes one to three whole numbers");
        }
        for (int i = 0; i < values.size(); i++) {
            bounds[values.size() == 1 ? 1 : i] = (Long) values.get(i);
        }
        long step = bounds[2];
        var numbers = new ArrayList<Object>();
        for (long i = bounds[0]; step != 0 && (step > 0 ? i < bounds[1] : i > bounds[1]); i += step) {
            numbers.add(i);
            if (numbers.size() > LONGEST_RANGE) {
                throw new ChatTemplateException(line, "range() has more than " + LONGEST_RANGE + " numbers");
            }
        }
        return numbers;
    }

    /// Returns the function that writes a time in C's notation.
    static Function strftime(Supplier<LocalDateTime> time) {
        return (values, _, line) -> {
            if (values.size() != 1 || !(values.getFirst() instanceof Traced format)) {
                throw new ChatTemplateException(line, "strftime_now() takes a format");
            }
            return Traced.template(written(format.text(), time.get(), line));
        };
    }

    private static String written(String format, LocalDateTime time, int line) {
        var out = new StringBuilder();
        for (int i = 0; i < format.length(); i++) {
            if (format.charAt(i) != '%' || i + 1 == format.length()) {
                out.append(format.charAt(i));
                continue;
            }
            String pattern = switch (format.charAt(++i)) {
                case 'Y' -> "yyyy";
                case 'y' -> "yy";
                case 'm' -> "MM";
                case 'd' -> "dd";
                case 'b' -> "MMM";
                case 'B' -> "MMMM";
                case 'a' -> "EEE";
                case 'A' -> "EEEE";
                case 'H' -> "HH";
                case 'I' -> "hh";
                case 'M' -> "mm";
                case 'S' -> "ss";
                case 'p' -> "a";
                case 'j' -> "DDD";
                case '%' -> "'%'";
                default ->
                    throw new ChatTemplateException(
                            line, "strftime_now() does not know '%" + format.charAt(i) + "' here");
            };
            out.append(DateTimeFormatter.ofPattern(pattern, Locale.US).format(time));
        }
        return out.toString();
    }

    /// Returns a value of a caller's as templates have it.
    ///
    /// @param origin where its texts come from
    static Object value(Object value, int origin) {
        return switch (value) {
            case null -> null;
            case Boolean flag -> flag;
            case Integer number -> number.longValue();
            case Long number -> number;
            case Float number -> number.doubleValue();
            case Double number -> number;
            case String text -> Traced.of(text, origin);
            case List<?> items -> {
                var all = new ArrayList<Object>();
                items.forEach(item -> all.add(value(item, origin)));
                yield all;
            }
            case Map<?, ?> map -> {
                var all = new LinkedHashMap<Object, Object>();
                map.forEach((key, each) -> all.put(value(key, origin), value(each, origin)));
                yield all;
            }
            default ->
                throw new IllegalArgumentException(
                        "a template's variable may be null, true or false, a number, a text, or"
                                + " a list or map of these, but not a "
                                + value.getClass().getSimpleName());
        };
    }
}
