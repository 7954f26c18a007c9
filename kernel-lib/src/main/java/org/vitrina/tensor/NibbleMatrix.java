package org.vitrina.tensor;

/// Weights kept as whole numbers of 4 bits.
final class NibbleMatrix extends CodeMatrix {
    private final Arithmetic arithmetic;

    NibbleMatrix(Codes codes, Groups groups, Arithmetic arithmetic, Workers workers) {
        super(codes, groups, 4, workers);
        this.arithmetic = arithmetic;
    }

    @Override
    void write(CodeRows rows, int column, int[] words, int at) {
        for (int r = 0; r < PANEL / 2; r++) {
            byte[] low = rows.rows[r];
            byte[] high = rows.rows[r + PANEL / 2];
            for (int c = 0; c < groups.size(); c += 4) {
                words[at + c * PANEL / 8 + r] = four(low, column + c) | four(high, column + c) << 16;
            }
        }
    }

    private int four(byte[] codes, int at) {
        int offset = groups.offset();
        return codes[at] + offset & 15
                | (codes[at + 1] + offset & 15) << 4
                | (codes[at + 2] + offset & 15) << 8
                | (codes[at + 3] + offset & 15) << 12;
    }

    @Override
    int code(int at, int row, int column) {
        return ScalarPackedKernels.nibble(words, at, column, row) - groups.offset();
    }

    @Override
    Inputs inputs(Tensor x) {
        return switch (arithmetic) {
            case EXACT -> Inputs.floats(x, groups, true);
            case FAST -> Inputs.rounded(x, groups, KERNELS);
        };
    }

    @Override
    int multiply(int panel, Inputs inputs, int row, float[] out, int outAt) {
        return switch (arithmetic) {
            case EXACT -> KERNELS.nibbles(words, panel(panel), groups, inputs, row, out, outAt);
            case FAST -> KERNELS.roundedNibbles(words, panel(panel), groups, inputs, row, out, outAt);
        };
    }

    @Override
    void unpack(int group, float[] to, int at, int stride) {
        KERNELS.unpackNibbles(words, group, groups, to, at, stride);
    }
}
