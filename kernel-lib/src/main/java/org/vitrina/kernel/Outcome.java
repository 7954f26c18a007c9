package org.vitrina.kernel;

/// How a cell ended.
public sealed interface Outcome {
    /// The cell ran to its end.
    ///
    /// @param value the value of its last expression, or null if that was null or there was none
    record Finished(Object value) implements Outcome {}

    /// The cell was stopped, by an error, an interrupt or a time-out; variables keep their values.
    record Failed(CellError error) implements Outcome {}
}
