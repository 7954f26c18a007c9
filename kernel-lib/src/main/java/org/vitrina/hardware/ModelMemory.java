package org.vitrina.hardware;

import java.util.List;
import org.vitrina.quantize.Format;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;

/// The memory that running a model takes.
///
/// @param shape       the model
/// @param weights     bytes of its parameters
/// @param cache       bytes of keys and values
/// @param activations bytes of what is computed on the way, an upper bound
/// @param tokens      how many tokens the context holds
public record ModelMemory(ModelShape shape, double weights, double cache, double activations, long tokens)
        implements Showable {
    /// How many tokens of a prompt go through the model at once here.
    public static final int ROWS = 512;

    /// Returns what `parameters` numbers of `bits` bits take, in bytes.
    public static double weights(long parameters, double bits) {
        if (!(bits > 0) || parameters < 0) {
            throw new IllegalArgumentException(
                    "a weight has more than 0 bits, and there are at least 0 of them, but got " + bits + " bits and "
                            + parameters);
        }
        return parameters * bits / 8;
    }

    /// Returns what `parameters` numbers take in `format`, its scales included.
    public static double weights(long parameters, Format format) {
        return weights(parameters, format.bitsPerWeight());
    }

    /// Returns what a model takes whose weights are all in `format` and whose keys and values have 16 bits.
    ///
    /// @param tokens how many tokens the context holds
    public static ModelMemory of(ModelShape shape, Format format, long tokens) {
        return of(shape, weights(shape.parameters(), format), tokens, 2);
    }

    /// Returns what a model takes.
    ///
    /// @param weights       the bytes of its weights: those of a file, or [#weights]
    /// @param bytesPerValue of a number in keys and values: 4, 2 or 1
    public static ModelMemory of(ModelShape shape, double weights, long tokens, double bytesPerValue) {
        return new ModelMemory(
                shape, weights, shape.cacheBytes(tokens, bytesPerValue), activations(shape, ROWS), tokens);
    }

    /// Returns the bytes of the values between the layers, as 32-bit floats, while `rows` tokens are read
    /// at once: the residual stream, and beside it the larger of what attention and what the feed-forward
    /// layer hold; and the logits of one token.
    public static double activations(ModelShape shape, int rows) {
        double heads = (double) shape.heads() * shape.headWidth();
        double attention = 2.0 * shape.width() + 2 * heads + shape.numbersPerPosition();
        double feedForward = 2.0 * shape.width() + 2.0 * shape.hidden();
        return Float.BYTES * (rows * (shape.width() + Math.max(attention, feedForward)) + shape.vocabulary());
    }

    /// Returns all of it in bytes.
    public double total() {
        return weights + cache + activations;
    }

    @Override
    public String toString() {
        return "%s with a context of %s tokens: %s for weights, %s for keys and values, %s for activations, %s in all"
                .formatted(
                        shape.name(),
                        Amounts.tokens(tokens),
                        Amounts.bytes(weights),
                        Amounts.bytes(cache),
                        Amounts.bytes(activations),
                        Amounts.bytes(total()));
    }

    /// Returns a bar for each part.
    public Figure figure() {
        return new Figure.Bars(
                toString(),
                "GB",
                List.of("weights", "KV-cache", "activations"),
                List.of(weights / 1e9, cache / 1e9, activations / 1e9));
    }

    @Override
    public MimeBundle mime() {
        return figure().mime();
    }
}
