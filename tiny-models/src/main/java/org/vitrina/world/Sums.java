package org.vitrina.world;

import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Sums to be worked out, one a line: `27+85=112`.
///
/// @param digits   how many digits each number has at most
/// @param reversed whether the sum's digits are written last one first, the order in which a carry goes
/// @param scratch  whether the steps are written before the sum: each column with its carry
/// @param padded   whether zeros stand in front, so that all numbers have the same length, and all sums one
///     digit more: `027+085=0112`
public record Sums(int digits, boolean reversed, boolean scratch, boolean padded) {
    /// What the model `sums` was made for: `027+085=2110`.
    public static final Sums OF_MODEL = new Sums(3, true, false, true);

    public Sums {
        if (digits < 1 || digits > 9) {
            throw new IllegalArgumentException("sums have numbers of 1 to 9 digits, but " + digits + " were asked for");
        }
    }

    /// Sums whose numbers are as long as they are.
    public Sums(int digits, boolean reversed, boolean scratch) {
        this(digits, reversed, scratch, false);
    }

    /// A sum with its question and its answer as they are written.
    public record Sum(int a, int b, String question, String answer) {
        /// Returns question and answer together.
        public String line() {
            return question + answer;
        }

        /// Returns how many carries there are when the sum is worked out by hand.
        public int carries() {
            int carries = 0;
            int carry = 0;
            for (int left = a, right = b; left > 0 || right > 0; left /= 10, right /= 10) {
                carry = left % 10 + right % 10 + carry > 9 ? 1 : 0;
                carries += carry;
            }
            return carries;
        }

        /// Returns which part of the data the sum belongs to: of 20 sums one is for validation and one
        /// for the test.
        public Split split() {
            return Split.ofHash(a + "+" + b);
        }
    }

    /// Returns the sum of this seed.
    public Sum of(long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int limit = (int) Math.pow(10, digits);
        return of(random.nextInt(limit), random.nextInt(limit));
    }

    /// Returns the sum of this seed among those of one part of the data.
    public Sum of(Split split, long seed) {
        return of(split, digits, seed);
    }

    /// Returns the sum of this seed among those of one part of the data, with smaller numbers.
    ///
    /// @param most how many digits its numbers have at most, zeros in front not counted
    public Sum of(Split split, int most, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        int limit = (int) Math.pow(10, Math.min(most, digits));
        while (true) {
            Sum sum = of(random.nextInt(limit), random.nextInt(limit));
            if (sum.split() == split) {
                return sum;
            }
        }
    }

    /// Returns the sum of two numbers.
    public Sum of(int a, int b) {
        return new Sum(
                a, b, number(a, digits) + "+" + number(b, digits) + "=", (scratch ? steps(a, b) : "") + written(a + b));
    }

    /// Returns whether `given` ends in the sum; steps before it are not looked at.
    public boolean isRight(Sum sum, String given) {
        String end = scratch ? given.substring(given.lastIndexOf(';') + 1) : given;
        return end.strip().equals(written(sum.a() + sum.b()));
    }

    private String written(int number) {
        String text = number(number, digits + 1);
        return reversed ? new StringBuilder(text).reverse().toString() : text;
    }

    private String number(int number, int length) {
        String text = Integer.toString(number);
        return padded ? "0".repeat(Math.max(0, length - text.length())) + text : text;
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
