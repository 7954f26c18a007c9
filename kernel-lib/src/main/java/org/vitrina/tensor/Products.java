package org.vitrina.tensor;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntConsumer;

/// Several products that are computed together, of operands that are small enough to be packed at once.
///
/// First the operands that all threads read are packed, an operand of several products once; then the threads take
/// blocks of the results, and pack of the other operand what they need, which so never leaves their cache. Read by
/// all is the right operand, or where there are few rows the left one.
final class Products {
    /// Panels of the left operand in a block at most: with 12 rows each and 256 deep, 135 KB. The right operand
    /// streams by once for each block, so these are large.
    private static final int ROWS = 11;

    /// Panels of the right operand in a block where there are few rows: 128 KB.
    private static final int COLUMNS = 4;

    /// What few rows are: those that fit the second cache.
    private static final int FEW = 504;

    /// Panels that one part of the packing makes.
    private static final int PACKED = 2;

    private static final Scratch FLOATS = new Scratch();
    private static final Scratch OWN = new Scratch();

    private final Tile tile;
    private final Workers workers;
    private final List<Packed> shared = new ArrayList<>();
    private final List<Factors> factors = new ArrayList<>();
    private final float[] floats;

    /// An operand that all threads read.
    ///
    /// @param at where its panels begin
    private record Packed(Strided matrix, boolean across, Panels panels, int at) {
        boolean is(Strided a, boolean lies, Panels cut) {
            return matrix.data() == a.data()
                    && matrix.from() == a.from()
                    && matrix.stride() == a.stride()
                    && across == lies
                    && panels.equals(cut);
        }
    }

    /// A product and how it is cut.
    ///
    /// @param packed the operand that all threads read: the left one if `few`
    private record Factors(Product product, boolean few, Panels left, Panels right, Packed packed) {
        boolean sameLeft(Factors other) {
            Strided a = product.a();
            Strided b = other.product.a();
            return a.data() == b.data()
                    && a.from() == b.from()
                    && a.stride() == b.stride()
                    && product.leftAcross() == other.product.leftAcross()
                    && left.equals(other.left);
        }

        /// Returns whether both read the same rows, so that these are packed once if one thread computes both.
        boolean readsWith(Factors other) {
            return !few && !other.few && sameLeft(other);
        }
    }

    /// A block of results: the rows, or if there are few the columns, of the panels in `[from, to)`.
    private record Block(List<Factors> factors, int from, int to) {}

    Products(Tile tile, List<Product> products, Workers workers) {
        this.tile = tile;
        this.workers = workers;
        int used = 0;
        for (Product product : products) {
            Panels left = Panels.left(tile, product.m(), product.k(), 1);
            Panels right = Panels.right(tile, product.n(), product.k());
            boolean few = product.m() <= FEW && right.count() >= 3 * workers.threads() * COLUMNS;
            Strided matrix = few ? product.a() : product.b();
            boolean across = few ? product.leftAcross() : product.rightAcross();
            Panels panels = few ? left : right;
            Packed packed = null;
            for (Packed known : shared) {
                packed = known.is(matrix, across, panels) ? known : packed;
            }
            if (packed == null) {
                packed = new Packed(matrix, across, panels, used);
                used += panels.size();
                shared.add(packed);
            }
            factors.add(new Factors(product, few, left, right, packed));
        }
        floats = FLOATS.floats(used);
    }

