package org.vitrina.hardware;

/// What a piece of work asks of a machine: how much is computed, and how much is moved.
///
/// Reading a prompt computes much with each weight that was fetched; writing a token fetches all weights
/// for a few operations each. That is why the first is bound by what can be computed, and the second by
/// what can be moved.
///
/// @param name   what it is
/// @param flops  floating-point operations; a multiplication and an addition are two
/// @param bytes  bytes that have to come from memory
/// @param tokens how many tokens it yields
public record Workload(String name, double flops, double bytes, long tokens) {
    /// Returns the writing of one token after `tokens` others: each weight is fetched for one
    /// multiplication and one addition, and so are the keys and values.
    ///
    /// @param weightBytes   of all weights; a table in which tokens are only looked up is taken off
    /// @param bytesPerValue of a number in keys and values
    public static Workload decode(ModelShape shape, double weightBytes, long tokens, double bytesPerValue) {
        double used = weightBytes * shape.multiplied() / shape.parameters();
        return new Workload(
                "decode after %,d".formatted(tokens),
                2.0 * shape.multiplied() + attention(shape, shape.keptPositions(tokens + 1)),
                used + shape.cacheBytes(tokens + 1, bytesPerValue),
                1);
    }

    /// Returns the reading of a prompt, [ModelMemory#ROWS] tokens at a time: each weight is fetched once
    /// for each of these groups, and the vocabulary's matrix is multiplied for the last token only.
    public static Workload prefill(ModelShape shape, double weightBytes, long tokens, double bytesPerValue) {
        long vocabulary = (long) shape.vocabulary() * shape.width();
        double inner = shape.multiplied() - vocabulary;
        long groups = (tokens + ModelMemory.ROWS - 1) / ModelMemory.ROWS;
        double seen = 0;
        double read = 0;
        for (long group = 0; group < groups; group++) {
            long from = group * ModelMemory.ROWS;
            long to = Math.min(tokens, from + ModelMemory.ROWS);
            seen += (to - from) * (shape.keptPositions(from + 1) + shape.keptPositions(to)) / 2.0;
            read += shape.cacheBytes(to, bytesPerValue);
        }
        double perParameter = weightBytes / shape.parameters();
        return new Workload(
                "prefill of %,d".formatted(tokens),
                2 * inner * tokens + 2.0 * vocabulary + attention(shape, seen),
                groups * inner * perParameter + vocabulary * perParameter + read,
                tokens);
    }

    /// Returns the operations of attention's two products: a query with each key that it sees, and each
    /// value with its weight. `positions` counts them over all layers and queries.
    private static double attention(ModelShape shape, double positions) {
        return 4 * positions * shape.heads() * shape.headWidth();
    }

    /// Returns the operations of one training step for each token, forward and back:
    /// `6 N + 12 L h d_h T` ([Chowdhery et al. 2022, appendix B](https://arxiv.org/abs/2204.02311)).
    ///
    /// @param context how many tokens a text has, of all of which each token is counted as seeing
    public static double trainingFlopsPerToken(long parameters, int layers, int heads, int headWidth, int context) {
        return 6.0 * parameters + 12.0 * layers * heads * headWidth * context;
    }

    /// Returns the arithmetic intensity: operations for each byte.
    public double intensity() {
        return flops / bytes;
    }
}
