package org.vitrina.show;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import javax.swing.text.MutableAttributeSet;
import javax.swing.text.html.HTML;
import javax.swing.text.html.HTMLEditorKit;
import javax.swing.text.html.parser.ParserDelegator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

@DisplayName("A figure")
class FigureTests {
    private static final String EVIL = "\"><script>alert('x')</script>&amp;";

    /// Every kind of figure, with hostile text in every place that takes text.
    static Stream<Figure> hostile() {
        return Stream.of(
                new Figure.Note(EVIL),
                new Figure.TokenStrip(EVIL, List.of(new Figure.Cell(EVIL, EVIL, true))),
                new Figure.Heatmap(EVIL, EVIL, EVIL, List.of(EVIL), List.of(EVIL), new double[][] {{1}}),
                new Figure.Heatmap(
                        EVIL, EVIL, EVIL, List.of(EVIL), List.of(EVIL), new double[][] {{1}}, List.of(List.of(EVIL))),
                new Figure.Tiles(
                        EVIL, EVIL, EVIL, List.of(EVIL), List.of(EVIL), List.of(List.<double[][]>of(new double[][] {{1}
                        }))),
                new Figure.Graph(EVIL, List.of(new Figure.Vertex(EVIL, List.of(EVIL), 0, true)), List.of()),
                new Figure.Bars(EVIL, EVIL, List.of(EVIL), List.of(1.0)),
                new Figure.Tree(EVIL, new Figure.Node(EVIL, EVIL, List.of(Figure.Node.leaf(EVIL, EVIL)))),
                new Figure.Bits(EVIL, List.of(new Figure.BitGroup(EVIL, List.of(new Figure.BitRun("01", EVIL, 0))))),
                new Figure.Data(Table.create(EVIL, StringColumn.create(EVIL, EVIL))),
                new Figure.Plot(
                        new org.knowm.xchart.XYChartBuilder().title(EVIL).build()),
                new Figure.Stack(new Figure.Note(EVIL), new Figure.None()));
    }

    @ParameterizedTest
    @MethodSource("hostile")
    @DisplayName("shows hostile text as text: no element comes of it")
    void escapes(Figure figure) throws Exception {
        if (figure instanceof Figure.Plot(var chart)) {
            chart.setTitle(EVIL);
        }
        var elements = new java.util.ArrayList<String>();
        String html = FigureHtml.of(figure);
        // the oracle is the JDK's own HTML parser
        new ParserDelegator()
                .parse(
                        new StringReader(html),
                        new HTMLEditorKit.ParserCallback() {
                            @Override
                            public void handleStartTag(HTML.Tag tag, MutableAttributeSet attributes, int position) {
                                elements.add(tag.toString());
                            }
                        },
                        true);
        assertFalse(elements.contains("script"), html);
        assertFalse(html.contains("<script"), html);
        assertTrue(html.contains("&lt;script&gt;"), html);
        assertTrue(html.contains("&amp;amp;"), "an escape that is part of the text stays as it was written: " + html);
    }

    @Test
    @DisplayName("always has a text form")
    void text() {
        hostile().forEach(figure -> assertFalse(figure.text().isBlank(), figure.toString()));
    }

    @Test
    @DisplayName("made of bits says what they mean, in HTML and in text")
    void bits() {
        var bits = new Figure.Bits(
                "half a block",
                List.of(
                        new Figure.BitGroup("byte 0", List.of(new Figure.BitRun("11110000", "low", 5))),
                        new Figure.BitGroup(
                                "byte 1",
                                List.of(new Figure.BitRun("1010", "w1", 1), new Figure.BitRun("0101", "", 0)))));
        assertEquals("half a block\nbyte 0: 11110000 low\nbyte 1: 1010 w1 | 0101", bits.text());
        String words = FigureHtml.of(bits).replaceAll("<[^>]*>", "").strip();
        assertEquals("half a blockbyte 0 11110000 low | byte 1 1010 w1 0101", words);
        assertThrows(IllegalArgumentException.class, () -> new Figure.BitRun("012", "", 0));
        assertThrows(IllegalArgumentException.class, () -> new Figure.BitRun("", "", 0));
        assertThrows(IllegalArgumentException.class, () -> new Figure.BitRun("0", "", 6));
    }

    @Test
    @DisplayName("made of tokens separates them even where styles are stripped")
    void strip() {
        var strip = Figure.TokenStrip.of("Tokens", List.of("The", " cat", "\n"), new int[] {464, 3797, 198});
        assertEquals("Tokens: The 464|·cat 3797|↵ 198", strip.text());
        String words = strip.mime()
                .html()
                .orElseThrow()
                .replaceAll("(?s)<style>.*</style>", "")
                .replaceAll("<[^>]*>", "");
        assertEquals("TokensThe 464 | ·cat 3797 | ↵ 198", words.strip());
    }

