package org.vitrina.tensor;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.IntConsumer;

/// The parts of one operation, taken one by one by whoever has time.
final class Job {
    private final int parts;
    private final Thread caller;
    private final Pause pause = new Pause();
    private final AtomicInteger taken = new AtomicInteger();
    private final AtomicInteger ended = new AtomicInteger();
    private final AtomicReference<Throwable> failure = new AtomicReference<>();

    /// Null when all is done: the pool remembers its last job, which must not hold a tensor for that long.
    private volatile IntConsumer part;

    Job(int parts, IntConsumer part, Thread caller) {
        this.parts = parts;
        this.part = part;
        this.caller = caller;
    }

    /// Computes parts until none is left to take.
    void work() {
        // a worker that comes late would otherwise count on, and after long enough over the edge
        while (taken.get() < parts) {
            int index = taken.getAndIncrement();
            if (index >= parts) {
                return;
            }
            try {
                if (failure.get() == null) {
                    part.accept(index);
                }
            } catch (Throwable e) {
                failure.compareAndSet(null, e);
            }
            if (ended.incrementAndGet() == parts) {
                pause.end(caller);
            }
        }
    }

    /// Waits until every part has ended, and throws what one of them threw.
    void await() {
        pause.until(() -> ended.get() == parts);
        part = null;
        switch (failure.get()) {
            case null -> {}
            case RuntimeException e -> throw e;
            case Error e -> throw e;
            case Throwable e -> throw new IllegalStateException("a part of an operation failed", e);
        }
    }

    /// Returns whether the operation is over and let go of.
    boolean forgotten() {
        return part == null;
    }
}
