package org.vitrina.cli;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.vitrina.context.TokenBudget.Price;
import org.vitrina.hardware.Amounts;
import org.vitrina.hardware.Fitting;
import org.vitrina.hardware.ModelMemory;
import org.vitrina.hardware.ModelShape;
import org.vitrina.hardware.Workload;

/// What `vitrina context` found out.
final class ContextReport {
    private static final Gson GSON =
            new GsonBuilder().disableHtmlEscaping().serializeNulls().create();

    /// The part of a memory that is left free.
    private static final double RESERVE = 0.1;

    private final PrintWriter out;
    private final boolean json;

    ContextReport(PrintWriter out, boolean json) {
        this.out = out;
        this.json = json;
    }

    void list(List<ModelShape> models) {
        if (json) {
            out.println(GSON.toJson(models));
            return;
        }
        int width = models.stream().mapToInt(m -> m.name().length()).max().orElse(0);
        for (ModelShape model : models) {
            out.println(("%-" + width + "s  %15s parameters  %7s tokens  %s")
                    .formatted(
                            model.name(),
                            "%,d".formatted(model.parameters()),
                            Amounts.tokens(model.context()),
                            model.source()));
        }
    }

    /// @param memory bytes that there are, if that was asked
    /// @param price  of tokens, if that was asked
    /// @param answer how many tokens are written for each context
    void needs(
            ContextCommand.Chosen chosen,
            List<ModelMemory> needs,
            int cacheBits,
            Optional<Double> memory,
            Optional<Price> price,
            long answer) {
        if (json) {
            json(chosen, needs, cacheBits, memory, price, answer);
            return;
        }
        ModelShape shape = chosen.shape();
        out.println("%s: %,d parameters, made for %,d tokens (%s)"
                .formatted(shape.name(), shape.parameters(), shape.context(), shape.source()));
        out.println("weights %s, %s; keys and values %s for each token more, %d bits for each number"
                .formatted(
                        chosen.format(),
                        Amounts.bytes(chosen.weights()),
                        Amounts.bytes(perToken(shape, cacheBits)),
                        cacheBits));
        if (shape.window() > 0) {
            out.println("%d of %d layers look back at most %,d tokens"
                    .formatted(shape.layers() - shape.global(), shape.layers(), shape.window()));
        }
        out.println();
        row("tokens", needs, need -> Amounts.tokens(need.tokens()) + (need.tokens() > shape.context() ? "*" : ""));
        row("weights", needs, need -> Amounts.bytes(need.weights()));
        row("keys and values", needs, need -> Amounts.bytes(need.cache()));
        row("activations, at most", needs, need -> Amounts.bytes(need.activations()));
        row("memory in all", needs, need -> Amounts.bytes(need.total()));
        row(
                "FLOP to read them",
                needs,
                need -> flop(prefill(chosen, need, cacheBits).flops()));
        row(
                "FLOP to write one more",
                needs,
                need -> flop(decode(chosen, need, cacheBits).flops()));
        row(
                "bytes moved for it",
                needs,
                need -> Amounts.bytes(decode(chosen, need, cacheBits).bytes()));
        price.ifPresent(asked -> row(
                "price, %,d written".formatted(answer),
                needs,
                need -> String.format(Locale.ROOT, "%.4f", asked.of(need.tokens(), answer))));
        if (needs.stream().anyMatch(need -> need.tokens() > shape.context())) {
            out.println();
            out.println("* more than the model was made for");
        }
        memory.ifPresent(bytes -> {
            out.println();
            long fits = fits(chosen, cacheBits, bytes);
            out.println("%s, a tenth left free: %s"
                    .formatted(
                            Amounts.bytes(bytes),
                            fits < 0
                                    ? "not even the weights fit"
                                    : fits == shape.context()
                                            ? "the whole context of %,d tokens fits".formatted(fits)
                                            : "a context of %,d tokens fits".formatted(fits)));
        });
    }

    private interface Cell {
        String of(ModelMemory need);
    }

    private void row(String name, List<ModelMemory> needs, Cell cell) {
        var line = new StringBuilder("%-24s".formatted(name));
        for (ModelMemory need : needs) line.append("%12s".formatted(cell.of(need)));
        out.println(line.toString().stripTrailing());
    }

    private static String flop(double flops) {
        return Amounts.flops(flops).replace("FLOP/s", "");
    }

    private static double perToken(ModelShape shape, int cacheBits) {
        return shape.cacheBytes(1, cacheBits / 8.0);
    }

    private static Workload prefill(ContextCommand.Chosen chosen, ModelMemory need, int cacheBits) {
        return Workload.prefill(chosen.shape(), chosen.weights(), need.tokens(), cacheBits / 8.0);
    }

    private static Workload decode(ContextCommand.Chosen chosen, ModelMemory need, int cacheBits) {
        return Workload.decode(chosen.shape(), chosen.weights(), need.tokens(), cacheBits / 8.0);
    }

    private static long fits(ContextCommand.Chosen chosen, int cacheBits, double bytes) {
        return Fitting.tokens(chosen.shape(), chosen.weights(), bytes, RESERVE, cacheBits / 8.0);
    }

    private void json(
            ContextCommand.Chosen chosen,
            List<ModelMemory> needs,
            int cacheBits,
            Optional<Double> memory,
            Optional<Price> price,
            long answer) {
        Map<String, Object> report = new LinkedHashMap<>();
        report.put("model", chosen.shape().name());
        report.put("parameters", chosen.shape().parameters());
        report.put("source", chosen.shape().source());
        report.put("context", chosen.shape().context());
        report.put("format", chosen.format());
        report.put("weightBytes", Math.round(chosen.weights()));
        report.put("cacheBits", cacheBits);
        report.put("cacheBytesPerToken", perToken(chosen.shape(), cacheBits));
        var contexts = new ArrayList<Map<String, Object>>();
        for (ModelMemory need : needs) {
            Map<String, Object> of = new LinkedHashMap<>();
            of.put("tokens", need.tokens());
            of.put("cacheBytes", Math.round(need.cache()));
            of.put("activationBytes", Math.round(need.activations()));
            of.put("totalBytes", Math.round(need.total()));
            of.put("prefillFlop", prefill(chosen, need, cacheBits).flops());
            of.put("decodeFlop", decode(chosen, need, cacheBits).flops());
            of.put("decodeBytes", decode(chosen, need, cacheBits).bytes());
            price.ifPresent(asked -> of.put("price", asked.of(need.tokens(), answer)));
            contexts.add(of);
        }
        report.put("contexts", contexts);
        memory.ifPresent(bytes -> report.put("fits", fits(chosen, cacheBits, bytes)));
        out.println(GSON.toJson(report));
    }
}
