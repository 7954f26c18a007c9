package org.vitrina.kernel.stock;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Base64;
import java.util.List;
import java.util.ServiceLoader;
import java.util.TreeMap;
import org.dflib.jjava.jupyter.Extension;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.knowm.xchart.XYChart;
import org.vitrina.interact.Interact;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.Showable;
import org.vitrina.show.Step;
import org.vitrina.show.Walk;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.Table;

@DisplayName("A kernel that is not ours")
class StockKernelTests {
    record Merged(String name, String caption, Figure figure) implements Step {}

    private static Walk<Merged> walk() {
        return Walk.of(
                "two merges",
                List.of(
                        new Merged("bpe.merge", "a and b became ab", new Figure.None()),
                        new Merged("bpe.merge", "ab and c became abc", new Figure.None())));
    }

    private static XYChart chart() {
        var lines = new TreeMap<String, List<Double>>();
        lines.put("loss", List.of(2.0, 1.0));
        return Charts.lines("loss", "step", "loss", List.of(1.0, 2.0), lines);
    }

    private static Table table() {
        return Table.create("ids", IntColumn.create("id", 7, 8));
    }

    @Nested
    @DisplayName("JJava")
    class JJava {
        private final org.dflib.jjava.jupyter.kernel.display.Renderer renderer =
                new org.dflib.jjava.jupyter.kernel.display.Renderer();

        JJava() {
            ForJJava.register(renderer);
        }

        private String data(Object value, String type) {
            var data = renderer.render(value);
            var mime = org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.parse(type);
            return data.hasDataForType(mime) ? (String) data.getData(mime) : null;
        }

        @Test
        @DisplayName("finds the library as a service")
        void service() {
            assertTrue(ServiceLoader.load(Extension.class).stream()
                    .anyMatch(provider -> provider.type() == ForJJava.class));
        }

        @Test
        @DisplayName("shows a walk, a figure and a control in the forms that they have themselves")
        void showables() {
            for (Showable each : List.of(
                    walk(),
                    new Figure.TokenStrip("tokens", List.of(new Figure.Cell("<b>", "1"))),
                    Interact.slider("k", 1, 9, k -> "k is " + k))) {
                assertEquals(each.mime().html().orElseThrow(), data(each, "text/html"));
                assertEquals(each.text(), data(each, "text/plain"));
            }
        }

        @Test
        @DisplayName("shows a chart as an image, and a table as a table")
        void objects() {
            assertArrayEquals(Charts.png(chart()), Base64.getDecoder().decode(data(chart(), "image/png")));
            assertTrue(data(chart(), "text/html").contains("data:image/png"));
            assertTrue(data(table(), "text/html").contains("<td class=\"vitrina-number\">7</td>"));
            assertTrue(data(table(), "text/plain").contains("id"));
        }

        @Test
        @DisplayName("gets only the form that it asks for")
        void asked() {
            var data = renderer.renderAs(walk(), "text/html");
            assertTrue(data.hasDataForType(org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.TEXT_HTML));
            assertFalse(data.hasDataForType(org.dflib.jjava.jupyter.kernel.display.mime.MIMEType.IMAGE_PNG));
        }
    }

    @Nested
    @DisplayName("IJava")
    class IJava {
        private final io.github.spencerpark.jupyter.kernel.display.Renderer renderer =
                new io.github.spencerpark.jupyter.kernel.display.Renderer();

        IJava() {
            ForIJava.register(renderer);
        }

        private String data(Object value, String type) {
            var data = renderer.render(value);
            var mime = io.github.spencerpark.jupyter.kernel.display.mime.MIMEType.parse(type);
            return data.hasDataForType(mime) ? (String) data.getData(mime) : null;
        }

        @Test
        @DisplayName("shows a walk, a figure and a control in the forms that they have themselves")
        void showables() {
            for (Showable each : List.of(
                    walk(),
                    new Figure.TokenStrip("tokens", List.of(new Figure.Cell("<b>", "1"))),
                    Interact.slider("k", 1, 9, k -> "k is " + k))) {
                assertEquals(each.mime().html().orElseThrow(), data(each, "text/html"));
                assertEquals(each.text(), data(each, "text/plain"));
            }
        }

        @Test
        @DisplayName("shows a chart as an image, and a table as a table")
        void objects() {
            assertArrayEquals(Charts.png(chart()), Base64.getDecoder().decode(data(chart(), "image/png")));
            assertTrue(data(table(), "text/html").contains("<td class=\"vitrina-number\">7</td>"));
        }
    }
}
