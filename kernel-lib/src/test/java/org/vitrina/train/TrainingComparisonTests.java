package org.vitrina.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.tensor.Workers;

@DisplayName("Trainings side by side")
class TrainingComparisonTests {
    private static final Data TEXTS = new Data.Texts(
            IntStream.range(0, 60).mapToObj(i -> "the cat has a hat").toList(), List.of("the cat has a hat"));

    private static final Recipe RECIPE = Recipe.of("""
            {"name": "small", "stage": "pretrain",
             "model": {"context": 16, "width": 16, "layers": 1, "heads": 2, "hidden": 32},
             "tokenizer": {"tokens": 270},
             "batch": {"rows": 2, "cut": "beginnings"},
             "steps": 4, "schedule": {"peak": 0.01}, "checkpoints": {"every": 2}}""");

    private static Training trained(Recipe recipe) throws Exception {
        return Training.of(recipe, TEXTS).on(Workers.ONE).run();
    }

    @Test
    @DisplayName("tell how many numbers learn in each, and what is kept for them")
    void numbers() throws Exception {
        Training all = trained(RECIPE);
        Training few = trained(RECIPE.withName("few").withLora(new Lora.Settings(2, 4, Set.of("attn_q", "attn_v"))));
        var table = TrainingComparison.of(all, few).table();
        assertEquals(List.of("small", "few"), table.stringColumn("training").asList());
        // two matrices of 16 × 16 with adapters of 2 × 16 and 16 × 2 each
        assertEquals(128, table.longColumn("numbers that learn").get(1));
        assertEquals(
                all.parts().model().size(),
                table.longColumn("numbers that learn").get(0));
        assertTrue(table.columnNames().containsAll(List.of("gradients (MB)", "optimizer (MB)", "seconds")));
    }

    @Test
    @DisplayName("are drawn with a line for each, at the checkpoints of all")
    void lines() throws Exception {
        Training one = trained(RECIPE);
        Training other = trained(RECIPE.withName("slow").withSchedule(new Schedule.Constant(1e-4f, 0)));
        var chart = TrainingComparison.of(one, other).chart("validation loss");
        assertEquals(3, chart.getSeries("slow").getXData().length);
        assertEquals(
                one.milestones().getLast().value("validation loss").orElseThrow(),
                chart.getSeries("small").getYData()[2]);
    }

    @Test
    @DisplayName("need names of their own, a first step, and what is asked for")
    void refuses() throws Exception {
        Training one = trained(RECIPE);
        assertTrue(message(() -> TrainingComparison.of(one, one)).contains("withName"));
        assertTrue(message(() -> TrainingComparison.of(Training.of(RECIPE, TEXTS)))
                .contains("small has not begun; run() it first"));
        assertTrue(message(() -> TrainingComparison.of(one).chart("tales loss"))
                .contains("measured no 'tales loss' but [validation loss"));
        assertTrue(message(() -> TrainingComparison.of()).contains("at least one"));
    }

    private static String message(Runnable call) {
        return assertThrows(IllegalArgumentException.class, call::run).getMessage();
    }
}
