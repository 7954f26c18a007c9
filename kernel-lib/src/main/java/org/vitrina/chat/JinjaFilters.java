package org.vitrina.chat;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.vitrina.chat.JinjaValues.Undefined;

/// Jinja's filters, behind `|`.
final class JinjaFilters {
    private static final Set<String> KNOWN = Set.of(
            "abs",
            "capitalize",
            "count",
            "d",
            "default",
            "first",
            "float",
            "int",
            "items",
            "join",
            "last",
            "length",
            "list",
            "lower",
            "map",
            "reject",
            "rejectattr",
            "replace",
            "reverse",
            "safe",
            "select",
            "selectattr",
            "string",
            "title",
            "tojson",
            "trim",
            "upper");

    private final Object value;
    private final List<Object> arguments;
    private final Map<String, Object> named;
    private final int line;

    private JinjaFilters(Object value, List<Object> arguments, Map<String, Object> named, int line) {
        this.value = value;
        this.arguments = arguments;
        this.named = named;
        this.line = line;
    }

    /// Returns `name` if there is such a filter.
    static String known(String name, int line) {
        if (!KNOWN.contains(name)) {
            throw new ChatTemplateException(
                    line,
                    "the filter '" + name + "' is not known here; known are "
                            + String.join(", ", new TreeSet<>(KNOWN)));
        }
        return name;
    }

    static Object apply(String name, Object value, List<Object> arguments, Map<String, Object> named, int line) {
        return new JinjaFilters(value, arguments, named, line).apply(known(name, line));
    }

    private Object apply(String name) {
        return switch (name) {
            case "trim" -> text().strip(textArgument(0, "chars", null), true, true);
            case "upper" -> text().become(text().text().toUpperCase(Locale.ROOT));
            case "lower" -> text().become(text().text().toLowerCase(Locale.ROOT));
            case "capitalize" -> JinjaMethods.capitalized(text());
            case "title" -> JinjaMethods.titled(text());
            case "replace" -> JinjaMethods.replaced(text(), argumentText(0), argumentText(1));
            case "string", "safe" -> text();
            case "tojson" -> json();
            case "length", "count" -> length();
            case "first" -> value instanceof Undefined ? value : firstOf(items());
            case "last" -> value instanceof Undefined ? value : firstOf(items().reversed());
            case "list" -> items();
            case "reverse" -> reversed();
            case "join" -> joined();
            case "items" -> value instanceof Undefined ? List.of() : JinjaMethods.pairs(mapping());
            case "default", "d" ->
                value instanceof Undefined
                                || JinjaValues.isTrue(argument(1, "boolean", false)) && !JinjaValues.isTrue(value)
                        ? argument(0, "default_value", Traced.template(""))
                        : value;
            case "int" -> number(false);
            case "float" -> number(true);
            case "abs" -> value instanceof Double real ? (Object) Math.abs(real) : (Object) Math.abs((Long) whole());
            case "map" -> mapped();
            case "selectattr" -> chosen(true, true);
            case "rejectattr" -> chosen(true, false);
            case "select" -> chosen(false, true);
            case "reject" -> chosen(false, false);
            default -> throw new AssertionError(name);
        };
    }

    private Traced text() {
        return JinjaValues.text(value);
    }

    private List<Object> items() {
        return JinjaValues.items(value, line);
    }

    private Object firstOf(List<Object> items) {
        return items.isEmpty() ? new Undefined("the first of no items") : items.getFirst();
    }

    private Object reversed() {
        List<Object> items = items();
        Collections.reverse(items);
        return value instanceof Traced ? joined(items, Traced.template("")) : items;
    }

    private Object joined() {
        Object attribute = argument(1, "attribute", null);
        var items = new ArrayList<Object>();
        for (Object item : items()) {
            items.add(attribute == null ? item : attribute(item, attribute));
        }
        return joined(items, JinjaValues.text(argument(0, "d", Traced.template(""))));
    }

    private static Traced joined(List<Object> items, Traced between) {
        Traced all = Traced.template("");
        for (int i = 0; i < items.size(); i++) {
            all = i == 0 ? all : all.plus(between);
            all = all.plus(JinjaValues.text(items.get(i)));
        }
        return all;
    }

