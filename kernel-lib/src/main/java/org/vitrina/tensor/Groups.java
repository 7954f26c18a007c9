package org.vitrina.tensor;

/// How the columns of packed weights are grouped.
///
/// @param count  how many groups a row has
/// @param size   how many columns share a scale; a multiple of 4
/// @param affine whether a group has minimums
/// @param offset what a stored code exceeds the code by
record Groups(int count, int size, boolean affine, int offset) {
    int columns() {
        return count * size;
    }

    /// Returns the words before the codes of a group.
    int header() {
        return affine ? 2 * PackedKernels.PANEL : PackedKernels.PANEL;
    }
}
