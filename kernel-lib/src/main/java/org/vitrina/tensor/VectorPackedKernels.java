package org.vitrina.tensor;

import static org.vitrina.tensor.Inputs.GREATEST;
import static org.vitrina.tensor.Inputs.MIDDLE;
import static org.vitrina.tensor.Inputs.NOTHING;

import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/// The operations of [ScalarPackedKernels] on vectors of one width, equal to them bit for bit.
///
/// A panel is read in passes: each takes as many rows as two vectors have lanes. The operands of one pass are
/// named variables, as an array of vectors would not stay in registers.
final class VectorPackedKernels implements PackedKernels {
    /// A constant of this copy of the class, see [Vectors].
    private static final VectorSpecies<Float> FLOATS = Vectors.species(MethodHandles.lookup());

    private static final int LANES = FLOATS.length();
    private static final VectorSpecies<Integer> INTS = FLOATS.withLanes(int.class);
    private static final VectorSpecies<Short> SHORTS = FLOATS.withLanes(short.class);

    /// As many bytes as a vector has floats, but 64 bits at least.
    private static final VectorSpecies<Integer> BYTES =
            VectorSpecies.of(int.class, VectorShape.forBitSize(Math.max(64, LANES * Byte.SIZE)));

    private static final ShortVector ONE_NIBBLE = ShortVector.broadcast(SHORTS, 4);
    private static final ShortVector TWO_NIBBLES = ShortVector.broadcast(SHORTS, 8);
    private static final ShortVector THREE_NIBBLES = ShortVector.broadcast(SHORTS, 12);

    /// Brings to each lane the number of the lane before it.
    private static final VectorShuffle<Integer> ONE_BEFORE = VectorShuffle.iota(INTS, LANES - 1, 1, true);

    /// What that number is multiplied with: nothing for the first of four.
    private static final IntVector COMBINE = (IntVector) INTS.fromArray(combine(), 0);

    private static final PackedKernels SCALAR = new ScalarPackedKernels();

    static MethodHandles.Lookup lookup() {
        return MethodHandles.lookup();
    }

    private static int[] combine() {
        var factors = new int[LANES];
        for (int i = 0; i < LANES; i++) {
            factors[i] = i % 4 == 0 ? 0 : -16;
        }
        return factors;
    }

    @Override
    public int bytes(int[] words, int at, Groups groups, Inputs x, int row, float[] out, int outAt) {
        if (LANES < 4) {
            return SCALAR.bytes(words, at, groups, x, row, out, outAt);
        }
        int size = groups.size();
        int count = groups.count();
        boolean affine = groups.affine();
        int header = groups.header();
        float[] floats = x.floats();
        int ahead = 0;
        for (int r = 0; r < PANEL; r += 2 * LANES) {
            FloatVector low = FloatVector.zero(FLOATS);
            FloatVector high = FloatVector.zero(FLOATS);
            int group = at;
            int from = row * size * count;
            for (int g = 0; g < count; g++) {
                FloatVector lowEven = FloatVector.zero(FLOATS);
                FloatVector lowOdd = FloatVector.zero(FLOATS);
                FloatVector highEven = FloatVector.zero(FLOATS);
                FloatVector highOdd = FloatVector.zero(FLOATS);
                ahead += words[group + AHEAD] + words[group + AHEAD + 16];
                int codes = group + header + r / 4;
                for (int c = 0; c < size; c += 4) {
                    int w = codes + c * PANEL / 4;
                    ahead += words[w + AHEAD] + words[w + AHEAD + 16];
                    FloatVector x0 = FloatVector.broadcast(FLOATS, floats[from + c]);
                    lowEven = lowCodes(words, w).fma(x0, lowEven);
                    highEven = highCodes(words, w).fma(x0, highEven);
                    FloatVector x1 = FloatVector.broadcast(FLOATS, floats[from + c + 1]);
                    lowOdd = lowCodes(words, w + 8).fma(x1, lowOdd);
                    highOdd = highCodes(words, w + 8).fma(x1, highOdd);
                    FloatVector x2 = FloatVector.broadcast(FLOATS, floats[from + c + 2]);
                    lowEven = lowCodes(words, w + 16).fma(x2, lowEven);
                    highEven = highCodes(words, w + 16).fma(x2, highEven);
                    FloatVector x3 = FloatVector.broadcast(FLOATS, floats[from + c + 3]);
                    lowOdd = lowCodes(words, w + 24).fma(x3, lowOdd);
                    highOdd = highCodes(words, w + 24).fma(x3, highOdd);
                }
                low = lowEven.add(lowOdd).fma(scales(words, group + r), low);
                high = highEven.add(highOdd).fma(scales(words, group + r + LANES), high);
                if (affine) {
                    FloatVector sum = FloatVector.broadcast(FLOATS, x.sums()[row * count + g]);
                    low = scales(words, group + PANEL + r).fma(sum, low);
                    high = scales(words, group + PANEL + r + LANES).fma(sum, high);
                }
                group += header + size * PANEL / 4;
                from += size;
            }
            low.intoArray(out, outAt + r);
            high.intoArray(out, outAt + r + LANES);
        }
        return ahead;
    }

