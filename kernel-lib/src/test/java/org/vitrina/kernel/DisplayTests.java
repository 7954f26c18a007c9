package org.vitrina.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayInputStream;
import java.util.Map;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A value is shown")
class DisplayTests {
    private static Cells cells;

    @BeforeAll
    static void start() {
        cells = new Cells();
        cells.run("record Made(int id, String name) {}\nrecord Holder(int[] numbers) {}\nenum Colour { RED }");
    }

    @AfterAll
    static void stop() {
        cells.close();
    }

    @ParameterizedTest(name = "{0} as {1}")
    @DisplayName("as text:")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "\"text\" | text",
                "'c' | c",
                "3.5f | 3.5",
                "Long.MAX_VALUE | 9223372036854775807",
                "new int[] {1, 2, 3} | [1, 2, 3]",
                "new double[] {0.5, -1} | [0.5, -1.0]",
                "new String[] {\"a\", null} | [a, null]",
                "new char[] {'h', 'i'} | [h, i]",
                "new int[0] | []",
                "new int[][] {{1}, {2, 3}} | [[1], [2, 3]]",
                "List.of(new int[] {1}, new int[] {2}) | [[1], [2]]",
                "new Made(1, \"one\") | Made[id=1, name=one]",
                "new Holder(new int[] {1, 2}) | Holder[numbers=[1, 2]]",
                "Colour.RED | RED",
                "Optional.of(new int[] {7}) | Optional[[7]]",
                "Optional.empty() | Optional.empty",
                "new IllegalStateException(\"x\", new Error(\"y\")).toString() | java.lang.IllegalStateException: x",
                "new TreeMap<>(Map.of(1, new int[] {2})) | {1=[2]}",
                "(Runnable) () -> {} | a lambda, Runnable",
            })
    void text(String source, String text) {
        assertEquals(text, cells.run(source).text());
    }

    @Test
    @DisplayName("without being consumed, if it is a stream or an iterator")
    void notConsumed() {
        assertTrue(cells.run("var stream = Stream.of(1, 2); stream").text().startsWith("a stream, not read"));
        assertEquals("[1, 2]", cells.run("stream.toList()").text());
        assertTrue(cells.run("var iterator = List.of(5).iterator(); iterator")
                .text()
                .startsWith("an iterator, not read"));
        assertEquals("5", cells.run("iterator.next()").text());
    }

    @Test
    @DisplayName("cut, with its size, if it is long")
    void cut() {
        assertTrue(cells.run("new int[1_000]").text().endsWith("… 1,000 in all]"));
        assertTrue(
                cells.run("IntStream.range(0, 5_000).boxed().toList()").text().endsWith("99, … 5,000 in all]"));
        String text = cells.run("\"x\".repeat(100_000_000)").text();
        assertTrue(text.length() < 30_000);
        assertTrue(text.endsWith("… (100,000,000 characters in all)"));
    }

    @Test
    @DisplayName("even if it contains itself")
    void containsItself() {
        assertTrue(cells.run("var ring = new ArrayList<Object>(); ring.add(ring); ring")
                .text()
                .contains("(this)"));
        assertTrue(cells.run("Object[] rings = new Object[1]; rings[0] = rings; rings")
                .text()
                .contains("…"));
    }

    @Nested
    @DisplayName("whatever its own code does:")
    class Hostile {
        @Test
        @DisplayName("toString throws")
        void throwing() {
            String text = cells.run(
                            "class Bad { public String toString() { throw new IllegalStateException(\"no\"); } }\nnew Bad()")
                    .text();
            assertEquals("Bad (its toString() threw IllegalStateException: no)", text);
        }

        @Test
        @DisplayName("toString returns null")
        void returnsNull() {
            assertEquals(
                    "None (its toString() returned null)",
                    cells.run("class None { public String toString() { return null; } }\nnew None()")
                            .text());
        }

        @Test
        @DisplayName("toString never ends")
        void deep() {
            String text = cells.run("class Deep { public String toString() { return toString() + 1; } }\nnew Deep()")
                    .text();
            assertTrue(text.contains("threw StackOverflowError"), text);
        }

        @Test
        @DisplayName("mime throws")
        void mime() {
            String text = cells.run(
                            "class Show implements Showable { public MimeBundle mime() { throw new RuntimeException(\"not now\"); } }\nnew Show()")
                    .text();
            assertEquals("Show (it cannot be shown: RuntimeException: not now)", text);
        }
    }

    @Nested
    @DisplayName("as a table:")
    class Tables {
        @Test
        @DisplayName("a map, escaped")
        void map() {
            String html = cells.run("Map.of(\"<b>\", 1)").html();
            assertTrue(html.contains("&lt;b&gt;") && !html.contains("<b>"), html);
            assertTrue(html.contains("text-align:right\">1<"), html);
        }

        @Test
        @DisplayName("a matrix, cut if it is large")
        void matrix() {
            assertTrue(cells.run("new double[][] {{1, 2}, {3, 4}}").html().contains(">4.0<"));
            assertTrue(cells.run("new int[500][500]").html().contains("500 × 500 in all"));
        }

        @Test
        @DisplayName("a list of records, with their components as columns")
        void records() {
            String html = cells.run("List.of(new Made(1, \"<i>\"), new Made(2, \"b\"))")
                    .html();
            assertTrue(html.contains(">id</th>") && html.contains(">name</th>") && html.contains("&lt;i&gt;"), html);
        }

        @Test
        @DisplayName("a Tablesaw table, escaped, its missing values empty")
        void table() {
            String html = cells.run(
                            "var table = Table.create(\"t\").addColumns(StringColumn.create(\"<x>\", \"<script>\", \"b\"), "
                                    + "IntColumn.create(\"n\").append(5).appendMissing()); table")
                    .html();
            assertTrue(html.contains("&lt;script&gt;") && !html.contains("<script>"), html);
            assertTrue(html.contains("&lt;x&gt;"), html);
            assertTrue(html.contains("vitrina-number\">5<") && html.contains("vitrina-number\"><"), html);
        }

        @Test
        @DisplayName("a long Tablesaw table by its beginning and end, with the number of rows")
        void longTable() {
            var ran = cells.run("Table.create(\"long\").addColumns(IntColumn.indexColumn(\"i\", 5_000, 0))");
            assertTrue(ran.html().contains("5,000 rows × 1 column<"), ran.html());
            assertTrue(ran.html().contains(">4,999<") && ran.html().contains(">0<"));
            assertFalse(ran.html().contains(">2,500<"));
        }
    }

    @Nested
    @DisplayName("as a picture:")
    class Pictures {
        @Test
        @DisplayName("an image")
        void image() throws Exception {
            var bundle =
                    cells.run("new java.awt.image.BufferedImage(30, 20, 1)").result();
            assertEquals("Image, 30 × 20 pixels", bundle.text());
            var read = ImageIO.read(
                    new ByteArrayInputStream((byte[]) bundle.forms().get("image/png")));
            assertEquals(30, read.getWidth());
        }

        @Test
        @DisplayName("a chart, drawn with twice the pixels it takes on the page, with a text that says what it is")
        void chart() throws Exception {
            var bundle = cells.run("var chart = new XYChartBuilder().width(400).height(300).title(\"Loss\").build();\n"
                            + "chart.addSeries(\"train\", new double[] {1, 2}, new double[] {3, 4});\nchart")
                    .result();
            assertEquals("Chart “Loss”: train", bundle.text());
            assertEquals(Map.of("width", 400, "height", 300), bundle.metadata().get("image/png"));
            var read = ImageIO.read(
                    new ByteArrayInputStream((byte[]) bundle.forms().get("image/png")));
            assertEquals(800, read.getWidth());
        }
    }

    @Nested
    @DisplayName("as JJava shows it:")
    class Stock {
        @Test
        @DisplayName("an object that renders itself")
        void renderable() {
            String html = cells.run("""
                    import org.dflib.jjava.jupyter.kernel.display.*;
                    import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
                    class Own implements DisplayDataRenderable {
                        public void render(RenderContext context) {
                            context.renderIfRequested(MIMEType.TEXT_HTML, () -> "<b>own</b>");
                        }
                    }
                    new Own()
                    """).html();
            assertEquals("<b>own</b>", html);
        }

        @Test
        @DisplayName("a type for which a renderer was registered")
        void registered() {
            String html = cells.run("""
                    import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;
                    record Temperature(double celsius) {}
                    renderer().createRegistration(Temperature.class).preferring(MIMEType.TEXT_HTML)
                        .register((t, context) -> context.renderIfRequested(MIMEType.TEXT_HTML, () -> "<b>" + t.celsius() + " °C</b>"));
                    new Temperature(20)
                    """).html();
            assertEquals("<b>20.0 °C</b>", html);
        }
    }
}
