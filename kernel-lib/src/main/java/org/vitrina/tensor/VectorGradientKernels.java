package org.vitrina.tensor;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/// The operations of [ScalarGradientKernels] on vectors of one width; the last elements, fewer than a vector holds,
/// under a mask.
final class VectorGradientKernels implements GradientKernels {
    /// A constant of this copy of the class, see [Vectors].
    private static final VectorSpecies<Float> SPECIES = Vectors.species(MethodHandles.lookup());

    private static final int LANES = SPECIES.length();

    private static final float GELU_SLOPE = (float) Math.sqrt(2 / Math.PI);
    private static final float GELU_CUBE = 0.044715f;

    static MethodHandles.Lookup lookup() {
        return MethodHandles.lookup();
    }

    @Override
    public float rmsNorm(
            float[] x, int xFrom, float[] weight, int weightFrom, float epsilon, float[] out, int outFrom, int n) {
        float scale = 1 / (float) Math.sqrt(sumOfSquares(x, xFrom, n) / n + epsilon);
        for (int i = 0; i < n; i += LANES) {
            var mask = SPECIES.indexInRange(i, n);
            at(x, xFrom + i, mask)
                    .mul(scale)
                    .mul(at(weight, weightFrom + i, mask))
                    .intoArray(out, outFrom + i, mask);
        }
        return scale;
    }

