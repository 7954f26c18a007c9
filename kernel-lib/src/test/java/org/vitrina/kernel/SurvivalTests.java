package org.vitrina.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A kernel with a small heap")
class SurvivalTests {
    /// Runs in a process of its own and prints what the cells say.
    static final class SmallHeap {
        public static void main(String[] cellsToRun) {
            try (var cells = new Cells()) {
                for (String cell : cellsToRun) {
                    var ran = cells.run(cell);
                    switch (ran.outcome()) {
                        case Outcome.Finished(Object value) -> System.out.println("value " + value);
                        case Outcome.Failed _ -> System.out.println(ran.trace().replace('\n', ' '));
                    }
                }
            }
        }
    }

    private static List<String> run(String... cells) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx200m",
                "-cp",
                System.getProperty("java.class.path"),
                SmallHeap.class.getName()));
        command.addAll(List.of(cells));
        var process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertTrue(process.waitFor(5, TimeUnit.MINUTES), "it did not end");
        return text.lines().filter(line -> !line.startsWith("WARNING")).toList();
    }

    @Test
    @DisplayName("survives a cell that fills it, says so, gives the memory back and keeps the other variables")
    void full() throws Exception {
        var said = run(
                "int kept = 7; String note = \"still here\";",
                "var hoard = new ArrayList<long[]>(); while (true) hoard.add(new long[100_000]);",
                "note + kept",
                "hoard",
                "long[] room = new long[10_000_000]; room.length");
        assertTrue(
                said.get(1).startsWith("OutOfMemoryError: the memory that the kernel may use, 200 MB"),
                said.toString());
        assertTrue(said.get(1).contains("set to null: hoard"), said.toString());
        assertEquals(List.of("value still here7", "value null", "value 10000000"), said.subList(2, 5), said.toString());
    }

    @Test
    @DisplayName("survives a request for one array that is too long, and empties nothing")
    void tooLong() throws Exception {
        var said = run("var small = List.of(1);", "new long[500_000_000]", "small");
        assertTrue(said.get(1).startsWith("OutOfMemoryError"), said.toString());
        assertEquals("value [1]", said.get(2));
    }
}
