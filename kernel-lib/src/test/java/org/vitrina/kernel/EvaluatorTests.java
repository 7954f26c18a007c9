package org.vitrina.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.kernel.magic.MagicKernel.Variable;

@DisplayName("An evaluator")
class EvaluatorTests {
    private static Cells cells;

    @BeforeAll
    static void start() {
        cells = new Cells();
    }

    @AfterAll
    static void stop() {
        cells.close();
    }

    @Nested
    @DisplayName("gives the value of the last expression")
    class Values {
        @Test
        @DisplayName("as an object, and shows it")
        void value() {
            var ran = cells.run("int x = 6;\nx * 7");
            assertEquals(42, ran.value());
            assertEquals("42", ran.text());
        }

        @Test
        @DisplayName("that is the very object the cell made, not a copy or a text")
        void sameObject() {
            Object list = cells.run("var made = new ArrayList<String>(); made").value();
            cells.run("made.add(\"later\")");
            assertEquals(List.of("later"), list);
            assertSame(list, cells.run("made").value());
        }

        @Test
        @DisplayName("with a semicolon behind it too")
        void semicolon() {
            assertEquals("3", cells.run("1 + 2;").text());
        }

        @Test
        @DisplayName("but nothing for a declaration, an assignment, a call without a result")
        void nothing() {
            assertEquals(List.of(), cells.run("int declared = 1;").outputs());
            assertEquals(List.of(), cells.run("declared = 2;").outputs());
            assertEquals(
                    List.of(), cells.run("new ArrayList<Integer>().clear()").outputs());
            assertEquals("2", cells.run("declared").text());
        }

        @Test
        @DisplayName("only of the last one")
        void last() {
            assertEquals(1, cells.run("1; 2; 3").outputs().size());
            assertEquals("3", cells.run("1; 2; 3").text());
        }

        @Test
        @DisplayName("null as the text null")
        void nothingAtAll() {
            assertEquals("null", cells.run("(Object) null").text());
        }

        @Test
        @DisplayName("and none for an empty cell, or one of comments only")
        void empty() {
            for (String source : List.of("", "  \n\t\n", "// only words", "/* words */ // and more\n")) {
                var ran = cells.run(source);
                assertNull(ran.value());
                assertEquals(List.of(), ran.outputs(), source);
            }
        }
    }

    @Nested
    @DisplayName("runs Java 25:")
    class Language {
        @Test
        @DisplayName("records, sealed types, patterns")
        void sealedTypes() {
            assertEquals("18.0", cells.run("""
                    sealed interface Shape permits Circle, Square {}
                    record Circle(double r) implements Shape {}
                    record Square(double side) implements Shape {}
                    double size(Shape shape) {
                        return switch (shape) {
                            case Circle(double r) -> r * r * 2;
                            case Square(double side) -> side * side;
                        };
                    }
                    size(new Circle(3))
                    """).text());
        }

        @Test
        @DisplayName("a sealed type whose subtypes are found in the cell, as in a source file")
        void sealedWithoutPermits() {
            assertEquals("cat", cells.run("""
                    sealed interface Animal {}
                    record Cat() implements Animal {}
                    record Dog(String name) implements Animal {}
                    String name(Animal a) {
                        return switch (a) { case Cat() -> "cat"; case Dog(var name) -> name; };
                    }
                    name(new Cat())
                    """).text());
        }

        @Test
        @DisplayName("text blocks with a % at the beginning of a line, generics, var, module imports")
        void more() {
            assertEquals(
                    "%time\n% no magic\n",
                    cells.run("var block = \"\"\"\n    %time\n    % no magic\n    \"\"\"; block")
                            .value());
            assertEquals(
                    "[b, a]",
                    cells.run("<T> List<T> turned(List<T> in) { return in.reversed(); }\nturned(List.of(\"a\", \"b\"))")
                            .text());
            assertEquals(
                    "true",
                    cells.run("import module java.sql;\nDriverManager.getDrivers() != null")
                            .text());
        }

        @Test
        @DisplayName("a remainder at the beginning of a line")
        void remainder() {
            assertEquals(
                    2, cells.run("int time = 5;\nint rest = 17\n% time;\nrest").value());
        }
    }