    @Override
    public void rmsNormBack(
            float[] x,
            int xFrom,
            float[] weight,
            int weightFrom,
            float scale,
            float[] dy,
            int dyFrom,
            float[] dx,
            int dxFrom,
            boolean add,
            float[] dw,
            int dwFrom,
            int n) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = 0; i < n; i += LANES) {
            var mask = SPECIES.indexInRange(i, n);
            sum = at(weight, weightFrom + i, mask).mul(at(dy, dyFrom + i, mask)).fma(at(x, xFrom + i, mask), sum);
        }
        float shrink = scale * scale * scale * VectorMath.sum(sum) / n;
        for (int i = 0; i < n; i += LANES) {
            var mask = SPECIES.indexInRange(i, n);
            FloatVector in = at(x, xFrom + i, mask);
            FloatVector up = at(dy, dyFrom + i, mask);
            FloatVector change =
                    at(weight, weightFrom + i, mask).mul(up).mul(scale).sub(in.mul(shrink));
            up.mul(in).mul(scale).add(at(dw, dwFrom + i, mask)).intoArray(dw, dwFrom + i, mask);
            put(change, dx, dxFrom + i, add, mask);
        }
    }

    @Override
    public void layerNorm(
            float[] x,
            int xFrom,
            float[] weight,
            int weightFrom,
            float[] bias,
            int biasFrom,
            float epsilon,
            float[] out,
            int outFrom,
            float[] statistics,
            int statisticsFrom,
            int n) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = 0; i < n; i += LANES) {
            sum = sum.add(at(x, xFrom + i, SPECIES.indexInRange(i, n)));
        }
        float mean = VectorMath.sum(sum) / n;
        FloatVector squares = FloatVector.zero(SPECIES);
        for (int i = 0; i < n; i += LANES) {
            var mask = SPECIES.indexInRange(i, n);
            FloatVector away = at(x, xFrom + i, mask).lanewise(VectorOperators.SUB, mean, mask);
            squares = away.fma(away, squares);
        }
        float scale = 1 / (float) Math.sqrt(VectorMath.sum(squares) / n + epsilon);
        for (int i = 0; i < n; i += LANES) {
            var mask = SPECIES.indexInRange(i, n);
            at(x, xFrom + i, mask)
                    .sub(mean)
                    .mul(scale)
                    .fma(at(weight, weightFrom + i, mask), at(bias, biasFrom + i, mask))
                    .intoArray(out, outFrom + i, mask);
        }
        statistics[statisticsFrom] = mean;
        statistics[statisticsFrom + 1] = scale;
    }

    @Override
    public void layerNormBack(
            float[] x,
            int xFrom,
            float[] weight,
            int weightFrom,
            float mean,
            float scale,
            float[] dy,
            int dyFrom,
            float[] dx,
            int dxFrom,
            boolean add,
            float[] dw,
            int dwFrom,
            int n) {
        FloatVector sums = FloatVector.zero(SPECIES);
        FloatVector alongs = FloatVector.zero(SPECIES);
        for (int i = 0; i < n; i += LANES) {
            var mask = SPECIES.indexInRange(i, n);
            FloatVector g = at(weight, weightFrom + i, mask).mul(at(dy, dyFrom + i, mask));
            sums = sums.add(g);
            alongs = g.fma(at(x, xFrom + i, mask).sub(mean).mul(scale), alongs);
        }
        float sum = VectorMath.sum(sums) / n;
        float along = VectorMath.sum(alongs) / n;
        for (int i = 0; i < n; i += LANES) {
            var mask = SPECIES.indexInRange(i, n);
            FloatVector z = at(x, xFrom + i, mask).sub(mean).mul(scale);
            FloatVector up = at(dy, dyFrom + i, mask);
            FloatVector change = at(weight, weightFrom + i, mask)
                    .mul(up)
                    .sub(sum)
                    .sub(z.mul(along))
                    .mul(scale);
            up.fma(z, at(dw, dwFrom + i, mask)).intoArray(dw, dwFrom + i, mask);
            put(change, dx, dxFrom + i, add, mask);
        }
    }

    @Override
    public void swiGluBack(
            float[] gate,
            int gateFrom,
            float[] up,
            int upFrom,
            float[] dy,
            int dyFrom,
            float[] dGate,
            int dGateFrom,
            float[] dUp,
            int dUpFrom,
            int n) {
        for (int i = 0; i < n; i += LANES) {
            var mask = SPECIES.indexInRange(i, n);
            FloatVector g = at(gate, gateFrom + i, mask);
            FloatVector d = at(dy, dyFrom + i, mask);
            FloatVector sigmoid = VectorMath.sigmoid(g);
            FloatVector slope = sigmoid.sub(sigmoid.mul(sigmoid)).fma(g, sigmoid);
            FloatVector lifted = at(up, upFrom + i, mask);
            d.mul(lifted).mul(slope).intoArray(dGate, dGateFrom + i, mask);
            d.mul(g).mul(sigmoid).intoArray(dUp, dUpFrom + i, mask);
        }
    }

    @Override
    public void geluBack(float[] x, int xFrom, float[] dy, int dyFrom, float[] dx, int dxFrom, int n) {
        for (int i = 0; i < n; i += LANES) {
            var mask = SPECIES.indexInRange(i, n);
            FloatVector at = at(x, xFrom + i, mask);
            FloatVector square = at.mul(at);
            FloatVector tanh =
                    VectorMath.tanh(square.mul(GELU_CUBE).add(1).mul(at).mul(GELU_SLOPE));
            FloatVector inner = square.mul(3 * GELU_CUBE).add(1).mul(GELU_SLOPE);
            FloatVector bend = tanh.mul(tanh).neg().add(1).mul(at).mul(inner);
            at(dy, dyFrom + i, mask).mul(0.5f).mul(tanh.add(1).add(bend)).intoArray(dx, dxFrom + i, mask);
        }
    }

    @Override
    public float logSumExp(float[] x, int from, int n) {
        FloatVector largest = FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            largest = largest.max(FloatVector.fromArray(SPECIES, x, from + i));
        }
        var mask = SPECIES.indexInRange(i, n);
        largest = largest.lanewise(VectorOperators.MAX, at(x, from + i, mask), mask);
        float max = largest.reduceLanes(VectorOperators.MAX);
        FloatVector sum = FloatVector.zero(SPECIES);
        for (i = 0; i <= n - LANES; i += LANES) {
            sum = sum.add(
                    VectorMath.exp(FloatVector.fromArray(SPECIES, x, from + i).sub(max)));
        }
        sum = sum.add(VectorMath.exp(at(x, from + i, mask).sub(max)), mask);
        return (float) (max + Math.log(VectorMath.sum(sum)));
    }

    @Override
    public void probabilities(float[] x, int xFrom, float logSum, float factor, float[] out, int outFrom, int n) {
        for (int i = 0; i < n; i += LANES) {
            var mask = SPECIES.indexInRange(i, n);
            VectorMath.exp(at(x, xFrom + i, mask).sub(logSum)).mul(factor).intoArray(out, outFrom + i, mask);
        }
    }

    @Override
    public double sumOfSquares(float[] x, int from, int n) {
        FloatVector sum = FloatVector.zero(SPECIES);
        for (int i = 0; i < n; i += LANES) {
            FloatVector at = at(x, from + i, SPECIES.indexInRange(i, n));
            sum = at.fma(at, sum);
        }
        return VectorMath.sum(sum);
    }

    @Override
    public void adamW(
            float[] weights,
            int from,
            float[] gradient,
            int gradientFrom,
            float[] m,
            float[] v,
            int at,
            int n,
            AdamStep step) {
        float keep = 1 - step.rate() * step.decay();
        float down = -step.rate() / step.correction1();
        for (int i = 0; i < n; i += LANES) {
            var mask = SPECIES.indexInRange(i, n);
            FloatVector g = at(gradient, gradientFrom + i, mask).mul(step.scale());
            FloatVector mean = at(m, at + i, mask).mul(step.beta1()).add(g.mul(1 - step.beta1()));
            FloatVector square =
                    at(v, at + i, mask).mul(step.beta2()).add(g.mul(g).mul(1 - step.beta2()));
            mean.intoArray(m, at + i, mask);
            square.intoArray(v, at + i, mask);
            FloatVector root = square.div(step.correction2()).sqrt().add(step.epsilon());
            at(weights, from + i, mask).mul(keep).add(mean.mul(down).div(root)).intoArray(weights, from + i, mask);
        }
    }

    private static FloatVector at(float[] x, int from, VectorMask<Float> mask) {
        return FloatVector.fromArray(SPECIES, x, from, mask);
    }

    private static void put(FloatVector change, float[] to, int at, boolean add, VectorMask<Float> mask) {
        if (add) {
            change.add(at(to, at, mask)).intoArray(to, at, mask);
        } else {
            change.intoArray(to, at, mask);
        }
    }
}
