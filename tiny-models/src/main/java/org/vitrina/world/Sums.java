package org.vitrina.world;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Sums to be worked out, one a line: `27+85=112`.
///
/// @param digits   how many digits each number has at most
/// @param reversed whether the sum's digits are written last one first, the order in which a carry goes
/// @param scratch  whether the steps are written before the sum: each column with its carry
public record Sums(int digits, boolean reversed, boolean scratch) {
    public Sums {
        if (digits < 1 || digits > 9) {
            throw new IllegalArgumentException("sums have numbers of 1 to 9 digits, but " + digits + " were asked for");
        }
    }

    /// A sum with its question and its answer as they are written.
    public record Sum(int a, int b, String question, String answer) {
        /// Returns question and answer together.
        public String line() {
            return question + answer;
        }
    }

    /// Returns the sum of this seed.
    public Sum of(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int limit = (int) Math.pow(10, digits);
        return of(random.nextInt(limit), random.nextInt(limit));
    }

    /// Returns the sum of two numbers.
    public Sum of(int a, int b) {
        return new Sum(a, b, a + "+" + b + "=", (scratch ? steps(a, b) : "") + written(a + b));
    }

    /// Returns whether `given` ends in the sum; steps before it are not looked at.
    public boolean isRight(Sum sum, String given) {
        String end = scratch ? given.substring(given.lastIndexOf(';') + 1) : given;
        return end.strip().equals(written(sum.a() + sum.b()));
    }

    private String written(int number) {
        String text = Integer.toString(number);
        return reversed ? new StringBuilder(text).reverse().toString() : text;
    }

    /// Writes each column, the last one first: both digits, the carry that came in, and their sum.
    private static String steps(int a, int b) {
        var out = new StringBuilder();
        int carry = 0;
        while (a > 0 || b > 0 || carry > 0) {
            int sum = a % 10 + b % 10 + carry;
            out.append(a % 10)
                    .append('+')
                    .append(b % 10)
                    .append('+')
                    .append(carry)
                    .append('=')
                    .append(sum)
                    .append(';');
            carry = sum / 10;
            a /= 10;
            b /= 10;
        }
        return out.toString();
    }
}
