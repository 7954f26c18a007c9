package org.vitrina.tensor;

import java.util.function.IntConsumer;

/// Threads that share the parts of one operation.
public interface Workers {
    /// Computes on the calling thread alone.
    Workers ONE = new Workers() {
        @Override
        public int threads() {
            return 1;
        }

        @Override
        public void run(int parts, IntConsumer part) {
            for (int i = 0; i < parts; i++) {
                part.accept(i);
            }
        }
    };

    /// Returns all the threads of this machine, or as many as the system property `vitrina.threads` says.
    static Workers all() {
        return WorkerPool.ALL;
    }

    /// Returns `threads` threads, the calling one included. Asked again for the same number, it returns the same
    /// ones: they are daemons that sleep while there is nothing to do, and are never stopped.
    ///
    /// @throws IllegalArgumentException if `threads` is less than 1
    static Workers of(int threads) {
        return WorkerPool.of(threads);
    }

    /// Returns how many threads compute, the calling one included.
    int threads();

    /// Calls `part` once for each number in `[0, parts)`, on any thread and in any order, and returns when all
    /// are done. Parts write different places, so the result does not depend on who computed which.
    ///
    /// Any thread may call this, several at a time, and a part may call it again: who finds the workers busy
    /// computes all its parts itself. An interrupt does not break an operation off, as that would leave half a
    /// result; the thread stays interrupted and its next report to [org.vitrina.show.Progress] stops it.
    ///
    /// What a part throws is thrown here, after those that were under way have ended; others are not begun.
    void run(int parts, IntConsumer part);
}
