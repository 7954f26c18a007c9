package org.vitrina.tokenize;

import java.util.ArrayList;
import java.util.List;
import org.vitrina.show.Figure;

/// Draws the characters of two texts, one above the other, and marks where they differ.
final class CodePointStrips {
    /// Characters drawn of a longer text.
    static final int MOST = 120;

    private CodePointStrips() {}

    static Figure of(String before, String after) {
        int[] left = beginning(before);
        int[] right = beginning(after);
        int[][] common = longestCommon(left, right);
        var keptLeft = new boolean[left.length];
        var keptRight = new boolean[right.length];
        for (int i = 0, j = 0; i < left.length && j < right.length; ) {
            if (left[i] == right[j]) {
                keptLeft[i++] = true;
                keptRight[j++] = true;
            } else if (common[i + 1][j] >= common[i][j + 1]) {
                i++;
            } else {
                j++;
            }
        }
        return new Figure.Stack(strip("before", before, left, keptLeft), strip("after", after, right, keptRight));
    }

    private static int[] beginning(String text) {
        return text.codePoints().limit(MOST).toArray();
    }

    private static Figure strip(String title, String text, int[] points, boolean[] kept) {
        List<Figure.Cell> cells = new ArrayList<>();
        for (int i = 0; i < points.length; i++) {
            cells.add(new Figure.Cell(Character.toString(points[i]), "U+%04X".formatted(points[i]), !kept[i]));
        }
        int all = text.codePointCount(0, text.length());
        return new Figure.TokenStrip(
                all > MOST ? title + " (the first " + MOST + " of " + all + " characters)" : title, cells);
    }

    /// Returns the lengths of the longest common subsequences of all pairs of suffixes.
    private static int[][] longestCommon(int[] left, int[] right) {
        var lengths = new int[left.length + 1][right.length + 1];
        for (int i = left.length - 1; i >= 0; i--) {
            for (int j = right.length - 1; j >= 0; j--) {
                lengths[i][j] = left[i] == right[j]
                        ? lengths[i + 1][j + 1] + 1
                        : Math.max(lengths[i + 1][j], lengths[i][j + 1]);
            }
        }
        return lengths;
    }
}
