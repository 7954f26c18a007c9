package org.vitrina.kernel.notebook;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.ByteBuffer;
import java.util.Base64;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.kernel.CellError;
import org.vitrina.kernel.Output;
import org.vitrina.show.MimeBundle;

@DisplayName("What a cell gives out becomes a notebook's outputs:")
class OutputLogTests {
    private final OutputLog log = new OutputLog();
    private final OutputLog.CellLog cell = log.cell();

    @Test
    @DisplayName("prints on one channel that follow each other are one output, others stay apart")
    void streams() {
        cell.accept(new Output.Stream("stdout", "a"));
        cell.accept(new Output.Stream("stdout", "b\n"));
        cell.accept(new Output.Stream("stderr", "c"));
        cell.accept(new Output.Stream("stdout", "d"));
        assertEquals(
                List.of(
                        new CellOutput.Stream("stdout", "ab\n"),
                        new CellOutput.Stream("stderr", "c"),
                        new CellOutput.Stream("stdout", "d")),
                cell.outputs(1));
    }

    @Test
    @DisplayName("a display keeps every form, images as base64, and the result has the cell's number")
    void forms() {
        byte[] image = {1, 2, (byte) 0xFF};
        cell.accept(new Output.Display(MimeBundle.of("text").withHtml("<p>").withPng(image), null));
        cell.accept(new Output.Result(MimeBundle.of("42").with("application/json", "{\"a\": 1}")));
        var display = (CellOutput.Display) cell.outputs(7).get(0);
        assertEquals("<p>", display.form("text/html").orElseThrow());
        assertArrayEquals(
                image, Base64.getDecoder().decode(display.form("image/png").orElseThrow()));
        var result = (CellOutput.Result) cell.outputs(7).get(1);
        assertEquals(7, result.executionCount());
        assertEquals("{\"a\":1}", result.data().get("application/json").toString());
    }

    @Test
    @DisplayName("a JSON form that is not JSON is refused by name")
    void badJson() {
        assertTrue(assertThrows(
                        IllegalArgumentException.class,
                        () -> cell.accept(new Output.Display(MimeBundle.of("x").with("application/json", "{"), null)))
                .getMessage()
                .startsWith("the application/json form of a display must be JSON"));
    }

    @Test
    @DisplayName("an error has its name, its message and its traceback")
    void error() {
        cell.accept(new Output.Error(new CellError("CompileError", "no such name", List.of("line 1", "^"))));
        var error = (CellOutput.Error) cell.outputs(1).getFirst();
        assertEquals("CompileError", error.name());
        assertEquals("no such name", error.value());
        assertEquals(List.of("line 1", "^"), error.traceback());
    }

    @Nested
    @DisplayName("an update")
    class Updates {
        @Test
        @DisplayName("replaces every display of its id in place, also in an earlier cell")
        void inPlace() {
            cell.accept(new Output.Display(MimeBundle.of("old"), "bar"));
            cell.accept(new Output.Display(MimeBundle.of("between"), null));
            var next = log.cell();
            next.accept(new Output.Display(MimeBundle.of("old"), "bar"));
            next.accept(new Output.Update(MimeBundle.of("new"), "bar"));
            assertEquals(List.of("new", "between"), texts(cell));
            assertEquals(List.of("new"), texts(next));
        }

        @Test
        @DisplayName("of an id that nobody displayed is dropped")
        void unknown() {
            cell.accept(new Output.Update(MimeBundle.of("new"), "nobody"));
            assertEquals(List.of(), cell.outputs(1));
        }
    }

    @Nested
    @DisplayName("a clear")
    class Clears {
        @Test
        @DisplayName("removes the outputs at once")
        void now() {
            cell.accept(new Output.Display(MimeBundle.of("a"), null));
            cell.accept(new Output.Clear(false));
            assertEquals(List.of(), cell.outputs(1));
        }

        @Test
        @DisplayName("that may wait keeps them until the next output arrives")
        void later() {
            cell.accept(new Output.Display(MimeBundle.of("a"), null));
            cell.accept(new Output.Clear(true));
            assertEquals(List.of("a"), texts(cell));
            cell.accept(new Output.Display(MimeBundle.of("b"), null));
            cell.accept(new Output.Display(MimeBundle.of("c"), null));
            assertEquals(List.of("b", "c"), texts(cell));
        }

        @Test
        @DisplayName("forgets the displays, so that an update does not bring them back")
        void forgets() {
            cell.accept(new Output.Display(MimeBundle.of("a"), "id"));
            cell.accept(new Output.Clear(false));
            cell.accept(new Output.Update(MimeBundle.of("b"), "id"));
            assertEquals(List.of(), cell.outputs(1));
        }
    }

    @Test
    @DisplayName("a cell that prints without end keeps its beginning and says how much is left out")
    void endless() {
        String line = "x".repeat(1023) + "\n";
        for (int i = 0; i < 1100; i++) {
            cell.accept(new Output.Stream("stdout", line));
        }
        String text = ((CellOutput.Stream) cell.outputs(1).getFirst()).text();
        assertTrue(text.startsWith(line));
        assertTrue(
                text.endsWith("\n… 77,824 more characters were printed and are left out here\n"),
                text.substring(text.length() - 80));
        assertTrue(text.length() < OutputLog.MOST_PRINTED + 100);
    }

    @Test
    @DisplayName("threads that print at the same time lose nothing")
    void threads() throws InterruptedException {
        var threads = java.util.stream.IntStream.range(0, 8)
                .mapToObj(t -> Thread.ofPlatform().start(() -> {
                    for (int i = 0; i < 1000; i++) {
                        cell.accept(new Output.Stream("stdout", Integer.toString(t)));
                    }
                }))
                .toList();
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(
                8000, ((CellOutput.Stream) cell.outputs(1).getFirst()).text().length());
    }

    @Nested
    @DisplayName("a PNG")
    class Png {
        @Test
        @DisplayName("of 192 dots per inch is shown at half its pixels")
        void crisp() {
            cell.accept(new Output.Display(MimeBundle.of("").withPng(png(1600, 840, 7559)), null));
            assertEquals(
                    "{\"image/png\":{\"width\":800,\"height\":420}}",
                    ((CellOutput.Display) cell.outputs(1).getFirst()).metadata().toString());
        }

        @Test
        @DisplayName("of a screen's resolution, cut off or lying about its length is shown as it is")
        void plain() {
            byte[] lying = png(10, 10, 7559);
            lying[33] = 0x7F;
            for (byte[] png : List.of(png(10, 10, 3780), new byte[3], lying)) {
                var cell = new OutputLog().cell();
                cell.accept(new Output.Display(MimeBundle.of("").withPng(png), null));
                assertEquals(
                        "{}",
                        ((CellOutput.Display) cell.outputs(1).getFirst())
                                .metadata()
                                .toString());
            }
        }

        /// Returns the head of a PNG: signature, IHDR and pHYs.
        private byte[] png(int width, int height, int perMetre) {
            return ByteBuffer.allocate(33 + 21)
                    .putLong(0x89504E470D0A1A0AL)
                    .putInt(13)
                    .put("IHDR".getBytes())
                    .putInt(width)
                    .putInt(height)
                    .position(33)
                    .putInt(9)
                    .put("pHYs".getBytes())
                    .putInt(perMetre)
                    .putInt(perMetre)
                    .put((byte) 1)
                    .array();
        }
    }

    private static List<String> texts(OutputLog.CellLog cell) {
        return cell.outputs(1).stream()
                .map(output -> ((CellOutput.Rich) output).form("text/plain").orElseThrow())
                .toList();
    }
}
