package org.vitrina.tokenize;

import java.io.IOException;
import java.nio.file.Path;

/// A tokenizer's file is not as it should be: says where, what was expected and what was found.
public final class TokenizerFileException extends IOException {
    private static final long serialVersionUID = 1;

    /// @param place where in the file, as a JSON path such as `$.merges[3]`, a line or a byte
    TokenizerFileException(Path file, String place, String expected, String found) {
        super(file + ", at " + place + ": expected " + expected + ", but found " + found);
    }

    TokenizerFileException(Path file, String place, String what, Throwable cause) {
        super(file + ", at " + place + ": " + what, cause);
    }
}
