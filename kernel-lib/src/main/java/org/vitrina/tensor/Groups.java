package org.vitrina.tensor;

/// How the columns of packed weights are grouped.
///
/// @param count  how many groups a row has
/// @param size   how many columns share a scale; a multiple of 4
/// @param affine whether a group has minimums
/// @param offset what a stored code exceeds the code by
/// @param halves whether scales and minimums are kept in 16 bits, see [Halves#SCALES]
record Groups(int count, int size, boolean affine, int offset, boolean halves) {
    int columns() {
        return count * size;
    }

    /// Returns the words before the codes of a group.
    int header() {
        int whole = affine ? 2 * PackedKernels.PANEL : PackedKernels.PANEL;
        return halves ? whole / 2 : whole;
    }

    /// Returns what [PackedKernels#roundedNibbles] multiplies scales and minimums with before, and its sums after
    /// adding up: with a product of the two, those kept in 16 bits are what they stand for.
    float lift() {
        return halves ? Halves.power(Halves.SCALES - Halves.TOP - REST) : 1;
    }

    float rest() {
        return halves ? Halves.power(REST) : 1;
    }

    /// Small enough that inputs may be large, and large enough that sums may be small.
    private static final int REST = 37;
}
