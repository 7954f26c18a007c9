package org.vitrina.kernel.notebook;

import org.vitrina.kernel.Evaluator;

/// Stops the run of a notebook from another thread, such as that of a signal: the cell that runs ends, the cells after
/// it are left alone, and what was done so far is in the [NotebookRun].
public final class RunStop {
    private static final long AGAIN_MILLIS = 50;

    private volatile boolean asked;
    private volatile Evaluator running;

    /// Returns at once; may be called more than once.
    public void stop() {
        asked = true;
        var thread = new Thread(this::interrupt, "run stop");
        thread.setDaemon(true);
        thread.start();
    }

    public boolean isAsked() {
        return asked;
    }

    /// Again and again until the run has ended: a cell may just have been about to begin, and then was not there.
    private void interrupt() {
        try {
            for (Evaluator cells = running; cells != null; cells = running) {
                cells.interrupt();
                Thread.sleep(AGAIN_MILLIS);
            }
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    void begins(Evaluator cells) {
        running = cells;
    }

    void ends() {
        running = null;
    }
}
