package org.vitrina.tensor;

/// The row operations that training needs beside [Kernels]: derivatives, and the step of an optimizer.
///
/// Callers have checked their ranges. As in [Kernels], vector implementations add in another order than the
/// scalar one.
public interface GradientKernels {
    /// Returns the set that goes with [Kernels#best()].
    static GradientKernels best() {
        return Chosen.KERNELS;
    }

    /// Writes a row divided by its root mean square, times `weight`, and returns `1 / rms`.
    float rmsNorm(float[] x, int xFrom, float[] weight, int weightFrom, float epsilon, float[] out, int outFrom, int n);

    /// Hands the gradient `dy` of a row that [#rmsNorm] made back: writes or adds to `dx`, and adds to `dw`.
    ///
    /// With `r = 1 / rms`: `dx = r (w dy) - x r³ mean(w dy x)` and `dw = dy x r`.
    void rmsNormBack(
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
            int n);

    /// Writes a row with mean 0 and variance 1, times `weight`, plus `bias`; writes the mean and `1 / deviation` to
    /// `statistics`.
    void layerNorm(
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
            int n);

    /// Hands the gradient `dy` of a row that [#layerNorm] made back: writes or adds to `dx`, and adds to `dw`
    /// and `db`.
    ///
    /// With `z = (x - mean) r` and `g = w dy`: `dx = r (g - mean(g) - z mean(g z))`, `dw = dy z` and `db = dy`.
    void layerNormBack(
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
            int n);

    /// Writes the gradients of `silu(gate) * up`: `dg = dy up σ (1 + g (1 - σ))` and `du = dy g σ`, where `σ` is the
    /// sigmoid of the gate.
    void swiGluBack(
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
            int n);

    /// Writes the gradient of GELU in its tanh form; `dx` may be `dy`.
    void geluBack(float[] x, int xFrom, float[] dy, int dyFrom, float[] dx, int dxFrom, int n);

    /// Returns `log(exp(x₁) + exp(x₂) + …)`.
    float logSumExp(float[] x, int from, int n);

    /// Writes `factor * exp(x - logSum)`: probabilities, if `logSum` is [#logSumExp] and the factor 1.
    void probabilities(float[] x, int xFrom, float logSum, float factor, float[] out, int outFrom, int n);

    /// Turns a row of scores into probabilities, in place: those of `scale` times the scores from `first` to before
    /// `last`; what lies before and behind those becomes 0.
    ///
    /// @param first counted from `from`, like `last`; at least one score lies between them
    /// @param scale more than 0
    void softmax(float[] x, int from, int first, int last, int n, float scale);

    /// Hands the gradient `dp` of probabilities `p` back to the scores that [#softmax] made them of, in place:
    /// `scale p (dp - sum(p dp))`.
    void softmaxBack(float[] p, int pFrom, float[] dp, int dpFrom, int n, float scale);

    /// Returns the sum of the squares.
    double sumOfSquares(float[] x, int from, int n);

    /// Takes one step of AdamW ([Loshchilov and Hutter 2019, algorithm 2](https://arxiv.org/abs/1711.05101)) over
    /// `n` numbers: their moments move towards the gradient and its square, the weights decay and then move against
    /// the corrected mean.
    ///
    /// @param m    first moment, changed; `v` the second
    /// @param step the constants of this step
    void adamW(
            float[] weights,
            int from,
            float[] gradient,
            int gradientFrom,
            float[] m,
            float[] v,
            int at,
            int n,
            AdamStep step);

    /// The constants of one step of AdamW.
    ///
    /// @param rate         learning rate of this step
    /// @param decay        how much of a weight is taken away, times the rate
    /// @param beta1        how slowly the first moment moves
    /// @param beta2        how slowly the second moment moves
    /// @param epsilon      added to the root of the second moment
    /// @param correction1  `1 - beta1^t`; `correction2` likewise
    /// @param scale        what gradients are multiplied with first, for clipping and accumulation
    record AdamStep(
            float rate,
            float decay,
            float beta1,
            float beta2,
            float epsilon,
            float correction1,
            float correction2,
            float scale) {}

    /// Which set was chosen.
    final class Chosen {
        private static final GradientKernels KERNELS =
                Kernels.best() instanceof ScalarKernels ? new ScalarGradientKernels() : Vectors.gradientKernels();

        private Chosen() {}
    }
}
