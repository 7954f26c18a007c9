package org.vitrina.tensor;

import java.util.Objects;

/// Weights packed in panels of 32 rows, see [PackedKernels].
abstract sealed class PanelMatrix implements Matrix permits CodeMatrix, HalfMatrix {
    static final int PANEL = PackedKernels.PANEL;

    static final PackedKernels KERNELS = PackedKernels.best();

    /// Words that a part of a product reads at least: less would not be worth handing out.
    private static final int LEAST_PART = 4096;

    /// Parts that a product has at most, few enough that handing them out costs nothing.
    static final int MOST_PARTS = 64;

    /// Rows of inputs for which it pays to unpack the weights.
    private static final int MANY = 6;

    /// What the kernels returned; nobody reads it.
    private static int ahead;

    private final int rows;
    private final int columns;
    private final int panelWords;
    final int[] words;

    PanelMatrix(int rows, int columns, int panelWords) {
        this.rows = rows;
        this.columns = columns;
        this.panelWords = panelWords;
        words = new int[Math.toIntExact((long) panels() * panelWords + PackedKernels.MARGIN)];
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
        return (long) Integer.BYTES * words.length;
    }

    int panels() {
        return Math.ceilDiv(rows, PANEL);
    }

    /// Returns the word at which panel `index` begins.
    int panel(int index) {
        return index * panelWords;
    }

    /// Returns how many parts the panels are cut into, whoever computes them.
    int parts() {
        int panelsInPart = Math.max(Math.ceilDiv(LEAST_PART, panelWords), Math.ceilDiv(panels(), MOST_PARTS));
        return Math.ceilDiv(panels(), panelsInPart);
    }

    /// Returns the first panel of a part; that of the part after the last is the number of panels.
    int firstPanel(int part) {
        return (int) ((long) panels() * part / parts());
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
        if (x.rows() < MANY) {
            multiplyVectors(x, out, workers);
        } else {
            PanelProduct.multiply(this, x, out, workers);
        }
    }

    private void multiplyVectors(Tensor x, Tensor out, Workers workers) {
        int tokens = x.rows();
        Inputs inputs = inputs(x);
        workers.run(parts(), part -> {
            int read = 0;
            int end = firstPanel(part + 1);
            for (int panel = firstPanel(part); panel < end; panel++) {
                for (int t = 0; t < tokens; t++) {
                    int to = out.offset() + t * rows + panel * PANEL;
                    if (panel * PANEL + PANEL <= rows) {
                        read += multiply(panel, inputs, t, out.data(), to);
                    } else {
                        var last = new float[PANEL];
                        read += multiply(panel, inputs, t, last, 0);
                        System.arraycopy(last, 0, out.data(), to, rows - panel * PANEL);
                    }
                }
            }
            ahead = read;
        });
    }

    /// Returns `x` as the kernels read it.
    abstract Inputs inputs(Tensor x);

    /// Writes the 32 sums of one panel and one row of inputs.
    abstract int multiply(int panel, Inputs inputs, int row, float[] out, int outAt);

    /// Returns what columns can be unpacked of: from a multiple of this on, and a multiple of it unless they are the
    /// last ones.
    abstract int unit();

    /// Writes the weights of `count` columns of a panel, from column `from` on: row `r` of the first to `to[at + r]`,
    /// of the
    /// second to `to[at + stride + r]`.
    abstract void unpack(int panel, int from, int count, float[] to, int at, int stride);

    @Override
    public void row(int index, float[] to, int at) {
        Objects.checkIndex(index, rows);
        Objects.checkFromIndexSize(at, columns, to.length);
        for (int column = 0; column < columns; column++) {
            to[at + column] = weight(index / PANEL, index % PANEL, column);
        }
    }

    /// Returns one weight.
    abstract float weight(int panel, int row, int column);
}
