package org.vitrina.hardware;

import java.util.ArrayList;
import java.util.List;
import org.vitrina.quantize.Format;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import org.vitrina.show.Walk;

/// One token on its way through a model: what has to be fetched and computed, part by part, and how long that takes
/// at least.
///
/// The parts together are the [Workload#decode] of the token, and the one row of the table of embeddings that the token
/// is looked up in.
///
/// @param shape         the model
/// @param weightBytes   of all weights
/// @param tokens        how many tokens stand before this one
/// @param bytesPerValue of a number in keys and values
/// @param roof          what the machine can do at most
public record TokenPass(ModelShape shape, double weightBytes, long tokens, double bytesPerValue, Roofline roof)
        implements Showable {
    public TokenPass {
        if (!(weightBytes > 0) || tokens < 0 || !(bytesPerValue > 0)) {
            throw new IllegalArgumentException(
                    "a token passes through weights of more than 0 bytes, after at least 0 tokens, but got "
                            + weightBytes + " bytes and " + tokens + " tokens");
        }
    }

    /// Returns the pass through weights in `format`, with keys and values of 16 bits.
    public static TokenPass of(ModelShape shape, Format format, long tokens, Roofline roof) {
        return new TokenPass(shape, ModelMemory.weights(shape.parameters(), format), tokens, 2, roof);
    }

    /// A part of the way.
    ///
    /// @param name    a few words
    /// @param weights bytes of weights that are fetched
    /// @param kept    bytes of keys and values that are fetched
    /// @param flops   operations
    /// @param seconds that it takes at least
    public record Part(String name, double weights, double kept, double flops, double seconds) {}

    /// Returns the parts in the order in which the token comes to them. What a layer has beside the matrices of
    /// attention is counted as its feed-forward part, the norms as well.
    public List<Part> parts() {
        double d = shape.width();
        double vocabulary = d * shape.vocabulary();
        double attention = 2 * d * shape.headWidth() * (shape.heads() + shape.kvHeads());
        double layer = (shape.multiplied() - vocabulary) / shape.layers();
        long all = shape.keptPositions(tokens + 1);
        long first = shape.global() < shape.layers() ? Math.min(tokens + 1, shape.window()) : tokens + 1;
        var parts = new ArrayList<Part>();
        parts.add(part("look up", d, 0, 0));
        parts.add(part("layer 1: attention", attention, 0, 2 * attention));
        parts.add(part("layer 1: look back", 0, first, 0));
        parts.add(part("layer 1: feed", layer - attention, 0, 2 * (layer - attention)));
        if (shape.layers() > 1) {
            String name = shape.layers() == 2 ? "layer 2" : "layers 2 to " + shape.layers();
            double others = (shape.layers() - 1) * layer;
            parts.add(part(name, others, all - first, 2 * others));
        }
        parts.add(part("logits", vocabulary, 0, 2 * vocabulary));
        return parts;
    }

    private Part part(String name, double parameters, long positions, double multiplied) {
        double weights = parameters * weightBytes / shape.parameters();
        double kept = (double) positions * shape.numbersPerPosition() * bytesPerValue;
        // a query with each key, and each value with its weight
        double flops = multiplied + 4.0 * positions * shape.heads() * shape.headWidth();
        return new Part(name, weights, kept, flops, roof.seconds(new Workload(name, flops, weights + kept, 1)));
    }

    /// Returns the seconds of all parts.
    public double seconds() {
        return parts().stream().mapToDouble(Part::seconds).sum();
    }

    /// Returns the way, part by part.
    public Walk<PassStep> walk() {
        List<Part> parts = parts();
        var steps = new ArrayList<PassStep>();
        for (int i = 0; i < parts.size(); i++) steps.add(new PassStep(parts, i, roof));
        return Walk.of("One token through " + shape.name() + ", after %,d others".formatted(tokens), steps);
    }

    @Override
    public MimeBundle mime() {
        return walk().mime();
    }

    @Override
    public String toString() {
        return "one token of %s after %,d others: at least %s, at most %.1f tokens/s"
                .formatted(shape.name(), tokens, Amounts.seconds(seconds()), 1 / seconds());
    }
}
