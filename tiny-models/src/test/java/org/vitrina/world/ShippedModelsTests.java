package org.vitrina.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrina.generate.Conversation;
import org.vitrina.train.Evaluation;
import org.vitrina.train.Measurement;
import org.vitrina.train.Recipe;
import org.vitrina.train.TrainingParts;
import org.vitrina.transformer.Model;

@DisplayName("The models that come with the library")
@Execution(ExecutionMode.SAME_THREAD)
class ShippedModelsTests {
    private static final Path PEERS = Path.of(System.getenv().getOrDefault("VITRINA_PEERS", "../target/peers"));

    static List<String> names() {
        return TinyModels.names();
    }

    /// Returns the models that have a recipe and a card of their own.
    static List<String> finished() {
        return names().stream().filter(name -> !name.contains("-step-")).toList();
    }

    @Test
    @DisplayName("are at most 25 MB together")
    void size() throws IOException {
        long bytes = 0;
        for (String name : names()) bytes += Files.size(TinyModels.file(name));
        assertTrue(bytes <= 25_000_000, "they have " + bytes + " bytes");
    }

    @ParameterizedTest
    @MethodSource("names")
    @DisplayName("say what they are called, and that they are free for all (CC0)")
    void metadata(String name) throws IOException {
        try (Model model = Model.open(TinyModels.file(name))) {
            assertEquals("cc0-1.0", model.metadata().get("general.license"));
            assertEquals(name.replaceFirst("-step-\\d+", ""), model.metadata().get("general.name"));
            assertFalse(((String) model.metadata().get("general.description")).isBlank());
        }
    }

    @ParameterizedTest
    @MethodSource("finished")
    @DisplayName("have a recipe that makes a model like them")
    void recipes(String name) throws IOException {
        Recipe recipe = Recipe.named(name);
        assertEquals(name, recipe.name());
        try (Model model = Model.open(TinyModels.file(name))) {
            if (recipe.model() instanceof Recipe.Fresh fresh) {
                assertEquals(fresh.config(model.vocabularySize()), model.config());
            } else {
                assertTrue(names().contains(((Recipe.From) recipe.model()).model()));
            }
            assertEquals(recipe.about(), model.metadata().get("general.description"));
        }
    }

    @Test
    @DisplayName("are asked for by name, and an unknown one is named with those that there are")
    void unknown() {
        var none = assertThrows(IllegalArgumentException.class, () -> TinyModels.file("tales"));
        assertTrue(
                none.getMessage().startsWith("no model 'tales' comes with the library; there are tales-base, "),
                none.getMessage());
        var layers = assertThrows(IllegalArgumentException.class, () -> TinyModels.recall(3));
        assertEquals("there are recall models of 1 and of 2 layers, not of 3", layers.getMessage());
        var step = assertThrows(IllegalArgumentException.class, () -> TinyModels.talesAt(7));
        assertEquals(
                "tales-base was kept after " + TinyModels.steps() + " steps of its training, not after 7",
                step.getMessage());
    }

    @Nested
    @DisplayName("in llama.cpp")
    class InLlamaCpp {
        @ParameterizedTest
        @MethodSource("org.vitrina.world.ShippedModelsTests#names")
        @DisplayName("read the same tokens and go on with the same ones, wherever the likeliest is clearly ahead")
        void greedy(String name) throws Exception {
            Path file = TinyModels.file(name);
            String text = text(name);
            try (Model model = Model.open(file);
                    var peer = new Peer(file)) {
                int[] ids = model.tokenizer().encode(text);
                assertEquals(
                        Arrays.stream(ids).boxed().toList(),
                        ints(peer.ask(Map.of("op", "tokenize", "text", text)).getAsJsonArray("ids")));
                int tokens = Math.min(40, model.contextLength() - ids.length);
                JsonObject theirs = peer.ask(Map.of("op", "greedy", "ids", ids, "tokens", tokens));
                List<Integer> expected = ints(theirs.getAsJsonArray("ids"));
                var session = model.session();
                float[] logits = session.next(ids);
                for (int i = 0; i < tokens; i++) {
                    int likeliest = likeliest(logits);
                    // 8-bit models: llama.cpp rounds activations to 8 bits as well
                    float clear = name.contains("-step-") ? 0.2f : 0.01f;
                    if (theirs.getAsJsonArray("margins").get(i).getAsFloat() < clear) return;
                    assertEquals(expected.get(i), likeliest, "token " + i + " after '" + text + "'");
                    logits = session.next(likeliest);
                }
            }
        }

        private String text(String name) {
            if (name.equals("sums")) return "047+085=";
            if (name.startsWith("recall")) return "aQbXcRdZb";
            return "Un día Ana estaba en el jardín. Tenía una pelota roja.";
        }

        private static List<Integer> ints(JsonArray array) {
            return array.asList().stream().map(element -> element.getAsInt()).toList();
        }

        private static int likeliest(float[] logits) {
            int likeliest = 0;
            for (int id = 1; id < logits.length; id++) if (logits[id] > logits[likeliest]) likeliest = id;
            return likeliest;
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"tales-chat", "tales-feedback"})
    @DisplayName("answer in a conversation, and end their answers")
    void converse(String name) throws IOException {
        try (Model model = Model.open(TinyModels.file(name))) {
            String answer = Conversation.with(model)
                    .say("Ana was in the garden. She had a red ball.\nWho has the red ball?")
                    .text();
            assertFalse(answer.contains("<|"), answer);
            assertTrue(answer.length() < 60, answer);
        }
    }

