package org.vitrina.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("What a cell gives out")
class OutputTests {
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
    @DisplayName("as printed text")
    class Printed {
        @Test
        @DisplayName("comes in order, between the two streams and displays")
        void order() {
            var ran = cells.run("System.out.print(\"a\"); System.err.print(\"b\"); System.out.print(\"c\"); "
                    + "display(\"d\"); System.out.print(\"e\"); \"f\"");
            var kinds = ran.outputs().stream()
                    .map(each -> switch (each) {
                        case Output.Stream(String name, String text) -> name + " " + text;
                        case Output.Display(var data, var _) -> "display " + data.text();
                        case Output.Result(var data) -> "result " + data.text();
                        case Output.Update _, Output.Error _, Output.Clear _ -> "?";
                    })
                    .toList();
            assertEquals(List.of("stdout a", "stderr b", "stdout c", "display d", "stdout e", "result f"), kinds);
        }

        @Test
        @DisplayName("is gathered into few pieces, and no letter of any script is lost")
        void gathered() {
            String text = "ñ€😀\n".repeat(500);
            var ran = cells.run(
                    "for (int i = 0; i < 500; i++) { System.out.print(\"ñ€\"); System.out.println(\"😀\"); }");
            assertEquals(text, ran.stdout().replace(System.lineSeparator(), "\n"));
            assertTrue(ran.outputs().size() < 100, () -> ran.outputs().size() + " pieces for 1500 prints");
        }

        @Test
        @DisplayName("flows while the cell runs")
        void flows() throws Exception {
            var first = new java.util.concurrent.CompletableFuture<Long>();
            long start = System.nanoTime();
            cells.evaluator()
                    .evaluate(
                            "System.out.println(\"now\"); Thread.sleep(1_500);",
                            out -> first.complete(System.nanoTime()));
            long all = System.nanoTime() - start;
            assertTrue(first.get() - start < all - 1_000_000_000L, "the text came only when the cell had ended");
        }

        @Test
        @DisplayName("is cut in the middle when it is a flood, with a note that says how much")
        void flood() {
            var ran = cells.run(
                    "var line = \"x\".repeat(99);\nfor (int i = 0; i < 100_000; i++) System.out.println(line);\nSystem.out.println(\"the end\");");
            String text = ran.stdout();
            assertTrue(text.length() < 1_100_000, () -> "too much came through: " + text.length());
            assertTrue(text.endsWith("the end\n"));
            var note = java.util.regex.Pattern.compile("… ([\\d,]+) characters \\(([\\d,]+) lines\\) were cut here")
                    .matcher(text);
            assertTrue(note.find());
            long cut = Long.parseLong(note.group(1).replace(",", ""));
            assertEquals(
                    10_000_008L,
                    cut
                            + text.length()
                            - text.lines()
                                    .filter(l -> l.startsWith("… "))
                                    .findFirst()
                                    .orElseThrow()
                                    .length()
                            - 2);
        }

        @Test
        @DisplayName("by a thread goes to the cell that started it, even after that has ended")
        void background() throws Exception {
            List<Output> outputs = Collections.synchronizedList(new ArrayList<>());
            cells.evaluator()
                    .evaluate(
                            "var gate = new CountDownLatch(1);\n"
                                    + "var late = new Thread(() -> { try { gate.await(); } catch (InterruptedException e) { }\n"
                                    + "    System.out.println(\"late\"); });\nlate.start();",
                            outputs::add);
            assertEquals(List.of(), outputs);
            var ran = cells.run("gate.countDown(); late.join(); Thread.sleep(200);");
            assertEquals("", ran.stdout());
            assertEquals("late", ((Output.Stream) outputs.getFirst()).text().strip());
        }

        @Test
        @DisplayName("by threads of the common pool and by virtual threads goes to the cell")
        void pools() {
            cells.run("IntStream.range(0, 4).parallel().forEach(i -> {});");
            var ran = cells.run("IntStream.range(0, 40).parallel().forEach(i -> System.out.print(\"p\"));\n"
                    + "var virtual = Thread.ofVirtual().start(() -> System.out.print(\"v\")); virtual.join();");
            assertEquals("p".repeat(40) + "v", ran.stdout());
        }

