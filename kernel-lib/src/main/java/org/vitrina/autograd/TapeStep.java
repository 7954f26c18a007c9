package org.vitrina.autograd;

import java.util.ArrayList;
import java.util.List;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;

/// What a tape did: compute forwards, then hand gradients back.
public sealed interface TapeStep extends Step {
    /// An operation was computed.
    ///
    /// @param operation its name
    /// @param inputs    what went in, as text: name and number, or name and shape
    /// @param result    what came out
    record Computed(String operation, List<String> inputs, String result, Figure figure) implements TapeStep {
        @Override
        public String name() {
            return "tape.forward";
        }

        @Override
        public String caption() {
            return "%s of %s is %s.".formatted(operation, String.join(" and ", inputs), result);
        }
    }

    /// The way back began at the loss.
    record Started(String loss, Figure figure) implements TapeStep {
        @Override
        public String name() {
            return "tape.loss";
        }

        @Override
        public String caption() {
            return "The loss is %s. Its gradient with respect to itself is 1; from here we go back.".formatted(loss);
        }
    }

    /// An operation handed its gradient on to its inputs.
    ///
    /// @param operation its name
    /// @param arriving  the gradient of its result
    /// @param rule      how it hands that on, in words
    /// @param handed    the gradient of each input so far
    record HandedBack(String operation, String arriving, String rule, List<String> handed, Figure figure)
            implements TapeStep {
        @Override
        public String name() {
            return "tape.backward";
        }

        @Override
        public String caption() {
            return "%s gets the gradient %s and hands it on%s: %s."
                    .formatted(
                            operation,
                            arriving,
                            rule.isEmpty() ? "" : ", " + rule,
                            handed.isEmpty() ? "nobody needs it" : "now " + String.join(" and ", handed));
        }
    }

    static TapeStep computed(Operation operation, Expression expression, int computed) {
        Figure figure = expression
                .graph("forwards: the values", computed, operation.output())
                .<Figure>map(graph -> graph)
                .orElseGet(() -> new Figure.Tree("the operation", tree(operation, expression)));
        return new Computed(
                operation.name(),
                operation.inputs().stream()
                        .map(input -> named(input, expression))
                        .toList(),
                Expression.number(operation.output().value()),
                figure);
    }

    static TapeStep started(Variable loss, Expression expression) {
        return new Started(
                Expression.number(loss.value()),
                expression
                        .graph("the end, where the way back begins", Expression.MOST_DRAWN, loss)
                        .<Figure>map(graph -> graph)
                        .orElseGet(Figure.None::new));
    }

    static TapeStep handedBack(Operation operation, Expression expression) {
        var handed = new ArrayList<String>();
        for (Variable input : operation.inputs()) {
            if (input.gradient() != null) {
                handed.add("d loss / d " + inParentheses(expression.name(input)) + " = "
                        + Expression.number(input.gradient()));
            }
        }
        return new HandedBack(
                operation.name(),
                Expression.number(operation.output().gradient()),
                operation.rule(),
                handed,
                expression
                        .graph("backwards: the gradients", Expression.MOST_DRAWN, operation.output())
                        .<Figure>map(graph -> graph)
                        .orElseGet(Figure.None::new));
    }

    private static Figure.Node tree(Operation operation, Expression expression) {
        return new Figure.Node(
                operation.name(),
                Expression.number(operation.output().value()),
                operation.inputs().stream()
                        .map(input -> Figure.Node.leaf(expression.name(input), Expression.number(input.value())))
                        .toList());
    }

    private static String named(Variable variable, Expression expression) {
        String name = expression.name(variable);
        String number = Expression.number(variable.value());
        return name.equals(number) ? number : name + " = " + number;
    }

    private static String inParentheses(String name) {
        return name.contains(" ") ? "(" + name + ")" : name;
    }
}
