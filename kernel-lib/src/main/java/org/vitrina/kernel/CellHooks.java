package org.vitrina.kernel;

/// What [StopWeaver] makes the classes of cells call; public because those classes have a loader of their
/// own. Not for use by hand.
public final class CellHooks {
    /// Whether any cell has been told to stop. One volatile read is all that a loop pays while none has.
    private static volatile boolean stopping;

    private CellHooks() {}

    static void stopping(boolean any) {
        stopping = any;
    }

    /// Throws if the cell that started this thread has been told to stop; called at the start of every
    /// method and before every jump backwards.
    public static void check() {
        if (stopping) {
            stopIfTold();
        }
    }

    private static void stopIfTold() {
        Cell cell = Cell.current();
        if (cell != null && (cell.isStopped() || CellThreads.isLeftBehind(Thread.currentThread()))) {
            throw new CellStopped();
        }
    }

    /// Stands in for `System.exit`.
    public static void exit(int status) {
        throw new CellExit("System.exit", status);
    }

    /// Stands in for `Runtime.exit`.
    public static void exit(Runtime runtime, int status) {
        throw new CellExit("Runtime.exit", status);
    }

    /// Stands in for `Runtime.halt`.
    public static void halt(Runtime runtime, int status) {
        throw new CellExit("Runtime.halt", status);
    }

    /// Ends a thread of a cell that was told to stop. An `Error`, so that `catch (Exception e)` lets it
    /// through; code that catches even this meets it again at its next loop or call.
    static final class CellStopped extends Error {
        CellStopped() {
            super("the cell was stopped", null, false, false);
        }
    }

    /// Ends a cell that wanted to end the whole process.
    static final class CellExit extends Error {
        final String call;
        final int status;

        CellExit(String call, int status) {
            super(call + "(" + status + ")");
            this.call = call;
            this.status = status;
        }
    }
}
