package org.vitrina.train;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrina.Property;
import org.vitrina.quantize.Formats;

@DisplayName("A recipe")
class RecipeTests {
    static final String SMALL = """
            {"name": "small", "stage": "pretrain",
             "model": {"context": 32, "width": 32, "layers": 1, "heads": 4, "hidden": 64},
             "tokenizer": {"tokens": 300},
             "data": {"source": "text", "file": "book.txt"},
             "steps": 8, "schedule": {"peak": 1e-3}}
            """;

    private static final String FULL = """
            {"name": "full", "about": "all there is", "license": "cc0-1.0", "stage": "finetune",
             "model": {"from": "tales-base", "special": ["<|user|>"], "end": "<|user|>", "renew": true},
             "template": "{{ messages[0]['content'] }}",
             "data": [{"source": "text", "file": "a.txt", "share": 0.9}, {"source": "text", "file": "b.txt"}],
             "watched": {"old data": {"source": "text", "file": "c.txt"}},
             "batch": {"rows": 4, "tokens": 100, "passes": 2, "cut": "packed", "counted": "everything"},
             "steps": 10,
             "schedule": {"kind": "wsd", "peak": 0.004, "warmup": 3, "decay": 0.5},
             "optimizer": {"beta1": 0.8, "beta2": 0.99, "epsilon": 1e-6, "decay": 0, "clip": 2.5},
             "lora": {"rank": 4, "alpha": 12, "targets": ["ffn_up", "attn_k"], "embedding": true},
             "seed": 9007199254740993,
             "checkpoints": {"every": 2, "validation": 7, "samples": ["a", "b"], "tokens": 5, "keep": [0, 4],
                             "format": "Q8_0"},
             "output": {"format": "Q4_1", "adapter": true},
             "settings": {"group": 8}}
            """;

    @Test
    @DisplayName("says every thing that it can say")
    void everything() {
        Recipe recipe = Recipe.of(FULL);
        assertEquals("full", recipe.name());
        var from = assertInstanceOf(Recipe.From.class, recipe.model());
        assertEquals("tales-base", from.model());
        assertEquals(Optional.of("<|user|>"), from.end());
        assertTrue(from.renew());
        assertEquals(0.9, recipe.data().getFirst().share());
        assertEquals(1, recipe.data().getLast().share());
        assertEquals("b.txt", recipe.data().getLast().options().text("file"));
        assertEquals(new Recipe.Rows(4, 100, 2, Recipe.Cut.PACKED, Recipe.Counted.EVERYTHING), recipe.batch());
        assertEquals(new Schedule.WarmupStableDecay(0.004f, 3, 0.5f), recipe.schedule());
        assertEquals(new AdamW.Settings(0.8f, 0.99f, 1e-6f, 0, 2.5f), recipe.optimizer());
        assertEquals(Optional.of(new Lora.Settings(4, 12, Set.of("ffn_up", "attn_k"), true)), recipe.lora());
        assertEquals(9007199254740993L, recipe.seed(), "a seed is no double");
        assertEquals(java.util.List.of(0, 4), recipe.checkpoints().keep());
        assertEquals(new Recipe.Output(Formats.Q4_1, true), recipe.output());
        assertEquals(8, recipe.settings().integer("group", 1, 64));
    }

    @Test
    @DisplayName("has the common value for what it does not say")
    void defaults() {
        Recipe recipe = Recipe.of(SMALL);
        assertEquals(AdamW.Settings.COMMON, recipe.optimizer());
        assertEquals(new Schedule.Cosine(1e-3f, 1e-4f, 0), recipe.schedule());
        assertEquals(4, assertInstanceOf(Recipe.Fresh.class, recipe.model()).kvHeads());
        assertEquals(32, recipe.batch().tokens(), "as many as the model reads");
        assertEquals(1, recipe.seed());
    }

    private static final String PHASES = """
            "schedule": {"kind": "phases", "phases": [
                {"steps": 5, "kind": "wsd", "peak": 0.5, "warmup": 2, "decay": 0.5},
                {"steps": 3, "peak": 0.25}]}""";

