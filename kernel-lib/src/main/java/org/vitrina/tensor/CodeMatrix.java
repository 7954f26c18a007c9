package org.vitrina.tensor;

/// Weights kept as whole numbers in groups that share a scale.
abstract sealed class CodeMatrix extends PanelMatrix permits ByteMatrix, NibbleMatrix {
    final Groups groups;
    private final int bits;

    /// @param bits those that a code is kept in, 8 or 4
    CodeMatrix(Codes codes, Groups groups, int bits, Workers workers) {
        int panelWords = groups.count() * groupWords(groups, bits);
        super(codes.rows(), codes.columns(), panelWords);
        this.groups = groups;
        this.bits = bits;
        workers.run(parts(), part -> {
            var rows = new CodeRows(codes, groups);
            for (int panel = firstPanel(part); panel < firstPanel(part + 1); panel++) {
                rows.read(panel * PANEL);
                for (int group = 0; group < groups.count(); group++) {
                    rows.writeScales(group, words, group(panel, group));
                    write(rows, group * groups.size(), words, codes(panel, group));
                }
            }
        });
    }

    private static int groupWords(Groups groups, int bits) {
        return groups.header() + groups.size() * PANEL * bits / Integer.SIZE;
    }

    /// Returns the word at which a group begins.
    private int group(int panel, int group) {
        return panel(panel) + group * groupWords(groups, bits);
    }

    /// Returns the word at which the codes of a group begin.
    private int codes(int panel, int group) {
        return group(panel, group) + groups.header();
    }

    /// Writes the codes of a group, those from `column` on, from word `at` on.
    abstract void write(CodeRows rows, int column, int[] words, int at);

    /// Returns the code of a row and a column of a group whose codes begin at word `at`.
    abstract int code(int at, int row, int column);

    @Override
    int unit() {
        return groups.size();
    }

    @Override
    void unpack(int panel, int from, int count, float[] to, int at, int stride) {
        for (int column = from; column < from + count; column += groups.size()) {
            unpack(group(panel, column / groups.size()), to, at + (column - from) * stride, stride);
        }
    }

    /// Unpacks the group that begins at word `group`.
    abstract void unpack(int group, float[] to, int at, int stride);

    @Override
    float weight(int panel, int row, int column) {
        int group = column / groups.size();
        int code = code(codes(panel, group), row, column % groups.size());
        return ScalarPackedKernels.weight(words, group(panel, group), groups, code, row);
    }
}
