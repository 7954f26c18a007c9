package org.vitrina.tensor;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// The operations of [ScalarGradientKernels] on vectors of one width; the last elements, fewer than a vector holds,
/// one by one: a mask that lives through a loop is an object at every turn.
final class VectorGradientKernels implements GradientKernels {
    /// A constant of this copy of the class, see [Vectors].
    private static final VectorSpecies<Float> SPECIES = Vectors.species(MethodHandles.lookup());

    private static final int LANES = SPECIES.length();

    private static final VectorShuffle<Float> BY_8 = by(8);
    private static final VectorShuffle<Float> BY_4 = by(4);
    private static final VectorShuffle<Float> BY_2 = by(2);
    private static final VectorShuffle<Float> BY_1 = by(1);

    private static final float GELU_1 = (float) (2 * Math.sqrt(2 / Math.PI));
    private static final float GELU_3 = (float) (2 * Math.sqrt(2 / Math.PI) * 0.044715);

    static MethodHandles.Lookup lookup() {
        return MethodHandles.lookup();
    }

    /// Moves each lane to that `lanes` before it, and the first ones to the end.
    private static VectorShuffle<Float> by(int lanes) {
        return VectorShuffle.iota(SPECIES, lanes % LANES, 1, true);
    }

    /// Returns the sum of the lanes in the order of [VectorMath#sum], with fewer instructions.
    private static float sum(FloatVector v) {
        FloatVector sums = v;
        if (LANES > 8) sums = sums.add(sums.rearrange(BY_8));
        if (LANES > 4) sums = sums.add(sums.rearrange(BY_4));
        if (LANES > 2) sums = sums.add(sums.rearrange(BY_2));
        return sums.add(sums.rearrange(BY_1)).lane(0);
    }

