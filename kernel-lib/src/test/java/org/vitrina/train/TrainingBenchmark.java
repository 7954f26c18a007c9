package org.vitrina.train;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.vitrina.tensor.Workers;
import org.vitrina.transformer.Config;

/// Compares one training step (forward, backward, AdamW) with PyTorch's, in turn: ours, theirs, ours, theirs, …
///
/// `docs/benchmarks.md` has the command. Arguments: the configurations to run, `S`, `M` or `L`; properties:
/// `python` (an interpreter that has torch; none for ours alone), `threads`, `rounds`, `styles` (`gpt2,llama`),
/// `steps` (in a round) and `warm-up` (seconds, in which the JIT compiler does most of its work).
public final class TrainingBenchmark {
    private static final int STEPS = Integer.getInteger("steps", 12);
    private static final int WARM_UP = Integer.getInteger("warm-up", 8);

    private TrainingBenchmark() {}

    private record Shape(String name, int layers, int heads, int width, int positions, int sequences, int vocabulary) {
        Config config(String style) {
            return style.equals("gpt2")
                    ? Config.gpt2(vocabulary, positions, width, layers, heads)
                    : Config.llama(vocabulary, positions, width, layers, heads, heads, 8 * width / 3);
        }
    }

    private static final List<Shape> SHAPES = List.of(
            new Shape("S", 4, 4, 128, 64, 12, 65),
            new Shape("M", 6, 6, 192, 128, 16, 1024),
            new Shape("L", 12, 12, 768, 64, 4, 50257));

    public static void main(String[] args) throws IOException, InterruptedException {
        int threads = Integer.getInteger("threads", 2);
        int rounds = Integer.getInteger("rounds", 3);
        String python = System.getProperty("python");
        System.out.println("shape style  ours, ms  PyTorch, ms  ratio of time  ours, MB  PyTorch, MB");
        for (Shape shape : SHAPES) {
            if (!Arrays.asList(args).contains(shape.name())) {
                continue;
            }
            for (String style : System.getProperty("styles", "gpt2,llama").split(",")) {
                Trainer trainer = trainer(shape, style, threads);
                long warm = System.nanoTime() + WARM_UP * 1_000_000_000L;
                while (trainer.done() < 2 || System.nanoTime() < warm) trainer.step();
                List<Double> ours = new ArrayList<>();
                List<Double> theirs = new ArrayList<>();
                long[] memory = new long[1];
                for (int round = 0; round < rounds; round++) {
                    for (int i = 0; i < STEPS; i++) {
                        long begin = System.nanoTime();
                        trainer.step();
                        ours.add((System.nanoTime() - begin) / 1e6);
                    }
                    if (python != null) {
                        theirs.addAll(peer(python, shape.name(), style, threads, memory));
                    }
                }
                System.out.printf(
                        Locale.ROOT,
                        "%5s %5s %9.1f %12.1f %14.2f %9d %12d%n",
                        shape.name(),
                        style,
                        median(ours),
                        median(theirs),
                        median(ours) / median(theirs),
                        trainer.bytes() >> 20,
                        memory[0] >> 20);
            }
        }
    }

    private static Trainer trainer(Shape shape, String style, int threads) {
        int[] ids = new int[shape.positions() * shape.sequences() * 4];
        for (int i = 0; i < ids.length; i++) ids[i] = (int) ((i * 7919L + 13) % shape.vocabulary());
        return new Trainer(
                Trainable.random(shape.config(style), 1),
                new TokenStream(ids, shape.sequences(), shape.positions(), 1),
                new Trainer.Plan(1_000_000, new Schedule.Constant(1e-3f, 10)),
                Workers.of(threads));
    }

    private static List<Double> peer(String python, String shape, String style, int threads, long[] memory)
            throws IOException, InterruptedException {
        var process = new ProcessBuilder(
                        python,
                        "kernel-lib/src/test/python/training_step.py",
                        shape,
                        style,
                        "--threads",
                        "" + threads,
                        "--steps",
                        "" + STEPS)
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        var times = new ArrayList<Double>();
        try (var lines = process.inputReader()) {
            for (String line : lines.lines().toList()) {
                if (line.startsWith("memory ")) {
                    memory[0] = Long.parseLong(line.substring("memory ".length()));
                } else {
                    times.add(Double.valueOf(line));
                }
            }
        }
        if (process.waitFor() != 0) {
            throw new IOException("the peer ended with " + process.exitValue());
        }
        return times;
    }

    private static double median(List<Double> times) {
        return times.stream().sorted().skip(times.size() / 2).findFirst().orElse(Double.NaN);
    }
}
