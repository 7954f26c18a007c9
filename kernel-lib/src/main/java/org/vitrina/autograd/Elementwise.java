package org.vitrina.autograd;

import java.util.List;
import java.util.Locale;
import org.vitrina.tensor.Kernels;
import org.vitrina.tensor.ShapeException;
import org.vitrina.tensor.Tensor;

/// Operations on each number by itself. Each hands back the gradient of its result times its own derivative: the
/// chain rule, one link at a time.
final class Elementwise {
    /// How many numbers a part has.
    private static final int PART = 16_384;

    private Elementwise() {}

    /// A function of one number, with its derivative.
    enum Function {
        TANH("times the slope of tanh, 1 − tanh²") {
            @Override
            double of(double x) {
                return Math.tanh(x);
            }

            @Override
            double derivative(double x, double y) {
                return 1 - y * y;
            }
        },
        EXP("times the result, for exp is its own slope") {
            @Override
            double of(double x) {
                return Math.exp(x);
            }

            @Override
            double derivative(double x, double y) {
                return y;
            }
        },
        LOG("divided by the input") {
            @Override
            double of(double x) {
                return Math.log(x);
            }

            @Override
            double derivative(double x, double y) {
                return 1 / x;
            }
        },
        RELU("unchanged where the input is above 0, and nothing elsewhere") {
            @Override
            double of(double x) {
                return Math.max(0, x);
            }

            @Override
            double derivative(double x, double y) {
                return x > 0 ? 1 : 0;
            }
        },
        SIGMOID("times the slope of the sigmoid, s · (1 − s)") {
            @Override
            double of(double x) {
                return 1 / (1 + Math.exp(-x));
            }

            @Override
            double derivative(double x, double y) {
                return y * (1 - y);
            }
        },
        LOG_SIGMOID("times the sigmoid of minus the input") {
            @Override
            double of(double x) {
                return Math.min(x, 0) - Math.log1p(Math.exp(-Math.abs(x)));
            }

            @Override
            double derivative(double x, double y) {
                return 1 / (1 + Math.exp(x));
            }
        },
        K3("times the exponential of the input, less one") {
            @Override
            double of(double x) {
                return Math.expm1(x) - x;
            }

            @Override
            double derivative(double x, double y) {
                return Math.expm1(x);
            }
        },
        SQUARE("times twice the input") {
            @Override
            double of(double x) {
                return x * x;
            }

            @Override
            double derivative(double x, double y) {
                return 2 * x;
            }
        };

        private final String rule;

        Function(String rule) {
            this.rule = rule;
        }

        /// Returns the name in walks, that of the tape's method.
        String title() {
            return this == LOG_SIGMOID ? "logSigmoid" : name().toLowerCase(Locale.ROOT);
        }

        abstract double of(double x);

        /// Returns the derivative at `x`, where the function is `y`.
        abstract double derivative(double x, double y);
    }

    /// `y = f(x)`.
    record Applied(Variable x, Function function, Variable output) implements Operation {
        @Override
        public void backward(Tape tape) {
            boolean add = !tape.isFirst(x);
            Tensor dx = tape.gradientOf(x);
            for (int i = 0; i < dx.size(); i++) {
                double slope = function.derivative(at(x.value(), i), at(output.value(), i));
                put(dx, i, (float) (at(output.gradient(), i) * slope), add);
            }
        }

        @Override
        public String name() {
            return function.title();
        }

        @Override
        public String written(List<String> inputs) {
            return function == Function.SQUARE
                    ? inputs.getFirst() + "²"
                    : name() + "(" + Expression.bare(inputs.getFirst()) + ")";
        }

        @Override
        public String rule() {
            return function.rule;
        }

        @Override
        public List<Variable> inputs() {
            return List.of(x);
        }
    }

    /// `y = a * b`.
    record Times(Variable a, Variable b, Variable output) implements Operation {
        @Override
        public void backward(Tape tape) {
            Tensor dy = output.gradient();
            if (a.needsGradient()) {
                boolean add = !tape.isFirst(a);
                multiply(dy, b.value(), tape.gradientOf(a), add);
            }
            if (b.needsGradient()) {
                boolean add = !tape.isFirst(b);
                multiply(dy, a.value(), tape.gradientOf(b), add);
            }
        }