    /// Returns the codes of a vector of rows, which begin at word `at`.
    private static FloatVector lowCodes(int[] words, int at) {
        return (FloatVector)
                IntVector.fromArray(BYTES, words, at).reinterpretAsBytes().convertShape(VectorOperators.B2F, FLOATS, 0);
    }

    /// Returns the codes of the next rows after those.
    private static FloatVector highCodes(int[] words, int at) {
        return LANES == 4
                ? (FloatVector) IntVector.fromArray(BYTES, words, at)
                        .reinterpretAsBytes()
                        .convertShape(VectorOperators.B2F, FLOATS, 1)
                : lowCodes(words, at + LANES / 4);
    }

    private static FloatVector scales(int[] words, int at) {
        return IntVector.fromArray(INTS, words, at).reinterpretAsFloats();
    }

    @Override
    public int nibbles(int[] words, int at, Groups groups, Inputs x, int row, float[] out, int outAt) {
        int size = groups.size();
        int count = groups.count();
        boolean affine = groups.affine();
        int header = groups.header();
        float[] floats = x.floats();
        int ahead = 0;
        for (int r = 0; r < PANEL / 2; r += LANES) {
            FloatVector low = FloatVector.zero(FLOATS);
            FloatVector high = FloatVector.zero(FLOATS);
            int group = at;
            int from = row * size * count;
            for (int g = 0; g < count; g++) {
                float sum = x.sums()[row * count + g];
                FloatVector lowEven = FloatVector.broadcast(FLOATS, -groups.offset() * sum);
                FloatVector lowOdd = FloatVector.zero(FLOATS);
                FloatVector highEven = lowEven;
                FloatVector highOdd = FloatVector.zero(FLOATS);
                ahead += words[group + AHEAD] + words[group + AHEAD + 16];
                int codes = group + header + r;
                for (int c = 0; c < size; c += 4) {
                    int w = codes + c * PANEL / 8;
                    ahead += words[w + AHEAD];
                    IntVector eight = IntVector.fromArray(INTS, words, w);
                    FloatVector x0 = FloatVector.broadcast(FLOATS, floats[from + c]);
                    lowEven = nibble(eight, 0).fma(x0, lowEven);
                    highEven = nibble(eight, 16).fma(x0, highEven);
                    FloatVector x1 = FloatVector.broadcast(FLOATS, floats[from + c + 1]);
                    lowOdd = nibble(eight, 4).fma(x1, lowOdd);
                    highOdd = nibble(eight, 20).fma(x1, highOdd);
                    FloatVector x2 = FloatVector.broadcast(FLOATS, floats[from + c + 2]);
                    lowEven = nibble(eight, 8).fma(x2, lowEven);
                    highEven = nibble(eight, 24).fma(x2, highEven);
                    FloatVector x3 = FloatVector.broadcast(FLOATS, floats[from + c + 3]);
                    lowOdd = nibble(eight, 12).fma(x3, lowOdd);
                    highOdd = nibble(eight, 28).fma(x3, highOdd);
                }
                low = lowEven.add(lowOdd).fma(scales(words, group + r), low);
                high = highEven.add(highOdd).fma(scales(words, group + r + PANEL / 2), high);
                if (affine) {
                    low = scales(words, group + PANEL + r).fma(FloatVector.broadcast(FLOATS, sum), low);
                    high = scales(words, group + PANEL + r + PANEL / 2).fma(FloatVector.broadcast(FLOATS, sum), high);
                }
                group += header + size * PANEL / 8;
                from += size;
            }
            low.intoArray(out, outAt + r);
            high.intoArray(out, outAt + r + PANEL / 2);
        }
        return ahead;
    }

