package org.vitrina.tensor;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
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
        new ScalarKernels().layerNorm(x, xFrom, weight, bias, epsilon, out, outFrom, n);
    }

    @Override
    public void softmax(float[] x, int from, int n) {
        new ScalarKernels().softmax(x, from, n);
    }

    @Override
    public void swiGlu(float[] gate, int gateFrom, float[] up, int upFrom, float[] out, int outFrom, int n) {
        new ScalarKernels().swiGlu(gate, gateFrom, up, upFrom, out, outFrom, n);
    }

    @Override
    public void geGlu(float[] gate, int gateFrom, float[] up, int upFrom, float[] out, int outFrom, int n) {
        new ScalarKernels().geGlu(gate, gateFrom, up, upFrom, out, outFrom, n);
    }

    @Override
    public void gelu(float[] x, int xFrom, float[] out, int outFrom, int n) {
        new ScalarKernels().gelu(x, xFrom, out, outFrom, n);
    }

    @Override
    public void rope(float[] x, int from, float[] cos, float[] sin, int anglesFrom, int rotated, Pairing pairing) {
        new ScalarKernels().rope(x, from, cos, sin, anglesFrom, rotated, pairing);
    }

    private static FloatVector at(float[] x, int from) {
        return FloatVector.fromArray(SPECIES, x, from);
    }
}
