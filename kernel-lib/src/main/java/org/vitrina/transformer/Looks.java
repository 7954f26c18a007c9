package org.vitrina.transformer;

import org.vitrina.show.Figure;
import org.vitrina.show.Walk;

/// Ready-made looks into a model: each runs it, watches, and returns what was seen, to be displayed, stepped through
/// or read.
///
/// {@snippet :
/// var model = Model.open(path);
/// Looks.attention(model, "The cat sat", 3, 1)   // one head: scores, mask, softmax, mix
/// Looks.patterns(model, "The cat sat")          // all heads of all layers at a glance
/// Looks.logitLens(model, "The cat sat")         // what it would say after each layer
/// }
public final class Looks {
    private Looks() {}

    /// Shows each token's row of the embedding table.
    public static Walk<EmbeddingStep> embeddings(Model model, String text) {
        return EmbeddingStep.walk(Reading.of(model, text));
    }

    /// Draws the rows of the embedding table below each other, one for each token of `text`.
    public static Figure.Heatmap embeddingTable(Model model, String text) {
        return EmbeddingStep.all(embeddings(model, text));
    }

    /// Ranks the tokens whose vectors point into the same direction as that of `word`.
    ///
    /// @param word one token; most words of a text begin with a space
    /// @throws IllegalArgumentException if it is not exactly one token
    public static Figure.Bars neighbours(Model model, String word, int count) {
        return new EmbeddingSpace(model).neighbours(word, count);
    }

    /// Ranks the tokens whose vectors point to where `a - b + c` does, these three left out: king − man + woman
    /// ([Mikolov et al. 2013](https://aclanthology.org/N13-1090/)).
    ///
    /// @throws IllegalArgumentException if a word is not exactly one token
    public static Figure.Bars analogy(Model model, String a, String b, String c, int count) {
        return new EmbeddingSpace(model).analogy(a, b, c, count);
    }

    /// Draws what positions add: the learned table, or the cosines of a rotary embedding's angles.
    public static Figure positions(Model model) {
        return Positions.draw(model);
    }

    /// Shows how a rotary embedding turns vectors by their positions.
    ///
    /// @throws IllegalArgumentException if the model has learned positions instead
    public static Walk<RopeStep> rope(Model model) {
        if (model.config().rope() == null) {
            throw new IllegalArgumentException("the model '" + model.name()
                    + "' has learned positions, no rotary ones; Looks.positions draws them");
        }
        return rope(model.config().rope());
    }

    /// Shows how a rotary embedding turns vectors by their positions.
    public static Walk<RopeStep> rope(Rope rope) {
        return RopeStep.walk(rope, 1);
    }

    /// Shows how one head makes new vectors of old ones: scores, mask, softmax, mix, with the numbers.
    public static Walk<AttentionStep> attention(Model model, String text, int layer, int head) {
        return AttentionLook.head(Reading.of(model, text), layer, head);
    }

    /// Draws at what each position looks, for one head.
    public static Figure.Heatmap pattern(Model model, String text, int layer, int head) {
        return AttentionLook.pattern(Reading.of(model, text), layer, head);
    }

    /// Draws at what each position looks, for all heads of all layers at a glance.
    public static Figure.Tiles patterns(Model model, String text) {
        return AttentionLook.patterns(Reading.of(model, text));
    }

    /// Shows what each block adds to the residual stream, as lengths of vectors.
    public static Walk<StreamStep> residual(Model model, String text) {
        return StreamStep.walk(Reading.of(model, text));
    }

    /// Shows what the model would say if it ended after each block.
    public static Walk<LensStep> logitLens(Model model, String text) {
        return LensStep.walk(Reading.of(model, text));
    }

    /// Draws what the model would say if it ended after each block: layer by position, coloured by probability.
    public static Figure.Heatmap logitLensMap(Model model, String text) {
        return logitLens(model, text).steps().getLast().so();
    }

    /// Silences each head in turn and shows how much worse the model expects the tokens that follow.
    ///
    /// Runs the model once for each head; an interrupt stops it.
    ///
    /// @param text at least two tokens
    public static Walk<AblationStep> ablation(Model model, String text) {
        return AblationStep.walk(Reading.of(model, text));
    }

    /// Draws how much worse the model expects the tokens that follow without each head: layer by head.
    public static Figure.Heatmap ablationMap(Model model, String text) {
        return ablation(model, text).steps().getLast().so();
    }

    /// Shows which heads look at what followed last time, on random tokens that come twice.
    ///
    /// @param length how many tokens are repeated, such as 25
    public static Walk<InductionStep> induction(Model model, int length, long seed) {
        return InductionStep.walk(model, length, seed);
    }

    /// Draws how much each head looks at what followed last time: layer by head.
    public static Figure.Heatmap inductionMap(Model model, int length, long seed) {
        return induction(model, length, seed).steps().getLast().so();
    }

    /// Draws at what one head looks on random tokens that come twice: an induction head draws a stripe.
    public static Figure.Heatmap inductionPattern(Model model, int length, long seed, int layer, int head) {
        return AttentionLook.pattern(Reading.of(model, InductionStep.repeated(model, length, seed)), layer, head);
    }

    /// Shows the distribution of the next token.
    ///
    /// @param top how many tokens are shown
    public static Walk<NextStep> next(Model model, String text, int top) {
        return NextStep.walk(Reading.of(model, text), top);
    }

    /// Leaves out each token in turn and shows how much less likely the model's next token becomes.
    public static Walk<SalienceStep> salience(Model model, String text) {
        return SalienceStep.walk(Reading.of(model, text));
    }

    /// Shows how the cache of keys and values fills, token by token.
    public static Walk<CacheStep> cache(Model model, String text) {
        return CacheStep.walk(Reading.of(model, text));
    }
}