        private static void multiply(Tensor dy, Tensor other, Tensor to, boolean add) {
            for (int i = 0; i < to.size(); i++) {
                put(to, i, at(dy, i) * at(other, i), add);
            }
        }

        @Override
        public String name() {
            return "times";
        }

        @Override
        public String written(List<String> inputs) {
            return inputs.get(0) + " · " + inputs.get(1);
        }

        @Override
        public String rule() {
            return "to each input times the other";
        }

        @Override
        public List<Variable> inputs() {
            return List.of(a, b);
        }
    }

    /// `y = factor * x`.
    record Scaled(Variable x, float factor, Variable output) implements Operation {
        @Override
        public void backward(Tape tape) {
            boolean add = !tape.isFirst(x);
            Tensor dx = tape.gradientOf(x);
            for (int i = 0; i < dx.size(); i++) {
                put(dx, i, factor * at(output.gradient(), i), add);
            }
        }

        @Override
        public String name() {
            return "scale";
        }

        @Override
        public String written(List<String> inputs) {
            return Expression.number(factor) + " · " + inputs.getFirst();
        }

        @Override
        public String rule() {
            return "times " + Expression.number(factor);
        }

        @Override
        public List<Variable> inputs() {
            return List.of(x);
        }
    }

    /// `y = a - b`.
    record Minus(Variable a, Variable b, Variable output) implements Operation {
        @Override
        public void backward(Tape tape) {
            if (a.needsGradient()) {
                addTo(tape, a, output.gradient());
            }
            if (b.needsGradient()) {
                boolean add = !tape.isFirst(b);
                Tensor db = tape.gradientOf(b);
                for (int i = 0; i < db.size(); i++) {
                    put(db, i, -at(output.gradient(), i), add);
                }
            }
        }

        @Override
        public String name() {
            return "minus";
        }

        @Override
        public String written(List<String> inputs) {
            return Expression.bare(inputs.get(0)) + " − " + inputs.get(1);
        }

        @Override
        public String rule() {
            return "to the first input unchanged, to the second with its sign turned";
        }

        @Override
        public List<Variable> inputs() {
            return List.of(a, b);
        }
    }

    static Operation minus(Tape tape, Variable a, Variable b) {
        ShapeException.requireSame("minus", a.value(), b.value());
        Tensor out = tape.room(a.value().shape());
        for (int i = 0; i < out.size(); i++) {
            put(out, i, at(a.value(), i) - at(b.value(), i), false);
        }
        return new Minus(a, b, tape.result(out, a, b));
    }

    static Operation of(Tape tape, Variable x, Function function) {
        Tensor out = tape.room(x.value().shape());
        for (int i = 0; i < out.size(); i++) {
            put(out, i, (float) function.of(at(x.value(), i)), false);
        }
        return new Applied(x, function, tape.result(out, x));
    }

    static Operation times(Tape tape, Variable a, Variable b) {
        ShapeException.requireSame("times", a.value(), b.value());
        Tensor out = tape.room(a.value().shape());
        for (int i = 0; i < out.size(); i++) {
            put(out, i, at(a.value(), i) * at(b.value(), i), false);
        }
        return new Times(a, b, tape.result(out, a, b));
    }

    static Operation scale(Tape tape, Variable x, float factor) {
        Tensor out = tape.room(x.value().shape());
        for (int i = 0; i < out.size(); i++) {
            put(out, i, factor * at(x.value(), i), false);
        }
        return new Scaled(x, factor, tape.result(out, x));
    }

    /// Adds `gradient` to that of `x`.
    static void addTo(Tape tape, Variable x, Tensor gradient) {
        boolean add = !tape.isFirst(x);
        Tensor to = tape.gradientOf(x);
        tape.overRows(to.size(), PART, (first, last) -> {
            int at = to.offset() + first;
            int from = gradient.offset() + first;
            if (add) {
                Kernels.best().add(to.data(), at, gradient.data(), from, to.data(), at, last - first);
            } else {
                System.arraycopy(gradient.data(), from, to.data(), at, last - first);
            }
        });
    }

    private static float at(Tensor tensor, int i) {
        return tensor.data()[tensor.offset() + i];
    }

    private static void put(Tensor tensor, int i, float number, boolean add) {
        int at = tensor.offset() + i;
        tensor.data()[at] = add ? tensor.data()[at] + number : number;
    }
}
