package org.vitrina.tensor;

/// Weights kept as whole numbers of 8 bits.
final class ByteMatrix extends CodeMatrix {
    ByteMatrix(Codes codes, Groups groups, Workers workers) {
        super(codes, groups, Byte.SIZE, workers);
    }

    @Override
    void write(CodeRows rows, int column, int[] words, int at) {
        for (int r = 0; r < PANEL; r += 4) {
            byte[] first = rows.rows[r];
            byte[] second = rows.rows[r + 1];
            byte[] third = rows.rows[r + 2];
            byte[] fourth = rows.rows[r + 3];
            for (int c = 0; c < groups.size(); c++) {
                words[at + (c * PANEL + r) / 4] = first[column + c] & 0xFF
                        | (second[column + c] & 0xFF) << 8
                        | (third[column + c] & 0xFF) << 16
                        | fourth[column + c] << 24;
            }
        }
    }

    @Override
    int code(int at, int row, int column) {
        return ScalarPackedKernels.code(words, at, column, row);
    }

    @Override
    Inputs inputs(Tensor x) {
        return Inputs.floats(x, groups, groups.affine());
    }

    @Override
    int multiply(int panel, Inputs inputs, int row, float[] out, int outAt) {
        return KERNELS.bytes(words, panel(panel), groups, inputs, row, out, outAt);
    }

    @Override
    void unpack(int group, float[] to, int at, int stride) {
        KERNELS.unpackBytes(words, group, groups, to, at, stride);
    }
}