    @Nested
    @DisplayName("lets a cell use what is declared further down in it:")
    class Order {
        @Test
        @DisplayName("a method")
        void method() {
            assertEquals(
                    8,
                    cells.run("int early = twiceOf(4);\nint twiceOf(int n) { return 2 * n; }\nearly")
                            .value());
        }

        @Test
        @DisplayName("a class, a record inside it, a method that uses both")
        void type() {
            assertEquals("5", cells.run("""
                    var node = new Node(2, new Leaf(3));
                    int sum(Node n) { return n.value() + n.leaf().value(); }
                    record Node(int value, Leaf leaf) {}
                    record Leaf(int value) {}
                    sum(node)
                    """).text());
        }

        @Test
        @DisplayName("two methods that call each other")
        void mutual() {
            assertEquals(
                    true,
                    cells.run("boolean even = isEven(10);\nboolean isEven(int n) { return n == 0 || isOdd(n - 1); }\n"
                                    + "boolean isOdd(int n) { return n != 0 && isEven(n - 1); }\neven")
                            .value());
        }

        @Test
        @DisplayName("and still runs the statements as they stand")
        void asTheyStand() {
            var ran = cells.run(
                    "System.out.print(1);\nstep(2);\nvoid step(int n) { System.out.print(n); }\nSystem.out.print(3);");
            assertEquals("123", ran.stdout());
        }

        @Test
        @DisplayName("but a variable has no value before its line, and the message says so")
        void tooEarly() {
            assertTrue(cells.run("int useIt() { return comesLater; }\nuseIt();\nint comesLater = 5;")
                    .error()
                    .message()
                    .contains("useIt uses something that is declared only further down"));
        }
    }

    @Nested
    @DisplayName("lets a later cell declare anew")
    class Redefinition {
        @Test
        @DisplayName("a variable, with another type")
        void variable() {
            cells.run("int again = 1;");
            assertEquals("two", cells.run("String again = \"two\";\nagain").value());
        }

        @Test
        @DisplayName("a method, which its callers then call")
        void method() {
            cells.run("int inner() { return 1; }\nint outer() { return 10 * inner(); }");
            assertEquals(10, cells.run("outer()").value());
            cells.run("int inner() { return 2; }");
            assertEquals(20, cells.run("outer()").value());
        }

        @Test
        @DisplayName("a method, and variables that came from it keep their values")
        void variablesStay() {
            cells.run("List<Integer> source() { return List.of(1); }\nvar kept = source();");
            cells.run("List<Integer> source() { return List.of(2); }");
            assertEquals(List.of(1), cells.run("kept").value());
        }

        @Test
        @DisplayName("a class, and says which variables it cost")
        void type() {
            cells.run("record Point(int x) {}\nPoint point = new Point(1);\nvar other = point;\nint untouched = 7;");
            var ran = cells.run("record Point(int x) { int twice() { return 2 * x; } }");
            assertTrue(ran.stderr().contains("point, other have lost their values"), ran.stderr());
            assertEquals("null", cells.run("point").text());
            assertEquals(7, cells.run("untouched").value());
            assertEquals(6, cells.run("new Point(3).twice()").value());
        }

        @Test
        @DisplayName("a class, and forgets a variable whose declaration does not compile any more")
        void declarationGone() {
            cells.run("record Pair(int x) {}\nvar pair = new Pair(1);");
            var ran = cells.run("record Pair(int x, int y) {}");
            assertTrue(ran.stderr().contains("pair has lost its value"), ran.stderr());
            assertEquals("CompileError", cells.run("pair").error().name());
            assertEquals(
                    "Pair[x=1, y=2]",
                    cells.run("var pair = new Pair(1, 2);\npair").text());
        }

        @Test
        @DisplayName("the same class with the same text, and variables keep their values")
        void sameType() {
            cells.run("record Same(int x) {}\nvar same = new Same(1);");
            assertEquals("", cells.run("record Same(int x) {}").stderr());
            assertEquals("Same[x=1]", cells.run("same").text());
        }
    }

