package org.vitrina.kernel;

import java.util.HashSet;
import java.util.Set;

/// The threads of one cell: its own and those that these start.
final class CellThreads extends ThreadGroup {
    private static final Set<CellThreads> STOPPING = new HashSet<>();

    /// The threads that are inside the compiler.
    private static final Set<Thread> COMPILING = new HashSet<>();

    /// Single threads that are to stop while the rest of their cell goes on.
    private static final Set<Thread> LEFT_BEHIND = new HashSet<>();

    private final Cell cell;

    CellThreads(Cell cell) {
        super(root(), "cell " + cell.number);
        this.cell = cell;
    }

    /// A cell run by `eval` inside another is a cell of its own, not one of the other's threads.
    private static ThreadGroup root() {
        ThreadGroup group = Thread.currentThread().getThreadGroup();
        while (group instanceof CellThreads inner) {
            group = inner.getParent();
        }
        return group;
    }

    /// Makes woven code look whether it should stop, until no thread of a stopped cell is left.
    static void stopping(CellThreads threads) {
        synchronized (STOPPING) {
            STOPPING.add(threads);
            CellHooks.stopping(true);
        }
    }

    /// Makes one thread stop as soon as it comes to woven code, and lets the rest of its cell go on.
    static void leaveBehind(Thread thread) {
        synchronized (STOPPING) {
            LEFT_BEHIND.add(thread);
            CellHooks.stopping(true);
        }
    }

    static boolean isLeftBehind(Thread thread) {
        synchronized (STOPPING) {
            return LEFT_BEHIND.contains(thread);
        }
    }

    /// Lets woven code run at full speed again if the threads of all stopped cells have ended.
    static void sweep() {
        synchronized (STOPPING) {
            if (!STOPPING.isEmpty() || !LEFT_BEHIND.isEmpty()) {
                STOPPING.removeIf(threads -> threads.activeCount() == 0);
                LEFT_BEHIND.removeIf(thread -> !thread.isAlive());
                CellHooks.stopping(!STOPPING.isEmpty() || !LEFT_BEHIND.isEmpty());
            }
        }
    }

    void interruptAll() {
        synchronized (COMPILING) {
            for (Thread thread : alive()) {
                if (!COMPILING.contains(thread)) {
                    thread.interrupt();
                }
            }
        }
    }

    /// Runs the compiler's work in this thread. An interrupt would close the files that the compiler has open,
    /// for good; it waits until the work is done.
    static <R, E extends Exception> R compiling(Work<R, E> work) throws E {
        Thread thread = Thread.currentThread();
        boolean outermost;
        synchronized (COMPILING) {
            outermost = COMPILING.add(thread);
        }
        boolean interrupted = Thread.interrupted();
        try {
            return work.run();
        } finally {
            synchronized (COMPILING) {
                if (outermost) {
                    COMPILING.remove(thread);
                }
            }
            if (interrupted) {
                thread.interrupt();
            }
        }
    }

    /// Work that returns something.
    @FunctionalInterface
    interface Work<R, E extends Exception> {
        R run() throws E;
    }

    private Thread[] alive() {
        Thread[] found = new Thread[activeCount() + 16];
        int count = enumerate(found);
        return java.util.Arrays.copyOf(found, count);
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        if (thrown instanceof CellHooks.CellStopped || cell.evaluator.isClosed()) {
            return;
        }
        cell.evaluator.reportFromThread(cell, thread, thrown);
    }
}