    @Test
    @DisplayName("made of tokens may shade them: light text on dark cells, dark text on light ones")
    void shades() {
        var strip = new Figure.TokenStrip(
                "", List.of(new Figure.Cell("sure", "99 %", false, 0.99), new Figure.Cell("not", "1 %", true, 0.01)));
        String html = FigureHtml.of(strip);
        assertTrue(html.contains("<span class=\"vitrina-cell\" style=\"background: #03"), html);
        assertTrue(html.contains("color: #fff\"><span class=\"vitrina-text\"><bdi>sure"), html);
        assertTrue(html.contains("<span class=\"vitrina-cell vitrina-marked\" style=\"background: #fc"), html);
        assertEquals("sure 99 %|not 1 %*", strip.text());
        assertEquals(
                "the shade of a cell lies between -1 and 1, or is NaN, but is 1.5",
                message(() -> new Figure.Cell("a", "", false, 1.5)));
    }

    @Test
    @DisplayName("made of bars may show what they were before, on one scale")
    void barsBefore() {
        var bars = new Figure.Bars("", "share", List.of("a", "b"), List.of(20.0, 0.0), -1, List.of(40.0, 10.0));
        String html = FigureHtml.of(bars);
        assertTrue(html.contains("vitrina-before\" style=\"width: 100.0%"), html);
        assertTrue(html.contains("vitrina-bar\" style=\"width: 50.0%"), html);
        assertTrue(html.contains("<small>before 40</small>"), html);
        assertEquals(" (share)\na  " + "█".repeat(20) + " 20, before 40\nb   0, before 10\n", bars.text());
        assertEquals(
                "bars need one value for each label, but got 1 labels and 1 values, and 2 values before",
                message(() -> new Figure.Bars("", "", List.of("a"), List.of(1.0), -1, List.of(1.0, 2.0))));
    }

    @Test
    @DisplayName("made of very many tokens says how many it leaves out")
    void longStrip() {
        List<String> pieces =
                IntStream.range(0, 5_000).mapToObj(Integer::toString).toList();
        String html = FigureHtml.of(Figure.TokenStrip.of("", pieces, new int[5_000]));
        assertTrue(html.contains("… and 4,400 more"), html.substring(html.length() - 200));
    }

    @Test
    @DisplayName("keeps a copy of the numbers it is given")
    void copies() {
        double[][] values = {{1, 2}};
        var map = new Figure.Heatmap("", "", "", List.of("r"), List.of("a", "b"), values);
        values[0][0] = 99;
        assertEquals(1, map.values()[0][0]);
    }

    @Test
    @DisplayName("made of a matrix can hold texts in place of its numbers")
    void texts() {
        var map = new Figure.Heatmap(
                "lens",
                "layer",
                "position",
                List.of("0"),
                List.of("a", "b"),
                new double[][] {{0.25, 1}},
                List.of(List.of(" cat", "sat")));
        assertTrue(FigureHtml.of(map).contains("title=\"0.250\""), "the number is the tool tip");
        assertTrue(FigureHtml.of(map).contains("·cat</bdi></td>"), FigureHtml.of(map));
        assertTrue(map.text().contains("·cat"), map.text());
        assertEquals(
                "a heat map with texts needs one for each cell, 1 rows of 2",
                message(() -> new Figure.Heatmap(
                        "", "", "", List.of("0"), List.of("a", "b"), new double[][] {{1, 2}}, List.of(List.of("x")))));
    }

    @Test
    @DisplayName("made of many small matrices is an image in which each has its place and the strongest value shows")
    void tiles() throws Exception {
        double[][] empty = new double[400][400];
        double[][] spot = new double[400][400];
        spot[399][0] = 1;
        var tiles = new Figure.Tiles(
                "patterns",
                "layer",
                "head",
                List.of("0", "1"),
                List.of("0", "1"),
                List.of(List.of(empty, empty), List.of(spot, empty)));
        var image = ImageIO.read(new ByteArrayInputStream(TilesImage.png(tiles)));
        int blue = 0;
        int x = 0;
        int y = 0;
        for (int py = 0; py < image.getHeight(); py++) {
            for (int px = 0; px < image.getWidth(); px++) {
                if ((image.getRGB(px, py) & 0xFFFFFF) == 0x004488) {
                    blue++;
                    x = px;
                    y = py;
                }
            }
        }
        assertEquals(1, blue, "one cell of many is still seen");
        assertTrue(x < image.getWidth() / 2, "in the first column");
        assertTrue(y > image.getHeight() * 0.9, "at the bottom of the second row");
        assertEquals("[patterns: 2 × 2 small heat maps]", tiles.text());
        assertTrue(FigureHtml.of(tiles).contains("alt=\"patterns\""));
    }