    @Nested
    @DisplayName("given a cell that does not compile")
    class WholeOrNothing {
        @Test
        @DisplayName("runs none of it")
        void nothingRuns() {
            cells.run("int runs = 0;");
            var ran = cells.run("runs = 1;\nSystem.out.println(\"no\");\nint wrong = \"text\";");
            assertEquals("CompileError", ran.error().name());
            assertEquals("", ran.stdout());
            assertEquals(0, cells.run("runs").value());
        }

        @Test
        @DisplayName("declares none of it")
        void nothingDeclared() {
            cells.run("int first = 1;\nint firstOfAll() { return 1; }\nundeclared();");
            assertEquals("CompileError", cells.run("first").error().name());
            assertEquals("CompileError", cells.run("firstOfAll()").error().name());
        }

        @Test
        @DisplayName("keeps what it would have replaced, with its value")
        void replaced() {
            cells.run("int stays = 1;\nint user() { return stays; }");
            cells.run("stays = 5;");
            cells.run("double stays = 2.5;\nString user() { return \"\"; }\nundeclared();");
            assertEquals(5, cells.run("stays").value());
            assertEquals(5, cells.run("user()").value());
        }

        @Test
        @DisplayName("keeps each of two variables that were declared together, with its own value")
        void together() {
            cells.run("int left = 1, right = 2;");
            cells.run("String right = \"x\";\nString left = \"y\";\nundeclared();");
            assertEquals(1, cells.run("left").value());
            assertEquals(2, cells.run("right").value());
        }

        @Test
        @DisplayName("keeps the objects of a class that it would have replaced")
        void replacedClass() {
            cells.run("record Old(int x) {}\nvar old = new Old(3);");
            assertEquals(
                    "CompileError",
                    cells.run("record Old(int x, int y) { int z() { return nowhere; } }")
                            .error()
                            .name());
            assertEquals("Old[x=3]", cells.run("old").text());
            assertEquals(3, cells.run("old.x()").value());
        }
    }

    @Test
    @DisplayName("runs a cell that calls eval, and shares its variables with it")
    void eval() {
        assertEquals(30, cells.run("int base = 10;\n(int) eval(\"base * 3\")").value());
        var wrong = cells.run("eval(\"base *\")").error();
        assertTrue(wrong.message().contains("eval: "), wrong.message());
    }

    @Test
    @DisplayName("lists variables with their types and values")
    void variables() {
        cells.run("int[] listed = {1, 2};\nlisted.length");
        assertTrue(cells.evaluator().variables().contains(new Variable("listed", "int[]", "[1, 2]")));
        assertTrue(cells.evaluator().variables().stream()
                .noneMatch(each -> each.name().startsWith("$")));
    }

    @Test
    @DisplayName("compiles an expression of thousands of terms, or says that it is too deep, and lives on")
    void deepExpression() {
        var ran = cells.run("int sum = 0" + " + 1".repeat(6_000) + ";\nsum");
        switch (ran.outcome()) {
            case Outcome.Finished(Object value) -> assertEquals(6_000, value);
            case Outcome.Failed(CellError error) -> assertTrue(error.message().contains("nested too deeply"));
        }
        assertInstanceOf(
                CellError.class,
                cells.run("int deep = " + "(".repeat(200_000) + "1" + ")".repeat(200_000) + ";")
                        .error());
        assertEquals(2, cells.run("1 + 1").value());
    }

    @Test
    @DisplayName("that was closed ends the cell that runs, and says that it runs no more")
    void closed() throws Exception {
        var evaluator = Evaluator.create();
        var begun = new java.util.concurrent.CountDownLatch(1);
        var outcome = java.util.concurrent.CompletableFuture.supplyAsync(
                () -> evaluator.evaluate("display(1); while (true) {}", _ -> begun.countDown()));
        begun.await();
        evaluator.close();
        var failed = assertInstanceOf(Outcome.Failed.class, outcome.get(60, java.util.concurrent.TimeUnit.SECONDS));
        assertEquals("Interrupted", failed.error().name());
        var error = assertThrows(IllegalStateException.class, () -> evaluator.evaluate("1", _ -> {}));
        assertEquals("this evaluator was closed; make another one", error.getMessage());
    }
}
