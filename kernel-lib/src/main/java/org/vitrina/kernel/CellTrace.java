package org.vitrina.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import jdk.jshell.EvalException;
import jdk.jshell.spi.ExecutionControl.UserException;
import org.vitrina.kernel.CellSource.Piece;

/// Tells where in the cells an exception came from, without the frames of the kernel, JShell and reflection.
final class CellTrace {
    private CellTrace() {}

    /// Returns `thrown` and its causes in the form in which JShell translates stack traces.
    static UserException forJShell(Throwable thrown) {
        return forJShell(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static UserException forJShell(Throwable thrown, Set<Throwable> seen) {
        seen.add(thrown);
        var told = new UserException(message(thrown), thrown.getClass().getName(), thrown.getStackTrace());
        Throwable cause = thrown.getCause();
        if (cause != null && !seen.contains(cause)) {
            told.initCause(forJShell(cause, seen));
        }
        return told;
    }

    private static String message(Throwable thrown) {
        try {
            return String.valueOf(thrown.getLocalizedMessage());
        } catch (RuntimeException e) {
            return "(its message cannot be shown: getMessage threw "
                    + e.getClass().getName() + ")";
        }
    }

    static CellError of(EvalException thrown, CellCompiler compiler) {
        var trace = new ArrayList<String>();
        EvalException each = thrown;
        String lead = "";
        while (each != null) {
            trace.add(lead + each.getExceptionClassName() + ": " + each.getMessage());
            trace.addAll(frames(each.getStackTrace(), compiler));
            lead = "Caused by: ";
            each = (EvalException) each.getCause();
        }
        return new CellError(thrown.getExceptionClassName(), String.valueOf(thrown.getMessage()), trace);
    }

    private static List<String> frames(StackTraceElement[] frames, CellCompiler compiler) {
        var lines = new ArrayList<String>();
        for (StackTraceElement frame : frames) {
            Piece piece = frame.getFileName() != null && frame.getFileName().startsWith("#")
                    ? compiler.piece(frame.getFileName().substring(1))
                    : null;
            if (piece == null) {
                lines.add("    at " + frame);
            } else {
                int line = piece.cellLine(frame.getLineNumber());
                lines.add("    at cell " + piece.cell().number() + ", line " + line + "  "
                        + piece.cell().line(line).strip());
            }
        }
        return lines;
    }
}
