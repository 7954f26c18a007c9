package org.vitrina.tensor;

/// The product of many rows of inputs with packed weights.
///
/// Panels of weights are unpacked to floats, some hundred columns at a time, so that they stay in the first cache
/// while the inputs are multiplied with them, tile after tile as in [MatMul].
final class PanelProduct {
    private static final int PANEL = PackedKernels.PANEL;

    /// Rows of inputs that are multiplied before the next come; as many columns as are unpacked at a time fit the
    /// second cache.
    private static final int ROWS = 516;

    private static final Tile TILE = Kernels.best().tile();
    private static final Scratch RIGHT = new Scratch();

    /// Panels that are unpacked side by side, as a tile may be wider than one.
    private static final int SIDE = Math.max(1, TILE.columns() / PANEL);

    private PanelProduct() {}

    static void multiply(PanelMatrix weights, Tensor x, Tensor out, Workers workers) {
        int blocks = Math.ceilDiv(weights.panels(), SIDE);
        int inPart = Math.ceilDiv(blocks, PanelMatrix.MOST_PARTS);
        for (int from = 0; from < x.rows(); from += ROWS) {
            Tensor some = x.rows(from, Math.min(x.rows(), from + ROWS));
            int to = out.offset() + from * weights.rows();
            LeftPanels left = LeftPanels.of(some, weights.unit(), workers);
            workers.run(Math.ceilDiv(blocks, inPart), part -> {
                for (int block = part * inPart; block < Math.min(blocks, (part + 1) * inPart); block++) {
                    multiply(left, weights, block * SIDE, out.data(), to);
                }
            });
        }
    }

    /// Multiplies the inputs with the panels side by side of which `panel` is the first.
    private static void multiply(LeftPanels left, PanelMatrix weights, int panel, float[] out, int to) {
        int stride = SIDE * PANEL;
        int panels = Math.min(SIDE, weights.panels() - panel);
        int outputs = Math.min(stride, weights.rows() - panel * PANEL);
        float[] right = RIGHT.floats(left.longest() * stride);
        for (int chunk = 0; chunk < left.chunks(); chunk++) {
            for (int i = 0; i < panels; i++) {
                weights.unpack(panel + i, left.first(chunk), left.depth(chunk), right, i * PANEL, stride);
            }
            for (int j = 0; j < outputs; j += TILE.columns()) {
                left.multiply(
                        chunk,
                        0,
                        left.panels(),
                        right,
                        j,
                        stride,
                        Math.min(TILE.columns(), outputs - j),
                        out,
                        to + panel * PANEL + j,
                        weights.rows(),
                        chunk > 0);
            }
        }
    }
}
