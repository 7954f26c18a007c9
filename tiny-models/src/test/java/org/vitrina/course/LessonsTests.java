package org.vitrina.course;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrina.kernel.notebook.Cell;
import org.vitrina.kernel.notebook.CellOutput;
import org.vitrina.kernel.notebook.NotebookRun;

@DisplayName("Each lesson of the course")
class LessonsTests {
    static Stream<Path> lessons() throws IOException {
        return Lessons.runs().sequencedKeySet().stream();
    }

    @ParameterizedTest
    @MethodSource("lessons")
    @DisplayName("runs from its first cell to its last, and all its solutions are right")
    void runs(Path lesson) throws IOException {
        NotebookRun run = Lessons.runs().get(lesson);
        assertEquals("", run.failure().map(NotebookRun.Failure::toString).orElse(""));
        long solutions = run.notebook().cells().stream()
                .filter(cell -> cell.tags().contains("solution"))
                .count();
        assertEquals(solutions, run.solutions());
        assertEquals(run.exercisesRight() + run.exercisesOpen(), run.solutions(), "every exercise has its solution");
    }

    @ParameterizedTest
    @MethodSource("lessons")
    @DisplayName("leaves its exercises open for the reader")
    void open(Path lesson) throws IOException {
        assertEquals(0, Lessons.runs().get(lesson).exercisesRight());
    }

    @ParameterizedTest
    @MethodSource("lessons")
    @DisplayName("fails only in the cells that say so")
    void errors(Path lesson) throws IOException {
        for (Cell cell : Lessons.runs().get(lesson).notebook().cells()) {
            if (cell instanceof Cell.Code code) {
                boolean failed = code.outputs().stream().anyMatch(CellOutput.Error.class::isInstance);
                assertEquals(code.tags().contains("raises-exception"), failed, code.source());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("lessons")
    @DisplayName(
            "becomes a page in which every formula is drawn, every picture is there and every link leads somewhere")
    void page(Path lesson) throws IOException {
        String html = Files.readString(Lessons.page(lesson));
        for (String mark : Set.of("class=\"unknown\"", "class=\"unreadable\"", "class=\"missing\"")) {
            assertFalse(html.contains(mark), mark);
        }
        Matcher link = Pattern.compile("<a (?:rel=\"\\w+\" )?href=\"([^\"#:]*)(?:#([^\"]*))?\"")
                .matcher(html);
        while (link.find()) {
            Path target = link.group(1).isEmpty() ? Lessons.page(lesson) : Lessons.OUT.resolve(link.group(1));
            assertTrue(Files.exists(target), link.group());
            if (link.group(2) != null) {
                assertTrue(Files.readString(target).contains("id=\"" + link.group(2) + "\""), link.group());
            }
        }
    }
}
