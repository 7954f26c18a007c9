package org.vitrina.evaluate;

/// How probable it is that one of `k` tries passes ([Chen and others 2021, section
/// 2.1](https://arxiv.org/abs/2107.03374)).
public final class PassAtK {
    private PassAtK() {}

    /// Returns the unbiased estimate `1 - C(n-c, k) / C(n, k)`: of all ways to pick `k` of the `n` tries that were
    /// made, the share that holds a pass.
    ///
    /// `1 - (1 - c/n)^k` looks the same and is too small on average.
    ///
    /// @param n how many tries were made
    /// @param c how many of them passed
    /// @param k how many may be tried, at most `n`
    public static double of(int n, int c, int k) {
        if (c < 0 || c > n || k < 1 || k > n) {
            throw new IllegalArgumentException("pass@k needs 0 to n passes and k from 1 to n, but got n = " + n
                    + ", c = " + c + ", k = " + k + "; to know pass@" + k + ", make at least " + k + " tries");
        }
        double noneOf = 1;
        for (int i = n - c + 1; i <= n; i++) {
            noneOf *= Math.max(0, 1 - (double) k / i);
        }
        return 1 - noneOf;
    }

    /// Returns the mean of [#of] over several questions.
    ///
    /// @param passes how many of the `n` tries passed, for each question
    public static double mean(int n, int[] passes, int k) {
        double sum = 0;
        for (int c : passes) {
            sum += of(n, c, k);
        }
        return sum / passes.length;
    }
}