        @Test
        @DisplayName("outside of any cell goes where it went before")
        void outside() {
            var ran = cells.run("1");
            System.out.print("");
            assertEquals("", ran.stdout());
        }
    }

    @Nested
    @DisplayName("by calls")
    class Calls {
        @Test
        @DisplayName("display shows a value, and its id is not shown as a result")
        void display() {
            var ran = cells.run("display(List.of(1, 2));");
            assertEquals("[1, 2]", ran.displays().getFirst().text());
            assertEquals(List.of(), ran.results());
        }

        @Test
        @DisplayName("updateDisplay replaces what was displayed under an id, in a later cell too")
        void update() {
            var ran = cells.run("String id = display(\"before\", \"mine\");\nid");
            assertEquals("mine", ran.text());
            assertEquals("mine", ((Output.Display) ran.outputs().getFirst()).id());
            var update = assertInstanceOf(
                    Output.Update.class,
                    cells.run("updateDisplay(id, \"after\");").outputs().getFirst());
            assertEquals("after", update.data().text());
            assertEquals("mine", update.id());
        }

        @Test
        @DisplayName("clearOutput clears, at once or when something follows")
        void clear() {
            assertEquals(
                    List.of(new Output.Clear(false)),
                    cells.run("clearOutput();").outputs());
            assertEquals(
                    List.of(new Output.Clear(true)),
                    cells.run("clearOutput(true);").outputs());
        }

        @Test
        @DisplayName("HTML, Markdown and Math have their forms and a plain text")
        void helpers() {
            assertEquals("<b>x</b>", cells.run("HTML(\"<b>x</b>\")").html());
            assertEquals("# x", cells.run("Markdown(\"# x\")").result().forms().get("text/markdown"));
            assertEquals("$$x^2$$", cells.run("Math(\"x^2\")").result().forms().get("text/latex"));
        }

        @Test
        @DisplayName("render gives JJava's DisplayData, and a form can be chosen")
        void render() {
            assertEquals(
                    "{a=1}",
                    cells.run("import org.dflib.jjava.jupyter.kernel.display.mime.MIMEType;\n"
                                    + "(String) render(Map.of(\"a\", 1), \"text/html\").getData(MIMEType.TEXT_PLAIN)")
                            .value());
            var ran = cells.run("display(Map.of(\"a\", 1), \"text/html\");");
            assertTrue(ran.displays().getFirst().html().orElseThrow().contains("<table>"));
        }
    }

    @Nested
    @DisplayName("to a question")
    class Input {
        @Test
        @DisplayName("is the answer that somebody gives, who is told what was asked")
        void answered() {
            var asked = new ArrayList<String>();
            try (var asking =
                    new Cells(new Evaluator(EvaluatorOptions.defaults().withInput(request -> {
                        asked.add(request.prompt());
                        return "answer " + asked.size();
                    })))) {
                assertEquals(
                        "answer 1",
                        asking.run("System.out.print(\"Who? \"); new Scanner(System.in).nextLine()")
                                .value());
                assertEquals("answer 2", asking.run("IO.readln(\"And? \")").value());
                assertEquals("Who? ", asked.getFirst());
            }
        }

        @Test
        @DisplayName("is a clear error where nobody can answer")
        void nobody() {
            var error = cells.run("new Scanner(System.in).nextLine()").error();
            assertTrue(error.message().contains("nobody can answer here"), error.message());
        }
    }

