package org.vitrina.kernel.notebook;

import java.io.IOException;

/// A file is not the notebook that it should be. The message says in which file, at which place, what was
/// expected, what was found and what to do.
public final class NotebookException extends IOException {
    private static final long serialVersionUID = 1;

    private final String place;

    NotebookException(String file, String place, String expected, String found, String advice) {
        super("%s: at %s: expected %s, but found %s; %s".formatted(file, place, expected, found, advice));
        this.place = place;
    }

    /// Returns where in the file, as a JSON path such as `$.cells[3].source`.
    public String place() {
        return place;
    }
}
