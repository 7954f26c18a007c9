package org.vitrina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@DisplayName("Progress on a terminal")
class TerminalProgressTests {
    private static final long SECOND = 1_000_000_000;

    private final StringWriter err = new StringWriter();
    private long now;

    private TerminalProgress progress(boolean updates, int columns) {
        var out = new PrintWriter(new StringWriter());
        var terminal = new Terminal(
                InputStream.nullInputStream(), out, new PrintWriter(err), false, updates, updates, columns);
        return new TerminalProgress(terminal, () -> now);
    }

    /// What was on the line, one after the other.
    private List<String> lines() {
        return Arrays.stream(err.toString().split("\r\u001B\\[K", -1)).skip(1).toList();
    }

    @Nested
    @DisplayName("that can overwrite a line")
    class Updating {
        @Test
        @DisplayName("draws a bar in place, with time and note, and removes it at the end")
        void bar() {
            try (var task = progress(true, 80).begin("training", 4)) {
                now += SECOND;
                task.at(1, "loss 2.5");
                now += SECOND;
                task.at(4);
            }
            assertEquals(
                    List.of(
                            "training ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ 0/4",
                            "training ━━━━━━┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ 1/4, 1 s, loss 2.5",
                            "training ━━━━━━━━━━━━━━━━━━━━━━━━ 4/4, 2 s",
                            ""),
                    lines());
        }

        @Test
        @DisplayName("draws ten times a second at most")
        void seldom() {
            try (var task = progress(true, 80).begin("counting", 0)) {
                for (int i = 1; i <= 1_000; i++) {
                    now += SECOND / 1_000;
                    task.at(i);
                }
            }
            assertEquals(1 + 10 + 1, lines().size());
        }

        @Test
        @DisplayName("never fills the line, which would wrap and stay")
        void narrow() {
            try (var task = progress(true, 30).begin("a long name of what is being done", 10)) {
                now += SECOND;
                task.at(5, "and a note\nwith a line end");
            }
            assertTrue(lines().stream().allMatch(line -> line.length() < 30 && !line.contains("\n")));
        }

        @Test
        @DisplayName("shows the inner of two tasks, and keeps the line until the outer one ends")
        void nested() {
            var progress = progress(true, 80);
            try (var lessons = progress.begin("lessons", 2)) {
                now += SECOND;
                try (var cells = progress.begin("cells", 0)) {
                    now += SECOND;
                    cells.at(3);
                    now += SECOND;
                    lessons.at(1);
                }
                now += SECOND;
                lessons.at(1);
            }
            assertEquals(
                    List.of(
                            "lessons ┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄┄ 0/2",
                            "cells",
                            "cells 3, 1 s",
                            "lessons ━━━━━━━━━━━━┄┄┄┄┄┄┄┄┄┄┄┄ 1/2, 4 s",
                            ""),
                    lines());
        }
    }

    @Nested
    @DisplayName("that cannot, a file or a pipe")
    class Redirected {
        @Test
        @DisplayName("says nothing of short work")
        void silent() {
            try (var task = progress(false, 80).begin("training", 4)) {
                now += SECOND / 2;
                task.at(4);
            }
            assertEquals("", err.toString());
        }

        @Test
        @DisplayName("says once that long work goes on and once how long it took")
        void twoLines() {
            var progress = progress(false, 80);
            try (var task = progress.begin("training", 4)) {
                for (int i = 1; i <= 4; i++) {
                    now += SECOND;
                    try (var inner = progress.begin("inner", 1)) {
                        now += SECOND;
                        inner.at(1);
                    }
                    task.at(i);
                }
            }
            assertEquals("training …\ntraining: 8 s\n", err.toString().replace("\r\n", "\n"));
        }
    }
}
