package org.vitrina.tensor;

/// Weights kept as whole numbers in groups that share a scale.
abstract sealed class CodeMatrix extends PanelMatrix permits ByteMatrix, NibbleMatrix {
    final Groups groups;
    final PackedKernels kernels;

    CodeMatrix(Codes codes, Groups groups, Workers workers) {
        super(codes.rows(), codes.columns(), groups.count() * groups.words());
        this.groups = groups;
        kernels = PackedKernels.best(groups);
        workers.run(parts(), part -> {
            var rows = new CodeRows(codes, groups);
            for (int panel = firstPanel(part); panel < firstPanel(part + 1); panel++) {
                rows.read(panel * PANEL);
                for (int group = 0; group < groups.count(); group++) {
                    int at = group(panel, group);
                    rows.writeScales(group, words, at);
                    write(rows, group * groups.size(), words, at + groups.header());
                }
            }
        });
    }

    /// Returns the word at which a group begins.
    private int group(int panel, int group) {
        return panel(panel) + group * groups.words();
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
        int at = group(panel, column / groups.size());
        int code = code(at + groups.header(), row, column % groups.size());
        return ScalarPackedKernels.weight(words, at, groups, code, row);
    }
}
