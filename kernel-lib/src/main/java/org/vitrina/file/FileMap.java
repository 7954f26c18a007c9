package org.vitrina.file;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vitrina.show.Figure;

/// Where in a file its bytes are what: the file cut into pieces of equal size, from its beginning to its end.
record FileMap(long bytes, List<Part> parts) {
    private static final int PIECES = 30;

    /// A run of bytes that are all of one kind.
    ///
    /// @param from counted from the beginning of the file
    record Part(String kind, long from, long bytes) {}

    /// Returns the map of a file. What stands before a GGUF file's first tensor is its metadata; where a model is
    /// in several files, their weights are drawn one behind the other.
    static FileMap of(ModelFile file) {
        var parts = new ArrayList<Part>();
        if (file instanceof GgufFile gguf) {
            long first = gguf.size();
            for (StoredTensor tensor : gguf.tensors().values()) {
                first = Math.min(first, gguf.offset(tensor));
                parts.add(new Part(
                        TensorKind.of(tensor.name()).label(),
                        gguf.offset(tensor),
                        tensor.data().byteSize()));
            }
            parts.addFirst(new Part("metadata", 0, first));
            return new FileMap(gguf.size(), parts);
        }
        long at = 0;
        for (StoredTensor tensor : file.tensors().values()) {
            parts.add(new Part(
                    TensorKind.of(tensor.name()).label(), at, tensor.data().byteSize()));
            at += tensor.data().byteSize();
        }
        return new FileMap(at, parts);
    }

    /// Returns a row for each kind and a column for each piece; a cell says what share of the piece is of that
    /// kind, and is empty where nothing is.
    Figure figure() {
        int pieces = (int) Math.clamp(bytes, 1, PIECES);
        double size = (double) bytes / pieces;
        Map<String, double[]> rows = new LinkedHashMap<>();
        for (Part part : parts) {
            double[] row = rows.computeIfAbsent(part.kind, _ -> new double[pieces]);
            int last = (int) Math.min(pieces - 1, (part.from + part.bytes) / size);
            for (int piece = (int) Math.min(pieces - 1, part.from / size); piece <= last; piece++) {
                double from = Math.max(part.from, piece * size);
                double to = Math.min(part.from + part.bytes, (piece + 1) * size);
                row[piece] += Math.max(0, to - from) / Math.max(1, size);
            }
        }
        for (double[] row : rows.values()) {
            for (int piece = 0; piece < pieces; piece++) {
                row[piece] = row[piece] == 0 ? Double.NaN : Math.min(1, Math.round(1000 * row[piece]) / 1000.0);
            }
        }
        // as many digits as it takes to tell the pieces apart
        String decimals = "%." + Math.clamp((long) Math.ceil(1 - Math.log10(size / 1e6)), 0, 6) + "f";
        String[] columns = new String[pieces];
        Arrays.setAll(columns, piece -> String.format(Locale.ROOT, decimals, piece * size / 1e6));
        return new Figure.Heatmap(
                "What each piece of the file holds, as a share of its %,.0f bytes".formatted(size),
                "what for",
                "MB from the beginning of the file",
                List.copyOf(rows.keySet()),
                List.of(columns),
                rows.values().toArray(double[][]::new));
    }
}
