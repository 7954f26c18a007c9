package org.vitrina.tensor;

import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;

/// How a thread waits for something that comes very soon, or not for a long time.
final class Pause {
    /// Some 50 to 100 microseconds: as long as the gaps between the operations of a model.
    private static final int SPINS = 2_000;

    /// Then others may have the processor.
    private static final int YIELDS = 50;

    private volatile boolean asleep;

    /// Returns when `over` is true. Interrupts do not end the wait; the thread is interrupted afterwards.
    void until(BooleanSupplier over) {
        for (int i = 0; i < SPINS; i++) {
            if (over.getAsBoolean()) {
                return;
            }
            Thread.onSpinWait();
        }
        for (int i = 0; i < YIELDS; i++) {
            if (over.getAsBoolean()) {
                return;
            }
            Thread.yield();
        }
        boolean interrupted = false;
        asleep = true;
        while (!over.getAsBoolean()) {
            LockSupport.park(this);
            // a thread that is interrupted does not park
            interrupted |= Thread.interrupted();
        }
        asleep = false;
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// Wakes `waiting` if it sleeps; what it waits for has been made true before.
    void end(Thread waiting) {
        if (asleep) {
            LockSupport.unpark(waiting);
        }
    }
}
