package org.vitrina.kernel;

import java.util.ArrayList;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import jdk.jshell.JShellException;
import jdk.jshell.UnresolvedReferenceException;
import jdk.jshell.spi.ExecutionControl.ResolutionException;
import jdk.jshell.spi.ExecutionControl.RunException;
import jdk.jshell.spi.ExecutionControl.UserException;
import jdk.jshell.spi.SPIResolutionException;
import org.vitrina.interact.Frontend;
import org.vitrina.kernel.CellSource.Piece;

/// Tells where in the cells an exception came from: cell, line and source of each of the user's frames, the
/// causes, and nothing of the kernel, JShell and reflection.
final class CellTrace {
    private static final int MOST_CAUSES = 10;
    private static final int MOST_FRAMES = 24;
    private static final int MOST_MESSAGE = 4_000;
    private static final List<String> HIDDEN = List.of(
            CellTrace.class.getPackageName() + ".",
            Frontend.class.getPackageName() + ".",
            "java.lang.reflect.",
            "java.lang.invoke.",
            "jdk.internal.",
            "jdk.jshell.");

    /// JShell puts the value of some `var`s into a method of its own, which nobody wrote.
    private static final String INITIALIZER = "do_it$Aux";

    private final CellCompiler compiler;
    private final List<String> lines = new ArrayList<>();

    private CellTrace(CellCompiler compiler) {
        this.compiler = compiler;
    }

    /// Returns the account of an exception that ended a cell.
    static CellError of(Throwable thrown, CellCompiler compiler) {
        var trace = new CellTrace(compiler);
        JShellException translated = compiler.translate(thrown);
        if (translated instanceof UnresolvedReferenceException unresolved) {
            return trace.unresolved(unresolved);
        }
        trace.tell("", thrown, translated);
        return new CellError(CellNames.ofClass(thrown.getClass().getName()), message(thrown), trace.lines);
    }

    /// A method that uses something of its cell can be called before that something is there.
    private CellError unresolved(UnresolvedReferenceException called) {
        String message = called.getSnippet().name()
                + " uses something that is declared only further down; move that declaration above this call";
        lines.add(Ansi.red("Used too early") + ": " + message);
        frames(called.getStackTrace());
        return new CellError("UsedTooEarly", message, lines);
    }

    private void tell(String lead, Throwable thrown, JShellException translated) {
        Throwable each = thrown;
        Throwable told = translated;
        String role = lead;
        for (int i = 0; i < MOST_CAUSES && each != null && told != null; i++) {
            String message = message(each);
            lines.add(role
                    + Ansi.red(CellNames.ofClass(each.getClass().getName()))
                    + (message.isEmpty() ? "" : ": " + message));
            frames(told.getStackTrace());
            suppressed(each);
            role = "Caused by: ";
            each = each.getCause();
            told = told.getCause();
        }
    }

    private void suppressed(Throwable thrown) {
        for (Throwable each : thrown.getSuppressed()) {
            lines.add(Ansi.dim("  Suppressed: ")
                    + CellNames.ofClass(each.getClass().getName()) + ": " + message(each));
        }
    }

    private void frames(StackTraceElement[] frames) {
        List<String> told = new ArrayList<>();
        int hidden = 0;
        boolean top = true;
        Piece initialized = null;
        for (StackTraceElement frame : frames) {
            Piece piece = piece(frame);
            if (piece != null && piece == initialized && frame.getMethodName().isEmpty()) {
                initialized = null;
            } else if (piece != null) {
                initialized = frame.getMethodName().equals(INITIALIZER) ? piece : null;
                hidden = closeGap(told, hidden);
                told.add(ofUser(frame, piece));
                top = false;
            } else if (HIDDEN.stream().noneMatch(frame.getClassName()::startsWith)) {
                if (top) {
                    told.add(Ansi.dim("  in " + frame.getClassName() + "." + frame.getMethodName()));
                    top = false;
                } else {
                    hidden++;
                }
            }
        }
        closeGap(told, hidden);
        lines.addAll(shortened(collapsed(told)));
    }

