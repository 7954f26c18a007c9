package org.vitrina.autograd;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.vitrina.show.Figure;
import org.vitrina.tensor.Tensor;

/// What is on a tape, as a formula and as a graph.
final class Expression {
    /// More boxes than this cannot be taken in.
    static final int MOST_DRAWN = 40;

    /// A longer formula is called by its last operation alone.
    private static final int LONGEST = 30;

    private final List<Operation> operations;
    private final Map<Variable, Operation> made = new IdentityHashMap<>();

    Expression(List<Operation> operations) {
        this.operations = List.copyOf(operations);
        operations.forEach(operation -> made.put(operation.output(), operation));
    }

    /// Returns the variable's label or, if it has none, the formula that it was computed by.
    String name(Variable variable) {
        String name = bare(written(variable));
        return name.length() <= LONGEST ? name : made.get(variable).name() + "(…)";
    }

    private String written(Variable variable) {
        Operation operation = made.get(variable);
        if (!variable.label().isEmpty()) {
            boolean whole = !variable.label().contains(" ");
            return whole ? variable.label() : "(" + variable.label() + ")";
        }
        if (operation == null) {
            return number(variable.value());
        }
        String formula =
                operation.written(operation.inputs().stream().map(this::written).toList());
        return operation instanceof Sum || operation instanceof Elementwise.Minus ? "(" + formula + ")" : formula;
    }

    /// Returns a formula without the parentheses around the whole of it.
    static String bare(String formula) {
        if (!formula.startsWith("(") || !formula.endsWith(")")) {
            return formula;
        }
        int open = 0;
        for (int i = 0; i < formula.length() - 1; i++) {
            open += formula.charAt(i) == '(' ? 1 : formula.charAt(i) == ')' ? -1 : 0;
            if (open == 0) {
                return formula;
            }
        }
        return formula.substring(1, formula.length() - 1);
    }

    /// Returns all operations as a graph, or nothing if there are too many boxes.
    ///
    /// @param computed how many operations, from the first, show their values
    /// @param marked   whose box is marked, or null
    Optional<Figure.Graph> graph(String title, int computed, Variable marked) {
        var places = new IdentityHashMap<Variable, Integer>();
        var vertices = new ArrayList<Figure.Vertex>();
        var edges = new ArrayList<Figure.Edge>();
        if (operations.size() > MOST_DRAWN) {
            return Optional.empty();
        }
        for (int i = 0; i < operations.size(); i++) {
            Operation operation = operations.get(i);
            for (Variable input : operation.inputs()) {
                if (places.putIfAbsent(input, vertices.size()) == null) {
                    vertices.add(vertex(input, true, input == marked));
                }
            }
            places.put(operation.output(), vertices.size());
            vertices.add(vertex(operation.output(), i < computed, operation.output() == marked));
            for (Variable input : operation.inputs()) {
                edges.add(new Figure.Edge(places.get(input), vertices.size() - 1));
            }
        }
        return vertices.size() <= MOST_DRAWN ? Optional.of(new Figure.Graph(title, vertices, edges)) : Optional.empty();
    }

    private Figure.Vertex vertex(Variable variable, boolean known, boolean marked) {
        Operation operation = made.get(variable);
        String label = variable.label();
        String text = operation == null
                ? (label.isEmpty() ? "number" : label)
                : (label.isEmpty() ? "" : label + " : ") + sign(operation);
        int colour = operation != null ? 2 : variable.needsGradient() ? 0 : 5;
        String value = known ? "= " + number(variable.value()) : "";
        // a parameter's gradient is there, and 0, before anything was handed back
        boolean there = variable.gradient() != null && !(variable.isParameter() && isZero(variable.gradient()));
        String gradient = there ? "gradient " + number(variable.gradient()) : "";
        return new Figure.Vertex(text, List.of(value, gradient), colour, marked);
    }

    private static boolean isZero(Tensor tensor) {
        return tensor.min() == 0 && tensor.max() == 0;
    }

    private static String sign(Operation operation) {
        return switch (operation.name()) {
            case "plus" -> "+";
            case "minus" -> "−";
            case "times" -> "×";
            default -> operation.name();
        };
    }

    /// Returns a tensor's numbers if they are few, its shape if they are many.
    static String number(Tensor tensor) {
        if (tensor.size() > 4) {
            return java.util.Arrays.stream(tensor.shape())
                    .mapToObj(Integer::toString)
                    .collect(Collectors.joining(" × ", "", " numbers"));
        }
        var numbers = new ArrayList<String>();
        for (float x : tensor.toArray()) {
            numbers.add(number(x));
        }
        return numbers.size() == 1 ? numbers.getFirst() : "[" + String.join(", ", numbers) + "]";
    }

    /// Returns a number with at most four digits that say something.
    static String number(float x) {
        if (x == Math.rint(x) && Math.abs(x) < 1e6) {
            return Integer.toString((int) x);
        }
        String digits = String.format(Locale.ROOT, "%.4g", x);
        return digits.contains("e") ? digits : digits.replaceAll("0+$", "").replaceAll("\\.$", "");
    }
}
