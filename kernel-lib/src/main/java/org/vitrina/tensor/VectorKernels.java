package org.vitrina.tensor;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// The operations of [ScalarKernels] on vectors of one width.
///
/// Sums are made lane by lane and added up at the end, in another order than the scalar ones. The last
/// elements, fewer than a vector holds, are computed under a mask, in the same way as the others.
final class VectorKernels implements Kernels {
    /// A constant of this copy of the class, see [Vectors].
    private static final VectorSpecies<Float> SPECIES = Vectors.species(MethodHandles.lookup());

    private static final int LANES = SPECIES.length();

    private static final VectorShuffle<Float> BY_8 = by(8);
    private static final VectorShuffle<Float> BY_4 = by(4);
    private static final VectorShuffle<Float> BY_2 = by(2);
    private static final VectorShuffle<Float> BY_1 = by(1);

    private static final Tile TILE = Vectors.tile(SPECIES);

    static MethodHandles.Lookup lookup() {
        return MethodHandles.lookup();
    }

    @Override
    public Tile tile() {
        return TILE;
    }

    @Override
    public float dot(float[] a, int aFrom, float[] b, int bFrom, int n) {
        FloatVector sums = FloatVector.zero(SPECIES);
        FloatVector more = FloatVector.zero(SPECIES);
        FloatVector third = FloatVector.zero(SPECIES);
        FloatVector fourth = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - 4 * LANES; i += 4 * LANES) {
            sums = at(a, aFrom + i).fma(at(b, bFrom + i), sums);
            more = at(a, aFrom + i + LANES).fma(at(b, bFrom + i + LANES), more);
            third = at(a, aFrom + i + 2 * LANES).fma(at(b, bFrom + i + 2 * LANES), third);
            fourth = at(a, aFrom + i + 3 * LANES).fma(at(b, bFrom + i + 3 * LANES), fourth);
        }
        for (; i <= n - LANES; i += LANES) {
            sums = at(a, aFrom + i).fma(at(b, bFrom + i), sums);
        }
        float sum = sumOfLanes(sums.add(more).add(third.add(fourth)));
        for (; i < n; i++) {
            sum = Math.fma(a[aFrom + i], b[bFrom + i], sum);
        }
        return sum;
    }

    /// Adds the lanes, each half to the other, until one is left. `reduceLanes` leaves the order open, and takes
    /// another one once the code is compiled: results would change while a program warms up.
    private static float sumOfLanes(FloatVector v) {
        FloatVector sums = v;
        if (LANES > 8) sums = sums.add(sums.rearrange(BY_8));
        if (LANES > 4) sums = sums.add(sums.rearrange(BY_4));
        if (LANES > 2) sums = sums.add(sums.rearrange(BY_2));
        return sums.add(sums.rearrange(BY_1)).lane(0);
    }

    /// Moves each lane to that `lanes` before it, and the first ones to the end.
    private static VectorShuffle<Float> by(int lanes) {
        return VectorShuffle.iota(SPECIES, lanes % LANES, 1, true);
    }

    @Override
    public void addScaled(float scale, float[] x, int xFrom, float[] y, int yFrom, int n) {
        FloatVector scales = FloatVector.broadcast(SPECIES, scale);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            at(x, xFrom + i).fma(scales, at(y, yFrom + i)).intoArray(y, yFrom + i);
        }
        for (; i < n; i++) {
            y[yFrom + i] = Math.fma(scale, x[xFrom + i], y[yFrom + i]);
        }
    }

    @Override
    public void add(float[] a, int aFrom, float[] b, int bFrom, float[] out, int outFrom, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            at(a, aFrom + i).add(at(b, bFrom + i)).intoArray(out, outFrom + i);
        }
        for (; i < n; i++) {
            out[outFrom + i] = a[aFrom + i] + b[bFrom + i];
        }
    }

    @Override
    public void mix(
            float[] weights,
            int weightsFrom,
            int count,
            float[] rows,
            int rowsFrom,
            int stride,
            float[] out,
            int outFrom,
            int n,
            boolean accumulate) {
        int j = 0;
        for (; j <= n - 4 * LANES; j += 4 * LANES) {
            mixFour(weights, weightsFrom, count, rows, rowsFrom + j, stride, out, outFrom + j, accumulate);
        }
        for (; j <= n - LANES; j += LANES) {
            mixOne(weights, weightsFrom, count, rows, rowsFrom + j, stride, out, outFrom + j, accumulate);
        }
        for (; j < n; j++) {
            float sum = 0;
            for (int i = 0; i < count; i++) {
                sum = Math.fma(weights[weightsFrom + i], rows[rowsFrom + i * stride + j], sum);
            }
            out[outFrom + j] = accumulate ? out[outFrom + j] + sum : sum;
        }
    }

    /// Mixes columns as wide as four vectors. An addition takes four cycles, so that two of each are under way.
    private static void mixFour(
            float[] weights,
            int weightsFrom,
            int count,
            float[] rows,
            int rowsFrom,
            int stride,
            float[] out,
            int outFrom,
            boolean accumulate) {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        FloatVector e = a;
        FloatVector f = a;
        FloatVector g = a;
        FloatVector h = a;
        int i = 0;
        int at = rowsFrom;
        for (; i < count - 1; i += 2) {
            FloatVector even = FloatVector.broadcast(SPECIES, weights[weightsFrom + i]);
            a = even.fma(at(rows, at), a);
            b = even.fma(at(rows, at + LANES), b);
            c = even.fma(at(rows, at + 2 * LANES), c);
            d = even.fma(at(rows, at + 3 * LANES), d);
            at += stride;
            FloatVector odd = FloatVector.broadcast(SPECIES, weights[weightsFrom + i + 1]);
            e = odd.fma(at(rows, at), e);
            f = odd.fma(at(rows, at + LANES), f);
            g = odd.fma(at(rows, at + 2 * LANES), g);
            h = odd.fma(at(rows, at + 3 * LANES), h);
            at += stride;
        }
        if (i < count) {
            FloatVector last = FloatVector.broadcast(SPECIES, weights[weightsFrom + i]);
            a = last.fma(at(rows, at), a);
            b = last.fma(at(rows, at + LANES), b);
            c = last.fma(at(rows, at + 2 * LANES), c);
            d = last.fma(at(rows, at + 3 * LANES), d);
        }
        put(a.add(e), out, outFrom, accumulate);
        put(b.add(f), out, outFrom + LANES, accumulate);
        put(c.add(g), out, outFrom + 2 * LANES, accumulate);
        put(d.add(h), out, outFrom + 3 * LANES, accumulate);
    }

    private static void mixOne(
            float[] weights,
            int weightsFrom,
            int count,
            float[] rows,
            int rowsFrom,
            int stride,
            float[] out,
            int outFrom,
            boolean accumulate) {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        int i = 0;
        int at = rowsFrom;
        for (; i < count - 3; i += 4) {
            a = at(rows, at).fma(FloatVector.broadcast(SPECIES, weights[weightsFrom + i]), a);
            at += stride;
            b = at(rows, at).fma(FloatVector.broadcast(SPECIES, weights[weightsFrom + i + 1]), b);
            at += stride;
            c = at(rows, at).fma(FloatVector.broadcast(SPECIES, weights[weightsFrom + i + 2]), c);
            at += stride;
            d = at(rows, at).fma(FloatVector.broadcast(SPECIES, weights[weightsFrom + i + 3]), d);
            at += stride;
        }
        for (; i < count; i++) {
            a = at(rows, at).fma(FloatVector.broadcast(SPECIES, weights[weightsFrom + i]), a);
            at += stride;
        }
        put(a.add(b).add(c.add(d)), out, outFrom, accumulate);
    }

    @Override
    public void mixPanels(
            float[] x, int xFrom, int depth, float[] panels, int from, int count, float[] out, int outFrom) {
        int width = 2 * LANES;
        int q = 0;
        for (; q <= count - 4; q += 4) {
            fourPanels(x, xFrom, depth, panels, from + q * depth * width, out, outFrom + q * width);
        }
        if (q < count) {
            Kernels.super.mixPanels(
                    x, xFrom, depth, panels, from + q * depth * width, count - q, out, outFrom + q * width);
        }
    }

    private static void fourPanels(
            float[] x, int xFrom, int depth, float[] panels, int from, float[] out, int outFrom) {
        FloatVector a = FloatVector.zero(SPECIES);
        FloatVector b = a;
        FloatVector c = a;
        FloatVector d = a;
        FloatVector e = a;
        FloatVector f = a;
        FloatVector g = a;
        FloatVector h = a;
        int panel = depth * 2 * LANES;
        for (int p = 0; p < depth; p++) {
            FloatVector number = FloatVector.broadcast(SPECIES, x[xFrom + p]);
            int at = from + p * 2 * LANES;
            a = number.fma(at(panels, at), a);
            b = number.fma(at(panels, at + LANES), b);
            at += panel;
            c = number.fma(at(panels, at), c);
            d = number.fma(at(panels, at + LANES), d);
            at += panel;
            e = number.fma(at(panels, at), e);
            f = number.fma(at(panels, at + LANES), f);
            at += panel;
            g = number.fma(at(panels, at), g);
            h = number.fma(at(panels, at + LANES), h);
        }
        a.intoArray(out, outFrom);
        b.intoArray(out, outFrom + LANES);
        c.intoArray(out, outFrom + 2 * LANES);
        d.intoArray(out, outFrom + 3 * LANES);
        e.intoArray(out, outFrom + 4 * LANES);
        f.intoArray(out, outFrom + 5 * LANES);
        g.intoArray(out, outFrom + 6 * LANES);
        h.intoArray(out, outFrom + 7 * LANES);
    }

    private static void put(FloatVector sum, float[] out, int at, boolean accumulate) {
        (accumulate ? sum.add(at(out, at)) : sum).intoArray(out, at);
    }

    @Override
    public void rmsNorm(
            float[] x, int xFrom, float[] weight, int weightFrom, float epsilon, float[] out, int outFrom, int n) {
        float scale = 1 / (float) Math.sqrt(dot(x, xFrom, x, xFrom, n) / n + epsilon);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            at(x, xFrom + i).mul(scale).mul(at(weight, weightFrom + i)).intoArray(out, outFrom + i);
        }
        for (; i < n; i++) {
            out[outFrom + i] = x[xFrom + i] * scale * weight[weightFrom + i];
        }
    }

    @Override
    public void layerNorm(
            float[] x, int xFrom, float[] weight, float[] bias, float epsilon, float[] out, int outFrom, int n) {
        float mean = sum(x, xFrom, n) / n;
        FloatVector squares = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector apart = at(x, xFrom + i).sub(mean);
            squares = apart.fma(apart, squares);
        }
        float total = sumOfLanes(squares);
        for (; i < n; i++) {
            total = Math.fma(x[xFrom + i] - mean, x[xFrom + i] - mean, total);
        }
        float scale = 1 / (float) Math.sqrt(total / n + epsilon);
        for (i = 0; i <= n - LANES; i += LANES) {
            at(x, xFrom + i)
                    .sub(mean)
                    .mul(scale)
                    .fma(at(weight, i), at(bias, i))
                    .intoArray(out, outFrom + i);
        }
        for (; i < n; i++) {
            out[outFrom + i] = Math.fma((x[xFrom + i] - mean) * scale, weight[i], bias[i]);
        }
    }

    private static float sum(float[] x, int from, int n) {
        FloatVector sums = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            sums = sums.add(at(x, from + i));
        }
        float sum = sumOfLanes(sums);
        for (; i < n; i++) {
            sum += x[from + i];
        }
        return sum;
    }

    @Override
    public float max(float[] x, int from, int n) {
        FloatVector most = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            most = most.max(at(x, from + i));
        }
        float max = most.reduceLanes(VectorOperators.MAX);
        for (; i < n; i++) {
            max = Math.max(max, x[from + i]);
        }
        return max;
    }

    @Override
    public float exponentiate(float[] x, int from, int n, float max) {
        FloatVector sums = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector e = VectorMath.exp(at(x, from + i).sub(max));
            e.intoArray(x, from + i);
            sums = sums.add(e);
        }
        float sum = sumOfLanes(sums);
        for (; i < n; i++) {
            float e = VectorMath.exp(x[from + i] - max);
            x[from + i] = e;
            sum += e;
        }
        return sum;
    }

    @Override
    public void scale(float factor, float[] x, int from, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            at(x, from + i).mul(factor).intoArray(x, from + i);
        }
        for (; i < n; i++) {
            x[from + i] *= factor;
        }
    }

    @Override
    public void softmax(float[] x, int from, int n) {
        scale(1 / exponentiate(x, from, n, max(x, from, n)), x, from, n);
    }

    @Override
    public void swiGlu(float[] gate, int gateFrom, float[] up, int upFrom, float[] out, int outFrom, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector g = at(gate, gateFrom + i);
            g.div(VectorMath.exp(g.neg()).add(1)).mul(at(up, upFrom + i)).intoArray(out, outFrom + i);
        }
        for (; i < n; i++) {
            float g = gate[gateFrom + i];
            out[outFrom + i] = g / (VectorMath.exp(-g) + 1) * up[upFrom + i];
        }
    }

    @Override
    public void geGlu(float[] gate, int gateFrom, float[] up, int upFrom, float[] out, int outFrom, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            gelu(at(gate, gateFrom + i)).mul(at(up, upFrom + i)).intoArray(out, outFrom + i);
        }
        for (; i < n; i++) {
            out[outFrom + i] = gelu(gate[gateFrom + i]) * up[upFrom + i];
        }
    }

    @Override
    public void gelu(float[] x, int xFrom, float[] out, int outFrom, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            gelu(at(x, xFrom + i)).intoArray(out, outFrom + i);
        }
        for (; i < n; i++) {
            out[outFrom + i] = gelu(x[xFrom + i]);
        }
    }

    // As (1 + tanh(u)) / 2 is 1 / (1 + exp(-2u)), GELU's tanh form is x / (1 + exp(-x (GELU_1 + GELU_3 x²))).
    private static final float GELU_1 = (float) (2 * Math.sqrt(2 / Math.PI));
    private static final float GELU_3 = (float) (2 * Math.sqrt(2 / Math.PI) * 0.044715);

    private static FloatVector gelu(FloatVector x) {
        FloatVector slope =
                x.mul(x).fma(FloatVector.broadcast(SPECIES, GELU_3), FloatVector.broadcast(SPECIES, GELU_1));
        return x.div(VectorMath.exp(x.neg().mul(slope)).add(1));
    }

    private static float gelu(float x) {
        return x / (VectorMath.exp(-x * Math.fma(x * x, GELU_3, GELU_1)) + 1);
    }

    @Override
    public void rope(float[] x, int from, float[] cos, float[] sin, int anglesFrom, int rotated, Pairing pairing) {
        int pairs = rotated / 2;
        int i = 0;
        for (; i <= pairs - LANES; i += LANES) {
            FloatVector c = at(cos, anglesFrom + i);
            FloatVector s = at(sin, anglesFrom + i);
            switch (pairing) {
                case HALVES -> {
                    FloatVector a = at(x, from + i);
                    FloatVector b = at(x, from + pairs + i);
                    a.mul(c).sub(b.mul(s)).intoArray(x, from + i);
                    a.mul(s).add(b.mul(c)).intoArray(x, from + pairs + i);
                }
                case ADJACENT -> {
                    turn(x, from + 2 * i, c.rearrange(FIRST_TWICE), s.rearrange(FIRST_TWICE));
                    turn(x, from + 2 * i + LANES, c.rearrange(LAST_TWICE), s.rearrange(LAST_TWICE));
                }
            }
        }
        for (; i < pairs; i++) {
            int first = from + (pairing == Pairing.ADJACENT ? 2 * i : i);
            int second = pairing == Pairing.ADJACENT ? first + 1 : first + pairs;
            float a = x[first];
            float b = x[second];
            x[first] = a * cos[anglesFrom + i] - b * sin[anglesFrom + i];
            x[second] = a * sin[anglesFrom + i] + b * cos[anglesFrom + i];
        }
    }

    /// Of a vector's first half each number twice, and of its last half.
    private static final VectorShuffle<Float> FIRST_TWICE = VectorShuffle.fromOp(SPECIES, i -> i / 2);

    private static final VectorShuffle<Float> LAST_TWICE = VectorShuffle.fromOp(SPECIES, i -> (LANES + i) / 2);

    private static final VectorShuffle<Float> SWAPPED = VectorShuffle.fromOp(SPECIES, i -> i ^ 1);

    /// Where the second number of each pair stands.
    private static final VectorMask<Float> SECOND = VectorMask.fromLong(SPECIES, 0xAAAA_AAAA_AAAA_AAAAL);

    /// Turns the pairs `(a, b)` in a vector: `a c - b s` and `b c + a s`.
    private static void turn(float[] x, int at, FloatVector c, FloatVector s) {
        FloatVector pairs = at(x, at);
        FloatVector crossed = pairs.rearrange(SWAPPED).mul(s);
        FloatVector straight = pairs.mul(c);
        straight.sub(crossed).blend(straight.add(crossed), SECOND).intoArray(x, at);
    }

    private static FloatVector at(float[] x, int from) {
        return FloatVector.fromArray(SPECIES, x, from);
    }
}
