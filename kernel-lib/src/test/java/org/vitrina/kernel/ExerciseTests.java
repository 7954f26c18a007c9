package org.vitrina.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.lesson.Check;

@DisplayName("An exercise in a cell")
class ExerciseTests {
    @BeforeEach
    void forget() {
        Check.forget();
    }

    @Test
    @DisplayName("is checked without an import, and its verdict is a card")
    void check() {
        try (var cells = new Cells()) {
            var ran = cells.run("Integer answer = 5050; check(\"0.1\", answer)");
            assertTrue(
                    ran.result().text().startsWith("✓ Right: exercise 0.1"),
                    ran.result().text());
            assertTrue(ran.html().contains("vitrina-verdict"), ran.html());
        }
    }

    @Test
    @DisplayName("gets over an answer that loops without end and pays no heed to an interrupt")
    void endless() throws InterruptedException {
        try (var cells = new Cells()) {
            var ran = cells.run("""
                    volatile Thread busy;
                    UnaryOperator<String> answer = text -> {
                        busy = Thread.currentThread();
                        for (long n = 0; ; n++) { }
                    };
                    check("0.2", answer)
                    """);
            assertTrue(
                    ran.result().text().contains("your code ran for too long and was stopped"),
                    ran.result().text());
            var thread = (Thread) cells.run("busy").value();
            thread.join(5_000);
            assertFalse(thread.isAlive(), "the reader's loop still runs");
            assertEquals(42, cells.run("int n = 0; while (n < 42) n++; n").value());
        }
    }
}
