package org.vitrina.tensor;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import java.util.Objects;

/// Weights kept as 32-bit floats, in panels of as many rows as a [Tile] has columns, the last one of what is left:
/// number `p` of all the panel's rows lies side by side.
///
/// One row is multiplied by adding up the panel's lines, each times one number of the row, so that no sum runs
/// across a vector; for many rows the panel is the right operand of a product as it lies.
public final class FloatMatrix implements Matrix {
    /// Up to as many rows are multiplied one by one, for which a panel is still at hand after the first.
    private static final int FEW = 6;

    /// The floats of the panels that one part of a product reads, about: some microseconds.
    private static final int PART = 1 << 15;

    private static final Kernels KERNELS = Kernels.best();
    private static final int WIDTH = KERNELS.tile().columns();
    private static final ValueLayout.OfFloat LITTLE_ENDIAN =
            ValueLayout.JAVA_FLOAT_UNALIGNED.withOrder(ByteOrder.LITTLE_ENDIAN);
    private static final Scratch ROWS = new Scratch();
    private static final Scratch LAST = new Scratch();

    private final int rows;
    private final int columns;

    /// One panel after the other, each shape `[columns, height]`.
    private final float[] panels;

    private FloatMatrix(int rows, int columns, Rows source) {
        this.rows = rows;
        this.columns = columns;
        long size = (long) rows * columns;
        if (rows < 0 || columns < 0 || size > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("a matrix of floats holds at most 2³¹ weights, but [" + rows + ", "
                    + columns + "] was asked for: keep larger ones in another format");
        }
        panels = new float[(int) size];
        Workers.all().run(panelCount(), panel -> {
            int count = height(panel);
            float[] some = ROWS.floats(count * columns);
            source.read((long) panel * WIDTH * columns, count * columns, some);
            KERNELS.tile().packRows(some, 0, columns, count, columns, panels, panel * WIDTH * columns, count);
        });
    }

    /// Copies `count` floats from number `from` on to the beginning of `to`.
    private interface Rows {
        void read(long from, int count, float[] to);
    }

    /// Returns the floats of `weights` as a matrix; they are copied.
    ///
    /// @param weights shape `[rows, columns]`; or `[columns]`, which is one row
    public static FloatMatrix of(Tensor weights) {
        return new FloatMatrix(
                weights.rows(),
                weights.columns(),
                (from, count, to) -> System.arraycopy(weights.data(), weights.offset() + (int) from, to, 0, count));
    }

    /// Returns the first `rows * columns` floats of `floats`, little-endian, as a matrix; they are copied.
    ///
    /// @throws IndexOutOfBoundsException if the segment holds fewer
    public static FloatMatrix of(MemorySegment floats, int rows, int columns) {
        if ((long) rows * columns > floats.byteSize() / 4) {
            throw new IndexOutOfBoundsException(
                    "[" + rows + ", " + columns + "] floats do not fit in " + floats.byteSize() + " bytes");
        }
        return new FloatMatrix(
                rows, columns, (from, count, to) -> MemorySegment.copy(floats, LITTLE_ENDIAN, 4 * from, to, 0, count));
    }

    @Override
    public int rows() {
        return rows;
    }

    @Override
    public int columns() {
        return columns;
    }

    @Override
    public long bytes() {
        return 4L * panels.length;
    }

    private int panelCount() {
        return (rows + WIDTH - 1) / WIDTH;
    }

    private int height(int panel) {
        return Math.min(WIDTH, rows - panel * WIDTH);
    }

    @Override
    public void multiply(Tensor x, Tensor out, Workers workers) {
        if (x.columns() != columns || out.columns() != rows || x.rows() != out.rows()) {
            throw new ShapeException(
                    "multiply",
                    "weights of shape [" + rows + ", " + columns + "] take rows of " + columns + " and give rows of "
                            + rows,
                    x.shape(),
                    out.shape());
        }
        if (x.rows() <= FEW) {
            int group = Math.max(4, PART / Math.max(1, WIDTH * columns) & -4);
            workers.run((panelCount() + group - 1) / group, part -> few(x, part * group, group, out));
        } else {
            LeftPanels left = LeftPanels.of(x, workers);
            workers.run(panelCount(), panel -> many(left, panel, out));
        }
    }

    private void few(Tensor x, int first, int group, Tensor out) {
        int whole = Math.min(group, rows / WIDTH - first);
        int rest = whole < group ? rows % WIDTH : 0;
        int begin = first * columns * WIDTH;
        for (int t = 0; t < x.rows(); t++) {
            int from = x.offset() + t * columns;
            int to = out.offset() + t * rows + first * WIDTH;
            KERNELS.mixPanels(x.data(), from, columns, panels, begin, whole, out.data(), to);
            if (rest > 0) {
                int last = begin + whole * columns * WIDTH;
                int end = to + whole * WIDTH;
                KERNELS.mix(x.data(), from, columns, panels, last, rest, out.data(), end, rest, false);
            }
        }
    }

    private void many(LeftPanels left, int panel, Tensor out) {
        int count = height(panel);
        int begin = panel * columns * WIDTH;
        float[] right = panels;
        if (count < WIDTH) {
            right = LAST.floats(columns * WIDTH);
            for (int p = 0; p < columns; p++) {
                System.arraycopy(panels, begin + p * count, right, p * WIDTH, count);
            }
            begin = 0;
        }
        for (int chunk = 0; chunk < left.chunks(); chunk++) {
            int from = begin + left.first(chunk) * WIDTH;
            left.multiply(chunk, right, from, count, out.data(), out.offset() + panel * WIDTH, rows, chunk > 0);
        }
    }

    @Override
    public void row(int index, float[] to, int at) {
        Objects.checkIndex(index, rows);
        int panel = index / WIDTH;
        int from = panel * columns * WIDTH + index % WIDTH;
        for (int i = 0; i < columns; i++) {
            to[at + i] = panels[from + i * height(panel)];
        }
    }
}
