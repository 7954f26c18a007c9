package org.vitrina.kernel;

/// The text of a cell, and where a place in it is.
///
/// @param number the cell's number, counted from 1 by its evaluator
record CellSource(int number, String text) {

    /// A piece of a cell that JShell takes at once: a declaration, a statement, an expression.
    ///
    /// @param offset where the piece begins in the cell
    record Piece(CellSource cell, String text, int offset) {
        /// Returns the line of the cell, from 1, in which line `line` of this piece is.
        int cellLine(int line) {
            return cell.lineAt(offset) + line - 1;
        }
    }

    /// Returns the line, from 1, of the character at `offset`.
    int lineAt(int offset) {
        int line = 1;
        int end = Math.min(offset, text.length());
        for (int i = 0; i < end; i++) {
            if (text.charAt(i) == '\n') {
                line++;
            }
        }
        return line;
    }

    /// Returns the column, from 0, of the character at `offset`.
    int columnAt(int offset) {
        int end = Math.min(offset, text.length());
        return end - 1 - text.lastIndexOf('\n', end - 1);
    }

    /// Returns the text of line `line`, counted from 1, or the empty string if there is no such line.
    String line(int line) {
        return text.lines().skip(line - 1L).findFirst().orElse("");
    }
}
