package org.vitrina.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.chat.Message;
import org.vitrina.file.ModelFileException;
import org.vitrina.generate.Conversation;
import org.vitrina.generate.Generator;
import org.vitrina.generate.Sampling;
import org.vitrina.show.Figure;
import org.vitrina.tensor.Workers;
import org.vitrina.transformer.Model;
import org.vitrina.transformer.Perplexity;

@DisplayName("A training by a recipe")
class TrainingTests {
    @TempDir
    private Path folder;

    /// Lines of a rule that a small model learns in some dozen steps.
    static void writeBook(Path file) throws IOException {
        var book = new StringBuilder();
        for (int i = 0; i < 400; i++) {
            book.append("the %s has a %s\n\n"
                    .formatted(
                            List.of("cat", "dog", "owl").get(i % 3),
                            List.of("hat", "bell", "book").get(i % 3)));
        }
        Files.writeString(file, book);
    }

    static String json(String more) {
        return """
                {"name": "small", "about": "tells what animals have", "license": "cc0-1.0", "stage": "pretrain",
                 "model": {"context": 24, "width": 32, "layers": 1, "heads": 4, "hidden": 64},
                 "tokenizer": {"tokens": 300},
                 "data": {"source": "text", "file": "book.txt", "validation": 0.1},
                 "batch": {"rows": 4, "cut": "beginnings"},
                 "steps": 24, "schedule": {"peak": 0.01, "warmup": 4},
                 "checkpoints": {"every": 8, "samples": ["the owl has"], "tokens": 8, "keep": [0, 12]}%s}
                """.formatted(more);
    }

    @BeforeEach
    void book() throws IOException {
        writeBook(folder.resolve("book.txt"));
    }

    private Recipe recipe(String more) throws IOException {
        Path file = folder.resolve("small.json");
        Files.writeString(file, json(more));
        return Recipe.read(file);
    }

    private Training training(String more) throws IOException {
        return Training.of(recipe(more)).on(Workers.ONE);
    }

    private static double[] losses(Training training) {
        return training.log().steps().stream().mapToDouble(TrainingStep::loss).toArray();
    }

    @Test
    @DisplayName("makes a model that has learned, is measured before and after, and writes samples on the way")
    void learns() throws IOException {
        Training training = training("").run();
        List<Milestone> milestones = training.milestones();
        assertEquals(
                List.of(0, 8, 16, 24), milestones.stream().map(Milestone::step).toList());
        double before = milestones.getFirst().value("validation loss").orElseThrow();
        double after = milestones.getLast().value("validation loss").orElseThrow();
        // logits of variance 1 cost half a nat more than guessing evenly: log E[exp z] is 1/2
        assertEquals(Math.log(training.tokenizer().vocabularySize()) + 0.5, before, 0.2);
        assertTrue(after < before / 3, "from " + before + " to " + after);
        assertEquals("the owl has", milestones.getLast().samples().getFirst().prompt());
        assertTrue(training.summary().contains("24 of 24 steps"), training.summary());
        assertEquals(
                List.of("step", "validation loss", "validation bits per byte"),
                training.log().milestoneTable().columnNames());
    }

    @Test
    @DisplayName("tells bits per byte that agree with the perplexity of the model that it made")
    void bitsPerByte() throws IOException {
        Training training = training("").run();
        // the measured rows begin anywhere in the text, so that the bound is wide; a wrong unit is off by much more
        var text = "the cat has a hat".repeat(1);
        double ours = training.milestones()
                .getLast()
                .value("validation bits per byte")
                .orElseThrow();
        double whole = Perplexity.of(training.model(), text).bitsPerByte();
        assertEquals(whole, ours, 0.5 + whole, "bits per byte are " + ours + " and " + whole);
    }

    @Test
    @DisplayName(
            "writes a file that runs as the model in memory does, stops at the end of a text, and says whose it is")
    void file() throws IOException {
        Training training = training(", \"output\": {\"format\": \"F32\"}").run();
        Path file = folder.resolve("small.gguf");
        training.write(file);
        try (Model opened = Model.open(file)) {
            assertEquals("tells what animals have", opened.metadata().get("general.description"));
            assertEquals("cc0-1.0", opened.metadata().get("general.license"));
            String prompt = "the dog has";
            assertArrayEquals(
                    training.model().session().all(training.tokenizer().encode(prompt))[2],
                    opened.session().all(opened.tokenizer().encode(prompt))[2],
                    1e-5f);
            assertEquals(
                    Generator.of(training.model()).generate(prompt).end(),
                    Generator.of(opened).generate(prompt).end());
        }
    }

