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

    /// Returns how many threads compute, the calling one included.
    int threads();

    /// Calls `part` once for each number in `[0, parts)`, on any thread and in any order, and returns when all
    /// are done. Parts write different places, so the result does not depend on who computed which.
    ///
    /// What a part throws is thrown here, after the others have ended.
    void run(int parts, IntConsumer part);
}
