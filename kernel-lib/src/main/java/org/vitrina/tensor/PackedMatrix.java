package org.vitrina.tensor;

import java.util.Optional;

/// Packs weights of few bits for this machine: the rows are laid out so that the CPU's vectors multiply many at a
/// time, and stay in few bits while they are multiplied.
///
/// Results are the same to the bit for any number of threads and on vectors of any width.
public final class PackedMatrix {
    /// Groups are cut into such of this size: the sums of a group of nibbles must fit 16 bits.
    private static final int LARGEST_GROUP = 32;

    private PackedMatrix() {}

    /// Returns weights as a matrix: in 4 bits each if all codes lie between 0 and 15 or between -8 and 7, otherwise in
    /// 8. A scale, and a minimum, takes 32 bits. The codes are read at once, by all threads, and not needed again.
    ///
    /// @throws IllegalArgumentException if a group's size is no multiple of 4, the rows are no whole number of
    ///                                  groups, or codes do not fit 8 bits
    public static Matrix of(Codes codes, Arithmetic arithmetic) {
        return of(codes, arithmetic, Workers.all());
    }

    static PanelMatrix of(Codes codes, Arithmetic arithmetic, Workers workers) {
        int size = groupSize(codes.group());
        if (codes.columns() % codes.group() != 0
                || codes.least() < Byte.MIN_VALUE
                || codes.greatest() > Byte.MAX_VALUE) {
            throw new IllegalArgumentException(
                    "packed weights have rows of whole groups and codes of 8 bits, but got rows"
                            + " of " + codes.columns() + " in groups of " + codes.group() + " with codes from "
                            + codes.least()
                            + " to " + codes.greatest());
        }
        int offset = codes.least() < 0 ? 8 : 0;
        boolean nibbles = codes.least() + offset >= 0 && codes.greatest() + offset <= 15;
        var groups = new Groups(codes.columns() / size, size, codes.affine(), nibbles ? offset : 0);
        return nibbles ? new NibbleMatrix(codes, groups, arithmetic, workers) : new ByteMatrix(codes, groups, workers);
    }

    /// Returns the size of the groups that one of that size is cut into: the greatest that the kernels take.
    private static int groupSize(int group) {
        for (int size = LARGEST_GROUP; size >= 4; size -= 4) {
            if (group > 0 && group % size == 0) {
                return size;
            }
        }
        throw new IllegalArgumentException(
                "packed weights share a scale in groups of a multiple of 4, but got groups of " + group
                        + "; decode them to floats and use FloatMatrix");
    }

    /// Returns weights of 16 bits, upper halves of floats (bfloat16), as a matrix.
    public static Matrix ofBrainHalves(HalfRows rows, int count, int columns) {
        return HalfMatrix.of(rows, count, columns, true, Workers.all());
    }

    /// Returns weights of 16 bits (IEEE 754 binary16) as a matrix that keeps them exactly, or nothing if one is
    /// infinite or NaN, or if numbers of 128 and more are mixed with such below 1/8192: then decode them
    /// to floats and use [FloatMatrix].
    public static Optional<Matrix> ofHalves(HalfRows rows, int count, int columns) {
        return Optional.ofNullable(HalfMatrix.of(rows, count, columns, false, Workers.all()));
    }
}