    @Nested
    @DisplayName("as progress of long work")
    class Progress {
        @Test
        @DisplayName("is one display that is updated, few times, and ends with a short text")
        void bar() {
            var ran = cells.run("try (var task = Progress.task(\"counting <sheep>\", 100)) {\n"
                    + "    for (int i = 1; i <= 100; i++) { Thread.sleep(10); task.at(i, \"loss 0.5\"); }\n}");
            assertEquals(1, ran.displays().size());
            assertTrue(ran.displays().getFirst().html().orElseThrow().contains("role=\"progressbar\""));
            assertTrue(ran.displays().getFirst().html().orElseThrow().contains("counting &lt;sheep&gt;"));
            var updates = ran.outputs().stream()
                    .filter(Output.Update.class::isInstance)
                    .map(Output.Update.class::cast)
                    .toList();
            assertTrue(updates.size() <= 15, () -> updates.size() + " updates in a second");
            String last = updates.getLast().data().text();
            assertTrue(last.matches("counting <sheep>: 100 in \\d+\\.\\d s, loss 0\\.5"), last);
            assertEquals(
                    ((Output.Display) ran.outputs().getFirst()).id(),
                    updates.getLast().id());
        }

        @Test
        @DisplayName("may have a picture below it, drawn from time to time and at the end as it is then")
        void picture() {
            var ran = cells.run("try (var task = Progress.task(\"learning\", 100)) {\n"
                    + "    for (int i = 1; i <= 100; i++) { int now = i; Thread.sleep(15);\n"
                    + "        task.figure(() -> new Figure.Note(\"at \" + now)); task.at(i); }\n}");
            assertEquals(2, ran.displays().size(), "a bar and a picture");
            String first = ran.displays().getLast().text();
            assertTrue(first.startsWith("at "), first);
            var last = (Output.Update) ran.outputs().getLast();
            assertEquals("at 100", last.data().text());
            long drawn = ran.outputs().stream()
                    .filter(Output.Update.class::isInstance)
                    .filter(output -> ((Output.Update) output).id().equals(last.id()))
                    .count();
            assertTrue(drawn >= 2 && drawn <= 4, drawn + " times in a second and a half");
        }

        @Test
        @DisplayName("is nothing for work that is done at once")
        void quick() {
            assertEquals(
                    List.of(),
                    cells.run("try (var task = Progress.task(\"quick\", 1)) { task.at(1); }")
                            .outputs());
        }

        @Test
        @DisplayName("says where it was stopped")
        void stopped() {
            var ran = cells.run(
                    "try (var task = Progress.task(\"slow\", 1000)) {\n"
                            + "    for (int i = 1; i <= 1000; i++) { Thread.sleep(10); task.at(i); }\n}",
                    Duration.ofMillis(800));
            var last = (Output.Update) ran.outputs().get(ran.outputs().size() - 2);
            assertTrue(
                    last.data().text().startsWith("slow: stopped at "),
                    last.data().text());
        }
    }

    @Test
    @DisplayName("may be printed by its sink, whose prints are not the cell's")
    void sinkPrints() {
        var seen = new ArrayList<Output>();
        cells.evaluator().evaluate("System.out.println(\"once\");", out -> {
            seen.add(out);
            System.out.println("seen: " + out);
        });
        assertEquals(1, seen.size(), seen::toString);
    }

    @Test
    @DisplayName("by work that answers a click goes to the sink of that work, its value last")
    void called() {
        var seen = new ArrayList<Output>();
        var outcome = cells.evaluator()
                .call(
                        () -> {
                            System.out.print("clicked");
                            return List.of(1);
                        },
                        seen::add);
        assertEquals(new Outcome.Finished(List.of(1)), outcome);
        assertEquals("clicked", ((Output.Stream) seen.getFirst()).text());
        assertEquals("[1]", ((Output.Result) seen.getLast()).data().text());
    }

    @Test
    @DisplayName("tells an exception that ended a thread of the cell, with cell and line")
    void threadDied() {
        var ran = cells.run(
                "var dies = new Thread(() -> { throw new IllegalStateException(\"boo\"); });\ndies.start(); dies.join();");
        String told = ran.stderr().replaceAll("\033\\[[0-9;]*m", "");
        assertTrue(told.contains("IllegalStateException: boo"), told);
        assertTrue(told.contains("line 1"), told);
        assertFalse(told.contains("JShell"), told);
    }
}
