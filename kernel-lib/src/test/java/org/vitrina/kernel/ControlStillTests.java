package org.vitrina.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A control in a run without a front end")
class ControlStillTests {
    private final ArrayList<Output> outputs = new ArrayList<>();

    private Outcome run(String cell) {
        try (var evaluator = Evaluator.create()) {
            return evaluator.evaluate(cell, outputs::add);
        }
    }

    @Test
    @DisplayName("stands still, with its values shown as the kernel shows them")
    void still() {
        run("Interact.slider(\"n\", 1, 3, n -> IntStream.range(0, n).toArray())");
        var result = assertInstanceOf(Output.Result.class, outputs.getLast());
        assertTrue(
                result.data().text().startsWith("n = 2 (1 to 3)\n"),
                result.data().text());
        assertFalse(result.data().text().contains("[I@"), result.data().text());
        assertFalse(result.data().forms().containsKey("application/vnd.jupyter.widget-view+json"));
    }

    @Test
    @DisplayName("has what its function prints in its output, not in the cell's")
    void printed() {
        run("Interact.slider(\"n\", 1, 3, n -> { IO.println(\"n is \" + n); return null; })");
        assertEquals(1, outputs.size(), outputs.toString());
        var result = assertInstanceOf(Output.Result.class, outputs.getLast());
        assertEquals("""
                n = 2 (1 to 3)
                n is 2

                n = 1
                n is 1

                n = 3
                n is 3
                """, result.data().text());
    }

    @Test
    @DisplayName("fails its cell if its function fails, with the place in the cell")
    void failed() {
        var failed = assertInstanceOf(
                Outcome.Failed.class, run("int[] a = {1, 2};\nInteract.slider(\"n\", 1, 30, n -> a[n])"));
        assertEquals("ArrayIndexOutOfBoundsException", failed.error().name());
        assertTrue(String.join("\n", failed.error().traceback()).contains("line 2"), failed.toString());
    }

    @Test
    @DisplayName("is stopped with its cell")
    void timeOut() {
        try (var evaluator = Evaluator.create()) {
            var failed = assertInstanceOf(
                    Outcome.Failed.class,
                    evaluator.evaluate(
                            "Interact.slider(\"n\", 1, 3, n -> { while (n > 0) {} return n; })",
                            outputs::add,
                            java.time.Duration.ofSeconds(2)));
            assertEquals("TimeOut", failed.error().name());
        }
    }
}
