package org.vitrina.lesson;

import java.util.List;

/// The merge of byte-pair encoding, as exercise 2.7 asks for it.
@FunctionalInterface
public interface Merge {
    /// Returns `pieces` with every `left` that is followed by `right` joined with it, from left to right.
    List<String> merge(List<String> pieces, String left, String right);
}
