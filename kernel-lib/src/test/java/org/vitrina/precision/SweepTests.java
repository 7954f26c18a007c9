package org.vitrina.precision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CancellationException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrina.precision.SweepResult.Measure;
import org.vitrina.quantize.Formats;
import org.vitrina.show.Progress;
import org.vitrina.train.Measurement;

@DisplayName("A sweep")
class SweepTests {
    private static final List<Candidate> CANDIDATES = candidates();

    @TempDir
    private Path folder;

    private static List<Candidate> candidates() {
        var all = new ArrayList<>(List.of(Candidate.full(), Candidate.of(Formats.Q8_0)));
        all.addAll(Candidate.integers(List.of(2, 4, 8, 12), List.of(16), true, false));
        return List.copyOf(all);
    }

    private static Sweep sweep() {
        return Sweep.of(Small.model(), Small.text()).windows(32, 16).candidates(CANDIDATES);
    }

    private static String unbroken() {
        return sweep().run().csv();
    }

    @Test
    @DisplayName("finds less error and less divergence the more bits there are")
    void order() {
        SweepResult result = sweep().run();
        for (String kind : List.of("SYM", "ASYM")) {
            var rows = new ArrayList<SweepRow>();
            for (int bits : new int[] {2, 4, 8, 12}) rows.add(result.row("INT%d_%s_G16".formatted(bits, kind)));
            for (int i = 1; i < rows.size(); i++) {
                assertTrue(rows.get(i).sqnr() > rows.get(i - 1).sqnr() + 6);
                assertTrue(rows.get(i).score().divergence()
                        < rows.get(i - 1).score().divergence());
                assertTrue(rows.get(i).bytes() > rows.get(i - 1).bytes());
            }
        }
        SweepRow full = result.row("as it is");
        assertEquals(32, full.bitsPerWeight());
        assertEquals(1, full.score().ratio());
        assertEquals(Double.POSITIVE_INFINITY, full.sqnr());
        assertEquals(10, result.table().rowCount());
    }

    @Test
    @DisplayName("has one table, on any number of threads and whoever is done first")
    void threads() {
        String one = sweep().threads(1).run().csv();
        assertEquals(one, sweep().threads(4).run().csv());
        var shuffled = new ArrayList<>(CANDIDATES);
        Collections.shuffle(shuffled, new Random(5));
        SweepResult other = Sweep.of(Small.model(), Small.text())
                .windows(32, 16)
                .candidates(shuffled)
                .run();
        for (SweepRow row : other.rows()) assertEquals(row, sweep().run().row(row.name()));
    }

    @Nested
    @DisplayName("that is interrupted")
    class Interrupted {
        private Path state;

        @BeforeEach
        void place() {
            state = folder.resolve("sweep.jsonl");
        }

        /// Interrupts the thread that runs the sweep when it reports that `after` candidates are done.
        private void interrupted(int after) throws Exception {
            Progress interrupting = (what, total) -> new Progress.Task(
                    (done, note) -> {
                        if (what.startsWith("sweep") && done == after)
                            Thread.currentThread().interrupt();
                    },
                    () -> {});
            assertThrows(
                    CancellationException.class,
                    () -> Progress.with(interrupting, () -> sweep().threads(2).run(state)));
            assertFalse(Thread.interrupted());
        }

        @Test
        @DisplayName("and goes on gives the table of an unbroken one, byte by byte, and measures nothing twice")
        void resumed() throws Exception {
            interrupted(3);
            List<String> kept = Files.readAllLines(state);
            assertTrue(kept.size() >= 4 && kept.size() < 1 + CANDIDATES.size(), kept.size() + " lines");
            interrupted(6);
            var measured = new AtomicInteger();
            assertEquals(unbroken(), sweep().run(state).csv());
            assertEquals(1 + CANDIDATES.size(), Files.readAllLines(state).size());
            // now all is there; a measuring function would be a different sweep
            assertThrows(
                    IOException.class,
                    () -> sweep().measure("answers", _ -> {
                                measured.incrementAndGet();
                                return Measurement.share("right", 1, 2);
                            })
                            .run(state));
            assertEquals(0, measured.get());
            try (var left = Files.list(folder)) {
                assertEquals(List.of(state), left.toList(), "nothing else is left behind");
            }
        }

