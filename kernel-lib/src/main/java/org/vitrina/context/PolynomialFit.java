package org.vitrina.context;

import java.util.Arrays;
import java.util.Locale;
import java.util.StringJoiner;

/// `y = c₀ + c₁ x + c₂ x² + …`, fitted so that the squares of the relative errors are least: a time that
/// is off by a tenth counts the same, whether it is a millisecond or a second.
///
/// @param coefficients of the powers of `x`, from 0 on
/// @param error        the root of the mean of the squared relative errors
public record PolynomialFit(double[] coefficients, double error) {
    /// Returns the polynomial of this degree.
    ///
    /// @throws IllegalArgumentException if there are not as many different places as coefficients, or a
    ///     height is not above 0
    public static PolynomialFit through(double[] x, double[] y, int degree) {
        if (x.length != y.length || degree < 0 || Arrays.stream(x).distinct().count() <= degree) {
            throw new IllegalArgumentException("a polynomial of degree " + degree + " is fitted through at least "
                    + (degree + 1) + " different places with a height each, but got " + x.length + " places and "
                    + y.length + " heights");
        }
        if (Arrays.stream(y).anyMatch(height -> !(height > 0))) {
            throw new IllegalArgumentException("relative errors need heights above 0, but got " + Arrays.toString(y));
        }
        // places of size 1 keep the powers apart from what rounding can hide
        double unit = Arrays.stream(x).map(Math::abs).max().orElse(1);
        if (unit == 0) unit = 1;
        int n = degree + 1;
        double[][] rows = new double[x.length][n + 1];
        for (int i = 0; i < x.length; i++) {
            double power = 1 / y[i];
            for (int k = 0; k < n; k++) {
                rows[i][k] = power;
                power *= x[i] / unit;
            }
            rows[i][n] = 1;
        }
        double[] c = leastSquares(rows, n);
        double scale = 1;
        for (int k = 0; k < n; k++) {
            c[k] /= scale;
            scale *= unit;
        }
        var fit = new PolynomialFit(c, 0);
        double squares = 0;
        for (int i = 0; i < x.length; i++) {
            double off = fit.at(x[i]) / y[i] - 1;
            squares += off * off;
        }
        return new PolynomialFit(c, Math.sqrt(squares / x.length));
    }

    /// Solves by Householder reflections, which do not square the condition as normal equations do.
    private static double[] leastSquares(double[][] a, int n) {
        for (int k = 0; k < n; k++) {
            double norm = 0;
            for (int i = k; i < a.length; i++) norm = Math.hypot(norm, a[i][k]);
            double alpha = a[k][k] > 0 ? -norm : norm;
            double[] v = new double[a.length];
            for (int i = k; i < a.length; i++) v[i] = a[i][k];
            v[k] -= alpha;
            double length = 0;
            for (int i = k; i < a.length; i++) length += v[i] * v[i];
            if (length == 0) continue;
            for (int j = k; j <= n; j++) {
                double dot = 0;
                for (int i = k; i < a.length; i++) dot += v[i] * a[i][j];
                for (int i = k; i < a.length; i++) a[i][j] -= 2 * dot / length * v[i];
            }
        }
        double[] c = new double[n];
        for (int k = n - 1; k >= 0; k--) {
            double sum = a[k][n];
            for (int j = k + 1; j < n; j++) sum -= a[k][j] * c[j];
            c[k] = sum / a[k][k];
        }
        return c;
    }

    /// Returns the height at `x`.
    public double at(double x) {
        double y = 0;
        for (int k = coefficients.length - 1; k >= 0; k--) y = y * x + coefficients[k];
        return y;
    }

    /// Returns the formula in `name`, the coefficients with three digits: `0.5 + 0.002 T + 1e-06 T²`.
    public String formula(String name) {
        var terms = new StringJoiner(" + ");
        for (int k = 0; k < coefficients.length; k++) {
            String number = String.format(Locale.ROOT, "%.3g", coefficients[k]);
            terms.add(
                    k == 0
                            ? number
                            : k == 1
                                    ? number + " " + name
                                    : number + " " + name + "²".repeat(k == 2 ? 1 : 0) + (k > 2 ? "^" + k : ""));
        }
        return terms.toString().replace("+ -", "− ");
    }
}
