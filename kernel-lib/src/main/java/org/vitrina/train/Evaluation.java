package org.vitrina.train;

import java.util.List;
import org.vitrina.transformer.Model;

/// Something that models are measured by; `vitrina model evaluate NAME` runs those that are made for the
/// model, and what it prints is what the model's card says.
///
/// A library brings its own by a [TrainingParts].
public interface Evaluation {
    /// Returns its name, such as `tale-questions`.
    String name();

    /// Returns what it measures and how, in a sentence: on what, how many, how it is decided what is right.
    String about();

    /// Returns the names of the models whose cards tell it. Others are measured by it when it is asked for
    /// by name.
    List<String> models();

    /// Measures `model`. The same model gives the same numbers, on any number of threads; work that takes
    /// long reports to [org.vitrina.show.Progress].
    ///
    /// @throws IllegalArgumentException if it cannot measure a model like this one; the message says what
    ///     it needs
    List<Measurement> measure(Model model);
}
