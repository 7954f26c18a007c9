package org.vitrina.generate;

/// The chi-square distribution, as far as tests of frequencies and shares need it.
public final class ChiSquare {
    private static final double PRECISION = 1e-15;

    /// Numerators and constants of the logarithm of the gamma function
    /// ([Lanczos 1964](https://doi.org/10.1137/0701008), with g = 7 and nine terms).
    private static final double[] LANCZOS = {
        0.99999999999980993,
        676.5203681218851,
        -1259.1392167224028,
        771.32342877765313,
        -176.61502916214059,
        12.507343278686905,
        -0.13857109526572012,
        9.9843695780195716e-6,
        1.5056327351493116e-7
    };

    private ChiSquare() {}

    /// Returns the probability of a value of at least `x`.
    ///
    /// @param degrees of freedom, at least 1
    public static double above(double x, int degrees) {
        return x <= 0 ? 1 : x == Double.POSITIVE_INFINITY ? 0 : upperGamma(degrees / 2.0, x / 2);
    }

    /// The regularized upper incomplete gamma function, by its series or its continued fraction, whichever
    /// converges faster ([DLMF 8.7.1 and 8.9.2](https://dlmf.nist.gov/8)).
    private static double upperGamma(double a, double x) {
        double front = Math.exp(a * Math.log(x) - x - logGamma(a));
        return x < a + 1 ? 1 - front * series(a, x) : front * fraction(a, x);
    }

    private static double series(double a, double x) {
        double term = 1 / a;
        double sum = term;
        for (int n = 1; term > sum * PRECISION; n++) {
            term *= x / (a + n);
            sum += term;
        }
        return sum;
    }

    /// Evaluated from the front by Lentz's method.
    private static double fraction(double a, double x) {
        double tiny = 1e-300;
        double b = x + 1 - a;
        double c = 1 / tiny;
        double d = 1 / b;
        double value = d;
        double change = 0;
        for (int n = 1; Math.abs(change - 1) > PRECISION && n < 10_000; n++) {
            double numerator = -n * (n - a);
            b += 2;
            d = 1 / nonZero(numerator * d + b, tiny);
            c = nonZero(b + numerator / c, tiny);
            change = c * d;
            value *= change;
        }
        return value;
    }

    private static double nonZero(double value, double tiny) {
        return Math.abs(value) < tiny ? tiny : value;
    }

    /// Returns the natural logarithm of the gamma function, which is that of `(a - 1)!` for whole `a`.
    ///
    /// @param a greater than 0
    public static double logGamma(double a) {
        double sum = LANCZOS[0];
        for (int i = 1; i < LANCZOS.length; i++) {
            sum += LANCZOS[i] / (a - 1 + i);
        }
        double t = a + 6.5;
        return 0.5 * Math.log(2 * Math.PI) + (a - 0.5) * Math.log(t) - t + Math.log(sum);
    }
}
