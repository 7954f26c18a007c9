package org.vitrina.chat;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrina.chat.JinjaValues.Function;
import org.vitrina.chat.JinjaValues.MessageMap;
import org.vitrina.chat.JinjaValues.Namespace;
import org.vitrina.chat.JinjaValues.Undefined;

/// Runs a parsed template. It reaches nothing but the values that it is given, and does no more than so
/// much: a
/// template comes with a model's file, and may be anybody's.
final class JinjaRun {
    /// What a run may cost: one for each part that is run, and for each 16 characters that are made.
    static final long MOST_WORK = 10_000_000;

    private static final int LONGEST = 1 << 24;
    private static final int DEEPEST_CALL = 32;

    /// What ends the body of a loop early.
    private enum End {
        NOT,
        BREAK,
        CONTINUE
    }

    /// Receives what the template writes.
    @FunctionalInterface
    interface Writer {
        /// @param message the message that the loop around is at, or -1
        void write(Traced text, int message);
    }

    private static final class Scope {
        final Map<String, Object> variables = new HashMap<>();
        final Scope outer;

        Scope(Scope outer) {
            this.outer = outer;
        }

        Object get(String name) {
            for (Scope scope = this; scope != null; scope = scope.outer) {
                if (scope.variables.containsKey(name)) {
                    return scope.variables.get(name);
                }
            }
            return new Undefined(name);
        }
    }

    private final Scope root = new Scope(null);
    private Scope scope = root;
    private Writer writer;
    private long work;
    private int message = -1;
    private int depth;

    JinjaRun(Map<String, Object> variables, Writer writer) {
        root.variables.putAll(variables);
        this.writer = writer;
    }

    void run(List<JinjaNode> nodes) {
        body(nodes);
    }

    private End body(List<JinjaNode> nodes) {
        for (JinjaNode node : nodes) {
            End end = run(node);
            if (end != End.NOT) {
                return end;
            }
        }
        return End.NOT;
    }

    private End run(JinjaNode node) {
        spend(1, 0);
        switch (node) {
            case JinjaNode.Data(String text) -> write(Traced.template(text), 0);
            case JinjaNode.Print(JinjaExpression value, int line) -> write(JinjaValues.text(value(value)), line);
            case JinjaNode.If(List<JinjaNode.Branch> branches, List<JinjaNode> otherwise) -> {
                for (JinjaNode.Branch branch : branches) {
                    if (JinjaValues.isTrue(value(branch.condition()))) {
                        return body(branch.body());
                    }
                }
                return body(otherwise);
            }
            case JinjaNode.For loop -> loop(loop);
            case JinjaNode.Set set -> set(set);
            case JinjaNode.SetBlock(String name, List<JinjaNode> body) -> scope.variables.put(name, captured(body));
            case JinjaNode.Macro macro ->
                scope.variables.put(macro.name(), (Function) (values, named, line) -> call(macro, values, named, line));
            case JinjaNode.Group(List<JinjaNode> body) -> {
                return body(body);
            }
            case JinjaNode.Break() -> {
                return End.BREAK;
            }
            case JinjaNode.Continue() -> {
                return End.CONTINUE;
            }
        }
        return End.NOT;
    }

    private void write(Traced text, int line) {
        spend(1 + text.length() / 16, line);
        writer.write(text, message);
    }

    private Traced captured(List<JinjaNode> body) {
        Writer outside = writer;
        Traced[] all = {Traced.template("")};
        writer = (text, _) -> all[0] = checked(all[0].plus(text), 0);
        body(body);
        writer = outside;
        return all[0];
    }

    private void set(JinjaNode.Set set) {
        Object value = value(set.value());
        if (set.attribute() == null) {
            scope.variables.put(set.name(), value);
        } else if (scope.get(set.name()) instanceof Namespace(Map<String, Object> variables)) {
            variables.put(set.attribute(), value);
        } else {
            throw new ChatTemplateException(
                    set.line(), "only attributes of a namespace() can be set, and '" + set.name() + "' is none");
        }
    }

