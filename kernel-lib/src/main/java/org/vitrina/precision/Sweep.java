package org.vitrina.precision;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CancellationException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.function.Function;
import org.vitrina.precision.Candidate.Treated;
import org.vitrina.show.Progress;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;
import org.vitrina.train.Measurement;
import org.vitrina.transformer.LanguageModel;
import org.vitrina.transformer.Model;
import org.vitrina.transformer.Perplexity;
import org.vitrina.transformer.Weight;

/// Measures many candidates against one model: a list of jobs that do not depend on each other.
///
/// Each job runs on one thread, as many at a time as the machine has cores. What they find is put
/// together in the order of the candidates, so that the result is the same whoever finishes first.
/// With a file for its state, a sweep that was interrupted goes on where it was.
public final class Sweep {
    private final Model model;
    private final String text;
    private final int context;
    private final int stride;
    private final List<Candidate> candidates;
    private final Optional<Measure> measure;
    private final int threads;

    /// Something else that is measured of each candidate.
    private record Measure(String name, Function<LanguageModel, Measurement> function) {}

    private Sweep(
            Model model,
            String text,
            int context,
            int stride,
            List<Candidate> candidates,
            Optional<Measure> measure,
            int threads) {
        this.model = model;
        this.text = text;
        this.context = context;
        this.stride = stride;
        this.candidates = candidates;
        this.measure = measure;
        this.threads = threads;
    }

    /// Returns a sweep that measures on `text`, in windows of at most 512 tokens that overlap by
    /// half, and has no candidates yet.
    ///
    /// @param model what others are compared with: as its file has it, decoded to 32 bits
    public static Sweep of(Model model, String text) {
        int context = Math.min(512, model.contextLength());
        return new Sweep(
                model,
                text,
                context,
                Math.max(1, context / 2),
                List.of(),
                Optional.empty(),
                Workers.all().threads());
    }

    /// Returns this sweep with windows of `context` tokens, of which each begins `stride` after the
    /// one before.
    public Sweep windows(int context, int stride) {
        return new Sweep(model, text, context, stride, candidates, measure, threads);
    }

    /// Returns this sweep with more candidates.
    ///
    /// @throws IllegalArgumentException if two have one name
    public Sweep candidates(List<Candidate> more) {
        var all = new ArrayList<>(candidates);
        all.addAll(more);
        var names = new HashSet<String>();
        for (Candidate candidate : all) {
            if (!names.add(candidate.name())) {
                throw new IllegalArgumentException("two candidates are called '" + candidate.name()
                        + "', and nobody could tell them apart in a table; called(name) gives one another name");
            }
        }
        return new Sweep(model, text, context, stride, List.copyOf(all), measure, threads);
    }

    /// Returns this sweep with more candidates.
    public Sweep candidates(Candidate... more) {
        return candidates(List.of(more));
    }

    /// Returns this sweep, measuring something else of each candidate as well, such as the share of
    /// right answers.
    ///
    /// @param name     what a table calls it
    /// @param function gives the same for the same model; is called on several threads at a time
    public Sweep measure(String name, Function<LanguageModel, Measurement> function) {
        return new Sweep(model, text, context, stride, candidates, Optional.of(new Measure(name, function)), threads);
    }

    /// Returns this sweep, running so many jobs at a time. The result does not depend on it.
    public Sweep threads(int count) {
        if (count < 1) throw new IllegalArgumentException("a sweep needs at least 1 thread, but got " + count);
        return new Sweep(model, text, context, stride, candidates, measure, count);
    }

    /// Runs all jobs and returns what they found.
    ///
    /// @throws CancellationException if it is interrupted
    public SweepResult run() {
        try {
            Model full = full();
            return run(full, reference(full), SweepState.inMemory());
        } catch (IOException e) {
            throw new UncheckedIOException("nothing is read or written here", e);
        }
    }

