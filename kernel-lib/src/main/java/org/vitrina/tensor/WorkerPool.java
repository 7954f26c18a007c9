package org.vitrina.tensor;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.IntConsumer;

/// The calling thread and some daemons that compute the parts of one job at a time.
///
/// A job is over in some microseconds, less than it takes to wake a thread. So a worker that has nothing to
/// do looks for the next job for a while, then lets others run, and only then sleeps ([Pause]).
final class WorkerPool implements Workers {
    static final String PROPERTY = "vitrina.threads";

    private static final Map<Integer, Workers> POOLS = new ConcurrentHashMap<>();

    static final Workers ALL = of(threads(System.getProperty(PROPERTY)));

    private final Worker[] workers;
    private final AtomicBoolean busy = new AtomicBoolean();

    /// The job under way or the last one.
    private volatile Job job = new Job(0, _ -> {}, Thread.currentThread());

    private WorkerPool(int threads) {
        workers = new Worker[threads - 1];
        for (int i = 0; i < workers.length; i++) {
            workers[i] = new Worker("vitrina-worker-" + threads + "." + (i + 1));
            workers[i].setDaemon(true);
            workers[i].start();
        }
    }

    static Workers of(int threads) {
        if (threads < 1) {
            throw new IllegalArgumentException("at least 1 thread has to compute, but got " + threads);
        }
        return threads == 1 ? ONE : POOLS.computeIfAbsent(threads, WorkerPool::new);
    }

    /// Returns how many threads the property's value asks for; null asks for all.
    static int threads(String property) {
        if (property == null) {
            return Runtime.getRuntime().availableProcessors();
        }
        try {
            int threads = Integer.parseInt(property.strip());
            if (threads >= 1) {
                return threads;
            }
        } catch (NumberFormatException e) {
            // told below, like a number that is too small
        }
        throw new IllegalArgumentException("the system property " + PROPERTY
                + " says how many threads compute and is at least 1, but was \"" + property + "\"");
    }

    @Override
    public int threads() {
        return workers.length + 1;
    }

    @Override
    public void run(int parts, IntConsumer part) {
        if (parts <= 1 || !busy.compareAndSet(false, true)) {
            ONE.run(parts, part);
            return;
        }
        try {
            var mine = new Job(parts, part, Thread.currentThread());
            job = mine;
            for (Worker worker : workers) {
                worker.pause.end(worker);
            }
            mine.work();
            mine.await();
        } finally {
            busy.set(false);
        }
    }

    @Override
    public String toString() {
        return threads() + " threads";
    }

    private final class Worker extends Thread {
        final Pause pause = new Pause();

        Worker(String name) {
            super(null, null, name, 0, false);
        }

        @Override
        public void run() {
            Job last = job;
            while (true) {
                Job seen = last;
                pause.until(() -> job != seen);
                last = job;
                last.work();
            }
        }
    }
}