    private static int closeGap(List<String> told, int hidden) {
        if (hidden > 0) {
            told.add(Ansi.dim("  … " + hidden + (hidden == 1 ? " call" : " calls") + " inside libraries"));
        }
        return 0;
    }

    private Piece piece(StackTraceElement frame) {
        String file = frame.getFileName();
        return file != null && file.startsWith("#") ? compiler.piece(file.substring(1)) : null;
    }

    private static String ofUser(StackTraceElement frame, Piece piece) {
        int line = piece.cellLine(frame.getLineNumber());
        String method = frame.getMethodName();
        String in = method.isEmpty() || method.equals(INITIALIZER) ? "" : name(frame.getClassName(), method) + ", ";
        return "  in " + in + Ansi.bold(piece.cell().name() + ", line " + line) + "\n    "
                + Ansi.dim("%4d | ".formatted(line)) + piece.cell().line(line).strip();
    }

    private static String name(String type, String method) {
        if (method.contains("lambda$")) {
            return "a lambda";
        }
        if (method.equals("<init>")) {
            return type.matches(".*\\$\\d+") ? "a class without a name" : "new " + type;
        }
        return type.isEmpty() ? method : type + "." + method;
    }

    /// Tells a group of frames that repeats once, and how often.
    static List<String> collapsed(List<String> frames) {
        var shorter = new ArrayList<String>();
        for (int i = 0; i < frames.size(); ) {
            int period = period(frames, i);
            int times = times(frames, i, period);
            shorter.addAll(frames.subList(i, i + period));
            if (times > 1) {
                shorter.add(Ansi.dim("  … the same " + (period == 1 ? "call" : period + " calls") + ", " + (times - 1)
                        + " times more"));
            }
            i += period * times;
        }
        return shorter;
    }

    private static int period(List<String> frames, int from) {
        for (int period = 1; period <= 20; period++) {
            if (times(frames, from, period) >= 3) {
                return period;
            }
        }
        return 1;
    }

    private static int times(List<String> frames, int from, int period) {
        int times = 1;
        while (from + (times + 1) * period <= frames.size()
                && frames.subList(from, from + period)
                        .equals(frames.subList(from + times * period, from + (times + 1) * period))) {
            times++;
        }
        return times >= 3 ? times : 1;
    }

    private static List<String> shortened(List<String> frames) {
        if (frames.size() <= MOST_FRAMES) {
            return frames;
        }
        var shorter = new ArrayList<>(frames.subList(0, MOST_FRAMES / 2));
        shorter.add(Ansi.dim("  … " + (frames.size() - MOST_FRAMES) + " calls left out"));
        shorter.addAll(frames.subList(frames.size() - MOST_FRAMES / 2, frames.size()));
        return shorter;
    }

    private static String message(Throwable thrown) {
        String message;
        try {
            message = thrown.getLocalizedMessage();
        } catch (RuntimeException | StackOverflowError e) {
            return "(its message cannot be shown: " + e.getClass().getName() + ")";
        }
        if (message == null) {
            return "";
        }
        message = CellNames.clean(message);
        return message.length() <= MOST_MESSAGE
                ? message
                : message.substring(0, MOST_MESSAGE) + " … (" + message.length() + " characters)";
    }

    /// Returns `thrown` and its causes in the form in which JShell translates stack traces.
    static RunException forJShell(Throwable thrown) {
        return forJShell(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    private static RunException forJShell(Throwable thrown, Set<Throwable> seen) {
        seen.add(thrown);
        if (thrown instanceof SPIResolutionException unresolved) {
            return new ResolutionException(unresolved.id(), unresolved.getStackTrace());
        }
        var told = new UserException("", thrown.getClass().getName(), thrown.getStackTrace());
        Throwable cause = thrown.getCause();
        if (cause != null && !seen.contains(cause) && seen.size() < MOST_CAUSES) {
            told.initCause(forJShell(cause, seen));
        }
        return told;
    }
}
