package org.vitrina.tensor;

import static java.lang.Float.intBitsToFloat;
import static org.vitrina.tensor.Inputs.GREATEST;
import static org.vitrina.tensor.Inputs.MIDDLE;
import static org.vitrina.tensor.Inputs.NOTHING;

/// The definition of each operation, row by row.
final class ScalarPackedKernels implements PackedKernels {
    @Override
    public int bytes(int[] words, int at, Groups groups, Inputs x, int row, float[] out, int outAt) {
        int size = groups.size();
        for (int r = 0; r < PANEL; r++) {
            float y = 0;
            int group = at;
            for (int g = 0; g < groups.count(); g++) {
                int from = row * groups.columns() + g * size;
                // two sums, one of the even columns and one of the odd ones: one alone would wait for itself
                float even = 0;
                float odd = 0;
                for (int c = 0; c < size; c += 2) {
                    even = Math.fma(code(words, group + groups.header(), c, r), x.floats()[from + c], even);
                    odd = Math.fma(code(words, group + groups.header(), c + 1, r), x.floats()[from + c + 1], odd);
                }
                y = Math.fma(even + odd, intBitsToFloat(words[group + r]), y);
                if (groups.affine()) {
                    y = Math.fma(intBitsToFloat(words[group + PANEL + r]), x.sums()[row * groups.count() + g], y);
                }
                group += groups.header() + size * PANEL / 4;
            }
            out[outAt + r] = y;
        }
        return 0;
    }

    static byte code(int[] words, int codes, int column, int r) {
        return (byte) (words[codes + (column * PANEL + r) / 4] >> 8 * (r % 4));
    }

    @Override
    public int nibbles(int[] words, int at, Groups groups, Inputs x, int row, float[] out, int outAt) {
        int size = groups.size();
        for (int r = 0; r < PANEL; r++) {
            float y = 0;
            int group = at;
            for (int g = 0; g < groups.count(); g++) {
                int from = row * groups.columns() + g * size;
                float sum = x.sums()[row * groups.count() + g];
                float even = -groups.offset() * sum;
                float odd = 0;
                for (int c = 0; c < size; c += 2) {
                    even = Math.fma(nibble(words, group + groups.header(), c, r), x.floats()[from + c], even);
                    odd = Math.fma(nibble(words, group + groups.header(), c + 1, r), x.floats()[from + c + 1], odd);
                }
                y = Math.fma(even + odd, intBitsToFloat(words[group + r]), y);
                if (groups.affine()) {
                    y = Math.fma(intBitsToFloat(words[group + PANEL + r]), sum, y);
                }
                group += groups.header() + size * PANEL / 8;
            }
            out[outAt + r] = y;
        }
        return 0;
    }

    static int nibble(int[] words, int codes, int column, int r) {
        return words[codes + column / 4 * PANEL / 2 + r % 16] >> 16 * (r / 16) + 4 * (column % 4) & 15;
    }

    @Override
    public int roundedNibbles(int[] words, int at, Groups groups, Inputs x, int row, float[] out, int outAt) {
        int size = groups.size();
        for (int r = 0; r < PANEL; r++) {
            float y = 0;
            int group = at;
            for (int g = 0; g < groups.count(); g++) {
                int from = row * groups.columns() + g * size;
                int index = row * groups.count() + g;
                // all in 16 bits, where what overflows on the way does no harm: the sum itself fits
                short sum = (short) x.starts()[index];
                for (int c = 0; c < size; c += 4) {
                    int four = words[group + groups.header() + c / 4 * PANEL / 2 + r % 16] >> 16 * (r / 16) & 0xFFFF;
                    for (int i = 0; i < 4; i++) {
                        sum += (short) ((four >> 4 * i) * x.codes()[from + c + i]);
                    }
                }
                int products = sum + (MIDDLE - groups.offset()) * x.codeSums()[index];
                y = Math.fma(products, intBitsToFloat(words[group + r]) * x.scales()[index], y);
                if (groups.affine()) {
                    float inputs = x.scales()[index] * x.codeSums()[index];
                    y = Math.fma(intBitsToFloat(words[group + PANEL + r]), inputs, y);
                }
                group += groups.header() + size * PANEL / 8;
            }
            out[outAt + r] = y;
        }
        return 0;
    }

