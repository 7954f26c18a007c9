package org.vitrina.interact;

import java.time.Duration;

/// Sends to a page no more often than somebody can see: of many changes in a row the first is sent at once
/// and the last soon after.
final class Paced {
    private static final long GAP_NANOS = 50_000_000;

    private final Runnable send;
    private long last = System.nanoTime() - GAP_NANOS;
    private boolean comes;

    /// @param send sends what is true when it is called; called by one thread at a time
    Paced(Runnable send) {
        this.send = send;
    }

    /// Says that something changed.
    synchronized void changed() {
        if (comes) {
            return;
        }
        long wait = last + GAP_NANOS - System.nanoTime();
        if (wait <= 0) {
            now();
            return;
        }
        comes = true;
        Thread.ofVirtual().inheritInheritableThreadLocals(false).start(() -> later(wait));
    }

    /// Sends now, whatever was sent before.
    synchronized void now() {
        comes = false;
        last = System.nanoTime();
        send.run();
    }

    private void later(long nanos) {
        try {
            Thread.sleep(Duration.ofNanos(nanos));
        } catch (InterruptedException _) {
            // then a little earlier
        }
        synchronized (this) {
            if (comes) {
                now();
            }
        }
    }
}
