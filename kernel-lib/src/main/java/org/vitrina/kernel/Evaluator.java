package org.vitrina.kernel;

import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import jdk.jshell.ExpressionSnippet;
import jdk.jshell.Snippet.SubKind;
import org.vitrina.kernel.CellCompiler.Ready;

/// Runs cells of Java, one after another, in this process.
///
/// What one cell declares, the next can use. A cell is compiled to its end before any of it runs; everything
/// that it gives out goes to its sink in order; it can be stopped from any thread, and variables then keep
/// their values.
///
/// {@snippet :
/// try (var evaluator = Evaluator.create()) {
///     Outcome outcome = evaluator.evaluate("int x = 6; x * 7", System.out::println);
/// }
/// }
public final class Evaluator implements AutoCloseable {
    private final EvaluatorOptions options;
    private final CellLoader loader;
    private final CellCompiler compiler;
    private final CellInput.Source input;
    private final Displayers displayers = new Displayers();
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private volatile Cell running;
    private volatile String lastDisplayed;
    private int count;

    public Evaluator(EvaluatorOptions options) {
        this.options = options;
        CellStreams.install();
        loader = new CellLoader(Evaluator.class.getClassLoader());
        compiler = new CellCompiler(loader, options);
        input = new CellInput.Source(options.input());
        if (options.defaultImports()) {
            DefaultImports.all(loader).forEach(compiler::declare);
        }
    }

    /// Returns an evaluator with [EvaluatorOptions#defaults()].
    public static Evaluator create() {
        return new Evaluator(EvaluatorOptions.defaults());
    }

    /// Runs a cell to its end or to its first error.
    ///
    /// @param sink takes what the cell gives out, called by one thread at a time; a thread that the cell
    ///     started may still print when this method has returned
    public Outcome evaluate(String source, Consumer<Output> sink) {
        return evaluate(source, sink, options.timeout());
    }

    /// Runs a cell, and stops it when `timeout` is over.
    public Outcome evaluate(String source, Consumer<Output> sink, Duration timeout) {
        EvaluatorOptions.checkTimeout(timeout);
        return evaluate(source, sink, Optional.of(timeout));
    }

    private Outcome evaluate(String source, Consumer<Output> sink, Optional<Duration> timeout) {
        oneAtATime.lock();
        try {
            var cell = new Cell(this, ++count, source, new CellOutput(sink, options.outputLimit()), input);
            CellThreads.sweep();
            running = cell;
            var outcome = new Outcome[1];
            cell.start(() -> outcome[0] = run(cell));
            await(cell, timeout);
            if (outcome[0] == null) {
                outcome[0] = leftBehind(cell);
            }
            cell.output.finish();
            switch (outcome[0]) {
                case Outcome.Finished _ -> {}
                case Outcome.Failed(CellError error) -> cell.output.give(new Output.Error(error));
            }
            return outcome[0];
        } finally {
            running = null;
            CellThreads.sweep();
            oneAtATime.unlock();
        }
    }

    /// Stops the cell that is running, if any; returns at once. May be called from any thread.
    public void interrupt() {
        Cell cell = running;
        if (cell != null) {
            cell.stop(Cell.Stop.INTERRUPT);
        }
    }

    private void await(Cell cell, Optional<Duration> timeout) {
        long deadline =
                timeout.map(limit -> System.nanoTime() + limit.toNanos()).orElse(Long.MAX_VALUE);
        long leaveAt = Long.MAX_VALUE;
        boolean interrupted = false;
        while (true) {
            try {
                if (cell.done().await(20, TimeUnit.MILLISECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
                cell.stop(Cell.Stop.INTERRUPT);
            }
            long now = System.nanoTime();
            if (!cell.isStopped() && now >= deadline) {
                cell.stop(Cell.Stop.TIMEOUT);
            }
            if (cell.isStopped()) {
                leaveAt = leaveAt == Long.MAX_VALUE ? now + options.grace().toNanos() : leaveAt;
                if (now > leaveAt) {
                    break;
                }
                cell.stop(cell.stopped());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private Outcome run(Cell cell) {
        try {
            var source = new CellSource(cell.number, cell.source);
            List<Ready> ready = compiler.compile(compiler.split(source));
            Object value = null;
            lastDisplayed = null;
            for (Ready each : ready) {
                value = each.call() == null ? null : each.call().run();
            }
            if (!ready.isEmpty() && isShown(ready.getLast(), value)) {
                cell.output.give(new Output.Result(displayers.show(value)));
            }
            return new Outcome.Finished(value);
        } catch (CellCompiler.Rejected e) {
            return new Outcome.Failed(e.error);
        } catch (Throwable e) {
            return new Outcome.Failed(failure(cell, e));
        }
    }

    private CellError failure(Cell cell, Throwable thrown) {
        if (cell.isStopped()) {
            Thread.interrupted();
            return switch (cell.stopped()) {
                case INTERRUPT -> new CellError("Interrupted", "the cell was interrupted", List.of("Interrupted"));
                case TIMEOUT -> new CellError("TimeOut", "the cell took too long", List.of("TimeOut"));
            };
        }
        return CellTrace.of(compiler.translate(thrown), compiler);
    }

    private static CellError leftBehindError() {
        return new CellError(
                "Interrupted", "the cell did not stop when told to; its thread was left behind", List.of());
    }

    private Outcome leftBehind(Cell cell) {
        return new Outcome.Failed(leftBehindError());
    }

    /// Only the value of an expression is shown, not that of a declaration or an assignment, and not the
    /// id that a call of `display` returns.
    private boolean isShown(Ready last, Object value) {
        return switch (last.snippet().kind()) {
            case EXPRESSION -> ((ExpressionSnippet) last.snippet()).subKind() == SubKind.VAR_VALUE_SUBKIND;
            case VAR ->
                last.snippet().subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND
                        && (value == null || value != lastDisplayed);
            case IMPORT, TYPE_DECL, METHOD, STATEMENT, ERRONEOUS -> false;
        };
    }

    ClassLoader loader() {
        return loader;
    }

    Displayers displayers() {
        return displayers;
    }

    void displayed(String id) {
        lastDisplayed = id;
    }

    /// Returns where a print by this thread goes, or null if it has nothing to do with a cell.
    static CellOutput outputOfThisThread() {
        Cell cell = Cell.current();
        return cell == null ? null : cell.output;
    }

    void reportFromThread(Cell cell, Thread thread, Throwable thrown) {
        cell.output.print(true, "Exception in thread \"" + thread.getName() + "\" " + thrown + "\n");
    }

    @Override
    public void close() {
        interrupt();
        compiler.close();
    }
}