    @Override
    public int brainHalves(int[] words, int at, int columns, Inputs x, int row, float[] out, int outAt) {
        for (int r = 0; r < PANEL; r++) {
            float even = 0;
            float odd = 0;
            for (int c = 0; c < columns; c += 2) {
                int from = row * columns + c;
                even = Math.fma(intBitsToFloat(half(words, at, c, r) << 16), x.floats()[from], even);
                odd = Math.fma(intBitsToFloat(half(words, at, c + 1, r) << 16), x.floats()[from + 1], odd);
            }
            out[outAt + r] = even + odd;
        }
        return 0;
    }

    @Override
    public int halves(int[] words, int at, int columns, float factor, Inputs x, int row, float[] out, int outAt) {
        for (int r = 0; r < PANEL; r++) {
            float even = 0;
            float odd = 0;
            for (int c = 0; c < columns; c += 2) {
                int from = row * columns + c;
                even = Math.fma(small(half(words, at, c, r)), x.floats()[from], even);
                odd = Math.fma(small(half(words, at, c + 1, r)), x.floats()[from + 1], odd);
            }
            out[outAt + r] = (even + odd) * factor;
        }
        return 0;
    }

    static short half(int[] words, int at, int column, int r) {
        return (short) (words[at + column * PANEL / 2 + r % 16] >> 16 * (r / 16));
    }

    /// Returns the float that a half stands for, as [#halves] has it.
    static float small(short half) {
        return intBitsToFloat(half << 13 & Halves.MASK);
    }

    @Override
    public void unpackBytes(int[] words, int at, Groups groups, float[] to, int toAt, int stride) {
        for (int c = 0; c < groups.size(); c++) {
            for (int r = 0; r < PANEL; r++) {
                byte code = code(words, at + groups.header(), c, r);
                to[toAt + c * stride + r] = weight(words, at, groups, code, r);
            }
        }
    }

    @Override
    public void unpackNibbles(int[] words, int at, Groups groups, float[] to, int toAt, int stride) {
        for (int c = 0; c < groups.size(); c++) {
            for (int r = 0; r < PANEL; r++) {
                int code = nibble(words, at + groups.header(), c, r) - groups.offset();
                to[toAt + c * stride + r] = weight(words, at, groups, code, r);
            }
        }
    }

    /// Returns the weight that a code stands for in the group that begins at word `at`.
    static float weight(int[] words, int at, Groups groups, int code, int r) {
        float weight = intBitsToFloat(words[at + r]) * code;
        return groups.affine() ? weight + intBitsToFloat(words[at + PANEL + r]) : weight;
    }

    @Override
    public void unpackHalves(
            int[] words, int at, int columns, boolean brain, float factor, float[] to, int toAt, int stride) {
        for (int c = 0; c < columns; c++) {
            for (int r = 0; r < PANEL; r++) {
                short half = half(words, at, c, r);
                to[toAt + c * stride + r] = brain ? intBitsToFloat(half << 16) : small(half) * factor;
            }
        }
    }

    @Override
    public void round(Groups groups, Inputs x, int row) {
        for (int g = 0; g < groups.count(); g++) {
            int from = row * groups.columns() + g * groups.size();
            int to = from + groups.size();
            float greatest = 0;
            for (int i = from; i < to; i++) {
                greatest = Math.max(greatest, Math.abs(x.floats()[i]));
            }
            float perStep = greatest < NOTHING ? 0 : GREATEST / greatest;
            int sum = 0;
            int before = 0;
            for (int i = from; i < to; i++) {
                int code = rounded(x.floats()[i] * perStep);
                sum += code;
                // see Inputs: what belongs to a word of four nibbles
                x.codes()[i] = twice(i % 4 == 0 ? code : code - 16 * before);
                before = code;
            }
            int index = row * groups.count() + g;
            x.scales()[index] = greatest / GREATEST;
            x.starts()[index] = twice(-MIDDLE * sum);
            x.codeSums()[index] = sum;
        }
    }

    /// Adding this to a number brings its whole part to the lowest bits, rounded to even.
    static final float TO_WHOLE = 0x1.8p23f;

    static int rounded(float number) {
        return Float.floatToRawIntBits(number + TO_WHOLE) - Float.floatToRawIntBits(TO_WHOLE);
    }

    static int twice(int number) {
        return number & 0xFFFF | number << 16;
    }
}
