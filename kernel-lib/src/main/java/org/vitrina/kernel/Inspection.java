package org.vitrina.kernel;

import java.util.List;

/// What is known about a name in a cell.
///
/// @param entries one for each method, class or variable that it may be
public record Inspection(List<Entry> entries) {
    /// @param signature as it was declared
    /// @param javadoc   its Javadoc as it was written, or the empty string
    /// @param markdown  whether that is known to be Markdown; what is not known, its text must tell
    public record Entry(String signature, String javadoc, boolean markdown) {
        public Entry(String signature, String javadoc) {
            this(signature, javadoc, false);
        }
    }

    public Inspection {
        entries = List.copyOf(entries);
    }
}