    @Test
    @DisplayName("refuses labels and values that do not fit, and says how many there are of each")
    void misfits() {
        assertEquals(
                "a token strip needs one id for each piece, but got 1 pieces and 2 ids",
                message(() -> Figure.TokenStrip.of("", List.of("a"), new int[2])));
        assertEquals(
                "bars need one value for each label, but got 2 labels and 1 values",
                message(() -> new Figure.Bars("", "", List.of("a", "b"), List.of(1.0))));
        assertEquals(
                "bars need finite values, but one is NaN",
                message(() -> new Figure.Bars("", "", List.of("a"), List.of(Double.NaN))));
        assertEquals(
                "a heat map needs one value for each of its 2 column labels in every row, but a row has 1",
                message(() -> new Figure.Heatmap("", "", "", List.of("r"), List.of("a", "b"), new double[][] {{1}})));
    }

    @Test
    @DisplayName("made of a table shows white space at the ends of a text, and leaves that inside alone")
    void whiteSpaceInTables() {
        var table = Table.create("tokens", StringColumn.create("token", " the", "in the", "end\n", " "));
        String html = Tables.html(table);
        for (String cell : List.of(">·the<", ">in the<", ">end↵<", ">·<")) {
            assertTrue(html.contains(cell), cell + " in " + html);
        }
    }

    @Test
    @DisplayName("made of a long table is cut in the middle as text, too")
    void longTableAsText() {
        var table = Table.create(
                "numbers", IntColumn.create("n", IntStream.range(0, 1000).toArray()));
        String text = new Figure.Data(table).text();
        assertTrue(text.lines().count() < 40, text.lines().count() + " lines");
        assertTrue(text.contains("999"), text);
    }

    @Test
    @DisplayName("made of a long table shows its head and tail and how many rows there are")
    void longTable() {
        var table = Table.create(
                "Squares",
                IntColumn.create("n", IntStream.range(0, 2_000).toArray()),
                DoubleColumn.create(
                        "root",
                        IntStream.range(0, 2_000).mapToDouble(Math::sqrt).toArray()));
        String html = Tables.html(table);
        assertTrue(html.contains("⋮ 1,970 more rows"), html);
        assertTrue(html.contains("<small>2,000 rows × 2 columns</small>"), html);
        assertTrue(
                html.contains("<td class=\"vitrina-number\">1,999</td><td class=\"vitrina-number\">44.71</td>"), html);
    }

    private static String message(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }

    @Nested
    @DisplayName("that is a graph")
    class AGraph {
        private final Figure.Graph graph = new Figure.Graph(
                "a · b + b",
                List.of(box("a"), box("b"), box("×"), box("+")),
                List.of(new Figure.Edge(0, 2), new Figure.Edge(1, 2), new Figure.Edge(2, 3), new Figure.Edge(1, 3)));

        private static Figure.Vertex box(String text) {
            return new Figure.Vertex(text, List.of("= 1"), 0, text.equals("+"));
        }

        @Test
        @DisplayName("has each box right of those that lead to it, and no two boxes at one place")
        void layout() {
            GraphLayout layout = GraphLayout.of(graph);
            assertArrayEquals(new int[] {0, 0, 1, 2}, layout.columns());
            assertArrayEquals(new double[] {0, 1, 0.5, 0.75}, layout.rows());
        }

        @Test
        @DisplayName("moves boxes apart that have the same inputs")
        void apart() {
            GraphLayout layout = GraphLayout.of(new Figure.Graph(
                    "", List.of(box("a"), box("x"), box("y")), List.of(new Figure.Edge(0, 1), new Figure.Edge(0, 2))));
            assertEquals(1, Math.abs(layout.rows()[1] - layout.rows()[2]));
        }

        @Test
        @DisplayName("is a picture, and in text a line for each box, what leads to it behind")
        void drawn() throws Exception {
            assertEquals("""
                    a · b + b
                      a; = 1
                      b; = 1
                      ×; = 1  <- a, b
                    * +; = 1  <- ×, b""", graph.text());
            var image = ImageIO.read(
                    new ByteArrayInputStream((byte[]) graph.mime().forms().get(MimeBundle.PNG)));
            assertTrue(image.getWidth() > 3 * 2 * 112 && image.getHeight() > 60, image.toString());
        }

        @Test
        @DisplayName("refuses arrows that lead in a circle or nowhere")
        void refuses() {
            var boxes = List.of(box("a"), box("b"));
            var circle = assertThrows(
                    IllegalArgumentException.class,
                    () -> new Figure.Graph("", boxes, List.of(new Figure.Edge(0, 1), new Figure.Edge(1, 0))));
            assertEquals("the edges of a graph lead in a circle, and it has no beginning", circle.getMessage());
            var nowhere = assertThrows(
                    IllegalArgumentException.class, () -> new Figure.Graph("", boxes, List.of(new Figure.Edge(0, 2))));
            assertEquals(
                    "an edge leads from 0 to 2, but the graph has 2 vertices, counted from 0", nowhere.getMessage());
        }
    }
}
