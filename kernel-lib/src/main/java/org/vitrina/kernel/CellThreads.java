package org.vitrina.kernel;

import java.util.HashSet;
import java.util.Set;

/// The threads of one cell: its own and those that these start.
final class CellThreads extends ThreadGroup {
    private static final Set<CellThreads> STOPPING = new HashSet<>();

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

    /// Lets woven code run at full speed again if the threads of all stopped cells have ended.
    static void sweep() {
        synchronized (STOPPING) {
            if (!STOPPING.isEmpty()) {
                STOPPING.removeIf(threads -> threads.activeCount() == 0);
                CellHooks.stopping(!STOPPING.isEmpty());
            }
        }
    }

    void interruptAll() {
        for (Thread thread : alive()) {
            thread.interrupt();
        }
    }

    private Thread[] alive() {
        Thread[] found = new Thread[activeCount() + 16];
        int count = enumerate(found);
        return java.util.Arrays.copyOf(found, count);
    }

    @Override
    public void uncaughtException(Thread thread, Throwable thrown) {
        if (thrown instanceof CellHooks.CellStopped) {
            return;
        }
        cell.evaluator.reportFromThread(cell, thread, thrown);
    }
}
