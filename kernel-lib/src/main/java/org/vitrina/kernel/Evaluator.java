package org.vitrina.kernel;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.dflib.jjava.jupyter.kernel.display.Renderer;
import org.vitrina.interact.Frontend;
import org.vitrina.kernel.magic.MagicKernel.Variable;
import org.vitrina.kernel.magic.MavenLibraries;
import org.vitrina.lesson.Check;
import org.vitrina.show.MimeBundle;

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
///
/// An evaluator may be used by several threads; cells wait for each other. [#interrupt()] and the methods
/// that look at code ([#complete], [#inspect], [#isComplete], [#variables]) also work while a cell runs.
public final class Evaluator implements AutoCloseable {
    /// How long the other threads of a stopped cell are waited for.
    private static final Duration THREADS_MAY_TAKE = Duration.ofMillis(500);

    private final EvaluatorOptions options;
    private final CellInput.Source input;
    private final IJavaCells ijava = new IJavaCells(this);
    private final Displayers displayers = new Displayers(ijava);
    private final MavenLibraries maven;
    private final ReentrantLock oneAtATime = new ReentrantLock();
    private volatile CellLoader loader;
    private volatile CellCompiler compiler;
    private volatile Cell latest;
    private volatile Frontend frontend = new CellFrontend(() -> this);
    private final AtomicInteger count = new AtomicInteger();
    private volatile boolean closed;

    public Evaluator(EvaluatorOptions options) {
        this(options, new MavenLibraries());
    }

    Evaluator(EvaluatorOptions options, MavenLibraries maven) {
        this.options = options;
        this.maven = maven;
        CellStreams.install();
        Check.stopEndlessCodeWith(CellThreads::leaveBehind);
        input = new CellInput.Source(options.input());
        start();
    }

    /// Returns an evaluator with [EvaluatorOptions#defaults()].
    public static Evaluator create() {
        return new Evaluator(EvaluatorOptions.defaults());
    }

    private void start() {
        loader = new CellLoader(Evaluator.class.getClassLoader());
        compiler = new CellCompiler(loader, options);
        if (options.defaultImports()) {
            compiler.declare(DefaultImports.all(compiler::hasPackage));
        }
    }

    /// Runs a cell to its end or to its first error.
    ///
    /// @param sink takes what the cell gives out, called by one thread at a time; a thread that the cell
    ///     started may still print when this method has returned
    public Outcome evaluate(String source, Consumer<Output> sink) {
        return evaluate(count.incrementAndGet(), source, sink, options.timeout());
    }

    /// Runs a cell that is shown to its reader under a number, which errors then name.
    public Outcome evaluate(int number, String source, Consumer<Output> sink) {
        count.set(number);
        return evaluate(number, source, sink, options.timeout());
    }

    /// Runs a cell, and stops it when `timeout` is over.
    public Outcome evaluate(String source, Consumer<Output> sink, Duration timeout) {
        EvaluatorOptions.checkTimeout(timeout);
        return evaluate(count.incrementAndGet(), source, sink, Optional.of(timeout));
    }

    private Outcome evaluate(int number, String source, Consumer<Output> sink, Optional<Duration> timeout) {
        Objects.requireNonNull(source);
        if (closed) {
            throw new IllegalStateException("this evaluator was closed; make another one");
        }
        Cell outer = Cell.current();
        if (outer != null && outer.evaluator == this && !outer.isOver()) {
            throw new IllegalStateException("a cell cannot run another cell of the same evaluator; use eval(\"…\")");
        }
        oneAtATime.lock();
        try {
            var cell = new Cell(this, number, source, new CellOutput(sink, options.outputLimit()), input);
            CellThreads.sweep();
            CellMemory.putAside();
            latest = cell;
            cell.isLatest();
            var outcome = new AtomicReference<Outcome>();
            cell.start(() -> outcome.set(new CellRun(this, cell).run()));
            CellWait.await(cell, timeout, options.grace());
            Outcome result = outcome.get();
            if (result == null) {
                result = new Outcome.Failed(CellFailure.leftBehind(cell));
            }
            if (cell.isStopped()) {
                cell.awaitThreads(THREADS_MAY_TAKE);
            }
            cell.output.finish();
            switch (result) {
                case Outcome.Finished _ -> {}
                case Outcome.Failed(CellError error) -> cell.output.give(new Output.Error(error));
            }
            if (!cell.isOver()) {
                cell.output.close();
            }
            return result;
        } finally {
            oneAtATime.unlock();
        }
    }

