package org.vitrina.kernel;

import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Waits for cells, from outside of them.
final class CellWait {
    private static final int LOOK_MILLIS = 20;

    private CellWait() {}

    /// Waits for a cell to end, and tells it to stop when its time is over or this thread is interrupted; what does not
    /// stop within its grace is left.
    static void await(Cell cell, Optional<Duration> timeout, Duration grace) {
        long deadline =
                timeout.map(limit -> System.nanoTime() + limit.toNanos()).orElse(Long.MAX_VALUE);
        long leaveAt = Long.MAX_VALUE;
        boolean interrupted = false;
        while (true) {
            try {
                if (cell.done().await(LOOK_MILLIS, TimeUnit.MILLISECONDS)) {
                    break;
                }
            } catch (InterruptedException e) {
                interrupted = true;
                cell.stop(Cell.Stop.INTERRUPT);
            } catch (OutOfMemoryError e) {
                // the cell has filled the heap; it will meet its end, and give memory back
                Thread.onSpinWait();
            }
            long now = System.nanoTime();
            if (!cell.isStopped() && now >= deadline) {
                cell.stop(Cell.Stop.TIMEOUT);
            }
            if (cell.isStopped()) {
                leaveAt = leaveAt == Long.MAX_VALUE ? now + grace.toNanos() : leaveAt;
                if (now > leaveAt) {
                    break;
                }
                // once more: code that catches everything may have swallowed it
                cell.stop(cell.stopped());
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