    private static FloatVector nibble(IntVector eight, int shift) {
        return (FloatVector)
                eight.lanewise(VectorOperators.LSHR, shift).and(15).convertShape(VectorOperators.I2F, FLOATS, 0);
    }

    @Override
    public int roundedNibbles(int[] words, int at, Groups groups, Inputs x, int row, float[] out, int outAt) {
        int size = groups.size();
        int count = groups.count();
        boolean affine = groups.affine();
        int header = groups.header();
        int rest = MIDDLE - groups.offset();
        int[] codes = x.codes();
        int ahead = 0;
        for (int r = 0; r < PANEL / 2; r += LANES) {
            FloatVector low = FloatVector.zero(FLOATS);
            FloatVector high = FloatVector.zero(FLOATS);
            int group = at;
            int from = row * size * count;
            for (int g = 0; g < count; g++) {
                int index = row * count + g;
                ShortVector even = twice(x.starts(), index);
                ShortVector odd = ShortVector.zero(SHORTS);
                ahead += words[group + AHEAD] + words[group + AHEAD + 16];
                int nibbles = group + header + r;
                for (int c = 0; c < size; c += 4) {
                    int w = nibbles + c * PANEL / 8;
                    ahead += words[w + AHEAD];
                    ShortVector four = IntVector.fromArray(INTS, words, w).reinterpretAsShorts();
                    even = even.add(four.mul(twice(codes, from + c)));
                    odd = odd.add(
                            four.lanewise(VectorOperators.LSHR, ONE_NIBBLE).mul(twice(codes, from + c + 1)));
                    even = even.add(
                            four.lanewise(VectorOperators.LSHR, TWO_NIBBLES).mul(twice(codes, from + c + 2)));
                    odd = odd.add(
                            four.lanewise(VectorOperators.LSHR, THREE_NIBBLES).mul(twice(codes, from + c + 3)));
                }
                IntVector both = even.add(odd).reinterpretAsInts();
                int more = rest * x.codeSums()[index];
                FloatVector lowSum = floats(both.lanewise(VectorOperators.LSHL, 16)
                        .lanewise(VectorOperators.ASHR, 16)
                        .add(more));
                FloatVector highSum =
                        floats(both.lanewise(VectorOperators.ASHR, 16).add(more));
                float scale = x.scales()[index];
                low = lowSum.fma(scales(words, group + r).mul(scale), low);
                high = highSum.fma(scales(words, group + r + PANEL / 2).mul(scale), high);
                if (affine) {
                    FloatVector inputs = FloatVector.broadcast(FLOATS, scale * x.codeSums()[index]);
                    low = scales(words, group + PANEL + r).fma(inputs, low);
                    high = scales(words, group + PANEL + r + PANEL / 2).fma(inputs, high);
                }
                group += header + size * PANEL / 8;
                from += size;
            }
            low.intoArray(out, outAt + r);
            high.intoArray(out, outAt + r + PANEL / 2);
        }
        return ahead;
    }

    private static FloatVector floats(IntVector whole) {
        return (FloatVector) whole.convertShape(VectorOperators.I2F, FLOATS, 0);
    }

    /// Returns the two halves of a word again and again: a load of 32 bits fills a vector in one instruction, one
    /// of 16 bits does not.
    private static ShortVector twice(int[] numbers, int at) {
        return IntVector.broadcast(INTS, numbers[at]).reinterpretAsShorts();
    }