    /// Runs `work` as it would the code of a cell, beside the cell that may be running; for what answers a
    /// click, a message or a live control. An interrupt of the calling thread stops it.
    ///
    /// @param sink takes what the work gives out, its value last
    public Outcome call(Callable<?> work, Consumer<Output> sink) {
        var cell = new Cell(this, count.get(), "", new CellOutput(sink, options.outputLimit()), input);
        var outcome = new AtomicReference<Outcome>();
        cell.start(() -> outcome.set(new CellRun(this, cell).call(work)));
        CellWait.await(cell, Optional.empty(), options.grace());
        Outcome result = outcome.get();
        cell.output.finish();
        if (result == null) {
            cell.output.close();
            result = new Outcome.Failed(CellFailure.leftBehind(cell));
        }
        return result;
    }

    /// Returns the forms in which a cell shows `value`.
    public MimeBundle show(Object value) {
        return displayers.show(value);
    }

    /// Lets the controls that cells make be alive in `frontend`, from the next cell on.
    public void connect(Frontend frontend) {
        this.frontend = frontend;
    }

    Frontend frontend() {
        return frontend;
    }

    /// Stops the cell that is running, if any; returns at once. May be called from any thread.
    public void interrupt() {
        Cell cell = latest;
        if (cell != null && !cell.isOver()) {
            cell.stop(Cell.Stop.INTERRUPT);
        }
    }

    /// Returns the variables of all cells, oldest first.
    public List<Variable> variables() {
        return compiler.variables((name, type, value) -> new Variable(name, type, displayers.line(value)));
    }

    /// Says whether `source` could be run as it stands, needs more lines, or is wrong.
    public Completeness isComplete(String source) {
        return CellAssist.isComplete(compiler, source);
    }

    /// Returns what could stand at `cursor` in a cell.
    public Completions complete(String source, int cursor) {
        return CellAssist.complete(compiler, source, cursor);
    }

    /// Returns what is known about the name or call at `cursor` in a cell, its Javadoc among it.
    public Optional<Inspection> inspect(String source, int cursor) {
        return CellAssist.inspect(compiler, source, cursor);
    }

    /// Returns the renderer that IJava's and JJava's notebooks know; a function registered there is used to
    /// show values.
    public Renderer renderer() {
        return displayers.renderer();
    }

    /// Forgets all that cells have declared; the class path stays as it is.
    void reset() {
        CellCompiler old = compiler;
        List<Path> paths = old.addedToClassPath();
        start();
        paths.forEach(compiler::addToClassPath);
        old.close();
    }

    boolean isClosed() {
        return closed;
    }

    CellCompiler compiler() {
        return compiler;
    }

    ClassLoader loader() {
        return loader;
    }

    Displayers displayers() {
        return displayers;
    }

    IJavaCells ijava() {
        return ijava;
    }

    MavenLibraries maven() {
        return maven;
    }

    /// Tells about an exception that ended a thread which a cell had started.
    void reportFromThread(Cell cell, Thread thread, Throwable thrown) {
        String lead = "Exception in thread \"" + thread.getName() + "\": ";
        cell.output.print(
                true,
                lead + String.join("\n", CellFailure.of(thrown, cell, this).traceback()) + "\n");
    }

    @Override
    public void close() {
        closed = true;
        interrupt();
        compiler.close();
    }
}