    private void loop(JinjaNode.For loop) {
        List<Object> items = JinjaValues.items(value(loop.of()), loop.line());
        Scope outside = scope;
        if (loop.condition() != null) {
            var kept = new ArrayList<Object>();
            for (Object item : items) {
                scope = new Scope(outside);
                bind(loop, item);
                if (JinjaValues.isTrue(value(loop.condition()))) {
                    kept.add(item);
                }
                scope = outside;
            }
            items = kept;
        }
        int around = message;
        for (int i = 0; i < items.size(); i++) {
            scope = new Scope(outside);
            if (items.get(i) instanceof MessageMap map) {
                message = map.number();
            }
            bind(loop, items.get(i));
            scope.variables.put("loop", loopVariable(items, i));
            End end = body(loop.body());
            scope = outside;
            message = around;
            if (end == End.BREAK) {
                break;
            }
        }
        if (items.isEmpty()) {
            body(loop.otherwise());
        }
    }

    private void bind(JinjaNode.For loop, Object item) {
        if (loop.names().size() == 1) {
            scope.variables.put(loop.names().getFirst(), item);
            return;
        }
        List<Object> parts = JinjaValues.items(item, loop.line());
        if (parts.size() != loop.names().size()) {
            throw new ChatTemplateException(
                    loop.line(), loop.names().size() + " names, but " + parts.size() + " values for them");
        }
        for (int i = 0; i < parts.size(); i++) {
            scope.variables.put(loop.names().get(i), parts.get(i));
        }
    }

    private static Object loopVariable(List<Object> items, int i) {
        var loop = new LinkedHashMap<Object, Object>();
        int n = items.size();
        loop.put(Traced.template("index"), i + 1L);
        loop.put(Traced.template("index0"), (long) i);
        loop.put(Traced.template("revindex"), (long) n - i);
        loop.put(Traced.template("revindex0"), n - i - 1L);
        loop.put(Traced.template("first"), i == 0);
        loop.put(Traced.template("last"), i == n - 1);
        loop.put(Traced.template("length"), (long) n);
        if (i > 0) {
            loop.put(Traced.template("previtem"), items.get(i - 1));
        }
        if (i < n - 1) {
            loop.put(Traced.template("nextitem"), items.get(i + 1));
        }
        return loop;
    }

    private Object call(JinjaNode.Macro macro, List<Object> values, Map<String, Object> named, int line) {
        List<String> parameters = macro.parameters();
        if (values.size() > parameters.size()) {
            throw new ChatTemplateException(
                    line, macro.name() + "() takes " + parameters.size() + " arguments, but has " + values.size());
        }
        if (++depth > DEEPEST_CALL) {
            throw new ChatTemplateException(line, "macros call each other more than " + DEEPEST_CALL + " deep");
        }
        Scope outside = scope;
        scope = new Scope(root);
        int first = parameters.size() - macro.defaults().size();
        for (int i = 0; i < parameters.size(); i++) {
            String parameter = parameters.get(i);
            Object value;
            if (i < values.size()) {
                value = values.get(i);
            } else if (named.containsKey(parameter)) {
                value = named.get(parameter);
            } else {
                value = i >= first ? value(macro.defaults().get(i - first)) : new Undefined(parameter);
            }
            scope.variables.put(parameter, value);
        }
        Traced result = captured(macro.body());
        scope = outside;
        depth--;
        return result;
    }

