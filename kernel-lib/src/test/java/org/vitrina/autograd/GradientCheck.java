package org.vitrina.autograd;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.function.Function;
import java.util.random.RandomGenerator;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;

/// Compares every gradient of an expression with central differences: `(f(x + h) - f(x - h)) / 2h`.
final class GradientCheck {
    private GradientCheck() {}

    /// Checks the gradient of a weighted sum of what `expression` gives, for each number of each parameter.
    ///
    /// Weighting each output differently lets no two errors cancel. With `h` near the cube root of the float's
    /// precision, both the rounding `ε f / h` and the truncation `h² f'''` of the difference stay below
    /// `tolerance`.
    static void check(
            List<Parameter> parameters,
            Function<Tape, Function<List<Variable>, Variable>> expression,
            double tolerance,
            RandomGenerator random) {
        parameters.forEach(Parameter::clearGradient);
        var tape = new Tape(Workers.of(2));
        Variable y = apply(tape, parameters, expression);
        float[] mixture = floats(random, y.value().size());
        tape.backward(weighted(tape, y, mixture));
        float h = 0x1p-7f;
        for (Parameter parameter : parameters) {
            Tensor value = parameter.value();
            for (int i = value.offset(); i < value.offset() + value.size(); i++) {
                float before = value.data()[i];
                value.data()[i] = before + h;
                double above = sum(parameters, expression, mixture);
                value.data()[i] = before - h;
                double below = sum(parameters, expression, mixture);
                value.data()[i] = before;
                double difference = (above - below) / (2.0 * h);
                double gradient = parameter.gradient().data()[i - value.offset()];
                assertEquals(
                        difference,
                        gradient,
                        tolerance * (1 + Math.abs(difference)),
                        parameter.name() + "[" + (i - value.offset()) + "]");
            }
        }
    }

    static Parameter parameter(String name, RandomGenerator random, int... shape) {
        Tensor value = Tensor.zeros(shape);
        System.arraycopy(floats(random, value.size()), 0, value.data(), 0, value.size());
        return new Parameter(name, value);
    }

    static float[] floats(RandomGenerator random, int n) {
        float[] floats = new float[n];
        for (int i = 0; i < n; i++) {
            floats[i] = (float) random.nextGaussian();
        }
        return floats;
    }

    private static Variable apply(
            Tape tape, List<Parameter> parameters, Function<Tape, Function<List<Variable>, Variable>> expression) {
        return expression
                .apply(tape)
                .apply(parameters.stream().map(tape::parameter).toList());
    }

    private static Variable weighted(Tape tape, Variable y, float[] mixture) {
        return tape.sum(tape.times(y, tape.constant(Tensor.of(mixture, y.value().shape()))));
    }

    private static double sum(
            List<Parameter> parameters,
            Function<Tape, Function<List<Variable>, Variable>> expression,
            float[] mixture) {
        Tensor y = apply(new Tape(Workers.ONE).remembering(false), parameters, expression)
                .value();
        double sum = 0;
        for (int i = 0; i < y.size(); i++) {
            sum += (double) y.data()[y.offset() + i] * mixture[i];
        }
        return sum;
    }
}
