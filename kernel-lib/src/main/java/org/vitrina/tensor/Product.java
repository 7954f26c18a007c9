package org.vitrina.tensor;

import org.vitrina.tensor.MatMul.Layout;

/// A product of an `[M, K]` and a `[K, N]` matrix, to be computed by [MatMul#multiply(java.util.List, Workers)].
///
/// @param layout     how the operands lie
/// @param a          the left operand
/// @param b          the right operand
/// @param c          the result, shape `[M, N]`; not the floats of `a` or `b`
/// @param accumulate whether to add to `c`, not overwrite it
/// @param bias       what each row begins with, `[N]`, where `c` is overwritten; null for 0
public record Product(
        Layout layout, int m, int n, int k, Strided a, Strided b, Strided c, boolean accumulate, Strided bias) {
    public Product {
        if (accumulate && bias != null) {
            throw new IllegalArgumentException("a product that is added to what is there has no bias");
        }
    }

    /// Returns the product of two tensors.
    ///
    /// @param bias null for none
    /// @throws ShapeException if a shape does not fit
    public static Product of(Layout layout, Tensor a, Tensor b, Tensor c, boolean accumulate, Tensor bias) {
        boolean left = layout == Layout.TN;
        boolean right = layout == Layout.NT;
        int m = left ? a.columns() : a.rows();
        int k = left ? a.rows() : a.columns();
        int n = right ? b.rows() : b.columns();
        if (k != (right ? b.columns() : b.rows()) || c.rows() != m || c.columns() != n) {
            String needs = switch (layout) {
                case NN -> "[M, K] times [K, N] gives [M, N]";
                case NT -> "[M, K] times the transposed of [N, K] gives [M, N]";
                case TN -> "the transposed of [K, M] times [K, N] gives [M, N]";
            };
            throw new ShapeException("multiply " + layout, needs, a.shape(), b.shape(), c.shape());
        }
        if (bias != null && bias.size() != n) {
            throw new ShapeException("multiply " + layout, "a bias is as long as a row", bias.shape(), c.shape());
        }
        Strided first = bias == null ? null : new Strided(bias.data(), bias.offset(), 0);
        return new Product(layout, m, n, k, Strided.of(a), Strided.of(b), Strided.of(c), accumulate, first);
    }

    /// Returns whether rows of the left operand lie along the shared axis.
    boolean leftAcross() {
        return layout == Layout.TN;
    }

    boolean rightAcross() {
        return layout != Layout.NT;
    }

    /// Returns whether the result is written where that of `other` is, so that one comes after the other.
    boolean sameResult(Product other) {
        return c.data() == other.c.data() && c.from() == other.c.from();
    }

    /// Returns the first `count` columns, or all but those.
    Product columns(boolean first, int count) {
        Strided from = rightAcross() ? b.columns(count) : b.rows(count);
        Strided rest = bias == null ? null : bias.columns(count);
        return first
                ? new Product(layout, m, count, k, a, b, c, accumulate, bias)
                : new Product(layout, m, n - count, k, a, from, c.columns(count), accumulate, rest);
    }

    /// Returns the sum over the first `count` of the shared axis, or over all but those, added to it.
    Product shared(boolean first, int count) {
        Strided left = leftAcross() ? a.rows(count) : a.columns(count);
        Strided right = rightAcross() ? b.rows(count) : b.columns(count);
        return first
                ? new Product(layout, m, n, count, a, b, c, accumulate, bias)
                : new Product(layout, m, n, k - count, left, right, c, true, null);
    }
}
