package org.vitrina.train;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.stream.IntStream;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;

/// What one step of a training did, in order: from rows of tokens to weights that have moved. Of a batch, which is
/// large, some tokens of one row are told; of the weights, one number for each matrix.
public sealed interface LearningStep extends Step {
    /// A batch was taken.
    ///
    /// @param inputs    some tokens of a row, one after the other
    /// @param targets   what the model should say after each of them
    /// @param sequences `B`, how many rows the batch has
    /// @param positions `T`, how many tokens each has
    record BatchTaken(List<String> inputs, List<String> targets, int sequences, int positions) implements LearningStep {
        static final String NAME = "learn.batch";

        public BatchTaken {
            inputs = List.copyOf(inputs);
            targets = List.copyOf(targets);
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            return written(
                    "A batch of %,d rows of %,d tokens; these are %d of them, each with the token that comes next: its"
                            + " target.",
                    sequences, positions, inputs.size());
        }

        @Override
        public Figure figure() {
            return new Figure.TokenStrip(
                    "under each token its target",
                    IntStream.range(0, inputs.size())
                            .mapToObj(i -> new Figure.Cell(inputs.get(i), "→ " + targets.get(i)))
                            .toList());
        }
    }

    /// The model gave every token of the vocabulary a logit, at each position. One position is told.
    ///
    /// @param after         the last tokens that it has read there, as text
    /// @param tokens        the likeliest ones, and the one that came
    /// @param logits        of these
    /// @param probabilities of these, by the softmax over the whole vocabulary
    /// @param came          which of them came, counted from 0
    /// @param vocabulary    `V`, how many tokens got a logit
    record LogitsComputed(
            String after, List<String> tokens, double[] logits, double[] probabilities, int came, int vocabulary)
            implements LearningStep {
        static final String NAME = "learn.logits";

        public LogitsComputed {
            tokens = List.copyOf(tokens);
            logits = logits.clone();
            probabilities = probabilities.clone();
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            return written(
                    "After “%s” each of %,d tokens gets a logit, and the softmax makes probabilities of them. The"
                            + " likeliest is “%s” with %.2f %%; the one that came, “%s”, got %.2f %%.",
                    after,
                    vocabulary,
                    tokens.getFirst(),
                    100 * probabilities[0],
                    tokens.get(came),
                    100 * probabilities[came]);
        }

        @Override
        public Figure figure() {
            return new Figure.Stack(
                    bars("logits", "logit", tokens, logits, came),
                    bars(
                            "what the softmax makes of them",
                            "probability in %",
                            tokens,
                            Arrays.stream(probabilities).map(p -> 100 * p).toArray(),
                            came));
        }
    }

    /// The loss was taken: at each position how unlikely the token was that came.
    ///
    /// @param targets the tokens that came
    /// @param losses  `-log p` of each, in nats
    /// @param loss    the mean over the whole batch
    /// @param counted over how many tokens
    record LossTaken(List<String> targets, double[] losses, double loss, int counted) implements LearningStep {
        static final String NAME = "learn.loss";

        public LossTaken {
            targets = List.copyOf(targets);
            losses = losses.clone();
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            return written(
                    "The loss at a position is −log p of the token that came. Its mean over all %,d is the loss of this"
                            + " step: %.3f nats.",
                    counted, loss);
        }

        @Override
        public Figure figure() {
            return bars("loss at each position", "−log p in nats", targets, losses, -1);
        }
    }

    /// Backpropagation began: the gradient at the logits of the position that was told before.
    ///
    /// @param tokens the same as there
    /// @param pushes which way the loss of this position would have each logit go: 1 − p for the one that
    ///     came, −p for all others
    /// @param came   which of them came
    record LogitsPushed(String after, List<String> tokens, double[] pushes, int came) implements LearningStep {
        static final String NAME = "learn.push";

        public LogitsPushed {
            tokens = List.copyOf(tokens);
            pushes = pushes.clone();
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            return written(
                    "The way back begins at the logits. After “%s” the loss pushes “%s” up by 1 − p = %.3f, and every"
                            + " other token down by its p.",
                    after, tokens.get(came), pushes[came]);
        }

        @Override
        public Figure figure() {
            return bars("which way each logit is pushed", "− gradient", tokens, pushes, came);
        }
    }

    /// The tape handed the gradient back to all weights.
    ///
    /// @param weights the names of what learns
    /// @param norms   of the gradient of each
    /// @param norm    of all gradients together
    /// @param clip    the largest norm that they may have; 0 for no limit
    record GradientFound(List<String> weights, double[] norms, double norm, double clip) implements LearningStep {
        static final String NAME = "learn.gradient";

        public GradientFound {
            weights = List.copyOf(weights);
            norms = norms.clone();
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            return written(
                    "From there the tape carries the gradient back to all %d matrices and vectors. Together it is %.2f"
                            + " long%s.",
                    weights.size(),
                    norm,
                    clip <= 0
                            ? ""
                            : norm > clip
                                    ? written(", and is cut to %.1f", clip)
                                    : written(", shorter than the %.1f that are allowed", clip));
        }

        @Override
        public Figure figure() {
            return bars("how long the gradient of each is", "norm", weights, norms, -1);
        }
    }

    /// The optimizer moved the weights.
    ///
    /// @param weights the names of what learns
    /// @param moves   how far the numbers of each moved, the root of the mean square
    /// @param rate    the learning rate
    /// @param numbers how many numbers moved
    record WeightsMoved(List<String> weights, double[] moves, double rate, long numbers) implements LearningStep {
        static final String NAME = "learn.move";

        public WeightsMoved {
            weights = List.copyOf(weights);
            moves = moves.clone();
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            return written(
                    "The optimizer moves all %,d numbers against the gradient, at a learning rate of %.2g. No single one"
                            + " moves far.",
                    numbers, rate);
        }

        @Override
        public Figure figure() {
            return bars(
                    "how far the numbers of each moved",
                    "root of the mean square, in millionths",
                    weights,
                    Arrays.stream(moves).map(move -> 1e6 * move).toArray(),
                    -1);
        }
    }

    /// The same batch was read once more, with the weights as they are now; nothing was learned from that.
    ///
    /// @param targets the tokens that came
    /// @param before  `-log p` of each before the step, in nats
    /// @param after   the same behind it
    /// @param was     the mean over the whole batch before the step
    /// @param loss    the same behind it
    record ReadAgain(List<String> targets, double[] before, double[] after, double was, double loss)
            implements LearningStep {
        static final String NAME = "learn.again";

        public ReadAgain {
            targets = List.copyOf(targets);
            before = before.clone();
            after = after.clone();
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            return written(
                    "Read again, the same batch has a loss of %.3f; it was %.3f. That is what one step has learned.",
                    loss, was);
        }

        @Override
        public SequencedMap<String, Object> values() {
            var values = new LinkedHashMap<String, Object>();
            values.put("loss before", was);
            values.put("loss", loss);
            return values;
        }

        @Override
        public Figure figure() {
            return new Figure.Bars(
                    "loss at each position, and before the step",
                    "−log p in nats",
                    targets,
                    Arrays.stream(after).boxed().toList(),
                    -1,
                    Arrays.stream(before).boxed().toList());
        }
    }

    private static Figure bars(String title, String axis, List<String> labels, double[] numbers, int marked) {
        return new Figure.Bars(
                title, axis, labels, Arrays.stream(numbers).boxed().toList(), marked);
    }

    private static String written(String format, Object... values) {
        return String.format(Locale.ROOT, format, values);
    }
}
