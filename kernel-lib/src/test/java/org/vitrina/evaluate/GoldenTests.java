package org.vitrina.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.evaluate.ModelAssertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A golden test")
class GoldenTests {
    private final Golden golden = Golden.record(ModelAssertionsTests.MODEL, 0, 0, 8, "the cat", "on the");

    @Test
    @DisplayName("passes for the model that was recorded, from a file as from memory, and again with another instance")
    void same(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("golden.json");
        golden.write(file);
        assertThat(ModelAssertionsTests.MODEL).matches(Golden.read(file));
        assertThat(ModelAssertionsTests.model(1)).matches(golden);
        assertEquals(List.of(file), Files.list(folder).toList());
    }

    @Test
    @DisplayName("says what changed: weights, logits, text")
    void changed() {
        List<String> differences = golden.differences(ModelAssertionsTests.model(2));
        assertTrue(differences.getFirst().startsWith("the weights are others: SHA-256 begins with "));
        assertTrue(differences.stream().anyMatch(one -> one.startsWith("'the cat': the logit of token ")));
        assertTrue(differences.stream().anyMatch(one -> one.contains("is the first to differ")));
        var error = assertThrows(
                AssertionError.class,
                () -> assertThat(ModelAssertionsTests.model(2)).matches(golden));
        assertTrue(error.getMessage().contains("is not as it was recorded:\n  the weights are others"));
    }

    @Test
    @DisplayName("of drawn text keeps its seed")
    void sampled() {
        var drawn = Golden.record(ModelAssertionsTests.MODEL, 1, 5, 8, "the");
        assertEquals(List.of(), drawn.differences(ModelAssertionsTests.MODEL));
        var reseeded =
                new Golden(drawn.model(), drawn.weights(), drawn.temperature(), 6, drawn.tolerance(), drawn.entries());
        assertEquals(1, reseeded.differences(ModelAssertionsTests.MODEL).size());
    }

    @Test
    @DisplayName("refuses a file that is no record, and says why")
    void hostile(@TempDir Path folder) throws IOException {
        Path file = folder.resolve("x.json");
        for (String text : List.of(
                "",
                "null",
                "[]",
                "{}",
                "{\"entries\": 3}",
                "{\"model\":\"m\",\"weights\":\"\",\"tolerance\":1,\"entries\":[{}]}",
                "{\"model\":\"m\",\"weights\":\"\",\"tolerance\":1,\"entries\":[null]}")) {
            Files.writeString(file, text);
            var error = assertThrows(IllegalArgumentException.class, () -> Golden.read(file), text);
            assertTrue(error.getMessage().startsWith("x.json is no record of a golden test: "), error.getMessage());
        }
    }
}
