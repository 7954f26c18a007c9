package org.vitrina.autograd;

import org.vitrina.tensor.Tensor;

/// A value on a tape: what an operation gave out, a parameter or a constant.
public final class Variable {
    private final Tensor value;
    private final boolean needsGradient;
    private final Parameter parameter;
    private String label = "";
    private Tensor gradient;

    Variable(Tensor value, boolean needsGradient) {
        this.value = value;
        this.needsGradient = needsGradient;
        this.parameter = null;
    }

    Variable(Parameter parameter) {
        this.value = parameter.value();
        this.needsGradient = true;
        this.parameter = parameter;
        this.label = parameter.name();
        this.gradient = parameter.gradient();
    }

    /// Returns the numbers. After [Tape#backward] those of an operation's result may have been used again:
    /// read them before, or keep the variable with [Tape#keep].
    public Tensor value() {
        return value;
    }

    /// Returns the number of a variable that holds just one.
    ///
    /// @throws IllegalStateException if it holds more
    public float scalar() {
        if (value.size() != 1) {
            throw new IllegalStateException(
                    "only a variable of one number has a scalar, but this one has the shape " + value);
        }
        return value.data()[value.offset()];
    }

    /// Returns how the loss changes with each number, or null before [Tape#backward] came here.
    public Tensor gradient() {
        return gradient;
    }

    /// Returns what it is called in a walk, or an empty string.
    public String label() {
        return label;
    }

    /// Gives it a name, for walks, and returns it.
    public Variable labelled(String label) {
        this.label = label;
        return this;
    }

    /// Returns whether [Tape#backward] brings a gradient here.
    public boolean needsGradient() {
        return needsGradient;
    }

    boolean isParameter() {
        return parameter != null;
    }

    void gradient(Tensor gradient) {
        this.gradient = gradient;
    }
}
