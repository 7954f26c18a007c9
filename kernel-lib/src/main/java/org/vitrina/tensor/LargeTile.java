package org.vitrina.tensor;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/// A tile of 12 rows by 2 vectors: 24 registers for sums, 2 for a row of the right panel, 1 for a number of the
/// left one. For machines with 32 vector registers: AVX-512, NEON.
final class LargeTile implements Tile {
    /// A constant of this copy of the class, see [Vectors].
    private static final VectorSpecies<Float> SPECIES = Vectors.species(MethodHandles.lookup());

    private static final int LANES = SPECIES.length();

    private static final VectorSpecies<Float> FOUR = FloatVector.SPECIES_128;

    private static final int BLOCK = 8;

    private static final int ROWS = 12;

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
        FloatVector r6 = FloatVector.zero(SPECIES);
        FloatVector s6 = FloatVector.zero(SPECIES);
        FloatVector r7 = FloatVector.zero(SPECIES);
        FloatVector s7 = FloatVector.zero(SPECIES);
        FloatVector r8 = FloatVector.zero(SPECIES);
        FloatVector s8 = FloatVector.zero(SPECIES);
        FloatVector r9 = FloatVector.zero(SPECIES);
        FloatVector s9 = FloatVector.zero(SPECIES);
        FloatVector r10 = FloatVector.zero(SPECIES);
        FloatVector s10 = FloatVector.zero(SPECIES);
        FloatVector r11 = FloatVector.zero(SPECIES);
        FloatVector s11 = FloatVector.zero(SPECIES);
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
            FloatVector a6 = FloatVector.broadcast(SPECIES, a[at + 6]);
            r6 = a6.fma(left, r6);
            s6 = a6.fma(right, s6);
            FloatVector a7 = FloatVector.broadcast(SPECIES, a[at + 7]);
            r7 = a7.fma(left, r7);
            s7 = a7.fma(right, s7);
            FloatVector a8 = FloatVector.broadcast(SPECIES, a[at + 8]);
            r8 = a8.fma(left, r8);
            s8 = a8.fma(right, s8);
            FloatVector a9 = FloatVector.broadcast(SPECIES, a[at + 9]);
            r9 = a9.fma(left, r9);
            s9 = a9.fma(right, s9);
            FloatVector a10 = FloatVector.broadcast(SPECIES, a[at + 10]);
            r10 = a10.fma(left, r10);
            s10 = a10.fma(right, s10);
            FloatVector a11 = FloatVector.broadcast(SPECIES, a[at + 11]);
            r11 = a11.fma(left, r11);
            s11 = a11.fma(right, s11);
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
            r6 = r6.add(FloatVector.fromArray(SPECIES, c, cFrom + 6 * cStride));
            s6 = s6.add(FloatVector.fromArray(SPECIES, c, cFrom + 6 * cStride + LANES));
            r7 = r7.add(FloatVector.fromArray(SPECIES, c, cFrom + 7 * cStride));
            s7 = s7.add(FloatVector.fromArray(SPECIES, c, cFrom + 7 * cStride + LANES));
            r8 = r8.add(FloatVector.fromArray(SPECIES, c, cFrom + 8 * cStride));
            s8 = s8.add(FloatVector.fromArray(SPECIES, c, cFrom + 8 * cStride + LANES));
            r9 = r9.add(FloatVector.fromArray(SPECIES, c, cFrom + 9 * cStride));
            s9 = s9.add(FloatVector.fromArray(SPECIES, c, cFrom + 9 * cStride + LANES));
            r10 = r10.add(FloatVector.fromArray(SPECIES, c, cFrom + 10 * cStride));
            s10 = s10.add(FloatVector.fromArray(SPECIES, c, cFrom + 10 * cStride + LANES));
            r11 = r11.add(FloatVector.fromArray(SPECIES, c, cFrom + 11 * cStride));
            s11 = s11.add(FloatVector.fromArray(SPECIES, c, cFrom + 11 * cStride + LANES));
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
        r6.intoArray(c, cFrom + 6 * cStride);
        s6.intoArray(c, cFrom + 6 * cStride + LANES);
        r7.intoArray(c, cFrom + 7 * cStride);
        s7.intoArray(c, cFrom + 7 * cStride + LANES);
        r8.intoArray(c, cFrom + 8 * cStride);
        s8.intoArray(c, cFrom + 8 * cStride + LANES);
        r9.intoArray(c, cFrom + 9 * cStride);
        s9.intoArray(c, cFrom + 9 * cStride + LANES);
        r10.intoArray(c, cFrom + 10 * cStride);
        s10.intoArray(c, cFrom + 10 * cStride + LANES);
        r11.intoArray(c, cFrom + 11 * cStride);
        s11.intoArray(c, cFrom + 11 * cStride + LANES);
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
            FloatVector.fromArray(FOUR, matrix, f).intoArray(to, t);
            FloatVector.fromArray(FOUR, matrix, f + 4).intoArray(to, t + 4);
            FloatVector.fromArray(FOUR, matrix, f + 8).intoArray(to, t + 8);
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