    /// Runs all jobs whose results are not yet in `state`, and keeps each result there as soon as
    /// it is found.
    ///
    /// @param state a file, which need not be there yet
    /// @throws IOException if the file cannot be written, or holds the results of another model,
    ///     text or option
    /// @throws CancellationException if it is interrupted; what was found until then is kept
    public SweepResult run(Path state) throws IOException {
        Model full = full();
        Reference reference = reference(full);
        return run(full, reference, SweepState.in(state, key(full, reference)));
    }

    private Model full() {
        return Candidate.in32Bits(model);
    }

    private Reference reference(Model full) {
        return Reference.of(full, text, context, stride);
    }

    private SweepResult run(Model full, Reference reference, SweepState state) throws IOException {
        List<Candidate> left = candidates.stream()
                .filter(candidate -> state.row(candidate.key()).isEmpty())
                .toList();
        Model alone = full.with(Workers.ONE);
        var pool = Executors.newFixedThreadPool(
                threads, Thread.ofPlatform().daemon().name("vitrina-sweep-", 0).factory());
        try (var task = Progress.task("sweep of " + candidates.size(), candidates.size())) {
            var jobs = new ExecutorCompletionService<Done>(pool);
            for (Candidate candidate : left) jobs.submit(() -> new Done(candidate, row(candidate, alone, reference)));
            int done = candidates.size() - left.size();
            task.at(done);
            for (int i = 0; i < left.size(); i++) {
                Done next = jobs.take().get();
                state.add(next.candidate().key(), next.row());
                task.at(++done, next.candidate().name());
            }
        } catch (InterruptedException e) {
            throw (CancellationException) new CancellationException("the sweep was interrupted").initCause(e);
        } catch (ExecutionException e) {
            throw e.getCause() instanceof RuntimeException wrong ? wrong : new IllegalStateException(e.getCause());
        } finally {
            pool.shutdownNow();
        }
        return new SweepResult(
                model.name(),
                reference.own().tokens(),
                measure.map(Measure::name),
                candidates.stream()
                        .map(candidate -> state.row(candidate.key()).orElseThrow())
                        .toList());
    }

    private record Done(Candidate candidate, SweepRow row) {}

    private SweepRow row(Candidate candidate, Model full, Reference reference) {
        Treated treated = candidate.treat(full);
        return new SweepRow(
                candidate.name(),
                candidate.quantizer().map(Quantizer::family).orElse(""),
                treated.parameters(),
                treated.bytes(),
                treated.error().rmse(),
                treated.error().sqnr(),
                reference.score(treated.model()),
                measure.map(asked -> asked.function().apply(treated.model()))
                        .map(found -> new SweepRow.Answers(found.value(), found.interval())));
    }

    /// Says what a result depends on besides its candidate: the numbers of the model, what it says
    /// of the text, which also tells how it computes, and the options.
    private String key(Model full, Reference reference) {
        MessageDigest digest = sha256();
        for (Weight weight : full.transformer().weights()) {
            digest.update(weight.name().getBytes(StandardCharsets.UTF_8));
            Tensor numbers = Candidate.numbers(weight);
            var bytes = ByteBuffer.allocate(Float.BYTES * numbers.columns()).order(ByteOrder.LITTLE_ENDIAN);
            for (int row = 0; row < numbers.rows(); row++) {
                bytes.clear().asFloatBuffer().put(numbers.data(), row * numbers.columns(), numbers.columns());
                digest.update(bytes);
            }
        }
        Perplexity own = reference.own();
        digest.update(own.ids().toString().getBytes(StandardCharsets.UTF_8));
        for (double nll : own.nlls()) {
            digest.update(ByteBuffer.allocate(Double.BYTES).putDouble(0, nll));
        }
        String options =
                context + " " + stride + " " + measure.map(Measure::name).orElse("");
        digest.update(options.getBytes(StandardCharsets.UTF_8));
        return HexFormat.of().formatHex(digest.digest());
    }

    private static MessageDigest sha256() {
        try {
            return MessageDigest.getInstance("SHA-256");
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
