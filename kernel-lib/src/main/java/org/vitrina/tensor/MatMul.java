package org.vitrina.tensor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.IntConsumer;

/// The product of two matrices of floats, `c = a · b` or `c += a · b`, each operand as it lies or transposed.
///
/// The operands are cut as by [Goto and van de Geijn 2008](https://doi.org/10.1145/1356052.1356053): a tile of
/// `c` in registers, a panel of `b` in the first cache, a block of `a` in the second. A tile is computed by one
/// thread, and in an order of sums that depends on the shared length alone: the result is the same to the bit
/// on any number of threads.
public final class MatMul {
    /// How the operands lie in memory, each row-major.
    public enum Layout {
        /// `a` is `[M, K]`, `b` is `[K, N]`.
        NN,
        /// `a` is `[M, K]`, `b` is `[N, K]`: weights with a row for each output.
        NT,
        /// `a` is `[K, M]`, `b` is `[K, N]`: the gradient of weights.
        TN
    }

    /// Floats of an operand that are packed at a time, 16 MB.
    private static final int MOST = 1 << 22;

    /// Products with fewer multiplications are over before another thread would have begun.
    private static final long SHARED_WORK = 1 << 17;

    private static final MatMul BEST = new MatMul(Kernels.best());

    private final Tile tile;

    MatMul(Kernels kernels) {
        this(kernels.tile());
    }

    MatMul(Tile tile) {
        this.tile = tile;
    }

    /// Writes or adds `a · b`, with the shapes that `layout` says.
    ///
    /// @param c          shape `[M, N]`; not the floats of `a` or `b`
    /// @param accumulate whether to add to `c`, not overwrite it
    /// @throws ShapeException if a shape does not fit
    public static void multiply(Layout layout, Tensor a, Tensor b, Tensor c, boolean accumulate, Workers workers) {
        multiply(List.of(Product.of(layout, a, b, c, accumulate, null)), workers);
    }

    /// Writes or adds the product of an `[M, K]` and a `[K, N]` matrix, which lie as `layout` says. Ranges are
    /// checked by the arrays.
    public static void multiply(
            Layout layout, int m, int n, int k, Strided a, Strided b, Strided c, boolean accumulate, Workers workers) {
        BEST.product(layout, m, n, k, a, b, c, accumulate, workers);
    }

    /// Computes several products, those with the same result in their order. The threads meet twice, however many
    /// products there are: when all operands are packed, each once, and when all is multiplied.
    public static void multiply(List<Product> products, Workers workers) {
        multiply(products, 0, _ -> {}, workers);
    }

    /// Computes several products and calls `part` for each number in `[0, parts)` while their operands are packed.
    public static void multiply(List<Product> products, int parts, IntConsumer part, Workers workers) {
        BEST.compute(products, parts, part, workers);
    }

    void product(
            Layout layout, int m, int n, int k, Strided a, Strided b, Strided c, boolean accumulate, Workers workers) {
        compute(List.of(new Product(layout, m, n, k, a, b, c, accumulate, null)), 0, _ -> {}, workers);
    }

    void compute(List<Product> products, int parts, IntConsumer part, Workers workers) {
        var now = new ArrayList<Product>();
        boolean large = false;
        long work = 0;
        for (Product product : products) {
            if (product.k() == 0 || product.m() == 0 || product.n() == 0) {
                begin(product);
                continue;
            }
            now.add(product);
            large |= isLarge(product);
            work += (long) product.m() * product.n() * product.k();
        }
        Workers who = work < SHARED_WORK ? Workers.ONE : workers;
        if (large) {
            who.run(parts, part);
            now.forEach(product -> inPieces(product, who));
        } else {
            new Products(tile, now, who).compute(parts, part);
        }
    }

    /// Writes what a product of no sums is.
    private static void begin(Product product) {
        for (int i = 0; i < product.m() && !product.accumulate(); i++) {
            Strided row = product.c().rows(i);
            Arrays.fill(row.data(), row.from(), row.from() + product.n(), 0);
            if (product.bias() != null) {
                System.arraycopy(product.bias().data(), product.bias().from(), row.data(), row.from(), product.n());
            }
        }
    }

    private static boolean isLarge(Product product) {
        return (long) product.n() * product.k() > MOST;
    }

    /// Halves the longer side of the right operand until what has to be packed is small enough.
    private void inPieces(Product product, Workers who) {
        if (!isLarge(product)) {
            new Products(tile, List.of(product), who).compute(0, _ -> {});
        } else if (product.k() > product.n()) {
            inPieces(product.shared(true, product.k() / 2), who);
            inPieces(product.shared(false, product.k() / 2), who);
        } else {
            int half = Math.ceilDiv(product.n() / 2, tile.columns()) * tile.columns();
            inPieces(product.columns(true, half), who);
            inPieces(product.columns(false, half), who);
        }
    }
}
