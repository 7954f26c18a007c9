package org.vitrina.show;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.knowm.xchart.internal.chartpart.Chart;
import tech.tablesaw.api.Table;

/// What a step looks like: data for a drawing, not the drawing.
///
/// The kinds are sealed and every renderer switches over all of them, so that a new kind of figure does not
/// compile until each renderer can draw it. Every figure has a text form and an HTML form that holds no
/// script, needs no network and stays readable where styles are stripped.
public sealed interface Figure extends Showable {
    @Override
    default MimeBundle mime() {
        var forms = MimeBundle.of(FigureText.of(this)).withHtml(FigureHtml.standalone(this));
        // viewers that strip images from HTML still show a PNG
        return switch (this) {
            case Plot(var chart) -> forms.withPng(Charts.png(chart));
            case Tiles tiles -> TilesImage.withPng(forms, tiles);
            case Graph graph -> GraphImage.withPng(forms, graph);
            case None _, Note _, TokenStrip _, Heatmap _, Bars _, Tree _, Bits _, Data _, Stack _ -> forms;
        };
    }

    /// Nothing to draw.
    record None() implements Figure {}

    /// A sentence or a few lines, shown as they are.
    record Note(String content) implements Figure {}

    /// A text cut into coloured cells, each with a label under it: tokens with their ids, characters with
    /// their code points.
    ///
    /// White space and control characters are made visible when the strip is drawn.
    record TokenStrip(String title, List<Cell> cells) implements Figure {
        public TokenStrip {
            cells = List.copyOf(cells);
        }

        /// Returns a strip of `pieces` labelled with their `ids`.
        public static TokenStrip of(String title, List<String> pieces, int[] ids) {
            if (pieces.size() != ids.length) {
                throw new IllegalArgumentException("a token strip needs one id for each piece, but got " + pieces.size()
                        + " pieces and " + ids.length + " ids");
            }
            var cells = new Cell[ids.length];
            Arrays.setAll(cells, i -> new Cell(pieces.get(i), Integer.toString(ids[i])));
            return new TokenStrip(title, List.of(cells));
        }
    }

    /// One cell of a [TokenStrip].
    ///
    /// @param text   what the cell holds, raw
    /// @param label  what stands under it, usually the id
    /// @param marked whether this cell is what the step is about; drawn with a thick frame
    /// @param shade  how dark the cell is, from 0, white, to 1: its probability, say; below 0, to -1, in the colour
    ///     that stands for numbers below 0; NaN for the colours that only tell a cell from its neighbours
    record Cell(String text, String label, boolean marked, double shade) {
        public Cell {
            if (shade < -1 || shade > 1) {
                throw new IllegalArgumentException(
                        "the shade of a cell lies between -1 and 1, or is NaN, but is " + shade);
            }
        }

        public Cell(String text, String label, boolean marked) {
            this(text, label, marked, Double.NaN);
        }

        public Cell(String text, String label) {
            this(text, label, false);
        }
    }

    /// A matrix as coloured cells with labelled rows and columns.
    ///
    /// @param title      what is shown, with its unit
    /// @param rowAxis    what a row is
    /// @param columnAxis what a column is
    /// @param rows       a label for each row
    /// @param columns    a label for each column
    /// @param values     shape `[rows, columns]`; NaN draws an empty cell
    /// @param texts      what stands in each cell, row by row; empty for the numbers themselves
    record Heatmap(
            String title,
            String rowAxis,
            String columnAxis,
            List<String> rows,
            List<String> columns,
            double[][] values,
            List<List<String>> texts)
            implements Figure {
        public Heatmap(
                String title,
                String rowAxis,
                String columnAxis,
                List<String> rows,
                List<String> columns,
                double[][] values) {
            this(title, rowAxis, columnAxis, rows, columns, values, List.of());
        }

        public Heatmap {
            rows = List.copyOf(rows);
            texts = texts.stream().map(List::copyOf).toList();
            columns = List.copyOf(columns);
            if (values.length != rows.size()) {
                throw new IllegalArgumentException("a heat map needs one row of values for each of its " + rows.size()
                        + " row labels, but got " + values.length);
            }
            values = Arrays.stream(values).map(double[]::clone).toArray(double[][]::new);
            for (double[] row : values) {
                if (row.length != columns.size()) {
                    throw new IllegalArgumentException("a heat map needs one value for each of its " + columns.size()
                            + " column labels in every row, but a row has " + row.length);
                }
            }
            int width = columns.size();
            if (!texts.isEmpty()
                    && (texts.size() != rows.size() || texts.stream().anyMatch(row -> row.size() != width))) {
                throw new IllegalArgumentException(
                        "a heat map with texts needs one for each cell, " + rows.size() + " rows of " + width);
            }
        }
    }

