package org.vitrina.generate;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.options.CommandLineOptions;
import org.vitrina.transformer.Model;

/// Measures what picking one token takes; with a model file as the only argument, which share of a token's
/// time.
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(
        value = 1,
        jvmArgsAppend = {"-Xmx1g", "--add-modules", "jdk.incubator.vector"})
@State(Scope.Benchmark)
public class SamplingBenchmark {
    private static final int TOKENS = 100;

    public static void main(String[] arguments) throws Exception {
        if (arguments.length == 1 && arguments[0].endsWith(".gguf")) {
            share(Path.of(arguments[0]));
        } else {
            new Runner(new CommandLineOptions(arguments)).run();
        }
    }

    @Param({"49152", "262144"})
    int vocabulary;

    @Param({"greedy", "plain", "top-k top-p temperature", "top-p temperature", "typical", "mirostat", "penalties min-p"
    })
    String chain;

    private float[] logits;
    private Sampler sampler;

    @Setup
    public void prepare() {
        var random = new SplittableRandom(1);
        logits = new float[vocabulary];
        // a few high ones and a long tail
        for (int i = 0; i < vocabulary; i++) {
            logits[i] = (float) (25 * random.nextDouble() * random.nextDouble() * random.nextDouble() - 5);
        }
        sampler = sampling(chain).begin(1, 2, 3).alternatives(5);
    }

    private static Sampling sampling(String chain) {
        Sampling plain = Sampling.plain();
        return switch (chain) {
            case "greedy" -> Sampling.greedy();
            case "top-k top-p temperature" -> plain.topK(40).topP(0.95).temperature(0.8);
            case "top-p temperature" -> plain.topP(0.95).temperature(0.8);
            case "typical" -> plain.typical(0.9);
            case "mirostat" -> plain.mirostat(5, 0.1);
            case "penalties min-p" -> plain.repetitionPenalty(1.1).minP(0.05).temperature(0.8);
            default -> plain;
        };
    }

    @Benchmark
    public Choice pick() {
        return sampler.pick(logits);
    }

    /// Lets a model generate with each chain, and prints the medians of reading and of picking a token.
    private static void share(Path file) throws IOException {
        try (Model model = Model.open(file)) {
            model.load();
            for (int round = 0; round < 2; round++) {
                for (String chain :
                        List.of("greedy", "top-k top-p temperature", "top-p temperature", "penalties min-p")) {
                    share(model, chain, round > 0);
                }
            }
        }
    }

    private static void share(Model model, String chain, boolean print) {
        var session = model.session();
        float[] logits = session.next(model.tokenizer().encode("Once upon a time"));
        var sampler = sampling(chain).begin().alternatives(5);
        double[] reading = new double[TOKENS];
        double[] picking = new double[TOKENS];
        for (int i = 0; i < TOKENS; i++) {
            long start = System.nanoTime();
            int id = sampler.pick(logits).id();
            long picked = System.nanoTime();
            logits = session.next(id);
            picking[i] = (picked - start) / 1e6;
            reading[i] = (System.nanoTime() - picked) / 1e6;
        }
        Arrays.sort(reading);
        Arrays.sort(picking);
        if (print) {
            System.out.printf(
                    Locale.ROOT,
                    "%-26s reading %.2f ms, picking %.3f ms: %.1f %%%n",
                    chain,
                    reading[TOKENS / 2],
                    picking[TOKENS / 2],
                    100 * picking[TOKENS / 2] / (picking[TOKENS / 2] + reading[TOKENS / 2]));
        }
    }
}
