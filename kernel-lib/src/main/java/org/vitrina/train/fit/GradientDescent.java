package org.vitrina.train.fit;

import java.util.List;
import org.vitrina.autograd.Parameter;

/// The plainest way to learn: each number moves against its gradient.
///
/// @param parameters what moves
/// @param rate       the learning rate: how far, for a gradient of 1
public record GradientDescent(List<Parameter> parameters, double rate) {
    public GradientDescent {
        parameters = List.copyOf(parameters);
    }

    /// Moves every number by `-rate` times its gradient, and clears the gradients.
    public void step() {
        for (Parameter parameter : parameters) {
            for (int i = 0; i < parameter.value().size(); i++) {
                parameter.value().data()[parameter.value().offset() + i] -= (float)
                        (rate * parameter.gradient().data()[parameter.gradient().offset() + i]);
            }
            parameter.clearGradient();
        }
    }
}
