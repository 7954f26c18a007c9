package org.vitrina.train;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vitrina.autograd.Parameter;
import org.vitrina.tensor.GradientKernels;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;

/// The optimizer: each number moves against the running mean of its gradient, divided by the root of the running
/// mean of its square, and weights decay on the side
/// ([Loshchilov and Hutter 2019, algorithm 2](https://arxiv.org/abs/1711.05101)).
///
/// Matrices decay; vectors (norms and biases) do not.
public final class AdamW {
    /// How many numbers a part has; fixed, so that sums do not depend on the threads.
    private static final int PART = 1 << 14;

    private final List<Parameter> parameters;
    private final Settings settings;
    private final List<Moments> moments = new ArrayList<>();
    private final List<Part> parts = new ArrayList<>();
    private int steps;

    /// The constants of the optimizer.
    ///
    /// @param beta1   how slowly the mean of the gradient moves, in `[0, 1)`
    /// @param beta2   how slowly the mean of its square moves, in `[0, 1)`
    /// @param epsilon keeps the division away from 0
    /// @param decay   how much of a weight is taken away at each step, times the learning rate
    /// @param clip    the largest norm that all gradients together may have; 0 for no limit
    public record Settings(float beta1, float beta2, float epsilon, float decay, float clip) {
        /// What small language models are commonly trained with.
        public static final Settings COMMON = new Settings(0.9f, 0.95f, 1e-8f, 0.1f, 1);

        public Settings {
            if (!(beta1 >= 0 && beta1 < 1 && beta2 >= 0 && beta2 < 1 && epsilon >= 0 && decay >= 0 && clip >= 0)) {
                throw new IllegalArgumentException(
                        "AdamW needs betas in [0, 1) and the other settings at least 0, but got "
                                + "beta1 " + beta1 + ", beta2 " + beta2 + ", epsilon " + epsilon + ", decay " + decay
                                + ", clip " + clip);
            }
        }
    }

    /// The running means of one parameter's gradient and of its square.
    public record Moments(Tensor first, Tensor second) {}

    private record Part(int parameter, int from, int size) {}

    public AdamW(List<Parameter> parameters, Settings settings) {
        this.parameters = List.copyOf(parameters);
        this.settings = settings;
        for (int i = 0; i < parameters.size(); i++) {
            Tensor value = parameters.get(i).value();
            moments.add(new Moments(Tensor.zeros(value.shape()), Tensor.zeros(value.shape())));
            for (int from = 0; from < value.size(); from += PART) {
                parts.add(new Part(i, from, Math.min(PART, value.size() - from)));
            }
        }
    }

    /// Changes every parameter by its gradient, and clears the gradients.
    ///
    /// @param rate   the learning rate
    /// @param passes how many passes the gradients were added up over; their mean counts
    /// @return the norm of all gradients together, before it was clipped
    public double step(float rate, int passes, Workers workers) {
        double norm = norm(workers) / passes;
        steps++;
        double clipped = settings.clip() > 0 && norm > settings.clip() ? settings.clip() / norm : 1;
        float scale = (float) (clipped / passes);
        workers.run(parts.size(), i -> {
            Part part = parts.get(i);
            Parameter parameter = parameters.get(part.parameter());
            Tensor value = parameter.value();
            Tensor gradient = parameter.gradient();
            Moments moment = moments.get(part.parameter());
            var step = new GradientKernels.AdamStep(
                    rate,
                    value.shape().length > 1 ? settings.decay() : 0,
                    settings.beta1(),
                    settings.beta2(),
                    settings.epsilon(),
                    (float) (1 - Math.pow(settings.beta1(), steps)),
                    (float) (1 - Math.pow(settings.beta2(), steps)),
                    scale);
            GradientKernels.best()
                    .adamW(
                            value.data(),
                            value.offset() + part.from(),
                            gradient.data(),
                            gradient.offset() + part.from(),
                            moment.first().data(),
                            moment.second().data(),
                            part.from(),
                            part.size(),
                            step);
            Arrays.fill(
                    gradient.data(), gradient.offset() + part.from(), gradient.offset() + part.from() + part.size(), 0);
        });
        return norm;
    }

    private double norm(Workers workers) {
        double[] squares = new double[parts.size()];
        workers.run(parts.size(), i -> {
            Part part = parts.get(i);
            Tensor gradient = parameters.get(part.parameter()).gradient();
            squares[i] =
                    GradientKernels.best().sumOfSquares(gradient.data(), gradient.offset() + part.from(), part.size());
        });
        double sum = 0;
        for (double square : squares) {
            sum += square;
        }
        return Math.sqrt(sum);
    }

    /// Returns how many steps were taken.
    public int steps() {
        return steps;
    }

    /// Returns the running means of each parameter, in their order: what a checkpoint keeps.
    public List<Moments> moments() {
        return List.copyOf(moments);
    }

    /// Goes on from a checkpoint: the running means were written to [#moments()], after `steps` steps.
    public void resume(int steps) {
        this.steps = steps;
    }
}
