package org.vitrina.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

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
        @DisplayName("a variable by its beginning")
        void variable() {
            assertTrue(complete("int n = gree|").matches().contains("greeting"));
        }

        @Test
        @DisplayName("magics")
        void magic() {
            assertEquals(
                    java.util.List.of("maven", "mavenRepo"), complete("%mav|").matches());
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
