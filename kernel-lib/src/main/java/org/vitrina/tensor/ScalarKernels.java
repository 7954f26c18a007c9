package org.vitrina.tensor;

import java.util.Arrays;

/// The definition of each operation: plain loops in a reader's order.
public record ScalarKernels() implements Kernels {
    private static final Tile TILE = new ScalarTile();

    @Override
    public Tile tile() {
        return TILE;
    }

    @Override
    public float dot(float[] a, int aFrom, float[] b, int bFrom, int n) {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            sum += a[aFrom + i] * b[bFrom + i];
        }
        return sum;
    }

    @Override
    public void addScaled(float scale, float[] x, int xFrom, float[] y, int yFrom, int n) {
        for (int i = 0; i < n; i++) {
            y[yFrom + i] += scale * x[xFrom + i];
        }
    }

    @Override
    public void add(float[] a, int aFrom, float[] b, int bFrom, float[] out, int outFrom, int n) {
        for (int i = 0; i < n; i++) {
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
        if (!accumulate) {
            Arrays.fill(out, outFrom, outFrom + n, 0);
        }
        for (int i = 0; i < count; i++) {
            addScaled(weights[weightsFrom + i], rows, rowsFrom + i * stride, out, outFrom, n);
        }
    }

    @Override
    public void rmsNorm(
            float[] x, int xFrom, float[] weight, int weightFrom, float epsilon, float[] out, int outFrom, int n) {
        float squares = 0;
        for (int i = 0; i < n; i++) {
            squares += x[xFrom + i] * x[xFrom + i];
        }
        float scale = 1 / (float) Math.sqrt(squares / n + epsilon);
        for (int i = 0; i < n; i++) {
            out[outFrom + i] = x[xFrom + i] * scale * weight[weightFrom + i];
        }
    }

    @Override
    public void layerNorm(
            float[] x, int xFrom, float[] weight, float[] bias, float epsilon, float[] out, int outFrom, int n) {
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
            out[outFrom + i] = (x[xFrom + i] - mean) * scale * weight[i] + bias[i];
        }
    }

    @Override
    public float max(float[] x, int from, int n) {
        float max = Float.NEGATIVE_INFINITY;
        for (int i = 0; i < n; i++) {
            max = Math.max(max, x[from + i]);
        }
        return max;
    }

    @Override
    public float exponentiate(float[] x, int from, int n, float max) {
        float sum = 0;
        for (int i = 0; i < n; i++) {
            x[from + i] = (float) Math.exp(x[from + i] - max);
            sum += x[from + i];
        }
        return sum;
    }

    @Override
    public void scale(float factor, float[] x, int from, int n) {
        for (int i = 0; i < n; i++) {
            x[from + i] *= factor;
        }
    }

    @Override
    public void softmax(float[] x, int from, int n) {
        // the largest score becomes exp(0), so nothing overflows
        float sum = exponentiate(x, from, n, max(x, from, n));
        for (int i = 0; i < n; i++) {
            x[from + i] /= sum;
        }
    }

    @Override
    public void swiGlu(float[] gate, int gateFrom, float[] up, int upFrom, float[] out, int outFrom, int n) {
        for (int i = 0; i < n; i++) {
            float g = gate[gateFrom + i];
            out[outFrom + i] = g / (1 + (float) Math.exp(-g)) * up[upFrom + i];
        }
    }

    @Override
    public void geGlu(float[] gate, int gateFrom, float[] up, int upFrom, float[] out, int outFrom, int n) {
        for (int i = 0; i < n; i++) {
            out[outFrom + i] = gelu(gate[gateFrom + i]) * up[upFrom + i];
        }
    }

    @Override
    public void gelu(float[] x, int xFrom, float[] out, int outFrom, int n) {
        for (int i = 0; i < n; i++) {
            out[outFrom + i] = gelu(x[xFrom + i]);
        }
    }

    @Override
    public void rope(float[] x, int from, float[] cos, float[] sin, int anglesFrom, int rotated, Pairing pairing) {
        for (int i = 0; i < rotated / 2; i++) {
            int first = from + (pairing == Pairing.ADJACENT ? 2 * i : i);
            int second = pairing == Pairing.ADJACENT ? first + 1 : first + rotated / 2;
            float a = x[first];
            float b = x[second];
            x[first] = a * cos[anglesFrom + i] - b * sin[anglesFrom + i];
            x[second] = a * sin[anglesFrom + i] + b * cos[anglesFrom + i];
        }
    }

    private static float gelu(float x) {
        return (float) (0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x))));
    }
}
