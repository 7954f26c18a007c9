package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import org.vitrina.tensor.Arithmetic;
import org.vitrina.tensor.Codes;
import org.vitrina.tensor.Matrix;
import org.vitrina.tensor.PackedMatrix;

/// A format of whole numbers with scales: a weight is scale × code, plus a minimum where there is one.
interface CodedFormat extends BlockFormat {
    /// Returns how many neighbours share a scale; a block is a whole number of such parts.
    int part();

    /// Returns the least code.
    int least();

    /// Returns the greatest code.
    int greatest();

    /// Returns whether parts have minimums.
    boolean affine();

    /// Reads the block at byte `from` of `blocks`.
    ///
    /// @param codes    as many as a block has weights, all 0; gets their codes
    /// @param scales   gets the scale of each part
    /// @param minimums gets the minimum of each part, if it is [#affine()]
    void read(MemorySegment blocks, long from, int[] codes, float[] scales, float[] minimums);

    @Override
    default void decodeBlock(MemorySegment blocks, long from, float[] to, int at) {
        int[] codes = new int[blockSize()];
        float[] scales = new float[blockSize() / part()];
        float[] minimums = new float[scales.length];
        read(blocks, from, codes, scales, minimums);
        for (int i = 0; i < codes.length; i++) {
            float weight = scales[i / part()] * codes[i];
            to[at + i] = affine() ? weight + minimums[i / part()] : weight;
        }
    }

    /// {@inheritDoc}
    ///
    /// Products with one row of inputs are computed as [Arithmetic#FAST] says.
    @Override
    default Matrix matrix(MemorySegment blocks, int rows, int columns) {
        return matrix(blocks, rows, columns, Arithmetic.FAST);
    }

    @Override
    default Matrix matrix(MemorySegment blocks, int rows, int columns, Arithmetic arithmetic) {
        return PackedMatrix.of(new StoredCodes(this, blocks, rows, columns), arithmetic);
    }

    /// The blocks of a matrix as codes.
    record StoredCodes(CodedFormat format, MemorySegment blocks, int rows, int columns) implements Codes {
        public StoredCodes {
            blocks = blocks.asSlice(0, Math.multiplyExact(rows, format.bytes(columns)));
        }

        @Override
        public int group() {
            return format.part();
        }

        @Override
        public int least() {
            return format.least();
        }

        @Override
        public int greatest() {
            return format.greatest();
        }

        @Override
        public boolean affine() {
            return format.affine();
        }

        @Override
        public void read(int row, byte[] codes, float[] scales, float[] minimums) {
            int size = format.blockSize();
            int parts = size / format.part();
            int[] blockCodes = new int[size];
            float[] blockScales = new float[parts];
            float[] blockMinimums = new float[parts];
            long from = row * format.bytes(columns);
            for (int block = 0; block < columns / size; block++) {
                Arrays.fill(blockCodes, 0);
                format.read(blocks, from, blockCodes, blockScales, blockMinimums);
                for (int i = 0; i < size; i++) {
                    codes[block * size + i] = (byte) blockCodes[i];
                }
                System.arraycopy(blockScales, 0, scales, block * parts, parts);
                if (affine()) {
                    System.arraycopy(blockMinimums, 0, minimums, block * parts, parts);
                }
                from += format.blockBytes();
            }
        }
    }
}
