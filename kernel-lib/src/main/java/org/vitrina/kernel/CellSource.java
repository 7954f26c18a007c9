package org.vitrina.kernel;

/// The text of a cell, and where a place in it is.
///
/// @param name  what it is called in messages, such as `cell 3`
/// @param text  what is compiled
/// @param shown what its reader wrote, which has the same lines
record CellSource(String name, String text, String shown) {
    CellSource(String name, String text) {
        this(name, text, text);
    }

    /// A piece of a cell that JShell takes at once: a declaration, a statement, an expression.
    ///
    /// @param text     what is compiled: the text of the cell from `offset` on, with something inserted perhaps
    /// @param offset   where the piece begins in the cell
    /// @param inserted where in `text` something stands that the cell does not have
    /// @param length   how long that is, or 0
    record Piece(CellSource cell, String text, int offset, int inserted, int length) {
        Piece(CellSource cell, String text, int offset) {
            this(cell, text, offset, 0, 0);
        }

        /// Returns this piece with a text inserted that the compiler needs; it has no line ends.
        Piece with(int at, String insertion) {
            return new Piece(
                    cell, text.substring(0, at) + insertion + text.substring(at), offset, at, insertion.length());
        }

        /// Returns the place in the cell of the character at `index` of this piece's text.
        int inCell(int index) {
            int own = index <= inserted ? index : Math.max(inserted, index - length);
            return Math.min(offset + own, cell.text.length());
        }

        /// Returns the line of the cell, from 1, in which line `line` of this piece is.
        int cellLine(int line) {
            return cell.lineAt(offset) + line - 1;
        }
    }

    /// Returns the line, from 1, of the character at `offset`.
    int lineAt(int offset) {
        return 1
                + (int) text.substring(0, offset).chars().filter(c -> c == '\n').count();
    }

    /// Returns the column, from 0, of the character at `offset`.
    int columnAt(int offset) {
        return offset - 1 - text.lastIndexOf('\n', offset - 1);
    }

    /// Returns the text of line `line`, counted from 1, or the empty string if there is no such line.
    String line(int line) {
        return shown.lines().skip(line - 1L).findFirst().orElse("");
    }
}
