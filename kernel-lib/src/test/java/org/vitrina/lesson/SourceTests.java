package org.vitrina.lesson;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.tensor.ScalarKernels;

@DisplayName("The library's own source")
class SourceTests {
    @Test
    @DisplayName("is the file that was compiled, from its comment on")
    void whole() throws IOException {
        List<String> file = Files.readAllLines(Path.of("src/main/java/org/vitrina/tensor/ScalarKernels.java"));
        List<String> shown = Source.of(ScalarKernels.class).lines();
        assertEquals(file.subList(file.size() - shown.size(), file.size()), shown);
        assertTrue(shown.getFirst().startsWith("///"), shown.getFirst());
    }

    @Test
    @DisplayName("is shown method by method, with its comments and nothing else")
    void method() {
        List<String> lines = Source.of(ScalarKernels.class, "dot").lines();
        assertEquals("@Override", lines.getFirst());
        assertTrue(lines.get(1).startsWith("public float dot("), lines.get(1));
        assertEquals("}", lines.getLast());
        assertEquals(1, lines.stream().filter("}"::equals).count());
    }

    @Test
    @DisplayName("says so where there is no such method, or no source")
    void none() {
        assertTrue(assertThrows(IllegalArgumentException.class, () -> Source.of(ScalarKernels.class, "matmul"))
                .getMessage()
                .contains("declares no method 'matmul'"));
        assertThrows(IllegalArgumentException.class, () -> Source.of(Test.class));
    }

    @Test
    @DisplayName("is escaped in HTML")
    void escaped() {
        assertTrue(new Source("a", List.of("List<int[]> x"))
                .mime()
                .html()
                .orElseThrow()
                .contains("List&lt;int[]&gt; x"));
    }
}
