package org.vitrina.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.StringJoiner;
import org.vitrina.generate.Beams;
import org.vitrina.generate.Choice;
import org.vitrina.generate.Generation;
import org.vitrina.generate.SamplerStep;
import org.vitrina.generate.TextStep;
import org.vitrina.show.VisibleText;

/// Writes what `vitrina generate` generated: for a reader the text, or a line for each token; for a script,
/// JSON.
final class GenerationReport {
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private final PrintWriter out;
    private final boolean json;

    GenerationReport(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    /// Writes a piece of text as it comes.
    void text(String piece) {
        out.print(SafeText.of(piece));
        out.flush();
    }

    /// Writes a token as it comes.
    void token(TextStep step, boolean probabilities) {
        if (json) {
            out.println(GSON.toJson(Map.of("token", fields(step.token(), step.choice(), step.others()))));
        } else if (probabilities) {
            out.println(line(step));
        }
    }

    private static String line(TextStep step) {
        var passedOver = new StringJoiner(", ");
        List<Choice.Alternative> others = step.choice().alternatives();
        for (int i = 0; i < others.size(); i++) {
            passedOver.add(
                    VisibleText.of(step.others().get(i)) + percent(others.get(i).probability()));
        }
        return "%s  #%-5d  %-16s  %s"
                .formatted(
                        percent(step.choice().probability()),
                        step.choice().rank(),
                        VisibleText.of(step.token()),
                        passedOver);
    }

    private static String percent(double probability) {
        return String.format(Locale.ROOT, "%6.2f %%", 100 * probability);
    }

    /// Writes all that is known at the end.
    ///
    /// @param streamed whether text or tokens were written before
    void whole(Generation said, boolean streamed, boolean probabilities) {
        if (json) {
            out.println(GSON.toJson(fields(said)));
        } else if (probabilities) {
            if (!streamed) said.walk().forEach(step -> out.println(line(step)));
            out.println();
            out.println(SafeText.of(said.text()));
        } else {
            out.println(streamed ? "" : SafeText.of(said.text()));
        }
    }

    /// Writes what a beam search found.
    void found(String model, Beams beams) {
        if (json) {
            Map<String, Object> report = new LinkedHashMap<>();
            report.put("model", model);
            report.put("found", beams.hypotheses());
            out.println(GSON.toJson(report));
            return;
        }
        for (Beams.Hypothesis found : beams.hypotheses()) {
            out.println(String.format(Locale.ROOT, "%8.3f  %s", found.score(), VisibleText.of(found.text())));
        }
    }

    private static Map<String, Object> fields(Generation said) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("model", said.model());
        report.put("prompt", said.prompt());
        report.put("promptIds", said.promptIds());
        report.put("text", said.text());
        report.put("end", said.end().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        report.put(
                "sampling",
                said.sampling().steps().stream().map(SamplerStep::setting).toList());
        report.put("seed", said.sampling().seed());
        report.put("logProbability", said.logProbability());
        report.put("perplexity", said.perplexity());
        report.put("speed", speed(said.speed()));
        report.put(
                "tokens",
                said.tokens().stream()
                        .map(token -> fields(
                                said.text(token.id()),
                                token,
                                token.alternatives().stream()
                                        .map(other -> said.text(other.id()))
                                        .toList()))
                        .toList());
        return report;
    }

    private static Map<String, Object> speed(Generation.Speed speed) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("promptTokens", speed.promptTokens());
        fields.put("prefillSeconds", speed.prefillSeconds());
        fields.put("prefillPerSecond", speed.prefillPerSecond());
        fields.put("decodedTokens", speed.decodedTokens());
        fields.put("decodeSeconds", speed.decodeSeconds());
        fields.put("decodePerSecond", speed.decodePerSecond());
        return fields;
    }

    private static Map<String, Object> fields(String text, Choice token, List<String> others) {
        Map<String, Object> fields = new LinkedHashMap<>();
        fields.put("id", token.id());
        fields.put("text", text);
        fields.put("probability", token.probability());
        fields.put("logProbability", token.logProbability());
        fields.put("chance", token.chance());
        fields.put("rank", token.rank());
        fields.put("entropyBits", token.entropy());
        fields.put("kept", token.kept());
        var alternatives = new ArrayList<Map<String, Object>>();
        for (int i = 0; i < others.size(); i++) {
            Choice.Alternative other = token.alternatives().get(i);
            Map<String, Object> alternative = new LinkedHashMap<>();
            alternative.put("id", other.id());
            alternative.put("text", others.get(i));
            alternative.put("probability", other.probability());
            alternative.put("chance", other.chance());
            alternatives.add(alternative);
        }
        fields.put("alternatives", alternatives);
        return fields;
    }
}
