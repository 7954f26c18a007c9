package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.vitrina.show.Observer;
import org.vitrina.tensor.Tensor;

/// Quantizes to an [IntegerFormat] with the scales that lose least, instead of those that just reach
/// the weight furthest out.
///
/// A scale that is smaller cuts off the few weights at the ends, and rounds all others more finely. For
/// each group, grids are tried that reach less and less far. From each, codes are rounded to the grid
/// and the grid fitted to the codes by least squares, in turn. The grid with the least error stays, and
/// never one that is worse than plain rounding.
///
/// An error may count more at one input than at another: `importance[i]` is the mean square of what
/// input `i` is given when the model reads text, since that is what the error is multiplied with.
/// llama.cpp calls such numbers an importance matrix; [AWQ](https://arxiv.org/abs/2306.00978) weighs by
/// the same observation.
public final class ScaleSearch {
    /// How far the least grid reaches, as a share of the weights' own range.
    private static final double LEAST = 0.3;

    private static final int TRIES = 36;
    private static final int ROUNDS = 8;

    private final IntegerFormat format;
    private final float[] weights;
    private final float[] importance;

    private ScaleSearch(IntegerFormat format, float[] weights, float[] importance) {
        this.format = format;
        this.weights = weights;
        this.importance = importance;
    }

    /// Quantizes `weights`, every error counting alike.
    ///
    /// @throws IllegalArgumentException as [QuantizedTensor#of]
    public static QuantizedTensor of(IntegerFormat format, Tensor weights) {
        float[] alike = new float[weights.columns()];
        Arrays.fill(alike, 1);
        return of(format, weights, alike);
    }

    /// Quantizes `weights`, the squared error of each counting as much as its input does.
    ///
    /// @param weights    shape `[outputs, inputs]`
    /// @param importance a number for each input, not negative
    /// @throws IllegalArgumentException as [QuantizedTensor#of], or if `importance` has another length
    ///     or a number that is negative or not finite
    public static QuantizedTensor of(IntegerFormat format, Tensor weights, float[] importance) {
        if (importance.length != weights.columns()) {
            throw new IllegalArgumentException("there are " + weights.columns()
                    + " inputs, and each needs an importance, but there are " + importance.length);
        }
        for (float each : importance) {
            if (!(each >= 0 && each < Float.POSITIVE_INFINITY)) {
                throw new IllegalArgumentException("an importance is at least 0 and finite, but one is " + each);
            }
        }
        float[] before = weights.toArray();
        byte[] blocks = new byte[Math.toIntExact(format.bytes(before.length))];
        MemorySegment encoded = MemorySegment.ofArray(blocks);
        var search = new ScaleSearch(format, before, importance);
        for (int at = 0, to = 0; at < before.length; at += format.group(), to += format.blockBytes()) {
            format.requireFinite(before, at, format.group());
            format.write(search.best(at), before, at, encoded, to, Observer.NONE);
        }
        float[] after = new float[before.length];
        format.decode(encoded, 0, after, 0, after.length);
        return new QuantizedTensor(
                format, Tensor.of(before, weights.shape()), Tensor.of(after, weights.shape()), blocks.length);
    }

    /// Returns the grid that loses least for one group.
    static IntegerGrid grid(IntegerFormat format, float[] group, float[] importance) {
        return new ScaleSearch(format, group, importance).best(0);
    }

    private IntegerGrid best(int at) {
        IntegerGrid plain = format.grid(weights, at, Observer.NONE);
        IntegerGrid best = plain;
        double least = error(plain, at);
        double mean = mean(weights, at, format.group());
        for (int t = 0; t < TRIES && least > 0; t++) {
            IntegerGrid grid = shrunk(plain, 1 - (1 - LEAST) * t / (TRIES - 1), mean);
            double error = error(grid, at);
            // codes and grid in turn, each the best for the other, as long as that helps
            for (int round = 0; round < ROUNDS; round++) {
                IntegerGrid next = fitted(grid, at);
                double nextError = error(next, at);
                if (nextError >= error) break;
                grid = next;
                error = nextError;
            }
            if (error < least) {
                least = error;
                best = grid;
            }
        }
        return best;
    }

    /// Returns the grid that reaches `share` as far to both sides of `mean`, the weights' mean, or of 0
    /// if it is symmetric.
    static IntegerGrid shrunk(IntegerGrid grid, double share, double mean) {
        IntegerFormat format = grid.format();
        double scale = grid.scale() * share;
        double middle = grid.zero() + grid.scale() * format.top() / 2.0;
        double least = mean + share * (middle - mean) - scale * format.top() / 2.0;
        return format.grid((float) scale, format.symmetric() ? 0 : (float) least);
    }

    static double mean(float[] weights, int at, int count) {
        double sum = 0;
        for (int i = at; i < at + count; i++) {
            sum += weights[i];
        }
        return sum / count;
    }

    /// Returns the grid that suits the codes which this one gives best, by least squares.
    private IntegerGrid fitted(IntegerGrid grid, int at) {
        double n = 0;
        double q = 0;
        double qq = 0;
        double w = 0;
        double wq = 0;
        for (int i = at; i < at + format.group(); i++) {
            double counts = importance[i % importance.length];
            double steps = grid.steps(grid.code(weights[i]));
            n += counts;
            q += counts * steps;
            qq += counts * steps * steps;
            w += counts * weights[i];
            wq += counts * weights[i] * steps;
        }
        if (format.symmetric()) return qq == 0 ? grid : format.grid((float) (wq / qq), 0);
        double determinant = n * qq - q * q;
        if (determinant <= 0) return grid;
        return format.grid((float) ((n * wq - q * w) / determinant), (float) ((qq * w - q * wq) / determinant));
    }

    private double error(IntegerGrid grid, int at) {
        double error = 0;
        for (int i = at; i < at + format.group(); i++) {
            double off = grid.nearest(weights[i]) - weights[i];
            error += importance[i % importance.length] * off * off;
        }
        return error;
    }
}
