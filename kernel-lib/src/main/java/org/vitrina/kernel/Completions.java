package org.vitrina.kernel;

import java.util.List;

/// What could stand at a place in a cell.
///
/// @param from    where the text that would be replaced begins
/// @param to      where it ends
/// @param matches what it would be replaced by, the likeliest first
public record Completions(int from, int to, List<String> matches) {
    public Completions {
        matches = List.copyOf(matches);
    }
}
