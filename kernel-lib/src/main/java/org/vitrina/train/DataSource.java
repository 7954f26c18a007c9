package org.vitrina.train;

import java.io.IOException;

/// Data that a recipe can name: `"data": {"source": "tales", "to": 48000}`.
///
/// A library brings its own by a [TrainingParts].
public interface DataSource {
    /// Returns the name that recipes use, such as `tales`.
    String name();

    /// Returns what the data are, in a sentence, and which options there are.
    String about();

    /// Returns the data; the same options give the same data, on every machine.
    ///
    /// @param options what stands beside `source` in the recipe; ask for every key, then call
    ///     [Options#done()]
    /// @throws RecipeException if an option is wrong
    Data load(Options options) throws IOException;
}
