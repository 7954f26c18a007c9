package org.vitrina.feedback;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrina.tensor.Workers;
import org.vitrina.train.Recipe;
import org.vitrina.train.RecipeException;
import org.vitrina.train.Training;
import org.vitrina.train.TrainingStep;

@DisplayName("A recipe of the stage feedback")
class FeedbackStageTests {
    @TempDir
    private Path folder;

    /// Makes a model that says yes and no by turns.
    @BeforeEach
    void undecided() throws IOException {
        Path file = folder.resolve("undecided.json");
        Files.writeString(file, """
                {"name": "undecided", "stage": "pretrain",
                 "model": {"context": 24, "width": 32, "layers": 1, "heads": 4, "hidden": 64},
                 "tokenizer": {"tokens": 300},
                 "data": {"source": "toy-questions", "every": 2},
                 "batch": {"rows": 10, "cut": "padded"},
                 "steps": 30, "schedule": {"peak": 0.01, "warmup": 4}}
                """);
        Training.of(Recipe.read(file)).on(Workers.ONE).run().write(folder.resolve("undecided.gguf"));
    }

    private Recipe recipe(String data, String settings) throws IOException {
        Path file = folder.resolve("decided.json");
        Files.writeString(file, """
                {"name": "decided", "stage": "feedback", "model": {"from": "undecided.gguf"}, %s
                 "batch": {"rows": 5}, "steps": 24, "schedule": {"peak": 0.005, "warmup": 0},
                 "checkpoints": {"every": 8}, "settings": {"tokens": 4, "group": 8%s}}
                """.formatted(data, settings));
        return Recipe.read(file);
    }

    private static final String QUESTIONS = "\"data\": {\"source\": \"toy-questions\"},";

    @Test
    @DisplayName("makes the answers of its data likely, and measures them at checkpoints")
    void answers() throws IOException {
        Training training =
                Training.of(recipe(QUESTIONS, ", \"method\": \"reinforce\"")).on(Workers.ONE);
        training.run();
        TrainingStep first = training.log().steps().getFirst();
        TrainingStep last = training.log().steps().getLast();
        assertTrue(first.more().get("reward") < 0.8, "" + first.more());
        assertTrue(last.more().get("reward") > 0.9, "" + last.more());
        assertTrue(last.more().get("KL") > 0.1);
        assertEquals(100, training.milestones().getLast().value("right answers").orElseThrow());
        assertEquals(
                List.of(0, 8, 16, 24),
                training.milestones().stream()
                        .map(milestone -> milestone.step())
                        .toList());
        assertTrue(training.facts().getFirst().contains("5 prompts with 8 answers each"), "" + training.facts());
        assertTrue(training.memory().containsKey("reference"));
    }

    @Test
    @DisplayName("can name a task instead, with a reward of its own and kinds of questions")
    void task() throws IOException {
        Training training =
                Training.of(recipe("", ", \"task\": {\"source\": \"toy-no\"}")).on(Workers.ONE);
        training.run();
        assertTrue(training.log().steps().getLast().more().get("right") == null);
        assertTrue(training.log().steps().getLast().more().get("reward") > 0.9);
        assertTrue(training.log().steps().getLast().more().containsKey("length"));
        assertEquals(
                100, training.milestones().getLast().value("right answers, was").orElseThrow());
    }

    @Test
    @DisplayName("goes on from its checkpoint to the model of an unbroken training, on any number of threads")
    void resumes() throws IOException {
        Recipe recipe = recipe(QUESTIONS, ", \"method\": \"grpo\", \"beta\": 0.02, \"passes\": 2, \"parts\": 2");
        Path whole = folder.resolve("whole.gguf");
        Training.of(recipe).on(Workers.ONE).run().write(whole);
        Path kept = folder.resolve("kept");
        Training.of(recipe).on(Workers.of(2)).keptIn(kept).run(8);
        Path resumed = folder.resolve("resumed.gguf");
        Training.of(recipe).on(Workers.of(3)).keptIn(kept).resuming().run().write(resumed);
        assertArrayEquals(Files.readAllBytes(whole), Files.readAllBytes(resumed));
    }

    @Test
    @DisplayName("refuses what does not fit, and says what to do")
    void refused() throws IOException {
        assertEquals(
                "no library has a task called 'tale'; there are toy-no",
                refused("", ", \"task\": {\"source\": \"tale\"}").getMessage());
        assertTrue(
                refused("", "").getMessage().contains("there is no prompt to learn from"),
                refused("", "").getMessage());
        assertTrue(refused(QUESTIONS, ", \"method\": \"magic\"")
                .getMessage()
                .endsWith("method must be one of grpo, reinforce, ppo, but is 'magic'"));
        assertTrue(refused(QUESTIONS, ", \"gruop\": 3").getMessage().contains("'gruop', which nothing reads"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"dpo", "kto"})
    @DisplayName("learns from answers that are judged once, by DPO or KTO, and goes on from its checkpoint")
    void preference(String method) throws IOException {
        Recipe recipe = preference(QUESTIONS, ", \"prompts\": 10, \"answers\": 8, \"method\": \"" + method + "\"");
        Path kept = folder.resolve("kept-" + method);
        Training.of(recipe).on(Workers.of(2)).keptIn(kept).run(8);
        Training resumed =
                Training.of(recipe).on(Workers.of(3)).keptIn(kept).resuming().run();
        resumed.write(folder.resolve("resumed.gguf"));
        Training training = Training.of(recipe).on(Workers.ONE).run();
        training.write(folder.resolve("whole.gguf"));
        assertArrayEquals(
                Files.readAllBytes(folder.resolve("whole.gguf")), Files.readAllBytes(folder.resolve("resumed.gguf")));
        assertTrue(training.facts().getFirst().startsWith(method.toUpperCase() + " on "), "" + training.facts());
        assertTrue(training.facts().getFirst().contains("made of 80 answers"), "" + training.facts());
        var last = training.log().steps().getLast();
        assertTrue(
                last.more().get(method.equals("dpo") ? Dpo.CHOSEN : Kto.RIGHT)
                        > last.more().get(method.equals("dpo") ? Dpo.REJECTED : Kto.WRONG) + 1,
                "" + last.more());
        assertEquals(100, training.milestones().getLast().value("right answers").orElseThrow());
        assertEquals(training.memory().get("gradients"), training.memory().get("reference"));
    }

    @Test
    @DisplayName("refuses to learn from answers that are all as good")
    void nothingToLearn() throws IOException {
        Recipe recipe = preference(QUESTIONS, ", \"prompts\": 10, \"answers\": 1");
        var error = assertThrows(
                RecipeException.class, () -> Training.of(recipe).on(Workers.ONE).begin());
        assertTrue(error.getMessage().startsWith("there is nothing to learn from 10 answers"), error.getMessage());
    }

    private Recipe preference(String data, String settings) throws IOException {
        String json = recipe(data, settings).json().replace("\"feedback\"", "\"preference\"");
        Path file = folder.resolve("preferred.json");
        Files.writeString(file, json.replaceAll("\"group\": 8,?", ""));
        return Recipe.read(file);
    }

    private RecipeException refused(String data, String settings) {
        return assertThrows(
                RecipeException.class,
                () -> Training.of(recipe(data, settings)).on(Workers.ONE).begin());
    }
}
