package org.vitrina.kernel;

import java.util.List;

/// What is known about a name in a cell.
///
/// @param entries one for each method, class or variable that it may be
public record Inspection(List<Entry> entries) {
    /// @param signature as it was declared
    /// @param javadoc   its Javadoc as it was written, or the empty string
    public record Entry(String signature, String javadoc) {}

    public Inspection {
        entries = List.copyOf(entries);
    }
}
