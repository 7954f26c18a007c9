package org.vitrina.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.tokenize.BpeTokenizer;

@DisplayName("A batch")
class BatchTests {
    private final BpeTokenizer bytes = BpeTokenizer.train("", 256);
    private final Batch batch = new TokenStream(bytes.encode("abcdefg"), 2, 3, 1).inOrder()[0];

    @Test
    @DisplayName("shows each row as tasks: what was read, and what comes next")
    void table() {
        var second = batch.table(bytes, 1);
        assertEquals(
                List.of("d", "de", "def"), second.stringColumn("read so far").asList());
        assertEquals(List.of("d", "e", "f"), second.stringColumn("input").asList());
        assertEquals(List.of("e", "f", "g"), second.stringColumn("target").asList());
    }

    @Test
    @DisplayName("has no row beyond its last")
    void refuses() {
        assertEquals(
                "a batch of 2 rows, counted from 0, has no row 2",
                assertThrows(IllegalArgumentException.class, () -> batch.table(bytes, 2))
                        .getMessage());
    }
}
