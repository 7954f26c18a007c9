package org.vitrina.kernel;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import jdk.jshell.Snippet.SubKind;
import org.vitrina.kernel.CellCompiler.Ready;
import org.vitrina.kernel.CellParts.Part;
import org.vitrina.kernel.CellSource.Piece;
import org.vitrina.show.Progress;

/// Runs one cell: compiles it to its end, then runs it to its end or to its first error.
final class CellRun {
    private final Evaluator evaluator;
    private final Cell cell;

    /// @param shown whether it is the value of an expression that a reader wants to see
    record Value(Object object, boolean shown) {
        static final Value NONE = new Value(null, false);
    }

    CellRun(Evaluator evaluator, Cell cell) {
        this.evaluator = evaluator;
        this.cell = cell;
    }

    Outcome run() {
        return run(() -> run(new CellSource("cell " + cell.number, cell.source)));
    }

    /// Runs what no cell holds as code, such as the function of a control that somebody moves.
    Outcome call(Callable<?> work) {
        return run(() -> {
            Object value = work.call();
            return new Value(value, value != null);
        });
    }

    private Outcome run(Callable<Value> work) {
        try {
            Value value = Progress.with(new CellProgress(cell.output), work);
            if (cell.isStopped()) {
                // it came to its end because a thread that it waited for was stopped before it
                throw new CellHooks.CellStopped();
            }
            if (value.shown()) {
                cell.output.give(new Output.Result(evaluator.displayers().show(value.object())));
            }
            return new Outcome.Finished(value.object());
        } catch (OutOfMemoryError full) {
            return cell.isStopped()
                    ? new Outcome.Failed(CellFailure.of(full, cell, evaluator))
                    : CellMemory.failed(full, cell, evaluator.compiler());
        } catch (Throwable e) {
            return new Outcome.Failed(CellFailure.of(e, cell, evaluator));
        }
    }

    /// Runs what could be a cell: Java and magics.
    Value run(CellSource written) throws Exception {
        CellParts read = CellParts.of(written.text(), CellMagic.lineNames(evaluator));
        var source = new CellSource(written.name(), read.code(), written.text());
        List<Part> parts = read.parts();
        for (String magic : read.values()) {
            CellMagic.check(evaluator, magic, false);
        }
        Map<Part, List<Piece>> pieces = new HashMap<>();
        for (Part part : parts) {
            // a syntax error in the last line is found before the first line is run
            switch (part) {
                case Part.Code code -> pieces.put(code, evaluator.compiler().split(source, code.from(), code.to()));
                case Part.Magic magic -> CellMagic.check(evaluator, magic.name(), magic.ofCell());
            }
        }
        Value value = Value.NONE;
        for (Part part : parts) {
            value = switch (part) {
                case Part.Code code -> run(pieces.get(code));
                case Part.Magic magic -> new CellMagic(this, evaluator, cell, source, magic).call();
            };
        }
        return value;
    }

    /// Compiles and runs a stretch of Java.
    Value run(CellSource source, int from, int to) throws Exception {
        return run(evaluator.compiler().split(source, from, to));
    }

    private Value run(List<Piece> pieces) throws Exception {
        CellCompiler compiler = evaluator.compiler();
        List<Ready> ready = compiler.compile(pieces);
        noteLostValues(compiler.takeLostValues());
        try {
            Object value = null;
            for (Ready each : ready) {
                if (cell.isStopped()) {
                    throw new CellHooks.CellStopped();
                }
                value = each.call() == null ? null : each.call().run();
            }
            return new Value(value, !ready.isEmpty() && isShown(ready.getLast(), value));
        } catch (OutOfMemoryError full) {
            // what follows needs room
            CellMemory.release();
            throw full;
        } finally {
            compiler.forgetValues(ready);
        }
    }

    private void noteLostValues(List<String> lost) {
        if (!lost.isEmpty()) {
            cell.output.print(
                    true,
                    "Note: " + String.join(", ", lost)
                            + (lost.size() == 1 ? " has lost its value" : " have lost their values")
                            + ": a type was declared anew, and the old value was of the old type. "
                            + "Run the cell that gave the value again.\n");
        }
    }

    /// Only the value of an expression is shown, not that of a declaration or an assignment, and not the
    /// id that a call of `display` returns.
    private boolean isShown(Ready last, Object value) {
        return switch (last.snippet().kind()) {
            case EXPRESSION -> last.snippet().subKind() == SubKind.VAR_VALUE_SUBKIND;
            case VAR ->
                last.snippet().subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND
                        && !(value != null
                                && value == cell.lastDisplayed
                                && last.piece().text().strip().matches("(?s)(\\w+\\s*\\.\\s*)*display\\s*\\(.*"));
            case IMPORT, TYPE_DECL, METHOD, STATEMENT, ERRONEOUS -> false;
        };
    }
}