    /// Many small matrices side by side on one colour scale, such as the patterns of all heads of all layers. Drawn
    /// as an image, to be seen at a glance; a [Heatmap] shows one of them with its numbers.
    ///
    /// @param title      what is shown, with its unit
    /// @param rowAxis    what a row of matrices is
    /// @param columnAxis what a column of matrices is
    /// @param rows       a label for each row of matrices
    /// @param columns    a label for each column of matrices
    /// @param matrices   `matrices.get(r).get(c)` stands in row `r` and column `c`; NaN is left white
    record Tiles(
            String title,
            String rowAxis,
            String columnAxis,
            List<String> rows,
            List<String> columns,
            List<List<double[][]>> matrices)
            implements Figure {
        public Tiles {
            rows = List.copyOf(rows);
            columns = List.copyOf(columns);
            int width = columns.size();
            if (matrices.size() != rows.size() || matrices.stream().anyMatch(row -> row.size() != width)) {
                throw new IllegalArgumentException(
                        "tiles need one matrix for each of " + rows.size() + " rows and " + width + " columns");
            }
            if (matrices.stream()
                    .flatMap(List::stream)
                    .anyMatch(matrix -> Arrays.stream(matrix).anyMatch(line -> line.length != matrix[0].length))) {
                throw new IllegalArgumentException("each matrix of tiles needs rows of one length");
            }
            matrices = matrices.stream()
                    .map(row -> row.stream()
                            .map(matrix ->
                                    Arrays.stream(matrix).map(double[]::clone).toArray(double[][]::new))
                            .toList())
                    .toList();
        }
    }

    /// Quantities side by side, such as the probability of each next token.
    ///
    /// @param title     what is shown
    /// @param axis      what the length of a bar says, with its unit
    /// @param labels    a label for each bar
    /// @param values    a length for each bar; finite
    /// @param marked    index of the bar that the step is about, or -1
    /// @param before    what each value was before the step, drawn as a thin bar above its own; empty where
    ///     nothing changed
    record Bars(String title, String axis, List<String> labels, List<Double> values, int marked, List<Double> before)
            implements Figure {
        public Bars {
            labels = List.copyOf(labels);
            values = List.copyOf(values);
            before = List.copyOf(before);
            if (labels.size() != values.size() || !before.isEmpty() && before.size() != values.size()) {
                throw new IllegalArgumentException("bars need one value for each label, but got " + labels.size()
                        + " labels and " + values.size() + " values"
                        + (before.isEmpty() ? "" : ", and " + before.size() + " values before"));
            }
            Stream.concat(values.stream(), before.stream()).forEach(value -> {
                if (!Double.isFinite(value)) {
                    throw new IllegalArgumentException("bars need finite values, but one is " + value);
                }
            });
        }

        public Bars(String title, String axis, List<String> labels, List<Double> values, int marked) {
            this(title, axis, labels, values, marked, List.of());
        }

        public Bars(String title, String axis, List<String> labels, List<Double> values) {
            this(title, axis, labels, values, -1);
        }

        /// Returns the value whose bar takes the whole width; 0 where all are 0.
        double longest() {
            return Stream.concat(values.stream(), before.stream())
                    .mapToDouble(Math::abs)
                    .max()
                    .orElse(0);
        }
    }

