package org.vitrina.kernel;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A training in a cell")
class TrainingCellTests {
    private static final String MAKE = """
            var training = Training.of(Recipe.of(\"""
                {"name": "mine", "stage": "pretrain", "tokenizer": {"tokens": 257},
                 "model": {"context": 32, "width": 48, "layers": 2, "heads": 2, "hidden": 96},
                 "steps": %d, "schedule": {"peak": 0.003}, "batch": {"rows": 8},
                 "checkpoints": {"samples": ["one"], "tokens": 4, "every": 20}}\"""),
                new Data.Texts(List.of("one two three four five six", "seven eight nine ten"), List.of("one two")));
            """;

    private final Cells cells = new Cells();

    @AfterEach
    void close() {
        cells.close();
    }

    @Test
    @DisplayName("draws a bar and below it the curve and what the model writes, which change in place")
    void live() {
        cells.run(MAKE.formatted(60));
        // a bar comes only for what takes longer than a quarter of a second
        cells.run("training.each(step -> java.util.concurrent.locks.LockSupport.parkNanos(10_000_000));");
        var ran = cells.run("training.run();");
        assertEquals(2, ran.displays().size(), ran.outputs()::toString);
        assertTrue(ran.displays().getFirst().text().startsWith("training mine"));
        var last = ran.outputs().stream()
                .filter(Output.Update.class::isInstance)
                .map(Output.Update.class::cast)
                .toList()
                .getLast();
        assertTrue(last.data().text().contains("after step 60"), last.data().text());
        assertTrue(last.data().html().orElseThrow().contains("data:image/png"));
        String value = ran.outputs().getLast().toString();
        assertTrue(value.contains("mine: 60 of 60 steps, loss "), "the value says where it is: " + value);
    }

    @Test
    @DisplayName("can be stopped, says after which step, and goes on from there in another cell")
    void stopped() {
        cells.run(MAKE.formatted(1_000_000));
        var ran = cells.run("training.run();", Duration.ofMillis(2500));
        assertTrue(ran.outputs().toString().contains("stopped"), ran.outputs()::toString);
        var went =
                cells.run("int before = training.done(); training.run(3); System.out.print(training.done() - before);"
                        + " System.out.print(\" \" + (before == training.log().steps().size() - 3));");
        assertTrue(went.outputs().toString().contains("text=3"), went.outputs()::toString);
        assertTrue(went.outputs().toString().contains("true"), went.outputs()::toString);
    }
}
