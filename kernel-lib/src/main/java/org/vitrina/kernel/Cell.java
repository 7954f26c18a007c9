package org.vitrina.kernel;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.ForkJoinWorkerThread;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import org.vitrina.interact.Frontend;

/// One run of one cell: where its output goes, which threads it started, whether it was told to stop.
final class Cell {
    /// Threads inherit the cell of the thread that started them, virtual ones too.
    private static final InheritableThreadLocal<Cell> CURRENT = new InheritableThreadLocal<>();

    /// The cell that was begun last.
    private static final AtomicReference<Cell> LATEST = new AtomicReference<>();

    /// Deep enough for a compiler that meets an expression of thousands of terms; a recursion without an end
    /// takes the longer to stop the deeper it can go. Only what is touched is ever taken from memory.
    private static final long STACK = 24L << 20;

    final int number;
    final String source;
    final CellOutput output;
    final CellInput.Source input;
    final Evaluator evaluator;
    private final CountDownLatch done = new CountDownLatch(1);
    private final CellThreads threads;
    private Thread thread;
    private volatile Stop stop;
    /// The id that the last call of `display` returned.
    volatile String lastDisplayed;

    /// Why a cell was told to stop.
    enum Stop {
        INTERRUPT,
        TIMEOUT
    }

    Cell(Evaluator evaluator, int number, String source, CellOutput output, CellInput.Source input) {
        this.evaluator = evaluator;
        this.number = number;
        this.source = source;
        this.output = output;
        this.input = input;
        this.threads = new CellThreads(this);
    }

    /// Returns the cell that this thread runs for, or null for a thread that no cell started.
    static Cell current() {
        Cell cell = CURRENT.get();
        if ((cell == null || cell.isOver()) && Thread.currentThread() instanceof ForkJoinWorkerThread) {
            // the common pool keeps its threads: what they do now, they do for the cell that runs now
            Cell latest = LATEST.get();
            return latest == null ? cell : latest;
        }
        return cell;
    }

    /// Says that from now on the threads of the common pool work for this cell.
    void isLatest() {
        LATEST.set(this);
    }

    void start(Runnable body) {
        thread = new Thread(
                threads,
                () -> {
                    CURRENT.set(this);
                    Thread.currentThread().setContextClassLoader(evaluator.loader());
                    try {
                        Frontend.with(evaluator.frontend(), () -> {
                            body.run();
                            return null;
                        });
                    } finally {
                        done.countDown();
                    }
                },
                "cell " + number,
                STACK);
        thread.setDaemon(true);
        thread.start();
    }

    CountDownLatch done() {
        return done;
    }

    /// Waits until the threads that this cell started have ended, and the common pool rests, which may have
    /// worked for it.
    void awaitThreads(Duration longest) {
        long end = System.nanoTime() + longest.toNanos();
        while ((threads.activeCount() > 0 || !ForkJoinPool.commonPool().isQuiescent()) && System.nanoTime() < end) {
            LockSupport.parkNanos(2_000_000);
        }
    }

    /// Whether its own thread has ended; threads that it started may go on.
    boolean isOver() {
        return done.getCount() == 0;
    }

    boolean isStopped() {
        return stop != null;
    }

    Stop stopped() {
        return stop;
    }

    /// Tells every thread of this cell to stop; tell them again until [#done()], as one may have swallowed
    /// the first.
    void stop(Stop why) {
        if (stop == null) {
            stop = why;
        }
        CellThreads.stopping(threads);
        threads.interruptAll();
    }
}
