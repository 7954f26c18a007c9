package org.vitrina.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The error of a cell")
class ErrorTests {
    private static Cells cells;

    @BeforeAll
    static void start() {
        cells = new Cells();
    }

    @AfterAll
    static void stop() {
        cells.close();
    }

    private static void assertTells(String trace, String... parts) {
        for (String part : parts) {
            assertTrue(trace.contains(part), () -> "no '" + part + "' in:\n" + trace);
        }
    }

    @Nested
    @DisplayName("that does not compile")
    class Compile {
        @Test
        @DisplayName("shows the line of the cell, marks the place and gives the compiler's words")
        void place() {
            String trace = cells.run("int a = 1;\n\n    int b = \"text\";\n").trace();
            List<String> lines = trace.lines().toList();
            assertTells(lines.get(0), "line 3");
            assertEquals("   3 |     int b = \"text\";", lines.get(1));
            assertEquals(" ".repeat(lines.get(1).indexOf('"')) + "^^^^^^", lines.get(2));
            assertTells(trace, "incompatible types: String cannot be converted to int", "A text in quotes is a String");
        }

        @Test
        @DisplayName("counts lines across comments and several pieces on a line")
        void lines() {
            assertTells(
                    cells.run("// one\n/* two\n three */ int c = 1; int d = true;")
                            .trace(),
                    "line 3",
                    "boolean cannot be converted to int");
        }

        @ParameterizedTest(name = "{0}: did you mean {1}?")
        @CsvSource(
                delimiter = '|',
                value = {
                    "\"abc\".lenght() | length",
                    "System.out.printn(1); | println",
                    "Strin s = null; | String",
                    "Tabel t = null; | Table",
                    "ArayList<Integer> l = null; | ArrayList",
                    "int counter = 1; conuter = 2; | counter",
                    "dispaly(1) | display",
                })
        void didYouMean(String source, String meant) {
            assertTells(cells.run(source).trace(), "cannot find symbol", "Did you mean " + meant + "?");
        }

        @Test
        @DisplayName("names the import for a type that the JDK has elsewhere")
        void missingImport() {
            assertTells(cells.run("BufferedImage picture;").trace(), "import java.awt.image.BufferedImage;");
        }

        @Test
        @DisplayName("points at the bracket that is not closed")
        void unclosed() {
            String trace = cells.run("for (int i = 0; i < 3; i++) {\n    System.out.println(i);\n")
                    .trace();
            assertTells(trace, "line 1", "this '{' is not closed", "needs its '}'");
            assertEquals(
                    trace.lines().toList().get(1).indexOf('{'),
                    trace.lines().toList().get(2).indexOf('^'));
        }

        @Test
        @DisplayName("points at the bracket that closes nothing")
        void closesNothing() {
            assertTells(cells.run("System.out.println(1));").trace(), "this ')' closes nothing that is open");
        }

        @Test
        @DisplayName("says what is wrong inside a method, and nothing of the kernel's own classes")
        void insideMethod() {
            String trace = cells.run("int tripled(int n) {\n    int m = 3 * n;\n    return mm;\n}")
                    .trace();
            assertTells(trace, "line 3", "cannot find symbol: variable mm");
            assertFalse(trace.contains("JShell") || trace.contains("REPL"), trace);
        }

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource(
                delimiter = '|',
                value = {
                    "int n = 3.5; | write (int) before it",
                    "int noReturn() { } | must reach a return",
                    "if (1) { } | to compare, write == and not =",
                    "void io() { throw new IOException(); } | throws",
                    "Math.max(1); | fit the parameters",
                    "int i; int j = i + 'a' - \"b\"; | Look at the types",
                })
        void help(String source, String help) {
            assertTells(cells.run(source).trace(), help);
        }
    }

    @Nested
    @DisplayName("that threw an exception")
    class Thrown {
        @Test
        @DisplayName("does not name methods that nobody wrote")
        void initializer() {
            String trace = cells.run("var unlucky = new Object() {\n    int n = Integer.parseInt(\"seven\");\n};")
                    .trace();
            assertTells(trace, "NumberFormatException", "in a class without a name, cell");
            assertFalse(trace.contains("do_it") || trace.contains("<init>"), trace);
            trace = cells.run("class Lucky { int n = Integer.parseInt(\"seven\"); }\nnew Lucky()")
                    .trace();
            assertTells(trace, "in new Lucky, cell");
            trace = cells.run("var length = List.of(\n    \"a\").get(1).length();")
                    .trace();
            assertFalse(trace.contains("do_it"), trace);
        }