    @Test
    @DisplayName("gives the same model on 1, 2 and 3 threads, bit for bit")
    void threads() throws IOException {
        byte[] first = null;
        for (int threads = 1; threads <= 3; threads++) {
            Path file = folder.resolve(threads + ".gguf");
            Training.of(recipe("")).on(Workers.of(threads)).run().write(file);
            byte[] bytes = Files.readAllBytes(file);
            if (first == null) first = bytes;
            assertArrayEquals(first, bytes, threads + " threads");
        }
    }

    @Test
    @DisplayName("on data that are given takes few lines, and draws a curve and what the model writes")
    void given() throws IOException {
        var texts = new Data.Texts(List.of("one two three", "one two four"), List.of("one two three"));
        Training training = Training.of(Recipe.of("""
                                {"name": "mine", "stage": "pretrain", "tokenizer": {"tokens": 257},
                                 "model": {"context": 16, "width": 16, "layers": 1, "heads": 2, "hidden": 32},
                                 "steps": 6, "schedule": {"peak": 0.01}, "batch": {"rows": 2},
                                 "checkpoints": {"samples": ["one"], "every": 3}}
                                """), texts).run(3).run();
        assertEquals(6, training.done());
        Figure.Stack figure = assertInstanceOf(Figure.Stack.class, training.figure());
        assertTrue(figure.text().contains("after step 6"), figure.text());
        assertTrue(training.figure().mime().html().orElseThrow().contains("data:image/png"));
        assertEquals(
                List.of("parameters", "gradients", "optimizer", "activations"),
                training.memoryTable().stringColumn("what").asList());
        long parameters = training.memory().get("parameters");
        assertEquals(4 * training.model().parameters(), parameters);
        assertEquals(2 * parameters, training.memory().get("optimizer"));
    }

    @Nested
    @DisplayName("kept in a folder")
    class Kept {
        private Path checkpoints;

        @BeforeEach
        void inTheFolder() {
            checkpoints = folder.resolve("checkpoints");
        }

        @Test
        @DisplayName("and broken off goes on to the losses, measurements and models of an unbroken one")
        void resumes() throws IOException {
            Training unbroken = training("").run();
            training("").keptIn(checkpoints).run(16);
            // what happened after the last checkpoint is lost with the process
            Training second = training("").keptIn(checkpoints).resuming().run();
            assertArrayEquals(losses(unbroken), losses(second));
            assertEquals(unbroken.milestones(), second.milestones());
            unbroken.write(folder.resolve("a.gguf"));
            second.write(folder.resolve("b.gguf"));
            assertArrayEquals(
                    Files.readAllBytes(folder.resolve("a.gguf")), Files.readAllBytes(folder.resolve("b.gguf")));
            try (Model early = Model.open(checkpoints.resolve("step-000012.gguf"))) {
                assertEquals("small", early.metadata().get("general.name"));
            }
            assertTrue(Files.exists(checkpoints.resolve("step-000000.gguf")));
        }

        @Test
        @DisplayName("and interrupted keeps the state after its last whole step, and says how to go on")
        void interrupted() throws IOException {
            Training unbroken = training("").run();
            Training first = training("").keptIn(checkpoints);
            first.each(step -> {
                if (step.step() == 11) Thread.currentThread().interrupt();
            });
            var stopped = assertThrows(CancellationException.class, first::run);
            assertEquals(
                    "stopped after step 11 of 24; the last state is kept in " + checkpoints
                            + ", and --resume goes on from it",
                    stopped.getMessage());
            assertFalse(Thread.interrupted());
            Training second = training("").keptIn(checkpoints).resuming();
            assertEquals(11, second.begin().done());
            assertArrayEquals(losses(unbroken), losses(second.run()));
            // and the first, which is still in memory, too
            assertArrayEquals(losses(unbroken), losses(first.run()));
        }

        @Test
        @DisplayName("is not overwritten by a training that begins anew")
        void notOverwritten() throws IOException {
            training("").keptIn(checkpoints).run(8);
            byte[] before = Files.readAllBytes(checkpoints.resolve("training.gguf"));
            var error = assertThrows(
                    RecipeException.class,
                    () -> training("").keptIn(checkpoints).run());
            assertEquals(
                    "the folder " + checkpoints + " holds a checkpoint of this training; go on from it (--resume, or"
                            + " resuming()), or choose another folder, or remove this one to begin anew",
                    error.getMessage());
            assertArrayEquals(before, Files.readAllBytes(checkpoints.resolve("training.gguf")));
        }

