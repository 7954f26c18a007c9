package org.vitrina.tensor;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// A tile of 6 rows by 2 vectors: 12 registers for sums, 2 for a row of the right panel, 1 for a number of the
/// left one. For machines with 16 vector registers: AVX2, SSE.
final class SmallTile implements Tile {
    /// A constant of this copy of the class, see [Vectors].
    private static final VectorSpecies<Float> SPECIES = Vectors.species(MethodHandles.lookup());

    private static final int LANES = SPECIES.length();

    private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;

    private static final int BLOCK = 8;

    private static final int ROWS = 6;

    static MethodHandles.Lookup lookup() {
        return MethodHandles.lookup();
    }

    @Override
    public int rows() {
        return ROWS;
    }

    @Override
    public int columns() {
        return 2 * LANES;
    }

    @Override
    public void multiply(
            int depth,
            float[] a,
            int aFrom,
            float[] b,
            int bFrom,
            int bStride,
            float[] c,
            int cFrom,
            int cStride,
            boolean accumulate) {
        // rN and sN are the left and right half of row N: one register each
        FloatVector r0 = FloatVector.zero(SPECIES);
        FloatVector s0 = FloatVector.zero(SPECIES);
        FloatVector r1 = FloatVector.zero(SPECIES);
        FloatVector s1 = FloatVector.zero(SPECIES);
        FloatVector r2 = FloatVector.zero(SPECIES);
        FloatVector s2 = FloatVector.zero(SPECIES);
        FloatVector r3 = FloatVector.zero(SPECIES);
        FloatVector s3 = FloatVector.zero(SPECIES);
        FloatVector r4 = FloatVector.zero(SPECIES);
        FloatVector s4 = FloatVector.zero(SPECIES);
        FloatVector r5 = FloatVector.zero(SPECIES);
        FloatVector s5 = FloatVector.zero(SPECIES);
        for (int p = 0; p < depth; p++) {
            FloatVector left = FloatVector.fromArray(SPECIES, b, bFrom + p * bStride);
            FloatVector right = FloatVector.fromArray(SPECIES, b, bFrom + p * bStride + LANES);
            int at = aFrom + p * ROWS;
            FloatVector a0 = FloatVector.broadcast(SPECIES, a[at]);
            r0 = a0.fma(left, r0);
            s0 = a0.fma(right, s0);
            FloatVector a1 = FloatVector.broadcast(SPECIES, a[at + 1]);
            r1 = a1.fma(left, r1);
            s1 = a1.fma(right, s1);
            FloatVector a2 = FloatVector.broadcast(SPECIES, a[at + 2]);
            r2 = a2.fma(left, r2);
            s2 = a2.fma(right, s2);
            FloatVector a3 = FloatVector.broadcast(SPECIES, a[at + 3]);
            r3 = a3.fma(left, r3);
            s3 = a3.fma(right, s3);
            FloatVector a4 = FloatVector.broadcast(SPECIES, a[at + 4]);
            r4 = a4.fma(left, r4);
            s4 = a4.fma(right, s4);
            FloatVector a5 = FloatVector.broadcast(SPECIES, a[at + 5]);
            r5 = a5.fma(left, r5);
            s5 = a5.fma(right, s5);
        }
        if (accumulate) {
            r0 = r0.add(FloatVector.fromArray(SPECIES, c, cFrom));
            s0 = s0.add(FloatVector.fromArray(SPECIES, c, cFrom + LANES));
            r1 = r1.add(FloatVector.fromArray(SPECIES, c, cFrom + cStride));
            s1 = s1.add(FloatVector.fromArray(SPECIES, c, cFrom + cStride + LANES));
            r2 = r2.add(FloatVector.fromArray(SPECIES, c, cFrom + 2 * cStride));
            s2 = s2.add(FloatVector.fromArray(SPECIES, c, cFrom + 2 * cStride + LANES));
            r3 = r3.add(FloatVector.fromArray(SPECIES, c, cFrom + 3 * cStride));
            s3 = s3.add(FloatVector.fromArray(SPECIES, c, cFrom + 3 * cStride + LANES));
            r4 = r4.add(FloatVector.fromArray(SPECIES, c, cFrom + 4 * cStride));
            s4 = s4.add(FloatVector.fromArray(SPECIES, c, cFrom + 4 * cStride + LANES));
            r5 = r5.add(FloatVector.fromArray(SPECIES, c, cFrom + 5 * cStride));
            s5 = s5.add(FloatVector.fromArray(SPECIES, c, cFrom + 5 * cStride + LANES));
        }
        r0.intoArray(c, cFrom);
        s0.intoArray(c, cFrom + LANES);
        r1.intoArray(c, cFrom + cStride);
        s1.intoArray(c, cFrom + cStride + LANES);
        r2.intoArray(c, cFrom + 2 * cStride);
        s2.intoArray(c, cFrom + 2 * cStride + LANES);
        r3.intoArray(c, cFrom + 3 * cStride);
        s3.intoArray(c, cFrom + 3 * cStride + LANES);
        r4.intoArray(c, cFrom + 4 * cStride);
        s4.intoArray(c, cFrom + 4 * cStride + LANES);
        r5.intoArray(c, cFrom + 5 * cStride);
        s5.intoArray(c, cFrom + 5 * cStride + LANES);
    }

    @Override
    public void packRows(float[] matrix, int from, int stride, int rows, int depth, float[] to, int at, int width) {
        VectorPanels.ofRows(matrix, from, stride, rows, depth, to, at, width);
    }

    @Override
    public void packColumns(
            float[] matrix, int from, int stride, int columns, int depth, float[] to, int at, int width) {
        int whole = columns / width;
        // some rows at a time, so that what was fetched for one panel is still there for the next
        for (int p = 0; p < depth; p += BLOCK) {
            int count = Math.min(BLOCK, depth - p);
            for (int q = 0; q < whole; q++) {
                int f = from + p * stride + q * width;
                int t = at + (q * depth + p) * width;
                if (width == ROWS) {
                    copyLeft(matrix, f, stride, count, to, t);
                } else {
                    copyRight(matrix, f, stride, count, to, t);
                }
            }
        }
        int done = whole * width;
        if (done < columns) {
            VectorPanels.ofColumns(matrix, from + done, stride, columns - done, depth, to, at + done * depth, width);
        }
    }

    private static void copyLeft(float[] matrix, int from, int stride, int count, float[] to, int at) {
        for (int p = 0; p < count; p++) {
            int f = from + p * stride;
            int t = at + p * ROWS;
            // six numbers: the two vectors overlap
            FloatVector.fromArray(FOUR, matrix, f).intoArray(to, t);
            FloatVector.fromArray(FOUR, matrix, f + 2).intoArray(to, t + 2);
        }
    }

    private static void copyRight(float[] matrix, int from, int stride, int count, float[] to, int at) {
        for (int p = 0; p < count; p++) {
            int f = from + p * stride;
            int t = at + p * 2 * LANES;
            FloatVector.fromArray(SPECIES, matrix, f).intoArray(to, t);
            FloatVector.fromArray(SPECIES, matrix, f + LANES).intoArray(to, t + LANES);
        }
    }
}
