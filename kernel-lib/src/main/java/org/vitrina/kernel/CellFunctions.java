package org.vitrina.kernel;

import java.util.Objects;
import java.util.UUID;

/// What a cell can call with no qualifier.
public final class CellFunctions {
    private CellFunctions() {}

    /// Shows `value` below the cell.
    ///
    /// @return the display's id, by which [#updateDisplay] replaces it
    public static String display(Object value) {
        return display(value, UUID.randomUUID().toString());
    }

    /// Shows `value` below the cell under an id of one's own.
    public static String display(Object value, String id) {
        Cell cell = cell();
        cell.output.give(new Output.Display(cell.evaluator.displayers().show(value), Objects.requireNonNull(id)));
        cell.evaluator.displayed(id);
        return id;
    }

    /// Shows `value` in place of what was displayed under `id`.
    public static void updateDisplay(String id, Object value) {
        Cell cell = cell();
        cell.output.give(new Output.Update(cell.evaluator.displayers().show(value), Objects.requireNonNull(id)));
    }

    /// Removes what the cell has given out so far.
    public static void clearOutput() {
        clearOutput(false);
    }

    /// Removes what the cell has given out so far.
    ///
    /// @param later whether it stays until the next output arrives, so that nothing flickers
    public static void clearOutput(boolean later) {
        cell().output.give(new Output.Clear(later));
    }

    static Cell cell() {
        Cell cell = Cell.current();
        if (cell == null) {
            throw new IllegalStateException(
                    "display and its like work in a notebook's cell, or in a thread that a cell started");
        }
        return cell;
    }
}
