package org.vitrina.kernel;

/// Whether a cell could be run as it stands.
///
/// @param indent what the next line should begin with, if there must be one
public record Completeness(Status status, String indent) {
    public enum Status {
        COMPLETE,
        INCOMPLETE,
        INVALID
    }
}
