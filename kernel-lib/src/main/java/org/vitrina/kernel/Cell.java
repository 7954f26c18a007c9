package org.vitrina.kernel;

import java.util.concurrent.CountDownLatch;

/// One run of one cell: where its output goes, which threads it started, whether it was told to stop.
final class Cell {
    /// Threads inherit the cell of the thread that started them, virtual ones too.
    private static final InheritableThreadLocal<Cell> CURRENT = new InheritableThreadLocal<>();

    /// Deep enough for a compiler that meets an expression of thousands of terms; only what is touched is
    /// ever taken from memory.
    private static final long STACK = 64L << 20;

    final int number;
    final String source;
    final CellOutput output;
    final CellInput.Source input;
    final Evaluator evaluator;
    private final CountDownLatch done = new CountDownLatch(1);
    private final CellThreads threads;
    private Thread thread;
    private volatile Stop stop;

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
        return CURRENT.get();
    }

    void start(Runnable body) {
        thread = new Thread(
                threads,
                () -> {
                    CURRENT.set(this);
                    Thread.currentThread().setContextClassLoader(evaluator.loader());
                    try {
                        body.run();
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