    @Test
    @DisplayName("may have phases, each with a schedule of its own, that last as long as the recipe")
    void phases() {
        String json = SMALL.replaceFirst("\"schedule\": *\\{[^}]*}", PHASES);
        Recipe recipe = Recipe.of(json);
        float[] rates = {0.25f, 0.5f, 0.5f, 1 / 3f, 1 / 6f, 0.25f, 0.1375f, 0.025f};
        for (int step = 0; step < rates.length; step++) {
            assertEquals(rates[step], recipe.schedule().rate(step, 8), 1e-7, "the rate of step " + step);
        }
        assertEquals(recipe.schedule(), Recipe.of(recipe.json()).schedule());
        Recipe longer = Recipe.of(recipe.withSteps(16).json());
        assertEquals(0.5f * 3 / 5, longer.schedule().rate(7, 16), 1e-7, "ten steps, of which the last five fall");
        assertEquals(0.25f, longer.schedule().rate(10, 16), "then the second phase begins");
        assertEquals(8, Recipe.of(recipe.withSteps(0).withSteps(8).json()).steps(), "no step is a course as well");
        var wrong = assertThrows(RecipeException.class, () -> Recipe.of(json.replace("\"steps\": 5", "\"steps\": 6")));
        assertTrue(wrong.getMessage().contains("8") && wrong.getMessage().contains("9"), wrong.getMessage());
        var none = assertThrows(
                RecipeException.class, () -> Recipe.of(json.replaceFirst("\"phases\": \\[[^]]*]", "\"phases\": []")));
        assertTrue(none.getMessage().contains("phases"), none.getMessage());
    }

    @Test
    @DisplayName("written and read again is the same text, whatever its numbers")
    void roundTrip() {
        for (String json : new String[] {SMALL, FULL}) {
            String written = Recipe.of(json).json();
            assertEquals(written, Recipe.of(written).json());
        }
        Property.forRandom(200, random -> {
            float peak = random.nextFloat();
            String json = SMALL.replace("\"peak\": 1e-3", "\"peak\": " + peak + ", \"last\": " + peak * peak)
                    .replace("\"steps\": 8", "\"steps\": 8, \"seed\": " + random.nextLong());
            Recipe read = Recipe.of(json);
            Recipe again = Recipe.of(read.json());
            assertEquals(read.schedule(), again.schedule());
            assertEquals(read.seed(), again.seed());
        });
    }

