package org.vitrina.tensor;

import java.util.Arrays;

/// Weights kept as floats of 16 bits.
final class HalfMatrix extends PanelMatrix {
    /// The columns, brought to a multiple of 4 with weights of zero.
    private final int padded;

    private final boolean brain;

    /// The greatest exponent of each panel; not for upper halves of floats.
    private final int[] exponents;

    private HalfMatrix(int rows, int columns, boolean brain) {
        int padded = Math.ceilDiv(columns, 4) * 4;
        super(rows, columns, padded * PANEL / 2);
        this.padded = padded;
        this.brain = brain;
        exponents = new int[brain ? 0 : panels()];
    }

    /// Returns the rows of `source` as a matrix, or null if a panel holds halves that cannot be kept side by side.
    static HalfMatrix of(HalfRows source, int rows, int columns, boolean brain, Workers workers) {
        var matrix = new HalfMatrix(rows, columns, brain);
        var kept = new boolean[matrix.parts()];
        workers.run(kept.length, part -> {
            var panel = new short[PANEL * matrix.padded];
            kept[part] = true;
            for (int p = matrix.firstPanel(part); p < matrix.firstPanel(part + 1) && kept[part]; p++) {
                Arrays.fill(panel, (short) 0);
                for (int r = 0; r < Math.min(PANEL, rows - p * PANEL); r++) {
                    source.read(p * PANEL + r, panel, r * matrix.padded);
                }
                kept[part] = matrix.write(panel, p);
            }
        });
        for (boolean part : kept) {
            if (!part) {
                return null;
            }
        }
        return matrix;
    }

    /// Writes a panel, given row after row, and returns whether it can be kept.
    private boolean write(short[] rows, int panel) {
        if (!brain) {
            exponents[panel] = Halves.exponent(rows);
            if (exponents[panel] == Integer.MAX_VALUE) {
                return false;
            }
            for (int i = 0; i < rows.length; i++) {
                rows[i] = (short) Halves.moved(rows[i], exponents[panel]);
            }
        }
        for (int r = 0; r < PANEL / 2; r++) {
            for (int c = 0; c < padded; c++) {
                words[panel(panel) + c * PANEL / 2 + r] =
                        rows[r * padded + c] & 0xFFFF | rows[(r + PANEL / 2) * padded + c] << 16;
            }
        }
        return true;
    }

    @Override
    Inputs inputs(Tensor x) {
        float factor = brain ? 1 : Halves.lift();
        var floats = new float[x.rows() * padded];
        for (int t = 0; t < x.rows(); t++) {
            int from = x.offset() + t * columns();
            for (int c = 0; c < columns(); c++) {
                floats[t * padded + c] = x.data()[from + c] * factor;
            }
        }
        return Inputs.floats(floats);
    }

    @Override
    int multiply(int panel, Inputs inputs, int row, float[] out, int outAt) {
        return brain
                ? KERNELS.brainHalves(words, panel(panel), padded, inputs, row, out, outAt)
                : KERNELS.halves(words, panel(panel), padded, Halves.factor(exponents[panel]), inputs, row, out, outAt);
    }

    @Override
    float weight(int panel, int row, int column) {
        short half = ScalarPackedKernels.half(words, panel(panel), column, row);
        return brain ? Float.intBitsToFloat(half << 16) : Halves.value(half, exponents[panel]);
    }

    @Override
    int unit() {
        return 1;
    }

    @Override
    void unpack(int panel, int from, int count, float[] to, int at, int stride) {
        float factor = brain ? 1 : Halves.power(exponents[panel] - Halves.TOP);
        KERNELS.unpackHalves(words, panel(panel) + from * PANEL / 2, count, brain, factor, to, at, stride);
    }
}
