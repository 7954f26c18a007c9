package org.vitrina.arena;

/// Finds the ratings, and the coefficients of features, under which given outcomes of pairs are likeliest.
///
/// Minimizes `Σ w·(softplus(z) - y·z) / divisor + ½·ratingPenalty·|r|² + ½·featurePenalty·|c|²`, where `z =
/// r[a] - r[b] + f·c` are natural log-odds, by Newton's method with step halving. The function is convex,
/// so what is found is the one minimum. Where ratings have no penalty only their differences matter; then
/// their mean is 0.
///
/// @param models         how many ratings there are
/// @param a              the model on the left of each row
/// @param b              the model on the right
/// @param y              what the left one got, from 0 to 1
/// @param w              how much the row counts
/// @param features       of each row; shape `[rows, k]`, where k may be 0
/// @param divisor        1 for a sum over rows, or what makes it a mean
/// @param ratingPenalty  0 only if nobody is unbeaten by the others, see [Groups]
/// @param featurePenalty greater than 0 if there are features
record PairFit(
        int models,
        int[] a,
        int[] b,
        double[] y,
        double[] w,
        double[][] features,
        double divisor,
        double ratingPenalty,
        double featurePenalty) {
    /// What FastChat and arena-rank ask of the largest component of the gradient is 1e-6 and 1e-9; this is,
    /// of the sum of the weights.
    private static final double TOLERANCE = 1e-12;

    private static final int MOST_STEPS = 200;

    /// Returns the ratings, then the coefficients.
    double[] solve() {
        int size = models + width();
        double[] x = new double[size];
        double loss = loss(x);
        double[] gradient = gradient(x);
        double total = 0;
        for (double weight : w) total += weight;
        double enough = TOLERANCE * total / divisor;
        for (int step = 0; step < MOST_STEPS && largest(gradient) > enough; step++) {
            double[][] hessian = hessian(x);
            if (ratingPenalty == 0) pinMean(hessian);
            double[] direction = LinearSolve.solve(hessian, gradient);
            double slope = 0;
            for (int i = 0; i < size; i++) slope -= gradient[i] * direction[i];
            // near the minimum the loss changes by less than its own rounding
            double rounding = 1e-14 * Math.max(1, Math.abs(loss));
            double length = 1;
            double[] next = moved(x, direction, length);
            while (loss(next) > loss + 1e-4 * length * slope + rounding && length > 1e-10) {
                length /= 2;
                next = moved(x, direction, length);
            }
            double[] nextGradient = gradient(next);
            // it is as good as numbers of 64 bits can tell
            if (largest(nextGradient) >= largest(gradient) && largest(gradient) <= 1e3 * enough) return x;
            x = next;
            loss = loss(next);
            gradient = nextGradient;
        }
        if (largest(gradient) <= enough) return x;
        throw new IllegalStateException("no ratings were found after " + MOST_STEPS + " steps of Newton's method; the"
                + " gradient is still " + largest(gradient));
    }

    private int width() {
        return features.length == 0 ? 0 : features[0].length;
    }

    double odds(double[] x, int row) {
        double z = x[a[row]] - x[b[row]];
        for (int k = 0; k < width(); k++) z += features[row][k] * x[models + k];
        return z;
    }

    private double loss(double[] x) {
        double sum = 0;
        for (int i = 0; i < y.length; i++) {
            double z = odds(x, i);
            sum += w[i] * (softplus(z) - y[i] * z);
        }
        sum /= divisor;
        for (int i = 0; i < x.length; i++) sum += 0.5 * penalty(i) * x[i] * x[i];
        return sum;
    }

    private double[] gradient(double[] x) {
        double[] gradient = new double[x.length];
        for (int i = 0; i < y.length; i++) {
            double error = w[i] * (sigmoid(odds(x, i)) - y[i]) / divisor;
            gradient[a[i]] += error;
            gradient[b[i]] -= error;
            for (int k = 0; k < width(); k++) gradient[models + k] += error * features[i][k];
        }
        for (int i = 0; i < x.length; i++) gradient[i] += penalty(i) * x[i];
        return gradient;
    }

    private double[][] hessian(double[] x) {
        double[] curvature = new double[y.length];
        for (int i = 0; i < y.length; i++) {
            double p = sigmoid(odds(x, i));
            curvature[i] = w[i] * p * (1 - p) / divisor;
        }
        double[][] hessian = outerSum(curvature);
        for (int i = 0; i < x.length; i++) hessian[i][i] += penalty(i);
        return hessian;
    }

    /// Returns the sum over all rows of `value · d dᵀ`, where `d` is what the row's log-odds change by with
    /// each rating and coefficient: 1, -1 and the features.
    double[][] outerSum(double[] values) {
        int size = models + width();
        double[][] sum = new double[size][size];
        for (int i = 0; i < values.length; i++) {
            double value = values[i];
            sum[a[i]][a[i]] += value;
            sum[b[i]][b[i]] += value;
            sum[a[i]][b[i]] -= value;
            sum[b[i]][a[i]] -= value;
            for (int k = 0; k < width(); k++) {
                double crossed = value * features[i][k];
                int column = models + k;
                sum[a[i]][column] += crossed;
                sum[column][a[i]] += crossed;
                sum[b[i]][column] -= crossed;
                sum[column][b[i]] -= crossed;
                for (int l = 0; l < width(); l++) sum[column][models + l] += crossed * features[i][l];
            }
        }
        return sum;
    }

    /// Adds a multiple of the matrix of ones to the ratings' part: all ratings may be moved by the same
    /// without any change, and this has Newton's step leave their mean at 0.
    private void pinMean(double[][] hessian) {
        double trace = 0;
        for (int i = 0; i < models; i++) trace += hessian[i][i];
        double weight = trace / ((double) models * models);
        for (int i = 0; i < models; i++) {
            for (int j = 0; j < models; j++) hessian[i][j] += weight;
        }
    }

    private double penalty(int index) {
        return index < models ? ratingPenalty : featurePenalty;
    }

    private static double[] moved(double[] x, double[] direction, double length) {
        double[] moved = x.clone();
        for (int i = 0; i < x.length; i++) moved[i] -= length * direction[i];
        return moved;
    }

    private static double largest(double[] gradient) {
        double largest = 0;
        for (double g : gradient) largest = Math.max(largest, Math.abs(g));
        return largest;
    }

    static double sigmoid(double z) {
        return 1 / (1 + Math.exp(-z));
    }

    private static double softplus(double z) {
        return z > 0 ? z + Math.log1p(Math.exp(-z)) : Math.log1p(Math.exp(z));
    }
}
