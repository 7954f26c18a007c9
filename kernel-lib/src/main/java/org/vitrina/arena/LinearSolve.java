package org.vitrina.arena;

/// Small systems of linear equations whose matrix is symmetric and positive definite, by Cholesky's method.
final class LinearSolve {
    private LinearSolve() {}

    /// Returns the `x` with `matrix · x = right`.
    ///
    /// @throws ArithmeticException if the matrix is not positive definite
    static double[] solve(double[][] matrix, double[] right) {
        double[][] lower = cholesky(matrix);
        return solveFactored(lower, right);
    }

    /// Returns the inverse of the matrix.
    static double[][] inverse(double[][] matrix) {
        int n = matrix.length;
        double[][] lower = cholesky(matrix);
        double[][] inverse = new double[n][];
        for (int i = 0; i < n; i++) {
            double[] unit = new double[n];
            unit[i] = 1;
            // symmetric: a column is a row
            inverse[i] = solveFactored(lower, unit);
        }
        return inverse;
    }

    /// Returns the diagonal of `outer · inner · outer`, all symmetric.
    static double[] sandwichDiagonal(double[][] outer, double[][] inner) {
        int n = outer.length;
        double[] diagonal = new double[n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                double sum = 0;
                for (int k = 0; k < n; k++) sum += inner[j][k] * outer[k][i];
                diagonal[i] += outer[i][j] * sum;
            }
        }
        return diagonal;
    }

    private static double[][] cholesky(double[][] matrix) {
        int n = matrix.length;
        double[][] lower = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j <= i; j++) {
                double sum = matrix[i][j];
                for (int k = 0; k < j; k++) sum -= lower[i][k] * lower[j][k];
                if (i == j) {
                    if (!(sum > 0)) {
                        throw new ArithmeticException("the matrix is not positive definite at row " + i);
                    }
                    lower[i][i] = Math.sqrt(sum);
                } else {
                    lower[i][j] = sum / lower[j][j];
                }
            }
        }
        return lower;
    }

    private static double[] solveFactored(double[][] lower, double[] right) {
        int n = right.length;
        double[] x = right.clone();
        for (int i = 0; i < n; i++) {
            for (int k = 0; k < i; k++) x[i] -= lower[i][k] * x[k];
            x[i] /= lower[i][i];
        }
        for (int i = n - 1; i >= 0; i--) {
            for (int k = i + 1; k < n; k++) x[i] -= lower[k][i] * x[k];
            x[i] /= lower[i][i];
        }
        return x;
    }
}
