package org.vitrina.chat;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vitrina.chat.JinjaValues.Function;
import org.vitrina.chat.JinjaValues.Namespace;
import org.vitrina.chat.JinjaValues.Undefined;

/// Attributes, items and slices.
final class JinjaItems {
    private JinjaItems() {}

    /// Returns `of.name`: a method, or what a mapping has under that name.
    static Object attribute(Object of, String name, int line) {
        checkDefined(of, name, line);
        Function method = JinjaMethods.of(of, name);
        if (method != null) {
            return method;
        }
        return found(of, name);
    }

    /// Returns `of[index]`.
    static Object item(Object of, Object index, int line) {
        checkDefined(of, JinjaValues.text(index).text(), line);
        return switch (index) {
            case Long number -> at(of, number);
            case Traced name when !(of instanceof List) && !(of instanceof Traced) -> found(of, name.text());
            case null, default -> new Undefined(JinjaValues.text(index).text());
        };
    }

    private static void checkDefined(Object of, String name, int line) {
        if (of instanceof Undefined undefined) {
            throw new ChatTemplateException(
                    line, "'" + undefined.name() + "' is not defined, so it has no '" + name + "'");
        }
    }

    private static Object found(Object of, String name) {
        return switch (of) {
            case Map<?, ?> map when map.containsKey(Traced.template(name)) -> map.get(Traced.template(name));
            case Namespace(Map<String, Object> variables) when variables.containsKey(name) -> variables.get(name);
            case null, default -> new Undefined(name);
        };
    }

    private static Object at(Object of, long index) {
        List<Object> items = switch (of) {
            case List<?> list -> new ArrayList<>(list);
            case Traced text -> JinjaValues.items(text, 0);
            case null, default -> List.of();
        };
        long place = index < 0 ? items.size() + index : index;
        return place >= 0 && place < items.size() ? items.get((int) place) : new Undefined("item " + index);
    }

    /// Returns `of[from:to:step]`.
    static Object slice(Object of, Object from, Object to, Object step, int line) {
        if (!(of instanceof List || of instanceof Traced)) {
            throw new ChatTemplateException(line, "cannot cut " + JinjaValues.kind(of));
        }
        List<Object> items = JinjaValues.items(of, line);
        int size = items.size();
        long by = bound(step, 1, line);
        if (by == 0) {
            throw new ChatTemplateException(line, "cannot go through a list in steps of 0");
        }
        long first = by > 0 ? 0 : size - 1;
        long end = by > 0 ? size : -1;
        long at = from == null ? first : place(bound(from, 0, line), size, by);
        long stop = to == null ? end : place(bound(to, 0, line), size, by);
        var cut = new ArrayList<Object>();
        for (; by > 0 ? at < stop : at > stop; at += by) {
            cut.add(items.get((int) at));
        }
        if (of instanceof Traced) {
            Traced text = Traced.template("");
            if (by == 1 && !cut.isEmpty()) {
                return ((Traced) of).sub(offset(of, place(bound(from, 0, line), size, 1)), offset(of, stop));
            }
            for (Object character : cut) {
                text = text.plus((Traced) character);
            }
            return text;
        }
        return cut;
    }

    /// Returns where the character `place` begins.
    private static int offset(Object of, long place) {
        return ((Traced) of).text().offsetByCodePoints(0, (int) place);
    }

    private static long place(long index, int size, long by) {
        long place = index < 0 ? index + size : index;
        return by > 0 ? Math.clamp(place, 0, size) : Math.clamp(place, -1, size - 1);
    }

    private static long bound(Object value, long unless, int line) {
        return switch (value) {
            case null -> unless;
            case Long number -> Math.clamp(number, -1L << 40, 1L << 40);
            default ->
                throw new ChatTemplateException(line, "expected a whole number, found " + JinjaValues.kind(value));
        };
    }
}
