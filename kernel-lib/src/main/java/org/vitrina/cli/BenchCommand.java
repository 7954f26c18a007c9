package org.vitrina.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import org.vitrina.file.ModelCache;
import org.vitrina.show.Progress;
import org.vitrina.tensor.Workers;
import org.vitrina.transformer.Model;
import org.vitrina.transformer.Speed;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `vitrina bench`: how fast a model runs here.
@Command(
        name = "bench",
        description = "Measures how fast a model loads, reads and writes here.",
        sortOptions = false,
        footer = {
            "",
            "Rounds alternate between the numbers of threads and the peer, so that what else the machine does disturbs",
            "all alike; medians are shown, and the slowest and fastest round.",
            "",
            "The peer is started once for each number of threads, which {threads} in its command stands for. For each",
            "round it is given a line, {\"op\":\"bench\",\"prompt\":512,\"tokens\":64}, and answers with one,",
            "{\"prefill\":…,\"decode\":…}, in tokens per second.",
            "",
            "Examples:",
            "  vitrina bench --model smollm2-135m-instruct --threads 1,2",
            "  vitrina bench --model model.gguf --peer 'node llama_cpp.mjs model.gguf --threads {threads}'"
        })
final class BenchCommand implements Callable<Integer> {
    @Option(
            names = {"-m", "--model"},
            required = true,
            paramLabel = "FILE|NAME",
            description = "A GGUF file, or the name of a model in the cache; 'vitrina model list' names them.")
    private String model;

    @Option(
            names = "--threads",
            split = ",",
            paramLabel = "N",
            description = "How many threads compute; several numbers, with commas between, are compared. Default: all.")
    private List<Integer> threads = List.of();

    @Option(names = "--prompt", paramLabel = "N", description = "How many tokens are read at once. Default: 512.")
    private int prompt = 512;

    @Option(names = "--tokens", paramLabel = "N", description = "How many are written then. Default: 64.")
    private int tokens = 64;

    @Option(names = "--rounds", paramLabel = "N", description = "How many rounds are counted. Default: 5.")
    private int rounds = 5;

    @Option(
            names = "--warm-up",
            paramLabel = "N",
            description = "How many rounds are not counted, while Java compiles the code. Default: 2.")
    private int warmUp = 2;

    @Option(names = "--peer", paramLabel = "COMMAND", description = "Another program to compare with.")
    private String peer;

    @Option(names = "--json", description = "Write JSON, for scripts.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        List<Integer> counts = threads.isEmpty() ? List.of(Runtime.getRuntime().availableProcessors()) : threads;
        if (counts.stream().anyMatch(count -> count < 1)) throw wrong("--threads are numbers of at least 1");
        if (rounds < 1 || warmUp < 0) throw wrong("--rounds is at least 1 and --warm-up at least 0");
        long began = System.nanoTime();
        try (Model opened = Model.open(ModelCache.ofUser().resolve(model))) {
            long mapped = System.nanoTime();
            opened.load();
            long ready = System.nanoTime();
            var report = new BenchReport(opened, prompt, tokens, (mapped - began) / 1e9, (ready - mapped) / 1e9);
            measure(opened, counts, report);
            if (json) report.json(spec.commandLine().getOut());
            else report.text(spec.commandLine().getOut());
        }
        return CommandLine.ExitCode.OK;
    }

    private void measure(Model opened, List<Integer> counts, BenchReport report) throws IOException {
        var peers = new ArrayList<Peer>();
        try (var task = Progress.task("measuring", (long) (rounds + warmUp) * counts.size())) {
            if (peer != null) {
                for (int count : counts) {
                    peers.add(new Peer(peer, count));
                }
            }
            for (int round = 0; round < rounds + warmUp; round++) {
                for (int i = 0; i < counts.size(); i++) {
                    Speed ours = speed(opened.with(Workers.of(counts.get(i))));
                    Speed theirs = peers.isEmpty() ? null : peers.get(i).measure(prompt, tokens);
                    if (round >= warmUp) report.add(counts.get(i), ours, theirs);
                    task.at((long) round * counts.size() + i + 1, "%.1f tokens/s".formatted(ours.decode()));
                }
            }
        } finally {
            for (Peer started : peers) {
                started.close();
            }
        }
    }

    private Speed speed(Model chosen) {
        try {
            return Speed.measure(chosen, prompt, tokens);
        } catch (IllegalArgumentException e) {
            throw wrong(e.getMessage());
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