    /// Computes the products, and `part` for each number in `[0, parts)` beside the packing.
    void compute(int parts, IntConsumer part) {
        int[] ends = new int[shared.size()];
        int packings = 0;
        for (int i = 0; i < ends.length; i++) {
            packings += Math.ceilDiv(shared.get(i).panels().count(), PACKED);
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
            Packed packed = shared.get(i);
            int first = (index - (i == 0 ? 0 : ends[i - 1])) * PACKED;
            packed.panels().pack(packed.across(), packed.matrix(), first, first + PACKED, floats, packed.at());
        });
        List<Block> blocks = blocks();
        workers.run(blocks.size(), index -> {
            Block block = blocks.get(index);
            if (block.factors().getFirst().few()) {
                columns(block);
            } else {
                rows(block);
            }
        });
    }

    private List<Block> blocks() {
        var groups = new ArrayList<List<Factors>>();
        for (Factors factor : factors) {
            List<Factors> group = null;
            // what is added to the same result must be with it; what only reads the same may be
            for (List<Factors> known : groups) {
                boolean sum = known.stream().anyMatch(other -> other.product().sameResult(factor.product()));
                boolean reads = group == null && known.stream().anyMatch(factor::readsWith);
                group = sum || reads ? known : group;
            }
            if (group == null) {
                group = new ArrayList<>();
                groups.add(group);
            }
            group.add(factor);
        }
        var blocks = new ArrayList<Block>();
        for (List<Factors> group : groups) {
            Factors first = group.getFirst();
            int panels = first.few() ? first.right().count() : first.left().count();
            // as many for each thread, nearly equal in size
            int least = Math.max(Math.ceilDiv(panels, first.few() ? COLUMNS : ROWS), 2 * workers.threads());
            int count = Math.min(panels, Math.ceilDiv(least, workers.threads()) * workers.threads());
            for (int i = 0; i < count; i++) {
                blocks.add(new Block(group, panels * i / count, panels * (i + 1) / count));
            }
        }
        return blocks;
    }

    /// Computes rows: packs them, and multiplies them with the right operands of all that begin with them.
    private void rows(Block block) {
        List<Factors> all = block.factors();
        for (int i = 0; i < all.size(); i++) {
            Factors first = all.get(i);
            if (i > 0 && first.sameLeft(all.get(i - 1))) {
                continue;
            }
            Panels left = first.left();
            float[] own = OWN.floats((block.to() - block.from()) * tile.rows() * left.depth());
            for (int chunk = 0; chunk < left.chunks(); chunk++) {
                left.pack(first.product().leftAcross(), first.product().a(), chunk, block.from(), block.to(), own, 0);
                for (int j = i; j < all.size() && all.get(j).sameLeft(first); j++) {
                    rows(all.get(j), block, chunk, own);
                }
            }
        }
    }

    private void rows(Factors of, Block block, int chunk, float[] own) {
        Panels right = of.right();
        if (chunk == 0) {
            begin(
                    of.product(),
                    block.from() * tile.rows(),
                    block.to() * tile.rows(),
                    0,
                    of.product().n());
        }
        for (int j = 0; j < right.count(); j++) {
            int at = of.packed().at() + right.at(chunk, j);
            multiply(of, chunk, block.from(), block.to(), own, 0, j, floats, at);
        }
    }

    /// Computes columns: packs those of the right operand, and multiplies the left one with them.
    private void columns(Block block) {
        for (Factors of : block.factors()) {
            Product product = of.product();
            Panels right = of.right();
            int width = tile.columns();
            begin(product, 0, product.m(), block.from() * width, Math.min(product.n(), block.to() * width));
            float[] own = OWN.floats(COLUMNS * width * right.depth());
            for (int chunk = 0; chunk < right.chunks(); chunk++) {
                right.pack(product.rightAcross(), product.b(), chunk, block.from(), block.to(), own, 0);
                int left = of.packed().at() + of.left().at(chunk, 0);
                for (int j = block.from(); j < block.to(); j++) {
                    int at = (j - block.from()) * right.depth(chunk) * width;
                    multiply(of, chunk, 0, of.left().count(), floats, left, j, own, at);
                }
            }
        }
    }

    /// Writes the bias to the rows and columns of a block.
    private static void begin(Product product, int firstRow, int lastRow, int firstColumn, int lastColumn) {
        Strided bias = product.bias();
        if (bias == null) {
            return;
        }
        for (int i = firstRow; i < Math.min(product.m(), lastRow); i++) {
            int to = product.c().rows(i).columns(firstColumn).from();
            System.arraycopy(bias.data(), bias.from() + firstColumn, product.c().data(), to, lastColumn - firstColumn);
        }
    }

    /// Multiplies left panels, which lie one after the other, with one right panel.
    private void multiply(
            Factors of, int chunk, int first, int last, float[] lefts, int from, int j, float[] right, int at) {
        Product product = of.product();
        int depth = of.left().depth(chunk);
        boolean add = chunk > 0 || product.accumulate() || product.bias() != null;
        Strided c = product.c();
        for (int i = first; i < last; i++) {
            LeftPanels.multiply(
                    tile,
                    depth,
                    lefts,
                    from + (i - first) * depth * tile.rows(),
                    right,
                    at,
                    tile.columns(),
                    of.left().counting(i),
                    of.right().counting(j),
                    c.data(),
                    c.from() + i * tile.rows() * c.stride() + j * tile.columns(),
                    c.stride(),
                    add);
        }
    }
}
