package org.vitrina.kernel;

import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MutableCallSite;

/// What [StopWeaver] makes the classes of cells call; public because those classes have a loader of their
/// own. Not for use by hand.
public final class CellHooks {
    private static final MethodHandle NO = MethodHandles.constant(boolean.class, false);
    private static final MethodHandle YES = MethodHandles.constant(boolean.class, true);

    /// Answers whether any cell has been told to stop. The compiler takes the answer for a constant, so that a
    /// loop pays nothing for the question and can still be vectorized; a change of the answer makes the JVM
    /// compile anew what relied on it. A volatile field in its place made simple loops 2 to 20 times slower.
    private static final MutableCallSite STOPPING = new MutableCallSite(NO);

    private static final MethodHandle IS_STOPPING = STOPPING.dynamicInvoker();

    private CellHooks() {}

    static synchronized void stopping(boolean any) {
        MethodHandle answer = any ? YES : NO;
        if (STOPPING.getTarget() != answer) {
            STOPPING.setTarget(answer);
            MutableCallSite.syncAll(new MutableCallSite[] {STOPPING});
        }
    }

    /// Throws if the cell that started this thread has been told to stop; called at the start of every
    /// method and before every jump backwards.
    public static void check() throws Throwable {
        if ((boolean) IS_STOPPING.invokeExact()) {
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
