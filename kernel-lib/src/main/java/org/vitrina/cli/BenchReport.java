package org.vitrina.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.vitrina.transformer.Model;
import org.vitrina.transformer.Speed;

/// What `vitrina bench` measured.
final class BenchReport {
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    private final Model model;
    private final int prompt;
    private final int tokens;
    private final double open;
    private final double load;
    private final SequencedMap<Integer, List<Round>> rounds = new TreeMap<>();

    /// @param theirs null where there is no peer
    private record Round(Speed ours, Speed theirs) {}

    /// The middle of several measurements, and between what they lie.
    record Spread(double median, double least, double most) {
        static Spread of(double[] values) {
            double[] sorted = values.clone();
            Arrays.sort(sorted);
            int middle = sorted.length / 2;
            double median = sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
            return new Spread(median, sorted[0], sorted[sorted.length - 1]);
        }

        String text(int digits) {
            String number = "%." + digits + "f";
            return String.format(Locale.ROOT, number + " (" + number + "–" + number + ")", median, least, most);
        }
    }

    /// @param open seconds until the file was mapped and checked
    /// @param load seconds until the weights were ready, after that
    BenchReport(Model model, int prompt, int tokens, double open, double load) {
        this.model = model;
        this.prompt = prompt;
        this.tokens = tokens;
        this.open = open;
        this.load = load;
    }

    void add(int threads, Speed ours, Speed theirs) {
        rounds.computeIfAbsent(threads, _ -> new ArrayList<>()).add(new Round(ours, theirs));
    }

    private Spread spread(int threads, ToDoubleFunction<Round> value) {
        return Spread.of(rounds.get(threads).stream().mapToDouble(value).toArray());
    }

    private boolean hasPeer() {
        return rounds.firstEntry().getValue().getFirst().theirs() != null;
    }

    void text(PrintWriter out) {
        out.println(model);
        out.println(String.format(
                Locale.ROOT,
                "opened in %.3f s, weights ready %.3f s later; prompts of %d tokens, %d written, %d rounds",
                open,
                load,
                prompt,
                tokens,
                rounds.firstEntry().getValue().size()));
        out.println();
        out.println("threads           decode, tokens/s          prefill, tokens/s");
        for (int threads : rounds.keySet()) {
            line(out, threads, "", 1, Round::ours);
            if (hasPeer()) {
                line(out, threads, "peer", 1, Round::theirs);
                out.println("%7d  %-6s  %-24s  %s"
                        .formatted(
                                threads,
                                "ratio",
                                spread(
                                                threads,
                                                r -> r.ours().decode()
                                                        / r.theirs().decode())
                                        .text(2),
                                spread(
                                                threads,
                                                r -> r.ours().prefill()
                                                        / r.theirs().prefill())
                                        .text(2)));
            }
        }
    }

    private void line(PrintWriter out, int threads, String who, int digits, Function<Round, Speed> whose) {
        out.println("%7d  %-6s  %-24s  %s"
                .formatted(
                        threads,
                        who,
                        spread(threads, r -> whose.apply(r).decode()).text(digits),
                        spread(threads, r -> whose.apply(r).prefill()).text(digits)));
    }

    void json(PrintWriter out) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("model", model.name());
        report.put("architecture", model.config().architecture());
        report.put("parameters", model.parameters());
        report.put("openSeconds", open);
        report.put("loadSeconds", load);
        report.put("promptTokens", prompt);
        report.put("writtenTokens", tokens);
        var measured = new ArrayList<Map<String, Object>>();
        for (int threads : rounds.keySet()) {
            Map<String, Object> of = new LinkedHashMap<>();
            of.put("threads", threads);
            of.put("rounds", rounds.get(threads).size());
            of.put("decode", spread(threads, r -> r.ours().decode()));
            of.put("prefill", spread(threads, r -> r.ours().prefill()));
            if (hasPeer()) {
                of.put("peerDecode", spread(threads, r -> r.theirs().decode()));
                of.put("peerPrefill", spread(threads, r -> r.theirs().prefill()));
                of.put(
                        "decodeRatio",
                        spread(threads, r -> r.ours().decode() / r.theirs().decode()));
                of.put(
                        "prefillRatio",
                        spread(threads, r -> r.ours().prefill() / r.theirs().prefill()));
            }
            measured.add(of);
        }
        report.put("measured", measured);
        out.println(GSON.toJson(report));
    }
}
