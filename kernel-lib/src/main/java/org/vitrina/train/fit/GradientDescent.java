package org.vitrina.train.fit;

import java.util.List;
import org.vitrina.autograd.Parameter;
import org.vitrina.tensor.Tensor;

/// The plainest way to learn: each number moves against its gradient.
///
/// @param parameters what moves
/// @param rate       the learning rate: how far, for a gradient of 1
public record GradientDescent(List<Parameter> parameters, double rate) {
    public GradientDescent {
        parameters = List.copyOf(parameters);
        if (parameters.stream()
                .anyMatch(p -> p.value().offset() != 0 || p.gradient().offset() != 0)) {
            throw new IllegalArgumentException("parameters that are part of a larger tensor cannot move by themselves");
        }
    }

    /// Moves every number by `-rate` times its gradient, and clears the gradients.
    public void step() {
        for (Parameter parameter : parameters) {
            Tensor value = parameter.value();
            Tensor gradient = parameter.gradient();
            for (int i = 0; i < value.size(); i++) {
                value.data()[i] -= (float) rate * gradient.data()[i];
            }
            parameter.clearGradient();
        }
    }
}
