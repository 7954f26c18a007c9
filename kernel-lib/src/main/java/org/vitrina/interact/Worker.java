package org.vitrina.interact;

import java.util.ArrayDeque;
import java.util.Objects;

/// Computes what controls ask for: one thing at a time, on a thread of its own that ends when nothing is
/// left.
///
/// One at a time for all controls of a front end, because the functions of a notebook share its variables,
/// and few of them were written for two threads.
public final class Worker {
    private final Object lock = new Object();
    private final ArrayDeque<Waiting> waiting = new ArrayDeque<>();
    private Thread thread;
    private boolean computing;

    private record Waiting(Object key, Runnable work) {}

    /// Computes `work` when its turn comes. What waits with the same key is replaced and its turn kept, so
    /// that only the newest of many moves is computed.
    void newest(Object key, Runnable work) {
        Objects.requireNonNull(key);
        synchronized (lock) {
            if (waiting.stream().anyMatch(other -> key.equals(other.key))) {
                var kept = new ArrayDeque<Waiting>();
                for (Waiting other : waiting) {
                    kept.add(key.equals(other.key) ? new Waiting(key, work) : other);
                }
                waiting.clear();
                waiting.addAll(kept);
            } else {
                add(new Waiting(key, work));
            }
        }
    }

    /// Computes `work` when its turn comes, whatever else waits: for a press of a button, each of which
    /// counts.
    void each(Runnable work) {
        synchronized (lock) {
            add(new Waiting(new Object(), work));
        }
    }

    /// Stops what is computed, by interrupting its thread, and drops what waits.
    public void interrupt() {
        synchronized (lock) {
            waiting.clear();
            if (computing) {
                thread.interrupt();
            }
        }
    }

    /// Returns whether something is computed or waits.
    public boolean busy() {
        synchronized (lock) {
            return thread != null;
        }
    }

    private void add(Waiting work) {
        waiting.add(work);
        if (thread == null) {
            thread = new Thread(this::run, "controls");
            thread.setDaemon(true);
            thread.start();
        }
    }

    private void run() {
        while (true) {
            Waiting next;
            synchronized (lock) {
                computing = false;
                // an interrupt that came too late for its work must not hit the next one
                Thread.interrupted();
                next = waiting.poll();
                if (next == null) {
                    thread = null;
                    return;
                }
                computing = true;
            }
            try {
                next.work.run();
            } catch (RuntimeException | Error e) {
                System.err.println("a control could not show its value: " + e);
            }
        }
    }
}
