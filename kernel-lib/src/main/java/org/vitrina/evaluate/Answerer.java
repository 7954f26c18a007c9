package org.vitrina.evaluate;

import java.util.Objects;
import org.vitrina.generate.Generator;
import org.vitrina.transformer.LanguageModel;

/// Anything that answers: a model of this library, or a lambda that asks a service over the network.
///
/// ```java
/// Answerer service = (prompt, seed) -> client.ask(prompt, seed);
/// assertThat(service).asked("What is 2 + 2?").times(30).contains("4").atLeast(0.9);
/// ```
@FunctionalInterface
public interface Answerer {
    /// Returns the answer to `prompt`.
    ///
    /// @param seed where the answer is drawn by chance, the same seed gives the same answer; one that cannot keep
    ///     that promise may ignore it
    String answer(String prompt, long seed);

    /// Returns a name for reports.
    default String name() {
        return "the answerer";
    }

    /// Returns this under a name for reports.
    default Answerer named(String name) {
        Objects.requireNonNull(name, "name");
        Answerer self = this;
        return new Answerer() {
            @Override
            public String answer(String prompt, long seed) {
                return self.answer(prompt, seed);
            }

            @Override
            public String name() {
                return name;
            }
        };
    }

    /// Returns the likeliest answers of `model`, of up to 64 tokens: through the chat template of its file, if
    /// there is one; otherwise what follows the prompt, up to the end of the line.
    static Answerer of(LanguageModel model) {
        return ModelAnswerer.greedy(model);
    }

    /// Returns what `generator` says, with the seed that is asked for: through the chat template of its model, if
    /// there is one; otherwise what follows the prompt.
    static Answerer of(Generator generator) {
        return ModelAnswerer.of(generator);
    }

    /// Returns what `generator` goes on with after the prompt as it is written, whatever template there is.
    static Answerer continuing(Generator generator) {
        return new ModelAnswerer(generator, null);
    }
}