    @Override
    public int brainHalves(int[] words, int at, int columns, Inputs x, int row, float[] out, int outAt) {
        float[] floats = x.floats();
        int ahead = 0;
        for (int r = 0; r < PANEL / 2; r += LANES) {
            FloatVector lowEven = FloatVector.zero(FLOATS);
            FloatVector lowOdd = FloatVector.zero(FLOATS);
            FloatVector highEven = FloatVector.zero(FLOATS);
            FloatVector highOdd = FloatVector.zero(FLOATS);
            int from = row * columns;
            for (int c = 0; c < columns; c += 2) {
                int w = at + c * PANEL / 2 + r;
                ahead += words[w + AHEAD] + words[w + AHEAD + 16];
                FloatVector x0 = FloatVector.broadcast(FLOATS, floats[from + c]);
                IntVector first = IntVector.fromArray(INTS, words, w);
                lowEven = first.lanewise(VectorOperators.LSHL, 16)
                        .reinterpretAsFloats()
                        .fma(x0, lowEven);
                highEven = first.and(0xFFFF0000).reinterpretAsFloats().fma(x0, highEven);
                FloatVector x1 = FloatVector.broadcast(FLOATS, floats[from + c + 1]);
                IntVector second = IntVector.fromArray(INTS, words, w + PANEL / 2);
                lowOdd = second.lanewise(VectorOperators.LSHL, 16)
                        .reinterpretAsFloats()
                        .fma(x1, lowOdd);
                highOdd = second.and(0xFFFF0000).reinterpretAsFloats().fma(x1, highOdd);
            }
            lowEven.add(lowOdd).intoArray(out, outAt + r);
            highEven.add(highOdd).intoArray(out, outAt + r + PANEL / 2);
        }
        return ahead;
    }

    @Override
    public int halves(int[] words, int at, int columns, float factor, Inputs x, int row, float[] out, int outAt) {
        float[] floats = x.floats();
        int ahead = 0;
        for (int r = 0; r < PANEL / 2; r += LANES) {
            FloatVector lowEven = FloatVector.zero(FLOATS);
            FloatVector lowOdd = FloatVector.zero(FLOATS);
            FloatVector highEven = FloatVector.zero(FLOATS);
            FloatVector highOdd = FloatVector.zero(FLOATS);
            int from = row * columns;
            for (int c = 0; c < columns; c += 2) {
                int w = at + c * PANEL / 2 + r;
                ahead += words[w + AHEAD] + words[w + AHEAD + 16];
                FloatVector x0 = FloatVector.broadcast(FLOATS, floats[from + c]);
                IntVector first = IntVector.fromArray(INTS, words, w);
                lowEven = half(first.lanewise(VectorOperators.LSHL, 16)).fma(x0, lowEven);
                highEven = half(first).fma(x0, highEven);
                FloatVector x1 = FloatVector.broadcast(FLOATS, floats[from + c + 1]);
                IntVector second = IntVector.fromArray(INTS, words, w + PANEL / 2);
                lowOdd = half(second.lanewise(VectorOperators.LSHL, 16)).fma(x1, lowOdd);
                highOdd = half(second).fma(x1, highOdd);
            }
            lowEven.add(lowOdd).mul(factor).intoArray(out, outAt + r);
            highEven.add(highOdd).mul(factor).intoArray(out, outAt + r + PANEL / 2);
        }
        return ahead;
    }

    /// Returns what the halves in the upper bits of words stand for.
    private static FloatVector half(IntVector upper) {
        return upper.lanewise(VectorOperators.ASHR, 3).and(Halves.MASK).reinterpretAsFloats();
    }

    @Override
    public void unpackBytes(int[] words, int at, Groups groups, float[] to, int toAt, int stride) {
        if (LANES < 4) {
            SCALAR.unpackBytes(words, at, groups, to, toAt, stride);
            return;
        }
        for (int r = 0; r < PANEL; r += 2 * LANES) {
            FloatVector lowScale = scales(words, at + r);
            FloatVector highScale = scales(words, at + r + LANES);
            FloatVector lowMinimum = minimums(words, at + r, groups);
            FloatVector highMinimum = minimums(words, at + r + LANES, groups);
            for (int c = 0; c < groups.size(); c++) {
                int w = at + groups.header() + (c * PANEL + r) / 4;
                int place = toAt + c * stride + r;
                lowCodes(words, w).mul(lowScale).add(lowMinimum).intoArray(to, place);
                highCodes(words, w).mul(highScale).add(highMinimum).intoArray(to, place + LANES);
            }
        }
    }

