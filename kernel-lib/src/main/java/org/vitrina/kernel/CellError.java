package org.vitrina.kernel;

import java.util.List;

/// Why a cell did not finish, written for the person who wrote the cell.
///
/// @param name      the kind of error: `CompileError`, an exception's class name, `Interrupted`, `TimeOut`
/// @param message   one or two sentences: what was wrong
/// @param traceback the whole account, line by line, with ANSI colours: the place in the cell, the causes
public record CellError(String name, String message, List<String> traceback) {
    public CellError {
        traceback = List.copyOf(traceback);
    }
}
