package org.vitrina.autograd;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;
import org.vitrina.tensor.Tensor;

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
    record Started(String loss) implements TapeStep {
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
    /// @param handed    the gradient of each input so far
    record HandedBack(String operation, String arriving, List<String> handed, Figure figure) implements TapeStep {
        @Override
        public String name() {
            return "tape.backward";
        }

        @Override
        public String caption() {
            return "%s gets the gradient %s; now %s.".formatted(operation, arriving, String.join(" and ", handed));
        }
    }

    static TapeStep computed(Operation operation) {
        return new Computed(
                operation.name(),
                operation.inputs().stream().map(TapeStep::named).toList(),
                number(operation.output().value()),
                new Figure.Tree("the expression so far", tree(operation)));
    }

    static TapeStep started(Variable loss) {
        return new Started(number(loss.value()));
    }

    static TapeStep handedBack(Operation operation) {
        var handed = new ArrayList<String>();
        var labels = new ArrayList<String>();
        var sizes = new ArrayList<Double>();
        for (Variable input : operation.inputs()) {
            if (input.gradient() != null) {
                handed.add("d loss / d " + title(input) + " = " + number(input.gradient()));
                if (input.gradient().size() == 1) {
                    labels.add(title(input));
                    sizes.add((double) input.gradient().data()[input.gradient().offset()]);
                }
            }
        }
        Figure figure = labels.isEmpty()
                ? new Figure.None()
                : new Figure.Bars("gradient of each input", "d loss / d input", labels, sizes);
        return new HandedBack(operation.name(), number(operation.output().gradient()), handed, figure);
    }

    private static Figure.Node tree(Operation operation) {
        return new Figure.Node(
                operation.name(),
                number(operation.output().value()),
                operation.inputs().stream()
                        .map(input -> Figure.Node.leaf(title(input), number(input.value())))
                        .toList());
    }

    private static String named(Variable variable) {
        return title(variable) + " = " + number(variable.value());
    }

    private static String title(Variable variable) {
        return variable.label().isEmpty() ? "(result)" : variable.label();
    }

    private static String number(Tensor tensor) {
        if (tensor.size() > 4) {
            return tensor.toString();
        }
        var numbers = new ArrayList<String>();
        for (float x : tensor.toArray()) {
            numbers.add(String.format(Locale.ROOT, "%.4g", x));
        }
        return numbers.size() == 1 ? numbers.getFirst() : numbers.stream().collect(Collectors.joining(", ", "[", "]"));
    }
}
