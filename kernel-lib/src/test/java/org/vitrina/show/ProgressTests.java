package org.vitrina.show;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Progress")
class ProgressTests {
    private final List<String> seen = new ArrayList<>();
    private final Progress recording = (what, total) -> new Progress.Task(
            (done, note) -> seen.add(what + " " + done + "/" + total + " " + note), () -> seen.add(what + " ended"));

    @Test
    @DisplayName("goes to whoever is bound around the call, and to nobody otherwise")
    void bound() throws Exception {
        assertSame(Progress.NONE, Progress.current());
        String result = Progress.with(recording, () -> {
            try (var task = Progress.task("work", 2)) {
                task.at(1);
                task.at(2, "loss 0.5");
            }
            return "done";
        });
        assertEquals("done", result);
        assertEquals(List.of("work 1/2 ", "work 2/2 loss 0.5", "work ended"), seen);
        assertSame(Progress.NONE, Progress.current());
    }

    @Test
    @DisplayName("stops an interrupted thread at its next report, and still says that the work ended")
    void interrupt() {
        assertThrows(
                CancellationException.class,
                () -> Progress.with(recording, () -> {
                    try (var task = Progress.task("work", 10)) {
                        task.at(1);
                        Thread.currentThread().interrupt();
                        task.at(2);
                    }
                    return null;
                }));
        assertEquals(List.of("work 1/10 ", "work ended"), seen);
        assertFalse(Thread.interrupted(), "the interrupt was taken");
    }

    @Test
    @DisplayName("ends a task once, however often it is closed")
    void closeTwice() {
        var task = recording.begin("work", 0);
        task.close();
        task.close();
        assertEquals(List.of("work ended"), seen);
    }
}
