package org.vitrina.show;

import java.util.LinkedHashMap;
import java.util.SequencedMap;

/// One step of a stage: what happened, told with the numbers of this very run.
///
/// A kind of step is a record; its caption and figure follow from its components, so that tests read the
/// components and the stepper reads these four methods.
public interface Step {
    /// Returns the stable, dotted name of this kind of step or place, such as `bpe.merge` or
    /// `block.0.head.1.pattern`.
    String name();

    /// Returns one sentence that says what happened, with the actual numbers in it.
    String caption();

    /// Returns what took part, by name, in reading order. For a record these are its components.
    ///
    /// Values are copies: what the stage does afterwards does not change them.
    default SequencedMap<String, Object> values() {
        return this instanceof Record record ? Values.ofComponents(record) : new LinkedHashMap<>();
    }

    /// Returns the picture of this step, or [Figure.None] where there is nothing to draw.
    default Figure figure() {
        return new Figure.None();
    }
}