        @Test
        @DisplayName("may go on with more candidates")
        void more() throws Exception {
            interrupted(2);
            SweepResult result = sweep().candidates(Candidate.of(Formats.Q4_0)).run(state);
            assertEquals(11, result.rows().size());
            assertEquals("Q4_0", result.rows().getLast().name());
        }

        @Test
        @DisplayName("does not go on with another model, another text or other windows")
        void another() throws Exception {
            interrupted(1);
            for (Sweep other : List.of(
                    Sweep.of(Small.model(2), Small.text()).windows(32, 16),
                    Sweep.of(Small.model(), "the mat " + Small.text()).windows(32, 16),
                    Sweep.of(Small.model(), Small.text()).windows(32, 8))) {
                String message =
                        assertThrows(IOException.class, () -> other.run(state)).getMessage();
                assertEquals(
                        state + " holds the results of another sweep: the model, the text or an option is not the same;"
                                + " choose another folder, or delete the file to begin anew",
                        message);
            }
        }

        @Test
        @DisplayName("says which line of its state is wrong")
        void wrongState() throws Exception {
            interrupted(2);
            List<String> good = Files.readAllLines(state);
            for (String bad : List.of(
                    good.get(1).substring(0, good.get(1).length() / 2),
                    "[1]",
                    "null",
                    "{}",
                    good.get(1).replaceFirst("\"bytes\":\\d+", "\"bytes\":-1"),
                    good.get(1).replaceFirst("\"ratio\":[0-9.]+", "\"ratio\":\"<b>\""))) {
                var lines = new ArrayList<>(good);
                lines.set(1, bad);
                Files.write(state, lines);
                String message = assertThrows(IOException.class, () -> sweep().run(state), bad)
                        .getMessage();
                assertTrue(message.startsWith("line 2 of " + state + " is no result of a sweep ("), message);
            }
            Files.writeString(state, "not JSON");
            assertThrows(IOException.class, () -> sweep().run(state));
        }
    }

    @Test
    @DisplayName("measures something else of every candidate when it is asked to")
    void measure() throws IOException {
        SweepResult result = sweep().measure(
                        "answers that are right (%)",
                        model -> Measurement.share("right", model.session().next(1, 2)[3] > 0 ? 3 : 2, 4))
                .run(folder.resolve("state"));
        assertTrue(result.rows().stream()
                .allMatch(row -> row.answers().orElseThrow().value() >= 50));
        assertTrue(result.csv().lines().findFirst().orElseThrow().endsWith("answers that are right (%) high"));
        assertEquals("answers that are right (%)", result.chart(Measure.ANSWERS).getYAxisTitle());
        List<Path> files = result.write(folder);
        assertEquals(
                List.of(
                        "sweep.csv",
                        "sweep-perplexity.png",
                        "sweep-divergence.png",
                        "sweep-same.png",
                        "sweep-sqnr.png",
                        "sweep-answers.png",
                        "sweep.html"),
                files.stream().map(file -> file.getFileName().toString()).toList());
        byte[] png = Files.readAllBytes(files.get(1));
        assertArrayEquals(new byte[] {(byte) 0x89, 'P', 'N', 'G'}, java.util.Arrays.copyOf(png, 4));
        String page = Files.readString(files.getLast());
        assertTrue(page.startsWith("<!DOCTYPE html>") && page.contains("INT12_ASYM_G16") && !page.contains("<script"));
        assertEquals(result.csv(), Files.readString(files.getFirst()));
    }

    @Test
    @DisplayName("passes on what a job throws, and refuses two candidates of one name")
    void failures() {
        assertEquals(
                "no answer",
                assertThrows(
                                IllegalStateException.class,
                                () -> sweep().measure("answers", _ -> {
                                            throw new IllegalStateException("no answer");
                                        })
                                        .run())
                        .getMessage());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> sweep().candidates(Candidate.full()))
                .getMessage()
                .startsWith("two candidates are called 'as it is'"));
        assertThrows(IllegalArgumentException.class, () -> sweep().threads(0));
    }

    @Test
    @DisplayName("lets all candidates answer one prompt side by side")
    void sideBySide() {
        var said = SideBySide.of(Small.model(), "the cat", 8, List.of(Candidate.of(Formats.F32), CANDIDATES.get(2)));
        assertEquals(3, said.lines().size());
        assertEquals(8, said.lines().get(1).same(), "32 bits lose nothing");
        assertTrue(said.lines().get(2).same() < 8, "2 bits do");
        assertEquals(3, said.table().rowCount());
        assertEquals(3, said.figure().figures().size());
    }
}
