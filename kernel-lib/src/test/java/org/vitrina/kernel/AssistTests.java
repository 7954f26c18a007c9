package org.vitrina.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrina.kernel.Completeness.Status;

@DisplayName("For a cell that is being written, an evaluator")
class AssistTests {
    private static Cells cells;

    @BeforeAll
    static void start() {
        cells = new Cells();
        cells.run("String greeting = \"hi\";");
    }

    @AfterAll
    static void stop() {
        cells.close();
    }

    /// Completes at the bar in the source.
    private static Completions complete(String source) {
        int cursor = source.indexOf('|');
        return cells.evaluator().complete(source.replace("|", ""), cursor);
    }

    @Nested
    @DisplayName("completes")
    class Completing {
        @Test
        @DisplayName("a method of a variable of an earlier cell")
        void member() {
            var found = complete("greeting.toUpp|");
            assertTrue(
                    found.matches().contains("toUpperCase()") || found.matches().contains("toUpperCase("),
                    found.toString());
            assertEquals(9, found.from());
        }

        @Test
        @DisplayName("with what the cell itself has declared above")
        void sameCell() {
            var found = complete("var list = new ArrayList<String>();\nlist.add(\"a\");\nlist.ge|;\nint after;");
            assertTrue(found.matches().stream().anyMatch(each -> each.startsWith("getFirst")), found.toString());
        }

        @Test
        @DisplayName("with the methods and types that the cell itself has declared above, whatever is in them")
        void sameCellMembers() {
            String above = """
                    import java.util.List;
                    sealed interface Shape permits Square, Circle {}
                    record Square(double side) implements Shape {}
                    record Circle(double radius) implements Shape {}
                    static <T extends Shape> List<T> twice(T shape) throws Exception {
                        return List.of(shape, shape);
                    }
                    var shapes = twice(new Square(2));
                    """;
            assertEquals(List.of("twice("), complete(above + "twi|").matches());
            assertTrue(complete(above + "shapes.getFirst().si|").matches().contains("side()"));
            assertTrue(complete(above + "twice(new Circle(1)).get(0).rad|")
                    .matches()
                    .contains("radius()"));
            assertTrue(complete(above + "Shape s = new Squ|").matches().stream()
                    .anyMatch(each -> each.startsWith("Square")));
            assertTrue(complete(above + "double area(Square square) {\n    return square.si|")
                    .matches()
                    .contains("side()"));
            assertTrue(
                    complete(above + "int afterwards() {\n    twi|").matches().contains("twice("));
            assertTrue(complete(above + "$Ce|").matches().isEmpty());
        }

        @Test
        @DisplayName("behind a magic's value")
        void behindMagicValue() {
            assertTrue(complete("List<String> jars = %jars lib/*.jar\njars.isEmp|")
                    .matches()
                    .contains("isEmpty()"));
        }

        @Test
        @DisplayName("a variable by its beginning")
        void variable() {
            assertTrue(complete("int n = gree|").matches().contains("greeting"));
        }

        @Test
        @DisplayName("magics")
        void magic() {
            assertEquals(List.of("maven", "mavenRepo"), complete("%mav|").matches());
        }

        @Test
        @DisplayName("while a cell runs")
        void whileRunning() throws Exception {
            var begun = new CountDownLatch(1);
            var running = CompletableFuture.supplyAsync(
                    () -> cells.evaluator().evaluate("display(1); while (true) {}", out -> begun.countDown()));
            begun.await();
            assertTrue(complete("greeting.len|").matches().contains("length()"));
            cells.evaluator().interrupt();
            running.get();
        }
    }

    @Nested
    @DisplayName("inspects")
    class Inspecting {
        @Test
        @DisplayName("a method wherever the cursor is in its name, with its Javadoc")
        void method() {
            for (String source : new String[] {"greeting.str|ip()", "greeting.strip|()", "greeting.strip|"}) {
                int cursor = source.indexOf('|');
                var found = cells.evaluator()
                        .inspect(source.replace("|", ""), cursor)
                        .orElseThrow();
                assertEquals("String String.strip()", found.entries().getFirst().signature());
                assertTrue(found.entries().getFirst().javadoc().contains("white space"), found.toString());
            }
        }

        private Inspection.Entry inspected(String source) {
            int cursor = source.indexOf('|');
            return cells.evaluator()
                    .inspect(source.replace("|", ""), cursor)
                    .orElseThrow()
                    .entries()
                    .getFirst();
        }

        @Test
        @DisplayName("what this library has, with its comment in Markdown and types by their simple names")
        void ownLibrary() {
            var train = inspected("BpeTokenizer.tra|in(\"abc\", 260)");
            assertEquals("BpeTokenizer BpeTokenizer.train(String text, int vocabularySize)", train.signature());
            assertTrue(train.markdown());
            assertTrue(train.javadoc().contains("@param"), train.javadoc());
            var type = inspected("MimeBu|ndle.of(\"\")");
            assertTrue(type.signature().startsWith("org.vitrina.show.MimeBundle("), type.signature());
            assertTrue(type.javadoc().startsWith("One object in several forms"), type.javadoc());
            assertTrue(inspected("MimeBundle.o|f(\"\")").javadoc().startsWith("Returns a bundle with the one form"));
            assertTrue(inspected("display|(1)").javadoc().startsWith("Shows `value` below the cell"));
        }

        @Test
        @DisplayName("what the cell itself has declared above")
        void sameCell() {
            assertEquals(
                    "int halved(int n)",
                    inspected("int halved(int n) { return n / 2; }\nhalv|ed(4)").signature());
        }

        @Test
        @DisplayName("a variable and nothing")
        void others() {
            assertTrue(cells.evaluator()
                    .inspect("greeting", 4)
                    .orElseThrow()
                    .entries()
                    .getFirst()
                    .signature()
                    .contains("greeting"));
            assertTrue(cells.evaluator().inspect("", 0).isEmpty());
        }
    }

    @ParameterizedTest(name = "{0} is {1}")
    @DisplayName("says whether it is finished:")
    @CsvSource(
            delimiter = '|',
            value = {
                "int x = 1; | COMPLETE",
                "1 + 1 | COMPLETE",
                "%maven a:b:1 | COMPLETE",
                "for (int i = 0; i < 3; i++) { | INCOMPLETE",
                "foo( | INCOMPLETE",
                "int x = ) | INVALID",
                "foo)) | INVALID",
            })
    void finished(String source, Status status) {
        assertEquals(status, cells.evaluator().isComplete(source).status());
    }

    @Test
    @DisplayName("says how far the next line should be indented")
    void indent() {
        assertEquals("    ", cells.evaluator().isComplete("if (true) {").indent());
    }
}
