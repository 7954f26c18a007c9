package org.vitrina.show;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/// Where the boxes of a graph stand: in columns from left to right, in rows so that few arrows cross.
///
/// @param columns the column of each vertex, counted from 0 at the left
/// @param rows    how far down each stands, from 0; not always a whole number
record GraphLayout(int[] columns, double[] rows) {
    static GraphLayout of(Figure.Graph graph) {
        int size = graph.vertices().size();
        int[] columns = columns(size, graph.edges());
        double[] rows = new double[size];
        Arrays.fill(rows, Double.NaN);
        List<List<Integer>> inputs = inputs(size, graph.edges());
        int[] next = {0};
        boolean[] leads = new boolean[size];
        graph.edges().forEach(edge -> leads[edge.from()] = true);
        for (int i = 0; i < size; i++) {
            if (!leads[i]) {
                place(i, inputs, rows, next);
            }
        }
        apart(columns, rows);
        return new GraphLayout(columns, rows);
    }

    /// Returns the column of each vertex: as far right as its longest way to an end allows, so that what is used late
    /// stands late.
    ///
    /// @throws IllegalArgumentException if edges lead in a circle
    static int[] columns(int size, List<Figure.Edge> edges) {
        int[] toEnd = new int[size];
        boolean changed = true;
        for (int round = 0; changed; round++) {
            if (round > size) {
                throw new IllegalArgumentException("the edges of a graph lead in a circle, and it has no beginning");
            }
            changed = false;
            for (Figure.Edge edge : edges) {
                if (toEnd[edge.from()] < toEnd[edge.to()] + 1) {
                    toEnd[edge.from()] = toEnd[edge.to()] + 1;
                    changed = true;
                }
            }
        }
        int longest = Arrays.stream(toEnd).max().orElse(0);
        return Arrays.stream(toEnd).map(way -> longest - way).toArray();
    }

    private static List<List<Integer>> inputs(int size, List<Figure.Edge> edges) {
        var inputs = new ArrayList<List<Integer>>();
        for (int i = 0; i < size; i++) {
            inputs.add(new ArrayList<>());
        }
        edges.forEach(edge -> inputs.get(edge.to()).add(edge.from()));
        return inputs;
    }

    /// Places a vertex in the middle of its inputs; one without inputs gets the next free row.
    private static void place(int vertex, List<List<Integer>> inputs, double[] rows, int[] next) {
        if (!Double.isNaN(rows[vertex])) {
            return;
        }
        List<Integer> all = inputs.get(vertex);
        if (all.isEmpty()) {
            rows[vertex] = next[0]++;
            return;
        }
        all.forEach(input -> place(input, inputs, rows, next));
        rows[vertex] = all.stream().mapToDouble(input -> rows[input]).average().orElseThrow();
    }

    /// Moves boxes of one column that would overlap down, until they do not.
    private static void apart(int[] columns, double[] rows) {
        for (int column : Arrays.stream(columns).distinct().toArray()) {
            List<Integer> inColumn = new ArrayList<>();
            for (int i = 0; i < columns.length; i++) {
                if (columns[i] == column) {
                    inColumn.add(i);
                }
            }
            inColumn.sort(Comparator.comparingDouble(i -> rows[i]));
            for (int i = 1; i < inColumn.size(); i++) {
                rows[inColumn.get(i)] = Math.max(rows[inColumn.get(i)], rows[inColumn.get(i - 1)] + 1);
            }
        }
    }
}