        @Test
        @DisplayName("shows cell, line and source of each of the user's frames, and causes")
        void frames() {
            cells.run("1");
            String trace = cells.run("""
                    void fails(int n) {
                        throw new IllegalArgumentException("n is " + n, new RuntimeException("deeper"));
                    }

                    // the call
                    fails(3);
                    """).trace();
            assertTells(trace, "IllegalArgumentException: n is 3", "in fails, cell", "line 2", "line 6", "fails(3);");
            assertTells(trace, "Caused by: RuntimeException: deeper");
        }

        @Test
        @DisplayName("shows none of the frames of the kernel, JShell and reflection")
        void hidden() {
            String trace = cells.run("List.of(1).get(5)").trace();
            for (String hidden : List.of("jdk.", "java.lang.reflect", "org.vitrina", "REPL", "JShell", "do_it")) {
                assertFalse(trace.contains(hidden), trace);
            }
            assertTells(trace, "IndexOutOfBoundsException: Index: 5 Size: 1", "List.of(1).get(5)");
        }

        @Test
        @DisplayName("names the cell in which the failing method was declared")
        void otherCell() {
            cells.run("int dangerous(int a) {\n    return 1 / a;\n}");
            String trace = cells.run("dangerous(0)").trace();
            assertTells(trace, "ArithmeticException: / by zero", "line 2", "return 1 / a;", "dangerous(0)");
            assertEquals(
                    2,
                    trace.lines()
                            .filter(line -> line.contains("cell "))
                            .map(line -> line.replaceAll(".*(cell \\d+).*", "$1"))
                            .distinct()
                            .count());
        }

        @Test
        @DisplayName("names the variable that is null as the user knows it")
        void nullPointer() {
            cells.run("String missing = null;");
            String trace = cells.run("missing.length()").trace();
            assertTells(trace, "\"missing\" is null");
            assertFalse(trace.contains("$JShell$"), trace);
        }

        @Test
        @DisplayName("is short for a recursion without an end")
        void recursion() {
            String trace = cells.run("int down(int n) {\n    return down(n - 1) + 1;\n}\ndown(1)")
                    .trace();
            assertTells(trace, "StackOverflowError", "line 2", "times more");
            assertTrue(trace.lines().count() < 15, trace);
            assertEquals(2, cells.run("1 + 1").value());
        }

        @Test
        @DisplayName("is short for two methods that call each other without an end")
        void mutualRecursion() {
            String trace = cells.run(
                            "int ping(int n) { return pong(n); }\nint pong(int n) { return ping(n); }\nping(1)")
                    .trace();
            assertTells(trace, "the same 2 calls");
            assertTrue(trace.lines().count() < 20, trace);
        }

        @Test
        @DisplayName("tells an exception of the user's own type, whose message throws")
        void hostile() {
            String trace = cells.run(
                            "class Odd extends RuntimeException {\n"
                                    + "    public String getMessage() { throw new IllegalStateException(); }\n}\nthrow new Odd();")
                    .trace();
            assertTells(trace, "Odd: (its message cannot be shown");
        }

        @Test
        @DisplayName("has an end where causes form a ring")
        void ring() {
            String trace = cells.run(
                            "var a = new RuntimeException(\"a\"); var b = new RuntimeException(\"b\", a); a.initCause(b); throw a;")
                    .trace();
            assertTrue(trace.lines().count() < 20, trace);
        }

        @Test
        @DisplayName("may be any Throwable")
        void anyThrowable() {
            assertEquals(
                    "Throwable",
                    cells.run("throw new Throwable(\"plain\");").error().name());
        }
    }

    @Nested
    @DisplayName("that would have ended the process")
    class Exit {
        @Test
        @DisplayName("says that System.exit ended the cell only, however it was called")
        void exit() {
            for (String call : List.of(
                    "System.exit(3);",
                    "Runtime.getRuntime().exit(3);",
                    "Runtime.getRuntime().halt(3);",
                    "List.of(3).forEach(System::exit);",
                    "Runnable leave = () -> System.exit(3); leave.run();")) {
                var error =
                        cells.run("int before = 1;\n" + call + "\nbefore = 2;").error();
                assertEquals("SystemExit", error.name(), call);
                assertTrue(error.message().contains("ended this cell, not the kernel"), error.message());
                assertEquals(1, cells.run("before").value());
            }
        }
    }
}
