package org.vitrina.hardware;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;

/// The memory that training a model with AdamW takes
/// ([Rajbhandari et al. 2020, section 3.1](https://arxiv.org/abs/1910.02054)).
///
/// @param how         how it is trained, a few words
/// @param parameters  how many numbers are trained
/// @param weights     bytes of the weights that are multiplied with
/// @param gradients   bytes of the gradients
/// @param master      bytes of a second copy of the weights in 32 bits; 0 where the first has them
/// @param moments     bytes of AdamW's two means, of the gradients and of their squares
/// @param activations bytes of what the way back needs of the way forward; 0 if not asked for
public record TrainingMemory(
        String how,
        long parameters,
        double weights,
        double gradients,
        double master,
        double moments,
        double activations)
        implements Showable {
    /// What is kept of the way forward for the way back; the rest is computed again
    /// ([Korthikanti et al. 2022](https://arxiv.org/abs/2205.05198)).
    public enum Kept {
        /// Everything.
        ALL,
        /// All but scores and patterns of attention.
        NO_SCORES,
        /// What enters each layer.
        INPUTS
    }

    /// Returns a training all of whose numbers have 32 bits: 16 bytes for each parameter.
    public static TrainingMemory full(long parameters) {
        return new TrainingMemory(
                "all in 32 bits", parameters, 4.0 * parameters, 4.0 * parameters, 0, 8.0 * parameters, 0);
    }

    /// Returns a training that multiplies with 16 bits and adds up in 32: 16 bytes for each parameter, too.
    public static TrainingMemory mixed(long parameters) {
        return new TrainingMemory(
                "mixed, 16 and 32 bits",
                parameters,
                2.0 * parameters,
                2.0 * parameters,
                4.0 * parameters,
                8.0 * parameters,
                0);
    }

    /// Returns a training of adapters of `trained` numbers beside weights that stay as they are
    /// ([Hu et al. 2021](https://arxiv.org/abs/2106.09685)).
    ///
    /// @param bits of each weight that stays: 16, or 4 where it is quantized
    ///     ([Dettmers et al. 2023](https://arxiv.org/abs/2305.14314))
    public static TrainingMemory adapters(long parameters, double bits, long trained) {
        TrainingMemory mixed = mixed(trained);
        return new TrainingMemory(
                String.format(Locale.ROOT, "adapters beside %.3g bits", bits),
                trained,
                ModelMemory.weights(parameters, bits) + mixed.weights,
                mixed.gradients,
                mixed.master,
                mixed.moments,
                0);
    }

    /// Returns this with the activations of `texts` texts of `tokens` tokens each.
    public TrainingMemory with(ModelShape shape, int tokens, int texts, Kept kept) {
        return new TrainingMemory(
                how, parameters, weights, gradients, master, moments, activations(shape, tokens, texts, kept));
    }

    /// Returns the bytes that the layers keep of the way forward in 16 bits, for a model of GPT's shape,
    /// whose feed-forward layers are four times as wide as the residual stream: `s b d (34 + 5 h s / d)`
    /// for each layer, with `s` tokens in each of `b` texts. The last term are the scores ([Korthikanti
    /// et al. 2022, equations 1 and 2 and section 5](https://arxiv.org/abs/2205.05198)).
    public static double activations(ModelShape shape, int tokens, int texts, Kept kept) {
        if (tokens < 1 || texts < 1) {
            throw new IllegalArgumentException(
                    "a step learns from at least 1 text of at least 1 token, but got " + texts + " of " + tokens);
        }
        double numbers = (double) tokens * texts * shape.width();
        double bytes = switch (kept) {
            case ALL -> 34 + 5.0 * shape.heads() * tokens / shape.width();
            case NO_SCORES -> 34;
            case INPUTS -> 2;
        };
        return shape.layers() * numbers * bytes;
    }

    /// Returns the bytes without activations.
    public double states() {
        return weights + gradients + master + moments;
    }

    /// Returns all of it in bytes.
    public double total() {
        return states() + activations;
    }

    @Override
    public String toString() {
        return "training, %s: %s of states%s"
                .formatted(
                        how,
                        Amounts.bytes(states()),
                        activations == 0 ? "" : " and " + Amounts.bytes(activations) + " of activations");
    }

    /// Returns a bar for each part.
    public Figure figure() {
        var labels = new ArrayList<>(List.of("weights", "gradients", "32-bit-weights", "AdamW-means"));
        var values = new ArrayList<>(List.of(weights / 1e9, gradients / 1e9, master / 1e9, moments / 1e9));
        if (activations > 0) {
            labels.add("activations");
            values.add(activations / 1e9);
        }
        return new Figure.Bars(toString(), "GB", labels, values);
    }

    @Override
    public MimeBundle mime() {
        return figure().mime();
    }
}
