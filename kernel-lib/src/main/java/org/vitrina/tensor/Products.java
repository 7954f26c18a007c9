package org.vitrina.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/// Several products that are computed together, of operands that are small enough to be packed at once.
///
/// First all operands are packed, an operand of several products once; then the threads take blocks of the
/// results.
final class Products {
    /// Panels of the left operand that a panel of the right one is multiplied with before the next: with 12 rows
    /// each, 504 rows, which fit the second cache.
    private static final int BLOCK = 42;

    /// Panels of the right operand in a block: results are then written some hundred bytes at a time.
    private static final int GROUP = 4;

    /// Panels that one part of the packing makes.
    private static final int PACKED = 6;

    private static final Scratch FLOATS = new Scratch();
    private static final Scratch RIGHT = new Scratch();

    private final Tile tile;
    private final Workers workers;
    private final List<Operand> operands = new ArrayList<>();
    private final List<Factors> factors = new ArrayList<>();
    private final float[] floats;
    private int used;

    /// An operand and how it is packed.
    ///
    /// @param left  null for a right operand
    /// @param right null for a left operand
    private record Operand(Strided matrix, boolean across, int length, int shared, LeftPanels left, Panels right) {
        int panels() {
            return left != null ? left.panels() : right.count();
        }

        void pack(int from, int to) {
            if (left != null) {
                left.pack(across, matrix, from, to);
            } else {
                right.pack(across, matrix, from, to);
            }
        }

        boolean is(boolean toLeft, Strided a, boolean lies, int rows, int k) {
            return (left != null) == toLeft
                    && matrix.data() == a.data()
                    && matrix.from() == a.from()
                    && matrix.stride() == a.stride()
                    && across == lies
                    && length == rows
                    && shared == k;
        }
    }

    /// A product with its operands.
    ///
    /// @param right null where the parts pack it themselves, a piece each
    private record Factors(Product product, LeftPanels left, Panels right) {}

    /// A block of a result, and the products that are summed there.
    private record Block(List<Factors> sums, int firstLeft, int lastLeft, int firstRight, int lastRight) {}

    Products(Tile tile, List<Product> products, Workers workers) {
        this.tile = tile;
        this.workers = workers;
        int size = 0;
        for (Product product : products) {
            size += Panels.size(tile.rows(), product.m(), product.k());
            size += packsItself(product) ? 0 : Panels.size(tile.columns(), product.n(), product.k());
        }
        floats = FLOATS.floats(size);
        for (Product product : products) {
            Operand left = operand(true, product.a(), product.leftAcross(), product.m(), product.k());
            Panels right = packsItself(product)
                    ? null
                    : operand(false, product.b(), product.rightAcross(), product.n(), product.k())
                            .right();
            factors.add(new Factors(product, left.left(), right));
        }
    }

    /// Where there are few rows, each panel of the right operand is used once: it is packed when it is, and stays
    /// in the first cache.
    private boolean packsItself(Product product) {
        return product.m() <= BLOCK * tile.rows() && product.n() >= 3 * workers.threads() * GROUP * tile.columns();
    }

    private Operand operand(boolean toLeft, Strided a, boolean across, int length, int shared) {
        for (Operand known : operands) {
            if (known.is(toLeft, a, across, length, shared)) {
                return known;
            }
        }
        int width = toLeft ? tile.rows() : tile.columns();
        var operand = new Operand(
                a,
                across,
                length,
                shared,
                toLeft ? new LeftPanels(tile, length, shared, 1, floats, used) : null,
                toLeft ? null : new Panels(tile, width, length, shared, 1, floats, used));
        used += Panels.size(width, length, shared);
        operands.add(operand);
        return operand;
    }

    /// Computes the products, and `part` for each number in `[0, parts)` beside the packing.
    void compute(int parts, IntConsumer part) {
        int[] ends = new int[operands.size()];
        int packings = 0;
        for (int i = 0; i < ends.length; i++) {
            packings += Math.ceilDiv(operands.get(i).panels(), PACKED);
            ends[i] = packings;
        }
        int all = packings;
        workers.run(all + parts, index -> {
            if (index >= all) {
                part.accept(index - all);
                return;
            }
            int i = 0;
            while (index >= ends[i]) i++;
            int first = (index - (i == 0 ? 0 : ends[i - 1])) * PACKED;
            operands.get(i).pack(first, first + PACKED);
        });
        List<Block> blocks = blocks();
        workers.run(blocks.size(), index -> multiply(blocks.get(index)));
    }