    @Override
    public float rmsNorm(
            float[] x, int xFrom, float[] weight, int weightFrom, float epsilon, float[] out, int outFrom, int n) {
        float scale = 1 / (float) Math.sqrt(sumOfSquares(x, xFrom, n) / n + epsilon);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            at(x, xFrom + i).mul(scale).mul(at(weight, weightFrom + i)).intoArray(out, outFrom + i);
        }
        for (; i < n; i++) {
            out[outFrom + i] = x[xFrom + i] * scale * weight[weightFrom + i];
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
        FloatVector sums = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            sums = at(weight, weightFrom + i).mul(at(dy, dyFrom + i)).fma(at(x, xFrom + i), sums);
        }
        float along = sum(sums);
        for (; i < n; i++) {
            along = Math.fma(weight[weightFrom + i] * dy[dyFrom + i], x[xFrom + i], along);
        }
        float shrink = scale * scale * scale * along / n;
        for (i = 0; i <= n - LANES; i += LANES) {
            FloatVector in = at(x, xFrom + i);
            FloatVector up = at(dy, dyFrom + i);
            FloatVector change = at(weight, weightFrom + i).mul(up).mul(scale).sub(in.mul(shrink));
            up.mul(in).mul(scale).add(at(dw, dwFrom + i)).intoArray(dw, dwFrom + i);
            put(change, dx, dxFrom + i, add);
        }
        for (; i < n; i++) {
            float change = weight[weightFrom + i] * dy[dyFrom + i] * scale - x[xFrom + i] * shrink;
            dw[dwFrom + i] += dy[dyFrom + i] * x[xFrom + i] * scale;
            dx[dxFrom + i] = add ? dx[dxFrom + i] + change : change;
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
        FloatVector sums = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            sums = sums.add(at(x, xFrom + i));
        }
        float sum = sum(sums);
        for (; i < n; i++) {
            sum += x[xFrom + i];
        }
        float mean = sum / n;
        FloatVector squares = FloatVector.zero(SPECIES);
        for (i = 0; i <= n - LANES; i += LANES) {
            FloatVector away = at(x, xFrom + i).sub(mean);
            squares = away.fma(away, squares);
        }
        float square = sum(squares);
        for (; i < n; i++) {
            square = Math.fma(x[xFrom + i] - mean, x[xFrom + i] - mean, square);
        }
        float scale = 1 / (float) Math.sqrt(square / n + epsilon);
        for (i = 0; i <= n - LANES; i += LANES) {
            at(x, xFrom + i)
                    .sub(mean)
                    .mul(scale)
                    .fma(at(weight, weightFrom + i), at(bias, biasFrom + i))
                    .intoArray(out, outFrom + i);
        }
        for (; i < n; i++) {
            out[outFrom + i] = Math.fma((x[xFrom + i] - mean) * scale, weight[weightFrom + i], bias[biasFrom + i]);
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
            float[] db,
            int dbFrom,
            int n) {
        FloatVector sums = FloatVector.zero(SPECIES);
        FloatVector alongs = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector g = at(weight, weightFrom + i).mul(at(dy, dyFrom + i));
            sums = sums.add(g);
            alongs = g.fma(at(x, xFrom + i).sub(mean).mul(scale), alongs);
        }
        float sum = sum(sums);
        float along = sum(alongs);
        for (; i < n; i++) {
            float g = weight[weightFrom + i] * dy[dyFrom + i];
            sum += g;
            along = Math.fma(g, (x[xFrom + i] - mean) * scale, along);
        }
        sum /= n;
        along /= n;
        for (i = 0; i <= n - LANES; i += LANES) {
            FloatVector z = at(x, xFrom + i).sub(mean).mul(scale);
            FloatVector up = at(dy, dyFrom + i);
            FloatVector change = at(weight, weightFrom + i)
                    .mul(up)
                    .sub(sum)
                    .sub(z.mul(along))
                    .mul(scale);
            up.fma(z, at(dw, dwFrom + i)).intoArray(dw, dwFrom + i);
            up.add(at(db, dbFrom + i)).intoArray(db, dbFrom + i);
            put(change, dx, dxFrom + i, add);
        }
        for (; i < n; i++) {
            float z = (x[xFrom + i] - mean) * scale;
            float up = dy[dyFrom + i];
            float change = (weight[weightFrom + i] * up - sum - z * along) * scale;
            dw[dwFrom + i] = Math.fma(up, z, dw[dwFrom + i]);
            db[dbFrom + i] += up;
            dx[dxFrom + i] = add ? dx[dxFrom + i] + change : change;
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
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector g = at(gate, gateFrom + i);
            FloatVector d = at(dy, dyFrom + i);
            FloatVector sigmoid = VectorMath.sigmoid(g);
            FloatVector slope = sigmoid.sub(sigmoid.mul(sigmoid)).fma(g, sigmoid);
            FloatVector lifted = at(up, upFrom + i);
            d.mul(lifted).mul(slope).intoArray(dGate, dGateFrom + i);
            d.mul(g).mul(sigmoid).intoArray(dUp, dUpFrom + i);
        }
        for (; i < n; i++) {
            float g = gate[gateFrom + i];
            float d = dy[dyFrom + i];
            float sigmoid = 1 / (VectorMath.exp(-g) + 1);
            float slope = Math.fma(sigmoid - sigmoid * sigmoid, g, sigmoid);
            dGate[dGateFrom + i] = d * up[upFrom + i] * slope;
            dUp[dUpFrom + i] = d * g * sigmoid;
        }
    }

    // As (1 + tanh(u)) / 2 is s = 1 / (1 + exp(-2u)), GELU's tanh form is x s, and its slope s + x (s - s²) 2u'.
    @Override
    public void geluBack(float[] x, int xFrom, float[] dy, int dyFrom, float[] dx, int dxFrom, int n) {
        FloatVector one = FloatVector.broadcast(SPECIES, 1);
        FloatVector linear = FloatVector.broadcast(SPECIES, GELU_1);
        FloatVector cubic = FloatVector.broadcast(SPECIES, GELU_3);
        FloatVector square3 = FloatVector.broadcast(SPECIES, 3 * GELU_3);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector at = at(x, xFrom + i);
            FloatVector up = at(dy, dyFrom + i);
            FloatVector square = at.mul(at);
            FloatVector sigmoid = one.div(
                    VectorMath.exp(square.fma(cubic, linear).mul(at).neg()).add(one));
            FloatVector bend = sigmoid.sub(sigmoid.mul(sigmoid)).mul(at);
            up.mul(bend.fma(square.fma(square3, linear), sigmoid)).intoArray(dx, dxFrom + i);
        }
        for (; i < n; i++) {
            dx[dxFrom + i] = dy[dyFrom + i] * geluSlope(x[xFrom + i]);
        }
    }

    private static float geluSlope(float x) {
        float square = x * x;
        float sigmoid = 1 / (VectorMath.exp(-(Math.fma(square, GELU_3, GELU_1) * x)) + 1);
        return Math.fma((sigmoid - sigmoid * sigmoid) * x, Math.fma(square, 3 * GELU_3, GELU_1), sigmoid);
    }

    @Override
    public float logSumExp(float[] x, int from, int n) {
        int i = 0;
        float max = max(x, from, n);
        FloatVector sums = FloatVector.zero(SPECIES);
        for (i = 0; i <= n - LANES; i += LANES) {
            sums = sums.add(VectorMath.exp(at(x, from + i).sub(max)));
        }
        float sum = sum(sums);
        for (; i < n; i++) {
            sum += VectorMath.exp(x[from + i] - max);
        }
        return (float) (max + Math.log(sum));
    }

    @Override
    public void probabilities(float[] x, int xFrom, float logSum, float factor, float[] out, int outFrom, int n) {
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            VectorMath.exp(at(x, xFrom + i).sub(logSum)).mul(factor).intoArray(out, outFrom + i);
        }
        for (; i < n; i++) {
            out[outFrom + i] = VectorMath.exp(x[xFrom + i] - logSum) * factor;
        }
    }

    @Override
    public void softmax(float[] x, int from, int first, int last, int n, float scale) {
        fill(x, from, first, Float.NEGATIVE_INFINITY);
        fill(x, from + last, n - last, Float.NEGATIVE_INFINITY);
        float max = max(x, from, n);
        if (!(max < Float.POSITIVE_INFINITY)) {
            fill(x, from, n, Float.NaN);
            return;
        }
        float share = 1 / exponentiate(x, from, n, max, scale);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            at(x, from + i).mul(share).intoArray(x, from + i);
        }
        for (; i < n; i++) {
            x[from + i] *= share;
        }
    }

    private static float max(float[] x, int from, int n) {
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

    /// Writes `exp(scale * (x - max))` and returns the sum.
    private static float exponentiate(float[] x, int from, int n, float max, float scale) {
        FloatVector most = FloatVector.broadcast(SPECIES, max);
        FloatVector scales = FloatVector.broadcast(SPECIES, scale);
        FloatVector sums = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector e = VectorMath.expOfLess(at(x, from + i).sub(most).mul(scales));
            e.intoArray(x, from + i);
            sums = sums.add(e);
        }
        float sum = sum(sums);
        for (; i < n; i++) {
            float e = VectorMath.exp((x[from + i] - max) * scale);
            x[from + i] = e;
            sum += e;
        }
        return sum;
    }

    private static void fill(float[] x, int from, int n, float value) {
        for (int i = from; i < from + n; i++) {
            x[i] = value;
        }
    }

    @Override
    public void softmaxBack(float[] p, int pFrom, float[] dp, int dpFrom, int n, float scale) {
        FloatVector sums = FloatVector.zero(SPECIES);
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            sums = at(p, pFrom + i).fma(at(dp, dpFrom + i), sums);
        }
        float sum = sum(sums);
        for (; i < n; i++) {
            sum = Math.fma(p[pFrom + i], dp[dpFrom + i], sum);
        }
        for (i = 0; i <= n - LANES; i += LANES) {
            at(dp, dpFrom + i).sub(sum).mul(scale).mul(at(p, pFrom + i)).intoArray(dp, dpFrom + i);
        }
        for (; i < n; i++) {
            dp[dpFrom + i] = (dp[dpFrom + i] - sum) * scale * p[pFrom + i];
        }
    }

    @Override
    public double sumOfSquares(float[] x, int from, int n) {
        FloatVector sums = FloatVector.zero(SPECIES);
        FloatVector more = sums;
        int i = 0;
        for (; i <= n - 2 * LANES; i += 2 * LANES) {
            FloatVector a = at(x, from + i);
            FloatVector b = at(x, from + i + LANES);
            sums = a.fma(a, sums);
            more = b.fma(b, more);
        }
        float sum = sum(sums.add(more));
        for (; i < n; i++) {
            sum = Math.fma(x[from + i], x[from + i], sum);
        }
        return sum;
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
        float scale = step.scale();
        float beta1 = step.beta1();
        float beta2 = step.beta2();
        float epsilon = step.epsilon();
        float part2 = 1 / step.correction2();
        int i = 0;
        for (; i <= n - LANES; i += LANES) {
            FloatVector g = at(gradient, gradientFrom + i).mul(scale);
            FloatVector mean = at(m, at + i).mul(beta1).add(g.mul(1 - beta1));
            FloatVector square = at(v, at + i).mul(beta2).add(g.mul(g).mul(1 - beta2));
            mean.intoArray(m, at + i);
            square.intoArray(v, at + i);
            FloatVector root = square.mul(part2).sqrt().add(epsilon);
            at(weights, from + i).mul(keep).add(mean.mul(down).div(root)).intoArray(weights, from + i);
        }
        for (; i < n; i++) {
            float g = gradient[gradientFrom + i] * scale;
            float mean = m[at + i] * beta1 + g * (1 - beta1);
            float square = v[at + i] * beta2 + g * g * (1 - beta2);
            m[at + i] = mean;
            v[at + i] = square;
            float root = (float) Math.sqrt(square * part2) + epsilon;
            weights[from + i] = weights[from + i] * keep + mean * down / root;
        }
    }

    private static FloatVector at(float[] x, int from) {
        return FloatVector.fromArray(SPECIES, x, from);
    }

    private static void put(FloatVector change, float[] to, int at, boolean add) {
        if (add) {
            change.add(at(to, at)).intoArray(to, at);
        } else {
            change.intoArray(to, at);
        }
    }
}
