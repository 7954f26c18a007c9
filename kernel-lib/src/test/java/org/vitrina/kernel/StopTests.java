package org.vitrina.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import java.util.Arrays;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@DisplayName("A cell that is told to stop")
class StopTests {
    private static final Duration SHORT = Duration.ofMillis(400);
    private static Cells cells;

    @BeforeAll
    static void start() {
        cells = new Cells(new Evaluator(EvaluatorOptions.defaults().withGrace(Duration.ofSeconds(20))));
        cells.run("long kept = 1;\nvoid spin() { while (true) { kept++; } }");
    }

    @AfterAll
    static void stop() {
        cells.close();
    }

    private static boolean isLeft(String method) {
        return Thread.getAllStackTraces().entrySet().stream()
                .filter(each -> each.getKey() != Thread.currentThread())
                .anyMatch(each -> Arrays.toString(each.getValue()).contains(method));
    }

    @ParameterizedTest
    @DisplayName("stops, leaves no thread behind, keeps its variables, and the next cell runs")
    @ValueSource(
            strings = {
                "while (true) {}",
                "for (;;) { kept++; }",
                "spin();",
                "int endless(int n) { return n < 0 ? 0 : endless(n ^ 1); }\nwhile (true) { try { endless(1); } catch (StackOverflowError e) { } }",
                "Stream.iterate(1, i -> i + 1).forEach(i -> {});",
                "IntStream.iterate(0, i -> i + 1).filter(i -> i < 0).findFirst()",
                "IntStream.range(0, 8).parallel().forEach(i -> { while (true) {} });",
                "Thread.sleep(1_000_000);",
                "new CountDownLatch(1).await();",
                "synchronized (List.class) { List.class.wait(); }",
                "new LinkedBlockingQueue<String>().take()",
                "CompletableFuture.supplyAsync(() -> { while (true) {} }).get()",
                "while (true) { try { Thread.sleep(5); } catch (InterruptedException e) { } }",
                "while (true) { try { while (true) {} } catch (Throwable all) { } finally { kept++; } }",
                "try { while (true) {} } finally { while (true) {} }",
                "var t = new Thread(() -> { while (true) {} }); t.start(); t.join();",
                "try (var pool = Executors.newVirtualThreadPerTaskExecutor()) { pool.submit(() -> { while (true) {} }).get(); }",
                "new Object() { int x; { while (x == 0) {} } };",
                "class Loop { static int x; static { while (x == 0) {} } }\nLoop.x",
            })
    void stops(String source) {
        long start = System.nanoTime();
        var ran = cells.run(source, SHORT);
        assertEquals("TimeOut", ran.error().name(), ran::trace);
        assertTrue(System.nanoTime() - start < Duration.ofSeconds(15).toNanos(), "it took too long to stop");
        assertFalse(isLeft("REPL.$JShell$"), "a thread was left behind");
        assertTrue((long) cells.run("kept").value() >= 1);
    }

    @Test
    @DisplayName("by an interrupt from another thread says that it was interrupted")
    void interrupted() throws Exception {
        var begun = new CountDownLatch(1);
        var outcome = CompletableFuture.supplyAsync(() -> cells.evaluator()
                .evaluate(
                        "System.out.println(\"begun\"); System.out.flush(); while (true) {}",
                        out -> begun.countDown()));
        begun.await();
        cells.evaluator().interrupt();
        var failed = (Outcome.Failed) outcome.get();
        assertEquals("Interrupted", failed.error().name());
        assertTrue(failed.error().message().contains("variables keep their values"));
    }

    @Test
    @DisplayName("inside library code stops where the library reports its progress")
    void library() {
        var ran = cells.run(
                "try (var task = Progress.task(\"long work\", 1_000_000)) {\n"
                        + "    Stream.iterate(1L, i -> i + 1).forEach(i -> task.at(i % 1_000_000));\n}",
                SHORT);
        assertEquals("TimeOut", ran.error().name());
    }

    @Test
    @DisplayName("does not stop the cells after it, nor threads that an earlier cell started")
    void others() throws Exception {
        cells.run("var ticks = new AtomicLong(); var on = new AtomicBoolean(true);\n"
                + "var ticker = new Thread(() -> { while (on.get()) { ticks.incrementAndGet(); Thread.yield(); } });\n"
                + "ticker.start();");
        cells.run("while (true) {}", SHORT);
        long before = (long) cells.run("ticks.get()").value();
        Thread.sleep(100);
        assertTrue((long) cells.run("ticks.get()").value() > before, "the earlier cell's thread has stopped");
        cells.run("on.set(false); ticker.join();");
    }

    @Test
    @DisplayName("but sits in a library call that does not listen is left behind, and the next cell runs")
    void leftBehind() {
        try (var impatient = new Cells(new Evaluator(EvaluatorOptions.defaults().withGrace(Duration.ofMillis(300))))) {
            impatient.run("int mine = 5;");
            var ran = impatient.run(
                    "java.util.concurrent.locks.LockSupport.class.getName();\n"
                            + "var lock = new java.util.concurrent.locks.ReentrantLock();\n"
                            + "var holder = new Thread(() -> { lock.lock(); }); holder.start(); holder.join();\n"
                            + "lock.lock();",
                    SHORT);
            assertTrue(ran.error().message().contains("does not listen"), ran::trace);
            assertEquals(5, impatient.run("mine").value());
        }
    }

    @Test
    @DisplayName("has a time-out longer than nothing")
    void timeout() {
        var wrong = assertThrows(IllegalArgumentException.class, () -> cells.run("1", Duration.ZERO));
        assertTrue(wrong.getMessage().contains("must be longer than nothing"), wrong.getMessage());
    }

    @Test
    @DisplayName("while it is compiled leaves the compiler unharmed")
    void whileCompiling() {
        for (int i = 1; i <= 12; i++) {
            cells.run(
                    "record Made" + i + "(int x) {}\nvar made" + i + " = new Made" + i + "(1);\nwhile (true) {}",
                    Duration.ofMillis(4 * i));
        }
        assertEquals("3", cells.run("record Fine(int x) {}\nnew Fine(3).x()").text());
    }
}
