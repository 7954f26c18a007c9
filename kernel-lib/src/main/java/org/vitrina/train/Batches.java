package org.vitrina.train;

/// Where a training gets its batches from.
public interface Batches {
    /// Returns the batch of step `step`, counted from 0; the same for the same step, whenever it is asked for.
    Batch at(int step);
}