    private List<Block> blocks() {
        var blocks = new ArrayList<Block>();
        var done = new ArrayList<Product>();
        for (Factors factor : factors) {
            if (done.stream().anyMatch(factor.product()::sameResult)) {
                continue;
            }
            done.add(factor.product());
            List<Factors> sums = factors.stream()
                    .filter(other -> other.product().sameResult(factor.product()))
                    .toList();
            int panels = Math.ceilDiv(factor.product().n(), tile.columns());
            int groups = Math.ceilDiv(panels, GROUP);
            int rows = factor.left().panels();
            // enough blocks that no thread waits long for another
            int wanted = workers.threads() == 1 ? 1 : Math.ceilDiv(4 * workers.threads(), groups);
            int height = Math.min(BLOCK, Math.max(2, Math.ceilDiv(rows, wanted)));
            if (factor.right() == null) {
                height = rows;
            }
            for (int group = 0; group < groups; group++) {
                for (int i = 0; i < rows; i += height) {
                    blocks.add(new Block(
                            sums, i, Math.min(rows, i + height), group * GROUP, Math.min(panels, (group + 1) * GROUP)));
                }
            }
        }
        return blocks;
    }

    private void multiply(Block block) {
        for (Factors factors : block.sums()) {
            Product product = factors.product();
            if (product.bias() != null) {
                begin(product, block);
            }
            boolean add = product.accumulate() || product.bias() != null;
            for (int chunk = 0; chunk < factors.left().chunks(); chunk++) {
                if (factors.right() == null) {
                    packed(factors, block, chunk, add || chunk > 0);
                } else {
                    shared(factors, block, chunk, add || chunk > 0);
                }
            }
        }
    }

    /// Writes the bias to each row of a block.
    private void begin(Product product, Block block) {
        int from = block.firstRight() * tile.columns();
        int columns = Math.min(product.n(), block.lastRight() * tile.columns()) - from;
        int last = Math.min(product.m(), block.lastLeft() * tile.rows());
        for (int i = block.firstLeft() * tile.rows(); i < last; i++) {
            Strided row = product.c().rows(i);
            System.arraycopy(
                    product.bias().data(), product.bias().from() + from, row.data(), row.from() + from, columns);
        }
    }

    private void shared(Factors factors, Block block, int chunk, boolean add) {
        for (int j = block.firstRight(); j < block.lastRight(); j++) {
            multiply(
                    factors,
                    block,
                    chunk,
                    j,
                    factors.right().floats(),
                    factors.right().at(chunk, j),
                    add);
        }
    }

    /// Packs the panels of a block and multiplies with them.
    private void packed(Factors factors, Block block, int chunk, boolean add) {
        Product product = factors.product();
        int width = tile.columns();
        int depth = factors.left().depth(chunk);
        int beginning = factors.left().first(chunk);
        float[] right = RIGHT.floats(GROUP * depth * width);
        Strided b = product.b();
        if (product.rightAcross()) {
            int from = b.rows(beginning).columns(block.firstRight() * width).from();
            int columns = Math.min(product.n(), block.lastRight() * width) - block.firstRight() * width;
            tile.packColumns(b.data(), from, b.stride(), columns, depth, right, 0, width);
        }
        for (int j = block.firstRight(); j < block.lastRight(); j++) {
            int at = product.rightAcross() ? (j - block.firstRight()) * depth * width : 0;
            if (!product.rightAcross()) {
                int from = b.rows(j * width).columns(beginning).from();
                int rows = Math.min(width, product.n() - j * width);
                tile.packRows(b.data(), from, b.stride(), rows, depth, right, at, width);
            }
            multiply(factors, block, chunk, j, right, at, add);
        }
    }

    private void multiply(Factors factors, Block block, int chunk, int j, float[] right, int at, boolean add) {
        int width = tile.columns();
        Product product = factors.product();
        factors.left()
                .multiply(
                        chunk,
                        block.firstLeft(),
                        block.lastLeft(),
                        right,
                        at,
                        width,
                        Math.min(width, product.n() - j * width),
                        product.c().data(),
                        product.c().from() + j * width,
                        product.c().stride(),
                        add);
    }
}