        @Test
        @DisplayName("is not mixed with another recipe: the message says what differs")
        void notMixed() throws IOException {
            training("").keptIn(checkpoints).run(8);
            for (boolean resumes : new boolean[] {true, false}) {
                var error = assertThrows(RecipeException.class, () -> {
                    Training other =
                            training(", \"optimizer\": {\"decay\": 0.2}").keptIn(checkpoints);
                    (resumes ? other.resuming() : other).run();
                });
                assertEquals(
                        "the folder " + checkpoints + " holds a checkpoint of another recipe: optimizer.decay is 0.1"
                                + " there and 0.2 here; choose another folder, or remove this one if nobody needs it",
                        error.getMessage());
            }
            var steps = assertThrows(
                    RecipeException.class,
                    () -> Training.of(recipe("").withSteps(30))
                            .keptIn(checkpoints)
                            .resuming()
                            .run());
            assertTrue(steps.getMessage().contains("steps is 24 there and 30 here"), steps.getMessage());
        }

        @Test
        @DisplayName("goes on although the recipe now says otherwise when to look at it")
        void freeToChange() throws IOException {
            training("").keptIn(checkpoints).run(8);
            String json = json("").replace("\"every\": 8", "\"every\": 5").replace("cc0-1.0", "Apache-2.0");
            Files.writeString(folder.resolve("small.json"), json);
            Training second = Training.of(Recipe.read(folder.resolve("small.json")))
                    .keptIn(checkpoints)
                    .resuming();
            assertEquals(8, second.begin().done());
        }

        @Test
        @DisplayName("in a file that is none of a training is refused")
        void noCheckpoint() throws IOException {
            Files.createDirectories(checkpoints);
            Files.copy(
                    Path.of("src/test/resources/org/vitrina/file/every-type.gguf"),
                    checkpoints.resolve("training.gguf"));
            var error = assertThrows(
                    ModelFileException.class,
                    () -> training("").keptIn(checkpoints).resuming().run());
            assertTrue(error.getMessage().contains("training.step"), error.getMessage());
        }
    }

    @Nested
    @DisplayName("that goes on with another model")
    class FineTuned {
        private static final String TEMPLATE =
                "{% for m in messages %}{% if m['role'] == 'user' %}<|user|>{% else %}<|assistant|>{% endif %}"
                        + "{{ m['content'] }}<|done|>{% endfor %}"
                        + "{% if add_generation_prompt %}<|assistant|>{% endif %}";

        private Recipe fine(String more) throws IOException {
            Path base = folder.resolve("base.gguf");
            if (!Files.exists(base)) {
                training("").run().write(base);
            }
            Path file = folder.resolve("fine.json");
            Files.writeString(file, """
                    {"name": "fine", "stage": "finetune",
                     "model": {"from": "base.gguf"},
                     "data": {"source": "text", "file": "new.txt"},
                     "watched": {"old": {"source": "text", "file": "book.txt", "validation": 0.1}},
                     "batch": {"rows": 4, "tokens": 24},
                     "steps": 30, "schedule": {"peak": 0.005}%s}
                    """.formatted(more));
            Files.writeString(folder.resolve("new.txt"), "a fox sees a hen and runs\n\n".repeat(60));
            return Recipe.read(file);
        }

        @Test
        @DisplayName("learns the new and forgets of the old, and both are measured")
        void forgets() throws IOException {
            Training training = Training.of(fine("")).on(Workers.ONE).run();
            Milestone before = training.milestones().getFirst();
            Milestone after = training.milestones().getLast();
            assertTrue(after.value("validation loss").orElseThrow()
                    < before.value("validation loss").orElseThrow() / 2);
            assertTrue(after.value("old loss").orElseThrow()
                    > before.value("old loss").orElseThrow() + 0.1);
            var chart = training.log()
                    .milestoneChart("Learned and forgotten", "nats per token", "validation loss", "old loss");
            assertEquals(2, chart.getSeriesCollection().size());
            assertEquals(
                    after.value("old loss").orElseThrow(),
                    chart.getSeries("old loss").getYData()[training.milestones().size() - 1]);
            var unknown = assertThrows(
                    IllegalArgumentException.class, () -> training.log().milestoneChart("x", "y", "new loss"));
            assertTrue(unknown.getMessage().contains("there is validation loss, "), unknown.getMessage());
        }

