package org.vitrina.file;

import java.io.IOException;

/// Says what is wrong with a model file: where, what was expected, what was found.
public final class ModelFileException extends IOException {
    private final String where;
    private final long offset;

    /// @param where    the key, tensor or part of the file that is wrong
    /// @param offset   the byte of the file at which it was seen, or -1 where no single byte is at fault
    /// @param expected what would have been right
    /// @param found    what is there instead
    public ModelFileException(String where, long offset, String expected, String found) {
        super(where + (offset < 0 ? "" : " at byte " + offset) + ": expected " + expected + ", found " + found);
        this.where = where;
        this.offset = offset;
    }

    /// Returns the key, tensor or part of the file that is wrong.
    public String where() {
        return where;
    }

    /// Returns the byte of the file at which it was seen, or -1.
    public long offset() {
        return offset;
    }
}
