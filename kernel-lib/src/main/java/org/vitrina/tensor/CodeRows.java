package org.vitrina.tensor;

/// The rows of one panel on their way from [Codes] into words.
final class CodeRows {
    private static final int PANEL = PackedKernels.PANEL;

    private final Codes codes;
    private final Groups groups;

    /// Groups that one of the source's is cut into.
    private final int pieces;

    final byte[][] rows;
    private final float[][] scales;
    private final float[][] minimums;

    CodeRows(Codes codes, Groups groups) {
        this.codes = codes;
        this.groups = groups;
        pieces = codes.group() / groups.size();
        int count = groups.count() / pieces;
        rows = new byte[PANEL][codes.columns()];
        scales = new float[PANEL][count];
        minimums = new float[PANEL][groups.affine() ? count : 0];
    }

    /// Reads 32 rows, the first of which is `from`. Those after the last have weights of zero.
    void read(int from) {
        for (int r = 0; r < PANEL; r++) {
            if (from + r < codes.rows()) {
                codes.read(from + r, rows[r], scales[r], minimums[r]);
            } else {
                rows[r] = new byte[codes.columns()];
                scales[r] = new float[scales[r].length];
                minimums[r] = new float[minimums[r].length];
            }
        }
    }

    /// Writes the scales and minimums of a group from word `at` on.
    void writeScales(int group, int[] words, int at) {
        for (int r = 0; r < PANEL; r++) {
            words[at + r] = Float.floatToRawIntBits(scales[r][group / pieces]);
            if (groups.affine()) {
                words[at + PANEL + r] = Float.floatToRawIntBits(minimums[r][group / pieces]);
            }
        }
    }
}