    private Object value(JinjaExpression expression) {
        spend(1, 0);
        return switch (expression) {
            case JinjaExpression.Literal(Object value) -> value;
            case JinjaExpression.Name(String name, var _) -> scope.get(name);
            case JinjaExpression.Items(List<JinjaExpression> items) -> values(items);
            case JinjaExpression.Mapping(List<JinjaExpression> keys, List<JinjaExpression> values) -> {
                var map = new LinkedHashMap<Object, Object>();
                for (int i = 0; i < keys.size(); i++) {
                    map.put(value(keys.get(i)), value(values.get(i)));
                }
                yield map;
            }
            case JinjaExpression.Attribute(JinjaExpression of, String name, int line) ->
                JinjaItems.attribute(value(of), name, line);
            case JinjaExpression.Item(JinjaExpression of, JinjaExpression index, int line) ->
                JinjaItems.item(value(of), value(index), line);
            case JinjaExpression.Slice(
                    JinjaExpression of,
                    JinjaExpression from,
                    JinjaExpression to,
                    JinjaExpression step,
                    int line) ->
                JinjaItems.slice(value(of), valueOrNull(from), valueOrNull(to), valueOrNull(step), line);
            case JinjaExpression.Call(JinjaExpression function, JinjaExpression.Arguments arguments, int line) -> {
                if (!(value(function) instanceof Function called)) {
                    throw new ChatTemplateException(line, "cannot call " + JinjaValues.kind(value(function)));
                }
                yield checked(called.call(positional(arguments), named(arguments), line), line);
            }
            case JinjaExpression.Filter(
                    JinjaExpression of,
                    String name,
                    JinjaExpression.Arguments arguments,
                    int line) ->
                checked(JinjaFilters.apply(name, value(of), positional(arguments), named(arguments), line), line);
            case JinjaExpression.Test(JinjaExpression of, String name, JinjaExpression.Arguments arguments, int line) ->
                JinjaChecks.holds(name, value(of), positional(arguments), line);
            case JinjaExpression.Not(JinjaExpression of) -> !JinjaValues.isTrue(value(of));
            case JinjaExpression.Negative(JinjaExpression of, int line) ->
                JinjaOperations.compute("-", 0L, value(of), line);
            case JinjaExpression.And(JinjaExpression left, JinjaExpression right) -> {
                Object first = value(left);
                yield JinjaValues.isTrue(first) ? value(right) : first;
            }
            case JinjaExpression.Or(JinjaExpression left, JinjaExpression right) -> {
                Object first = value(left);
                yield JinjaValues.isTrue(first) ? first : value(right);
            }
            case JinjaExpression.Operation(String operator, JinjaExpression left, JinjaExpression right, int line) ->
                checked(JinjaOperations.compute(operator, value(left), value(right), line), line);
            case JinjaExpression.Comparison comparison -> compare(comparison);
            case JinjaExpression.Choice(JinjaExpression condition, JinjaExpression yes, JinjaExpression no) -> {
                if (JinjaValues.isTrue(value(condition))) {
                    yield value(yes);
                }
                yield no == null ? new Undefined("the other choice") : value(no);
            }
        };
    }

    private boolean compare(JinjaExpression.Comparison comparison) {
        Object left = value(comparison.first());
        for (int i = 0; i < comparison.others().size(); i++) {
            Object right = value(comparison.others().get(i));
            if (!JinjaOperations.compare(comparison.operators().get(i), left, right, comparison.line())) {
                return false;
            }
            left = right;
        }
        return true;
    }

    private Object valueOrNull(JinjaExpression expression) {
        return expression == null ? null : value(expression);
    }

    private List<Object> values(List<JinjaExpression> expressions) {
        var values = new ArrayList<Object>();
        expressions.forEach(expression -> values.add(value(expression)));
        return values;
    }

    private List<Object> positional(JinjaExpression.Arguments arguments) {
        return values(arguments
                .values()
                .subList(0, arguments.values().size() - arguments.names().size()));
    }

    private Map<String, Object> named(JinjaExpression.Arguments arguments) {
        var named = new LinkedHashMap<String, Object>();
        int first = arguments.values().size() - arguments.names().size();
        for (int i = 0; i < arguments.names().size(); i++) {
            named.put(arguments.names().get(i), value(arguments.values().get(first + i)));
        }
        return named;
    }

    private <T> T checked(T value, int line) {
        if (value instanceof Traced text) {
            spend(text.length() / 16, line);
            if (text.length() > LONGEST) {
                throw new ChatTemplateException(
                        line, "the template makes a text of more than " + LONGEST + " characters");
            }
        } else if (value instanceof List<?> items) {
            spend(items.size(), line);
        }
        return value;
    }

    private void spend(long units, int line) {
        work += units;
        if (work > MOST_WORK) {
            throw new ChatTemplateException(
                    line, "the template does more than any that writes a conversation; it is stopped");
        }
    }
}
