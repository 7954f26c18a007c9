package org.vitrina.cli;

import com.google.gson.Gson;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.BufferedWriter;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.vitrina.show.VisibleText;
import org.vitrina.transformer.Speed;

/// Another program that runs the same model, for comparison.
///
/// It is started once. For each round it is given a line of JSON, `{"op":"bench","prompt":512,"tokens":64}`, and
/// answers with a line, `{"prefill":…,"decode":…}` in tokens per second.
final class Peer implements AutoCloseable {
    private final String command;
    private final Process process;
    private final BufferedWriter questions;
    private final BufferedReader answers;

    /// @param command for the shell; `{threads}` in it is replaced by the number of threads
    Peer(String command, int threads) throws IOException {
        this.command = command;
        boolean windows = System.getProperty("os.name", "").startsWith("Windows");
        String line = command.replace("{threads}", Integer.toString(threads));
        process = new ProcessBuilder(windows ? List.of("cmd", "/c", line) : List.of("sh", "-c", line))
                .redirectError(ProcessBuilder.Redirect.DISCARD)
                .start();
        questions = process.outputWriter(StandardCharsets.UTF_8);
        answers = process.inputReader(StandardCharsets.UTF_8);
    }

    Speed measure(int prompt, int tokens) throws IOException {
        String answer;
        try {
            questions.write(new Gson().toJson(Map.of("op", "bench", "prompt", prompt, "tokens", tokens)));
            questions.newLine();
            questions.flush();
            answer = answers.readLine();
        } catch (IOException e) {
            throw new IOException("the peer '" + command + "' has ended before it answered; does it run by itself?", e);
        }
        if (answer == null) {
            throw new IOException("the peer '" + command + "' has ended before it answered; does it run by itself?");
        }
        try {
            JsonObject speeds = JsonParser.parseString(answer).getAsJsonObject();
            return new Speed(
                    speeds.get("prefill").getAsDouble(), speeds.get("decode").getAsDouble());
        } catch (JsonParseException | IllegalStateException | NullPointerException | NumberFormatException e) {
            String shown = VisibleText.of(answer.length() > 80 ? answer.substring(0, 80) + "…" : answer);
            throw new IOException(
                    "the peer answered '%s', where {\"prefill\": tokens/s, \"decode\": tokens/s} is expected"
                            .formatted(shown),
                    e);
        }
    }

    @Override
    public void close() {
        try {
            questions.close();
        } catch (IOException e) {
            // what was not sent has nobody to read it: the peer has ended, which was told when it was asked
            process.destroy();
        }
        try {
            if (!process.waitFor(5, TimeUnit.SECONDS)) process.destroyForcibly();
        } catch (InterruptedException e) {
            process.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