    /// A tree, root first, such as the merges that built one token or the branches of a beam search.
    record Tree(String title, Node root) implements Figure {}

    /// A node of a [Tree].
    ///
    /// @param text     what the node holds, raw; drawn with white space visible
    /// @param label    what stands beside it, such as an id or a probability
    /// @param children its branches, left to right
    record Node(String text, String label, List<Node> children) {
        public Node {
            children = List.copyOf(children);
        }

        /// Returns a node without branches.
        public static Node leaf(String text, String label) {
            return new Node(text, label, List.of());
        }
    }

    /// Boxes with arrows between them, drawn from left to right: an expression with its values, say. Each box stands
    /// right of all boxes that lead to it.
    ///
    /// @param vertices the boxes
    /// @param edges    the arrows; they never lead round in a circle
    record Graph(String title, List<Vertex> vertices, List<Edge> edges) implements Figure {
        /// @throws IllegalArgumentException if an edge leads to a vertex that is not there, or edges lead in a circle
        public Graph {
            vertices = List.copyOf(vertices);
            edges = List.copyOf(edges);
            for (Edge edge : edges) {
                if (Math.min(edge.from(), edge.to()) < 0 || Math.max(edge.from(), edge.to()) >= vertices.size()) {
                    throw new IllegalArgumentException("an edge leads from " + edge.from() + " to " + edge.to()
                            + ", but the graph has " + vertices.size() + " vertices, counted from 0");
                }
            }
            GraphLayout.columns(vertices.size(), edges);
        }
    }

    /// A box of a [Graph].
    ///
    /// @param text   what it is, in bold
    /// @param lines  what stands below that, such as its value; each as long as fits into some 18 letters
    /// @param colour 0 to 5, the same for what belongs together; 5 is grey
    /// @param marked whether this box is what the step is about; drawn with a thick frame
    record Vertex(String text, List<String> lines, int colour, boolean marked) {
        public Vertex {
            lines = List.copyOf(lines);
            if (colour < 0 || colour > 5) {
                throw new IllegalArgumentException("a vertex has a colour from 0 to 5, but got " + colour);
            }
        }
    }

    /// An arrow of a [Graph], between two of its vertices, counted from 0.
    record Edge(int from, int to) {}

    /// Bits with what they mean: the bytes of a block, the parts of a float.
    ///
    /// @param groups bits that stand together, such as those of a byte; drawn side by side, as many to a
    ///     line as there is room for
    record Bits(String title, List<BitGroup> groups) implements Figure {
        public Bits {
            groups = List.copyOf(groups);
        }
    }

    /// Bits of [Bits] that stand together.
    ///
    /// @param label stands above them: `byte 2`
    /// @param runs  from the highest bit to the lowest
    record BitGroup(String label, List<BitRun> runs) {
        public BitGroup {
            runs = List.copyOf(runs);
        }
    }

    /// Neighbouring bits that mean something together.
    ///
    /// @param bits   zeros and ones, highest first
    /// @param label  what they mean; stands under them
    /// @param colour 0 to 5, the same for what belongs together; 5 is grey
    record BitRun(String bits, String label, int colour) {
        public BitRun {
            if (!bits.matches("[01]+")) {
                throw new IllegalArgumentException("a run of bits is made of zeros and ones, but is '" + bits + "'");
            }
            if (colour < 0 || colour > 5) {
                throw new IllegalArgumentException("a run of bits has a colour from 0 to 5, but got " + colour);
            }
        }
    }

    /// A Tablesaw table.
    record Data(Table table) implements Figure {}

    /// An XChart chart; give it the house's look with [Charts].
    record Plot(Chart<?, ?> chart) implements Figure {}

    /// Several figures, one above the other.
    record Stack(List<Figure> figures) implements Figure {
        public Stack {
            figures = List.copyOf(figures);
        }

        public Stack(Figure... figures) {
            this(List.of(figures));
        }
    }
}
