package org.vitrina.train;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.concurrent.CancellationException;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.show.Observer;
import org.vitrina.tensor.Workers;

/// A way to train that a recipe can name: `"stage": "finetune"`.
///
/// A library brings its own by a [TrainingParts]. [Training] runs them all alike: steps, checkpoints,
/// measurements, samples, interrupts, resuming, the finished file.
public interface Stage {
    /// Returns the name that recipes use, such as `pretrain`.
    String name();

    /// Returns what happens in it, in a sentence.
    String about();

    /// Checks the recipe as far as this stage knows it, loads what it needs, and returns a run before its
    /// first step. [Beginning#of] makes the model and the tokenizer that the recipe tells.
    ///
    /// What only this stage knows is in [Recipe#settings()]: ask for every key, then call [Options#done()].
    ///
    /// @throws RecipeException if the recipe does not fit
    Run begin(Recipe recipe, Workers workers) throws IOException;

    /// A training of this stage that is under way. Everything random in it comes from the recipe's seed and
    /// the number of the step, so that a run which goes on from a checkpoint is the same as an unbroken
    /// one.
    interface Run {
        /// Returns the model that learns, with its tokenizer and template. What is learned is in its
        /// [Beginning#model()].
        Beginning parts();

        /// Returns how many steps are done.
        int done();

        /// Takes one step and returns what it measured.
        ///
        /// @throws ArithmeticException if the numbers ran away
        /// @throws CancellationException if the thread was interrupted; the run is then as before
        TrainingStep step();

        /// Returns whether [#step(Observer)] tells anything.
        default boolean tells() {
            return false;
        }

        /// Takes one step like [#step()], and tells `watch` what happens in it.
        default TrainingStep step(Observer watch) {
            return step();
        }

        /// Measures the model as it is, without learning: losses of unseen data, say. Called at
        /// checkpoints.
        List<Measurement> measure();

        /// Writes all that is needed to go on from here, aside first, then moved: with [Checkpoint#write].
        ///
        /// @param notes texts that the file keeps beside it
        void save(Path file, Map<String, String> notes) throws IOException;

        /// Goes on from what [#save] wrote.
        void resume(Path file) throws IOException;

        /// Returns what there is to learn from and how much learns, in lines for a person.
        default List<String> facts() {
            return List.of();
        }

        /// Returns the template by which the model is talked to when samples are shown; empty for a model
        /// that goes on with a text.
        default Optional<ChatTemplate> talks() {
            return Optional.empty();
        }

        /// Returns the bytes that the run keeps, by what for: `parameters`, `gradients`, `optimizer`,
        /// `activations`.
        SequencedMap<String, Long> bytes();
    }
}
