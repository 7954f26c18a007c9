package org.vitrina.transformer;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.stream.IntStream;
import org.vitrina.tensor.Workers;

/// Measures a model each time it is asked to, as `src/test/js/llama_cpp.mjs` does: `compare_speed.mjs` asks both in
/// turn.
///
/// Arguments: `MODEL.gguf --threads N`. Standard input holds lines such as `{"op": "bench", "prompt": 512, "tokens":
/// 32}`.
final class SpeedServer {
    private SpeedServer() {}

    public static void main(String[] args) throws IOException {
        int threads = Integer.parseInt(args[2]);
        try (Model model = Model.open(Path.of(args[0])).with(Workers.of(threads));
                var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            model.load();
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                JsonObject question = JsonParser.parseString(line).getAsJsonObject();
                int prompt = question.get("prompt").getAsInt();
                int tokens = question.get("tokens").getAsInt();
                System.out.println(measure(model.session(), prompt, tokens));
            }
        }
    }

    private static JsonObject measure(LanguageModel.Session session, int prompt, int tokens) {
        int[] ids = IntStream.range(0, prompt).map(i -> 1000 + i * 7 % 20_000).toArray();
        var answer = new JsonObject();
        var prefill = new Stopwatch();
        int token = best(session.next(ids));
        prefill.stop(answer, "prefill", prompt);
        var decode = new Stopwatch();
        for (int i = 0; i < tokens; i++) {
            token = best(session.next(token));
        }
        decode.stop(answer, "decode", tokens);
        return answer;
    }

    private static int best(float[] logits) {
        int best = 0;
        for (int i = 1; i < logits.length; i++) {
            if (logits[i] > logits[best]) best = i;
        }
        return best;
    }

    /// Measures time and the process's CPU time.
    private static final class Stopwatch {
        private final long start = System.nanoTime();
        private final long cpu = cpu();

        void stop(JsonObject answer, String name, int tokens) {
            answer.addProperty(name, tokens * 1e9 / (System.nanoTime() - start));
            answer.addProperty(name + "Cpu", tokens * 1e9 / (cpu() - cpu));
        }

        private static long cpu() {
            return ((com.sun.management.OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                    .getProcessCpuTime();
        }
    }
}