    @Test
    @DisplayName("may be the one that the documentation shows")
    void documented() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "training.md"));
        int from = page.indexOf("```json") + 7;
        Recipe recipe = Recipe.of(page.substring(from, page.indexOf("```", from)));
        assertEquals(Recipe.Cut.ANYWHERE, recipe.batch().cut());
        for (String key : new String[] {"rows", "cut", "counted", "peak", "warmup", "keep", "targets", "special"}) {
            assertTrue(page.contains("`" + key + "`"), key + " is explained");
        }
    }

    @Test
    @DisplayName("finds its files beside itself")
    void folder(@TempDir Path folder) throws IOException {
        Files.writeString(folder.resolve("mine.json"), SMALL);
        Recipe recipe = Recipe.named(folder.resolve("mine.json").toString());
        assertEquals(
                folder.resolve("book.txt"), recipe.data().getFirst().options().file("file"));
    }

    @Nested
    @DisplayName("that is wrong")
    class Wrong {
        @ParameterizedTest(name = "{0} → {1}")
        @CsvSource(delimiter = '|', quoteCharacter = '`', textBlock = """
                        "steps": 8                  | "steps": 8, "step": 9        | recipe: has a key 'step', which nothing reads; known are about, batch,
                        "steps": 8                  | "steps": "8"                 | recipe: steps must be a whole number from 0 to 1000000000, but is '8'
                        "steps": 8                  | "steps": 8.5                 | recipe: steps must be a whole number from 0 to 1000000000, but is 8.5
                        "steps": 8                  | "steps": 1e999999999         | recipe: steps must be a whole number from 0 to 1000000000, but is 1e999999999
                        "steps": 8                  | "steps": -1                  | recipe: steps must be a whole number from 0 to 1000000000, but is -1
                        "steps": 8,                 | `                            `| recipe: steps must be a whole number from 0 to 1000000000, but is missing
                        "stage": "pretrain"         | "stage": 7                   | recipe: stage must be a text, but is 7
                        "name": "small"             | "name": "../small"           | recipe: name must be letters, digits, dots and dashes, but is '../small'
                        "width": 32                 | "width": 30                  | recipe: the width must be a multiple of the number of heads, but 30 is none of 4
                        "heads": 4                  | "heads": 4, "head": 4        | recipe: model has a key 'head', which nothing reads; known are architecture, context,
                        "context": 32               | "context": 32, "architecture": "rnn" | recipe: model.architecture must be one of llama, gpt2, but is 'rnn'
                        "tokens": 300               | "tokens": 256                | recipe: tokenizer.tokens must be a whole number from 257 to 1048576, but is 256
                        "tokens": 300               | "tokens": 300, "split": "x"  | recipe: tokenizer.split must be one of none, gpt2,
                        "peak": 1e-3                | "peak": 1e-3, "kind": "flat" | recipe: schedule.kind must be one of constant, cosine, wsd, phases, but is 'flat'
                        "peak": 1e-3                | "peak": 1e-3, "kind": "constant", "last": 0 | recipe: schedule has a key 'last', which nothing reads; known are kind, peak, warmup
                        "steps": 8                  | "steps": 8, "steps": 9       | recipe has the key 'steps' twice, at $.steps
                        "steps": 8                  | "steps": 8, "batch": {"tokens": 33} | recipe: batch.tokens must be at most the model's context, 32, but is 33
                        "steps": 8                  | "steps": 8, "batch": []      | recipe: batch must be an object, { … }, but is a list of 0
                        "steps": 8                  | "steps": 8, "lora": {"targets": ["q_proj"]} | recipe: LoRA needs a rank of at least 1 and at least one target of attn_q,
                        "steps": 8                  | "steps": 8, "optimizer": {"beta1": 1} | recipe: AdamW needs betas in [0, 1)
                        "steps": 8                  | "steps": 8, "checkpoints": {"keep": [1, "2"]} | recipe: checkpoints.keep[1] must be a whole number from 0 to 1000000000, but is '2'
                        "steps": 8                  | "steps": 8, "output": {"format": "Q9"} | recipe: output.format must be one of F32, F16, BF16,
                        "tokenizer": {"tokens": 300}, | `                          `| recipe: tokenizer must be there for a model that begins with nothing, but is missing
                        "steps": 8                  | 'steps': 8                   | recipe is no JSON:
                        """)
        @DisplayName("is refused, and the message says where, what was expected and what stands there")
        void refused(String right, String wrong, String message) {
            String json = SMALL.replace(right, wrong == null ? "" : wrong);
            assertTrue(!json.equals(SMALL), "the test replaces nothing");
            var error = assertThrows(RecipeException.class, () -> Recipe.of(json));
            assertTrue(error.getMessage().startsWith(message), error.getMessage());
        }

        @Test
        @DisplayName("by its depth or by something behind its end is refused")
        void hostile() {
            String deep = "{\"settings\": " + "{\"a\":".repeat(100_000);
            var tooDeep = assertThrows(RecipeException.class, () -> Recipe.of(deep));
            assertTrue(tooDeep.getMessage().contains("nested deeper than 32"), tooDeep.getMessage());
            assertThrows(RecipeException.class, () -> Recipe.of(SMALL + "{}"));
            assertThrows(RecipeException.class, () -> Recipe.of(""));
            assertThrows(RecipeException.class, () -> Recipe.of("[]"));
        }

        @Test
        @DisplayName("by its name is not found, and the message lists those there are")
        void unknown() {
            var error = assertThrows(RecipeException.class, () -> Recipe.named("no-such-recipe"));
            assertTrue(
                    error.getMessage().startsWith("there is no recipe 'no-such-recipe' and no such file; there "),
                    error.getMessage());
            var stage = assertThrows(RecipeException.class, () -> Recipes.stage("dream"));
            assertTrue(
                    stage.getMessage().startsWith("there is no stage 'dream'; there is pretrain, finetune"),
                    stage.getMessage());
            var data = assertThrows(RecipeException.class, () -> Recipes.dataSource("web"));
            assertTrue(data.getMessage().startsWith("there is no data source 'web'; there is "), data.getMessage());
        }
    }
}
