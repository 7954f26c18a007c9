package org.vitrina.tensor;

/// The inputs of a product, as the kernels for packed weights read them. An array is null where it is not needed.
///
/// @param floats     the inputs themselves, `[T, columns]`
/// @param sums       the sum of each group's inputs, `[T, groups]`
/// @param codes      inputs rounded to whole numbers, `[T, columns]`, in both halves of a word. The second to
///                   fourth of each four have 16 times the one before taken away. For then a word of four
///                   nibbles need not be taken apart: `n0 x0 + n1 x1 + … = v x0 + (v >> 4)(x1 - 16 x0) + …`
/// @param starts     where the sums of rounded products begin, `[T, groups]`, in both halves of a word
/// @param codeSums   the sum of each group's rounded inputs, `[T, groups]`
/// @param scales     what a rounded input is multiplied with to get the input, `[T, groups]`
record Inputs(float[] floats, float[] sums, int[] codes, int[] starts, int[] codeSums, float[] scales) {
    /// The greatest rounded input.
    static final int GREATEST = 127;

    /// Groups whose greatest input is below this count as zero: the reciprocal of their scale could overflow.
    static final float NOTHING = 0x1p-100f;

    /// Half of what a nibble can be. Sums are made of nibbles less this: 32 times 8 times 127 fits 16 bits.
    static final int MIDDLE = 8;

    /// Returns inputs that stay floats.
    static Inputs floats(float[] floats) {
        return new Inputs(floats, null, null, null, null, null);
    }

    /// Returns inputs that stay floats, with the sums of groups if `summed`.
    static Inputs floats(Tensor x, Groups groups, boolean summed) {
        float[] floats = flat(x);
        return new Inputs(floats, summed ? sums(floats, x.size(), groups.size()) : null, null, null, null, null);
    }

    /// Returns inputs rounded to whole numbers.
    static Inputs rounded(Tensor x, Groups groups, PackedKernels kernels) {
        int count = x.size() / groups.size();
        var rounded = new Inputs(flat(x), null, new int[x.size()], new int[count], new int[count], new float[count]);
        for (int t = 0; t < x.rows(); t++) {
            kernels.round(groups, rounded, t);
        }
        return rounded;
    }

    /// Returns an array that begins with the numbers of `x`.
    private static float[] flat(Tensor x) {
        return x.offset() == 0 ? x.data() : x.toArray();
    }

    /// Returns the sum of each `size` of the first `count` numbers, made of four sums of every fourth number.
    private static float[] sums(float[] floats, int count, int size) {
        var sums = new float[count / size];
        for (int g = 0; g < sums.length; g++) {
            float first = 0;
            float second = 0;
            float third = 0;
            float fourth = 0;
            for (int i = g * size; i < (g + 1) * size; i += 4) {
                first += floats[i];
                second += floats[i + 1];
                third += floats[i + 2];
                fourth += floats[i + 3];
            }
            sums[g] = first + second + (third + fourth);
        }
        return sums;
    }
}
