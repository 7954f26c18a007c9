package org.vitrina.transformer;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Assumptions;

/// llama.cpp with one model open, as `src/test/js/llama_cpp.mjs` gives it.
final class LlamaCpp implements AutoCloseable {
    /// Where the package `node-llama-cpp` is installed.
    private static final Path PEERS = Path.of(System.getenv().getOrDefault("VITRINA_PEERS", "../target/peers"));

    private final Process process;
    private final BufferedReader answers;

    /// A test that calls this is skipped where llama.cpp is not installed.
    LlamaCpp(Path model, String... options) throws IOException {
        Assumptions.assumeTrue(
                Files.isDirectory(PEERS.resolve("node_modules/node-llama-cpp")),
                "llama.cpp is not there; npm install --prefix target/peers --ignore-scripts --omit=optional"
                        + " node-llama-cpp@3.22.1 @node-llama-cpp/linux-x64@3.22.1");
        var command = new ArrayList<>(List.of("node", "src/test/js/llama_cpp.mjs", model.toString()));
        command.addAll(List.of(options));
        var builder = new ProcessBuilder(command).redirectError(ProcessBuilder.Redirect.INHERIT);
        builder.environment().put("VITRINA_PEERS", PEERS.toString());
        process = builder.start();
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    JsonObject ask(Map<String, Object> question) throws IOException {
        var writer = process.outputWriter(StandardCharsets.UTF_8);
        writer.write(new Gson().toJson(question));
        writer.write('\n');
        writer.flush();
        String answer = answers.readLine();
        if (answer == null) throw new IOException("llama.cpp ended without an answer; see its error above");
        return JsonParser.parseString(answer).getAsJsonObject();
    }

    float[][] logits(int... ids) throws IOException {
        return rows(Map.of("op", "logits", "ids", ids));
    }

    /// Returns the logits after each of `more`, of a reading of `ids` that has forgotten those from
    /// `from` to before `to`.
    float[][] logitsAfterDrop(int[] ids, int from, int to, int[] more) throws IOException {
        return rows(Map.of("op", "drop", "ids", ids, "from", from, "to", to, "more", more));
    }

    private float[][] rows(Map<String, Object> question) throws IOException {
        Path out = Files.createTempFile("logits", ".bin");
        try {
            var whole = new HashMap<>(question);
            whole.put("out", out.toString());
            JsonObject shape = ask(whole);
            var floats = ByteBuffer.wrap(Files.readAllBytes(out))
                    .order(ByteOrder.LITTLE_ENDIAN)
                    .asFloatBuffer();
            float[][] rows =
                    new float[shape.get("rows").getAsInt()][shape.get("columns").getAsInt()];
            for (float[] row : rows) {
                floats.get(row);
            }
            return rows;
        } finally {
            Files.delete(out);
        }
    }

    @Override
    public void close() {
        try {
            process.outputWriter().close();
            if (!process.waitFor(30, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
