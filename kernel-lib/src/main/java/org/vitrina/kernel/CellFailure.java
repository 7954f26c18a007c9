package org.vitrina.kernel;

import java.util.ArrayList;
import java.util.List;
import org.vitrina.kernel.CellCompiler.Rejected;
import org.vitrina.kernel.magic.MagicException;

/// Says why a cell did not finish.
final class CellFailure {
    private CellFailure() {}

    static CellError of(Throwable thrown, Cell cell, Evaluator evaluator) {
        if (evaluator.isClosed()) {
            // what the compiler knew, such as the lines of cells, is gone
            return said("Interrupted", "the evaluator was closed while the cell ran");
        }
        if (cell.isStopped()) {
            // the flag that stopped the cell must not stop what comes after it
            Thread.interrupted();
            return stopped(cell);
        }
        try {
            return switch (thrown) {
                case Rejected rejected -> rejected.error;
                case MagicException magic ->
                    new CellError(
                            "MagicError",
                            magic.getMessage(),
                            List.of(Ansi.red("MagicError") + ": " + magic.getMessage()));
                case CellHooks.CellExit exit -> exit(exit);
                case OutOfMemoryError full ->
                    CellMemory.failed(full, cell, evaluator.compiler()).error();
                case StackOverflowError deep -> tooDeep(deep, evaluator.compiler());
                default -> CellTrace.of(thrown, evaluator.compiler());
            };
        } catch (OutOfMemoryError full) {
            return CellMemory.failed(full, cell, evaluator.compiler()).error();
        }
    }

    private static CellError stopped(Cell cell) {
        return switch (cell.stopped()) {
            case INTERRUPT -> said("Interrupted", "the cell was interrupted; variables keep their values");
            case TIMEOUT ->
                said("TimeOut", "the cell took longer than it may and was stopped; variables keep their values");
        };
    }

    static CellError leftBehind(Cell cell) {
        return said(
                cell.stopped() == Cell.Stop.TIMEOUT ? "TimeOut" : "Interrupted",
                "the cell was told to stop, but it is inside a library call that does not listen; it was left "
                        + "behind, and what it prints is dropped. Variables keep their values, the next cell can run");
    }

    private static CellError exit(CellHooks.CellExit exit) {
        return said(
                "SystemExit",
                exit.call + "(" + exit.status + ") ended this cell, not the kernel: the variables are still there");
    }

    private static CellError tooDeep(StackOverflowError thrown, CellCompiler compiler) {
        CellError told = CellTrace.of(thrown, compiler);
        var trace = new ArrayList<>(told.traceback());
        trace.set(0, Ansi.red("StackOverflowError") + ": a method called itself again and again without an end");
        trace.add("  Look for the case in which the calls should stop.");
        return new CellError("StackOverflowError", "a method called itself again and again without an end", trace);
    }

    private static CellError said(String name, String message) {
        return new CellError(name, message, List.of(Ansi.red(name) + ": " + message + "."));
    }
}
