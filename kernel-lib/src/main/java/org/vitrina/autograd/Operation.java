package org.vitrina.autograd;

import java.util.List;

/// An operation that was computed, and knows how to hand the gradient of its result to its inputs.
interface Operation {
    /// Returns its name in walks, such as `times`.
    String name();

    List<Variable> inputs();

    /// Returns how a formula writes it, of the inputs as they are written.
    default String written(List<String> inputs) {
        return name() + "(" + String.join(", ", inputs) + ")";
    }

    /// Returns how it hands its gradient on, as the end of the sentence "it hands it on, …"; empty where there is no
    /// short way to say it.
    default String rule() {
        return "";
    }

    Variable output();

    /// Adds to the gradient of each input that needs one, from the gradient of the output.
    void backward(Tape tape);

    /// Returns the operations that this one computes together: itself alone, usually.
    default List<? extends Operation> parts() {
        return List.of(this);
    }

    /// Returns arrays that were kept for [#backward] and are free after it.
    default List<float[]> kept() {
        return List.of();
    }
}