    /// Returns minimums, or what leaves a weight as it is: zeros less than zero.
    private static FloatVector minimums(int[] words, int at, Groups groups) {
        return groups.affine() ? scales(words, at + PANEL) : FloatVector.broadcast(FLOATS, -0f);
    }

    @Override
    public void unpackNibbles(int[] words, int at, Groups groups, float[] to, int toAt, int stride) {
        for (int r = 0; r < PANEL / 2; r += LANES) {
            FloatVector lowScale = scales(words, at + r);
            FloatVector highScale = scales(words, at + r + PANEL / 2);
            FloatVector lowMinimum = minimums(words, at + r, groups);
            FloatVector highMinimum = minimums(words, at + r + PANEL / 2, groups);
            for (int c = 0; c < groups.size(); c += 4) {
                IntVector eight = IntVector.fromArray(INTS, words, at + groups.header() + c * PANEL / 8 + r);
                int place = toAt + c * stride + r;
                for (int i = 0; i < 4; i++) {
                    code(eight, 4 * i, groups).mul(lowScale).add(lowMinimum).intoArray(to, place + i * stride);
                    code(eight, 16 + 4 * i, groups)
                            .mul(highScale)
                            .add(highMinimum)
                            .intoArray(to, place + i * stride + PANEL / 2);
                }
            }
        }
    }

    private static FloatVector code(IntVector eight, int shift, Groups groups) {
        return floats(eight.lanewise(VectorOperators.LSHR, shift).and(15).sub(groups.offset()));
    }

    @Override
    public void unpackHalves(
            int[] words, int at, int columns, boolean brain, float factor, float[] to, int toAt, int stride) {
        for (int r = 0; r < PANEL / 2; r += LANES) {
            for (int c = 0; c < columns; c++) {
                IntVector both = IntVector.fromArray(INTS, words, at + c * PANEL / 2 + r);
                IntVector lower = both.lanewise(VectorOperators.LSHL, 16);
                int place = toAt + c * stride + r;
                if (brain) {
                    lower.reinterpretAsFloats().intoArray(to, place);
                    both.and(0xFFFF0000).reinterpretAsFloats().intoArray(to, place + PANEL / 2);
                } else {
                    half(lower).mul(factor).intoArray(to, place);
                    half(both).mul(factor).intoArray(to, place + PANEL / 2);
                }
            }
        }
    }

    @Override
    public void round(Groups groups, Inputs x, int row) {
        int size = groups.size();
        if (size % LANES != 0 || LANES < 4) {
            SCALAR.round(groups, x, row);
            return;
        }
        float[] floats = x.floats();
        int[] codes = x.codes();
        for (int g = 0; g < groups.count(); g++) {
            int from = row * groups.columns() + g * size;
            FloatVector furthest = FloatVector.zero(FLOATS);
            for (int c = 0; c < size; c += LANES) {
                furthest = furthest.max(
                        FloatVector.fromArray(FLOATS, floats, from + c).abs());
            }
            float greatest = furthest.reduceLanes(VectorOperators.MAX);
            float perStep = greatest < NOTHING ? 0 : GREATEST / greatest;
            IntVector sums = IntVector.zero(INTS);
            for (int c = 0; c < size; c += LANES) {
                IntVector rounded = FloatVector.fromArray(FLOATS, floats, from + c)
                        .mul(perStep)
                        .add(ScalarPackedKernels.TO_WHOLE)
                        .reinterpretAsInts()
                        .sub(Float.floatToRawIntBits(ScalarPackedKernels.TO_WHOLE));
                sums = sums.add(rounded);
                IntVector combined = rounded.rearrange(ONE_BEFORE).mul(COMBINE).add(rounded);
                combined.and(0xFFFF)
                        .or(combined.lanewise(VectorOperators.LSHL, 16))
                        .intoArray(codes, from + c);
            }
            int sum = sums.reduceLanes(VectorOperators.ADD);
            int index = row * groups.count() + g;
            x.scales()[index] = greatest / GREATEST;
            x.starts()[index] = ScalarPackedKernels.twice(-MIDDLE * sum);
            x.codeSums()[index] = sum;
        }
    }
}