        @Test
        @DisplayName("with adapters learns few numbers, writes a file with them merged, and goes on from a checkpoint")
        void adapters() throws IOException {
            Recipe recipe = fine(", \"lora\": {\"rank\": 2, \"targets\": [\"attn_q\", \"ffn_down\"]}");
            Training unbroken = Training.of(recipe).on(Workers.ONE).run();
            assertEquals(2 * (32 + 32) + 2 * (32 + 64), unbroken.parts().model().size());
            Path checkpoints = folder.resolve("lora");
            Training.of(recipe).on(Workers.ONE).keptIn(checkpoints).run(12);
            Training second = Training.of(recipe)
                    .on(Workers.ONE)
                    .keptIn(checkpoints)
                    .resuming()
                    .run();
            assertArrayEquals(Arrays.copyOfRange(losses(unbroken), 12, 30), Arrays.copyOfRange(losses(second), 12, 30));
            second.write(folder.resolve("fine.gguf"));
            try (Model opened = Model.open(folder.resolve("fine.gguf"))) {
                float[] merged =
                        second.parts().model().value("blk.0.attn_q.weight").toArray();
                float[] row = new float[32];
                opened.transformer().weights().stream()
                        .filter(weight -> weight.name().equals("blk.0.attn_q.weight"))
                        .findFirst()
                        .orElseThrow()
                        .matrix()
                        .row(0, row, 0);
                assertArrayEquals(Arrays.copyOf(merged, 32), row, 1e-3f);
            }
        }

        @Test
        @DisplayName("gets tokens for turns, learns to answer, and answers in memory and in its file alike")
        void converses() throws IOException {
            fine("");
            var parts = new ArrayList<List<Message>>();
            for (int i = 0; i < 60; i++) {
                parts.add(List.of(
                        Message.user(
                                "who has a " + List.of("hat", "bell", "book").get(i % 3)),
                        Message.assistant("the " + List.of("cat", "dog", "owl").get(i % 3))));
            }
            TestParts.chats = new Data.Chats(parts, parts.subList(0, 6));
            Recipe recipe = Recipe.of("""
                    {"name": "talks", "stage": "finetune",
                     "model": {"from": "%s", "special": ["<|user|>", "<|assistant|>", "<|done|>"], "end": "<|done|>"},
                     "template": "%s",
                     "data": {"source": "test-chats"},
                     "batch": {"rows": 6, "tokens": 24, "cut": "packed"},
                     "steps": 240, "schedule": {"kind": "constant", "peak": 0.01},
                     "output": {"format": "F32"},
                     "checkpoints": {"samples": ["who has a bell"]}}
                    """.formatted(folder.resolve("base.gguf"), TEMPLATE));
            Training training = Training.of(recipe).on(Workers.ONE).run();
            assertEquals(
                    new Milestone.Sample("who has a bell", "the dog"),
                    training.milestones().getLast().samples().getFirst());
            assertEquals(
                    "the owl", training.conversation().say("who has a book").text());
            training.write(folder.resolve("talks.gguf"));
            try (Model opened = Model.open(folder.resolve("talks.gguf"))) {
                var talk = Conversation.with(
                        ChatTemplate.of(opened.metadata()), Generator.of(opened).sampling(Sampling.greedy()));
                assertEquals("the cat", talk.say("who has a hat").text());
            }
        }

        @Test
        @DisplayName("needs one to go on with, and no adapters beside tokens that nobody has learned")
        void wrong() throws IOException {
            var none = assertThrows(
                    RecipeException.class,
                    () -> Training.of(Recipe.of(json("").replace("pretrain", "finetune")))
                            .run());
            assertTrue(none.getMessage().startsWith("fine-tuning goes on with a model"), none.getMessage());
            Recipe recipe = fine(", \"lora\": {}");
            String json = recipe.json().replace("\"special\": []", "\"special\": [\"<|x|>\"]");
            Files.writeString(folder.resolve("x.json"), json);
            var adapters = assertThrows(
                    RecipeException.class,
                    () -> Training.of(Recipe.read(folder.resolve("x.json"))).run());
            assertTrue(adapters.getMessage().contains("never be learned"), adapters.getMessage());
        }
    }
}
