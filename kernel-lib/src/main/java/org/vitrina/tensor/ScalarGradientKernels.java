package org.vitrina.tensor;

/// The definition of each operation of training: plain loops in a reader's order.
public record ScalarGradientKernels() implements GradientKernels {
    @Override
    public float rmsNorm(
            float[] x, int xFrom, float[] weight, int weightFrom, float epsilon, float[] out, int outFrom, int n) {
        float squares = 0;
        for (int i = 0; i < n; i++) {
            squares += x[xFrom + i] * x[xFrom + i];
        }
        float scale = 1 / (float) Math.sqrt(squares / n + epsilon);
        for (int i = 0; i < n; i++) {
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
        float along = 0;
        for (int i = 0; i < n; i++) {
            along += weight[weightFrom + i] * dy[dyFrom + i] * x[xFrom + i];
        }
        float shrink = scale * scale * scale * along / n;
        for (int i = 0; i < n; i++) {
            float change = scale * weight[weightFrom + i] * dy[dyFrom + i] - shrink * x[xFrom + i];
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
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum += x[xFrom + i];
        }
        float mean = sum / n;
        float squares = 0;
        for (int i = 0; i < n; i++) {
            squares += (x[xFrom + i] - mean) * (x[xFrom + i] - mean);
        }
        float scale = 1 / (float) Math.sqrt(squares / n + epsilon);
        for (int i = 0; i < n; i++) {
            out[outFrom + i] = (x[xFrom + i] - mean) * scale * weight[weightFrom + i] + bias[biasFrom + i];
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
        float sum = 0;
        float along = 0;
        for (int i = 0; i < n; i++) {
            float g = weight[weightFrom + i] * dy[dyFrom + i];
            sum += g;
            along += g * (x[xFrom + i] - mean) * scale;
        }
        for (int i = 0; i < n; i++) {
            float z = (x[xFrom + i] - mean) * scale;
            float change = scale * (weight[weightFrom + i] * dy[dyFrom + i] - sum / n - z * along / n);
            dw[dwFrom + i] += dy[dyFrom + i] * z;
            db[dbFrom + i] += dy[dyFrom + i];
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
        for (int i = 0; i < n; i++) {
            float g = gate[gateFrom + i];
            float sigmoid = 1 / (1 + (float) Math.exp(-g));
            float d = dy[dyFrom + i];
            dGate[dGateFrom + i] = d * up[upFrom + i] * sigmoid * (1 + g * (1 - sigmoid));
            dUp[dUpFrom + i] = d * g * sigmoid;
        }
    }

    @Override
    public void geluBack(float[] x, int xFrom, float[] dy, int dyFrom, float[] dx, int dxFrom, int n) {
        double slope = Math.sqrt(2 / Math.PI);
        for (int i = 0; i < n; i++) {
            double at = x[xFrom + i];
            double tanh = Math.tanh(slope * (at + 0.044715 * at * at * at));
            double inner = slope * (1 + 3 * 0.044715 * at * at);
            dx[dxFrom + i] = (float) (dy[dyFrom + i] * (0.5 * (1 + tanh) + 0.5 * at * (1 - tanh * tanh) * inner));
        }
    }

    @Override
    public float logSumExp(float[] x, int from, int n) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            max = Math.max(max, x[from + i]);
        }
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += Math.exp(x[from + i] - max);
        }
        return (float) (max + Math.log(sum));
    }

    @Override
    public void probabilities(float[] x, int xFrom, float logSum, float factor, float[] out, int outFrom, int n) {
        for (int i = 0; i < n; i++) {
            out[outFrom + i] = factor * (float) Math.exp(x[xFrom + i] - logSum);
        }
    }

    @Override
    public void softmax(float[] x, int from, int first, int last, int n, float scale) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = first; i < last; i++) {
            max = Math.max(max, x[from + i]);
        }
        float sum = 0;
        for (int i = 0; i < n; i++) {
            boolean seen = i >= first && i < last;
            x[from + i] = seen ? (float) Math.exp((x[from + i] - max) * scale) : 0;
            sum += x[from + i];
        }
        for (int i = 0; i < n; i++) {
            x[from + i] /= sum;
        }
    }

    @Override
    public void softmaxBack(float[] p, int pFrom, float[] dp, int dpFrom, int n, float scale) {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum += p[pFrom + i] * dp[dpFrom + i];
        }
        for (int i = 0; i < n; i++) {
            dp[dpFrom + i] = scale * p[pFrom + i] * (dp[dpFrom + i] - sum);
        }
    }

    @Override
    public double sumOfSquares(float[] x, int from, int n) {
        double sum = 0;
        for (int i = 0; i < n; i++) {
            sum += (double) x[from + i] * x[from + i];
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
        for (int i = 0; i < n; i++) {
            float g = gradient[gradientFrom + i] * step.scale();
            float mean = step.beta1() * m[at + i] + (1 - step.beta1()) * g;
            float square = step.beta2() * v[at + i] + (1 - step.beta2()) * g * g;
            m[at + i] = mean;
            v[at + i] = square;
            float w = weights[from + i];
            w -= step.rate() * step.decay() * w;
            float root = (float) Math.sqrt(square / step.correction2());
            weights[from + i] = w - step.rate() * (mean / step.correction1()) / (root + step.epsilon());
        }
    }
}