    private Object json() {
        Object indent = argument(1, "indent", null);
        Object width = named.containsKey("indent") ? named.get("indent") : arguments.isEmpty() ? null : indent;
        for (String name : named.keySet()) {
            if (!name.equals("indent") && !name.equals("ensure_ascii")) {
                throw wrong("tojson with '" + name + "' is not known here");
            }
        }
        String spaces = width instanceof Long count ? " ".repeat((int) Math.clamp(count, 0, 16)) : null;
        return JinjaValues.json(value, spaces, "", line);
    }

    private Object length() {
        return switch (value) {
            case Traced text -> (long) text.text().codePointCount(0, text.length());
            case List<?> items -> (long) items.size();
            case Map<?, ?> map -> (long) map.size();
            case Undefined _ -> 0L;
            case null, default -> throw wrong(JinjaValues.kind(value) + " has no length");
        };
    }

    private Map<?, ?> mapping() {
        if (value instanceof Map<?, ?> map) {
            return map;
        }
        throw wrong("expected a mapping, found " + JinjaValues.kind(value));
    }

    private Object number(boolean real) {
        Object unless = argument(0, "default", real ? (Object) 0.0 : (Object) 0L);
        try {
            return switch (value) {
                case Boolean flag -> real ? (Object) (flag ? 1.0 : 0.0) : (Object) (flag ? 1L : 0L);
                case Number number -> real ? (Object) number.doubleValue() : (Object) number.longValue();
                case Traced text -> {
                    double parsed = Double.parseDouble(text.text().strip());
                    yield real ? (Object) parsed : (Object) (long) parsed;
                }
                case null, default -> unless;
            };
        } catch (NumberFormatException _) {
            return unless;
        }
    }

    private Long whole() {
        if (value instanceof Long number) {
            return number;
        }
        throw wrong("expected a number, found " + JinjaValues.kind(value));
    }

    private Object mapped() {
        var all = new ArrayList<Object>();
        for (Object item : items()) {
            if (named.containsKey("attribute")) {
                Object found = attribute(item, named.get("attribute"));
                all.add(found instanceof Undefined && named.containsKey("default") ? named.get("default") : found);
            } else {
                String filter = known(argumentText(0).text(), line);
                all.add(apply(filter, item, arguments.subList(1, arguments.size()), named, line));
            }
        }
        return all;
    }

    /// Returns the items for which a test holds, or does not: of the item, or of one of its attributes.
    private Object chosen(boolean ofAttribute, boolean wanted) {
        int first = ofAttribute ? 1 : 0;
        String test = arguments.size() > first ? argumentText(first).text() : null;
        String name = test == null ? null : JinjaChecks.known(test.equals("==") ? "eq" : test, line);
        List<Object> rest = arguments.subList(Math.min(first + 1, arguments.size()), arguments.size());
        var all = new ArrayList<Object>();
        for (Object item : items()) {
            Object tested = ofAttribute ? attribute(item, argument(0, "attr", null)) : item;
            boolean holds = name == null ? JinjaValues.isTrue(tested) : JinjaChecks.holds(name, tested, rest, line);
            if (holds == wanted) {
                all.add(item);
            }
        }
        return all;
    }

    private static Object attribute(Object of, Object name) {
        return of instanceof Map<?, ?> map && map.containsKey(name)
                ? map.get(name)
                : new Undefined(JinjaValues.text(name).text());
    }

    private Object argument(int place, String name, Object unless) {
        return place < arguments.size() ? arguments.get(place) : named.getOrDefault(name, unless);
    }

    private Traced argumentText(int place) {
        if (place < arguments.size() && arguments.get(place) instanceof Traced text) {
            return text;
        }
        throw wrong("expected a text as argument " + (place + 1) + " of this filter");
    }

    private String textArgument(int place, String name, String unless) {
        return argument(place, name, null) instanceof Traced text ? text.text() : unless;
    }

    private ChatTemplateException wrong(String what) {
        return new ChatTemplateException(line, what);
    }
}
