package org.vitrina.file;

import java.io.IOException;
import java.nio.file.Path;
import org.vitrina.show.VisibleText;

/// Says what is wrong with a model file: where, what was expected, what was found.
public final class ModelFileException extends IOException {
    private static final int LONGEST = 160;

    private final String where;
    private final long offset;
    private final String expected;
    private final String found;

    /// @param where    the key, tensor or part of the file that is wrong
    /// @param offset   the byte of the file at which it was seen, or -1 where no single byte is at fault
    /// @param expected what would have been right
    /// @param found    what is there instead
    public ModelFileException(String where, long offset, String expected, String found) {
        this("", where, offset, expected, found);
    }

    private ModelFileException(String file, String where, long offset, String expected, String found) {
        super(file + where + (offset < 0 ? "" : " at byte " + offset) + ": expected " + expected + ", found " + found);
        this.where = where;
        this.offset = offset;
        this.expected = expected;
        this.found = found;
    }

    /// Returns the same, with the file's name before it.
    public ModelFileException in(Path file) {
        var named = new ModelFileException(VisibleText.line(file.toString()) + ": ", where, offset, expected, found);
        named.setStackTrace(getStackTrace());
        return named;
    }

    /// Returns the key, tensor or part of the file that is wrong.
    public String where() {
        return where;
    }

    /// Returns the byte of the file at which it was seen, or -1.
    public long offset() {
        return offset;
    }

    /// Returns a name from a file as an error may show it: in quotes, in one line, not too long, and with
    /// nothing in it that steers a terminal.
    static String quoted(String name) {
        int shown = Math.min(name.codePointCount(0, name.length()), LONGEST);
        int end = name.offsetByCodePoints(0, shown);
        return "'" + VisibleText.line(name.substring(0, end)) + (end < name.length() ? "…" : "") + "'";
    }
}
