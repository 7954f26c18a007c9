package org.vitrina.tensor;

/// Rows of weights of 16 bits.
@FunctionalInterface
public interface HalfRows {
    /// Writes the bits of row `row` to `to[at …]`. Threads may call this at the same time.
    void read(int row, short[] to, int at);
}