    @Nested
    @DisplayName("have cards")
    class Cards {
        private final String cards = cards();

        private static String cards() {
            try (InputStream in = TinyModels.class.getResourceAsStream("CARDS.md")) {
                return new String(in.readAllBytes(), StandardCharsets.UTF_8);
            } catch (IOException e) {
                throw new IllegalStateException(e);
            }
        }

        private String card(String name) {
            var section =
                    Pattern.compile("(?ms)^## " + name + "\\R(.*?)(?=^## |\\z)").matcher(cards);
            assertTrue(section.find(), "there is no card of " + name);
            return section.group(1);
        }

        @ParameterizedTest
        @MethodSource("org.vitrina.world.ShippedModelsTests#finished")
        @DisplayName("that say how many parameters they have, and everything that evaluations measure")
        void complete(String name) throws IOException {
            String card = card(name);
            try (Model model = Model.open(TinyModels.file(name))) {
                assertTrue(card.contains("%,d".formatted(model.parameters())), name + " has " + model.parameters());
            }
            assertTrue(card.contains("CC0-1.0") && card.contains("recipes/" + name + ".json"), name);
            for (Evaluation evaluation : evaluations(name)) {
                assertTrue(card.contains(evaluation.name() + ": " + evaluation.about()), evaluation.name());
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"sums", "recall-1layer", "recall-2layer"})
        @DisplayName("whose figures are what the evaluations of the small tasks measure, to the last digit")
        void figures(String name) throws IOException {
            try (Model model = Model.open(TinyModels.file(name))) {
                for (Evaluation evaluation : evaluations(name)) {
                    evaluation.measure(model).forEach(measured -> assertTold(name, measured));
                }
            }
        }

        @ParameterizedTest
        @ValueSource(strings = {"tales-base", "tales-chat", "tales-feedback"})
        @DisplayName("whose losses of unseen tales are what is measured, to the last digit")
        void losses(String name) throws IOException {
            try (Model model = Model.open(TinyModels.file(name))) {
                ContinuationsEvaluation.loss(model).forEach(measured -> assertTold(name, measured));
            }
        }

        private void assertTold(String name, Measurement measured) {
            String line = Pattern.quote(measured.name()) + " +" + Pattern.quote(measured.printed());
            assertTrue(
                    Pattern.compile("(?m)^  " + line + "$").matcher(card(name)).find(),
                    () -> "the card of " + name + " does not say '" + measured + "'");
        }

        private static List<Evaluation> evaluations(String name) {
            return TrainingParts.all().stream()
                    .flatMap(parts -> parts.evaluations().stream())
                    .filter(evaluation -> evaluation.models().contains(name))
                    .toList();
        }
    }

    @Test
    @DisplayName(
            "learned more and more: up to step 3600 each kept step of tales-base expects unseen tales better than the"
                    + " one before; then its high rate holds it where it is, until the rate falls")
    void learning() throws IOException {
        double before = Double.POSITIVE_INFINITY;
        for (int step : TinyModels.steps()) {
            double loss = loss("tales-base-step-" + step);
            if (step <= 3600) assertTrue(loss < before, "step " + step + ": " + loss + " after " + before);
            before = Math.min(before, loss);
        }
        assertTrue(loss("tales-base") < before);
        assertTrue(TinyModels.steps().size() >= 8, "there are " + TinyModels.steps());
    }

    private static double loss(String name) throws IOException {
        try (Model model = Model.open(TinyModels.file(name))) {
            return ContinuationsEvaluation.loss(model, 10).getFirst().value();
        }
    }

    /// llama.cpp with one model open.
    private static final class Peer implements AutoCloseable {
        private final Process process;

        Peer(Path model) throws IOException {
            Assumptions.assumeTrue(
                    Files.isDirectory(PEERS.resolve("node_modules/node-llama-cpp")),
                    "llama.cpp is not there; npm install --prefix target/peers --ignore-scripts --omit=optional"
                            + " node-llama-cpp@3.22.1 @node-llama-cpp/linux-x64@3.22.1");
            var builder = new ProcessBuilder(
                            "node", "../kernel-lib/src/test/js/llama_cpp.mjs", model.toString(), "--context", "256")
                    .redirectError(ProcessBuilder.Redirect.INHERIT);
            builder.environment().put("VITRINA_PEERS", PEERS.toString());
            process = builder.start();
        }

        JsonObject ask(Map<String, Object> question) throws IOException {
            var writer = process.outputWriter(StandardCharsets.UTF_8);
            writer.write(new com.google.gson.Gson().toJson(question));
            writer.write('\n');
            writer.flush();
            String answer = process.inputReader(StandardCharsets.UTF_8).readLine();
            if (answer == null) throw new IOException("llama.cpp ended without an answer; see its error above");
            return JsonParser.parseString(answer).getAsJsonObject();
        }

        @Override
        public void close() throws InterruptedException, IOException {
            process.outputWriter().close();
            if (!process.waitFor(30, TimeUnit.SECONDS)) process.destroyForcibly();
        }
    }
}
