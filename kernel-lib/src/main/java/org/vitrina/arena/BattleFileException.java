package org.vitrina.arena;

import java.io.IOException;

/// A file of battles cannot be read; the message says at which line, what is wrong and what was expected.
public final class BattleFileException extends IOException {
    private static final long serialVersionUID = 1;

    private final long line;

    BattleFileException(String where, long line, String what) {
        super("%s, line %,d: %s".formatted(where, line, what));
        this.line = line;
    }

    /// Returns the number of the line, counted from 1.
    public long line() {
        return line;
    }
}
