package org.vitrina.tensor;

import static org.vitrina.tensor.Inputs.GREATEST;
import static org.vitrina.tensor.Inputs.MIDDLE;
import static org.vitrina.tensor.Inputs.NOTHING;

import java.lang.constant.ConstantDescs;
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
/// named variables, as an array of vectors would not stay in registers. What a product does last is written out,
/// without methods of our own: by then the JIT has inlined so much that it calls them, with vectors in objects.
final class VectorPackedKernels implements PackedKernels {
    /// What a copy of this class is made for. Were the size of a group no constant, the JIT would spend half
    /// of the time on the ends of so short a loop; and vectors that are this or that leave their registers.
    record Kind(VectorSpecies<Float> species, int size, boolean affine) {
        static Kind of(MethodHandles.Lookup copy) {
            try {
                Kind given = MethodHandles.classData(copy, ConstantDescs.DEFAULT_NAME, Kind.class);
                return given == null ? new Kind(FloatVector.SPECIES_PREFERRED, 32, false) : given;
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("a class may read its own data", e);
            }
        }
    }

    private static final Kind KIND = Kind.of(MethodHandles.lookup());
    private static final int SIZE = KIND.size();
    private static final boolean AFFINE = KIND.affine();
    private static final int HEADER = AFFINE ? 2 * PANEL : PANEL;
    private static final VectorSpecies<Float> FLOATS = KIND.species();

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
        int count = groups.count();
        int groupWords = groups.words();
        float[] floats = x.floats();
        int ahead = 0;
        for (int r = 0; r < PANEL; r += 2 * LANES) {
            FloatVector low = FloatVector.zero(FLOATS);
            FloatVector high = FloatVector.zero(FLOATS);
            int group = at;
            int from = row * SIZE * count;
            for (int g = 0; g < count; g++) {
                FloatVector lowEven = FloatVector.zero(FLOATS);
                FloatVector lowOdd = FloatVector.zero(FLOATS);
                FloatVector highEven = FloatVector.zero(FLOATS);
                FloatVector highOdd = FloatVector.zero(FLOATS);
                ahead += words[group + AHEAD] + words[group + AHEAD + 16];
                if (AFFINE) {
                    ahead += words[group + AHEAD + 32] + words[group + AHEAD + 48];
                }
                int codes = group + HEADER + r / 4;
                for (int c = 0; c < SIZE; c += 4) {
                    int w = codes + c * (PANEL / 4);
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
                low = lowEven.add(lowOdd)
                        .fma(IntVector.fromArray(INTS, words, group + r).reinterpretAsFloats(), low);
                high = highEven.add(highOdd)
                        .fma(IntVector.fromArray(INTS, words, group + r + LANES).reinterpretAsFloats(), high);
                if (AFFINE) {
                    FloatVector sums = FloatVector.broadcast(FLOATS, x.sums()[row * count + g]);
                    low = IntVector.fromArray(INTS, words, group + PANEL + r)
                            .reinterpretAsFloats()
                            .fma(sums, low);
                    high = IntVector.fromArray(INTS, words, group + PANEL + r + LANES)
                            .reinterpretAsFloats()
                            .fma(sums, high);
                }
                group += groupWords;
                from += SIZE;
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
        int count = groups.count();
        int groupWords = groups.words();
        float[] floats = x.floats();
        int ahead = 0;
        for (int r = 0; r < PANEL / 2; r += LANES) {
            FloatVector low = FloatVector.zero(FLOATS);
            FloatVector high = FloatVector.zero(FLOATS);
            int group = at;
            int from = row * SIZE * count;
            for (int g = 0; g < count; g++) {
                float sum = x.sums()[row * count + g];
                FloatVector lowEven = FloatVector.broadcast(FLOATS, -groups.offset() * sum);
                FloatVector lowOdd = FloatVector.zero(FLOATS);
                FloatVector highEven = lowEven;
                FloatVector highOdd = FloatVector.zero(FLOATS);
                ahead += words[group + AHEAD] + words[group + AHEAD + 16];
                if (AFFINE) {
                    ahead += words[group + AHEAD + 32] + words[group + AHEAD + 48];
                }
                int codes = group + HEADER + r;
                for (int c = 0; c < SIZE; c += 4) {
                    int w = codes + c * (PANEL / 8);
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
                low = lowEven.add(lowOdd)
                        .fma(IntVector.fromArray(INTS, words, group + r).reinterpretAsFloats(), low);
                high = highEven.add(highOdd)
                        .fma(
                                IntVector.fromArray(INTS, words, group + r + PANEL / 2)
                                        .reinterpretAsFloats(),
                                high);
                if (AFFINE) {
                    FloatVector sums = FloatVector.broadcast(FLOATS, sum);
                    low = IntVector.fromArray(INTS, words, group + PANEL + r)
                            .reinterpretAsFloats()
                            .fma(sums, low);
                    high = IntVector.fromArray(INTS, words, group + PANEL + r + PANEL / 2)
                            .reinterpretAsFloats()
                            .fma(sums, high);
                }
                group += groupWords;
                from += SIZE;
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
        int count = groups.count();
        int groupWords = groups.words();
        int rest = MIDDLE - groups.offset();
        int[] codes = x.codes();
        int ahead = 0;
        for (int r = 0; r < PANEL / 2; r += LANES) {
            FloatVector low = FloatVector.zero(FLOATS);
            FloatVector high = FloatVector.zero(FLOATS);
            int group = at;
            int from = row * SIZE * count;
            for (int g = 0; g < count; g++) {
                int index = row * count + g;
                ShortVector even = IntVector.broadcast(INTS, x.starts()[index]).reinterpretAsShorts();
                ShortVector odd = ShortVector.zero(SHORTS);
                ahead += words[group + AHEAD] + words[group + AHEAD + 16];
                if (AFFINE) {
                    ahead += words[group + AHEAD + 32] + words[group + AHEAD + 48];
                }
                int nibbles = group + HEADER + r;
                for (int c = 0; c < SIZE; c += 4) {
                    int w = nibbles + c * (PANEL / 8);
                    ahead += words[w + AHEAD];
                    // inputs are in both halves of a word: a load of 32 bits fills a vector, one of 16 does not
                    ShortVector four = IntVector.fromArray(INTS, words, w).reinterpretAsShorts();
                    even = even.add(
                            four.mul(IntVector.broadcast(INTS, codes[from + c]).reinterpretAsShorts()));
                    odd = odd.add(four.lanewise(VectorOperators.LSHR, ONE_NIBBLE)
                            .mul(IntVector.broadcast(INTS, codes[from + c + 1]).reinterpretAsShorts()));
                    even = even.add(four.lanewise(VectorOperators.LSHR, TWO_NIBBLES)
                            .mul(IntVector.broadcast(INTS, codes[from + c + 2]).reinterpretAsShorts()));
                    odd = odd.add(four.lanewise(VectorOperators.LSHR, THREE_NIBBLES)
                            .mul(IntVector.broadcast(INTS, codes[from + c + 3]).reinterpretAsShorts()));
                }
                IntVector both = even.add(odd).reinterpretAsInts();
                int more = rest * x.codeSums()[index];
                FloatVector lowSum = ((FloatVector) both.lanewise(VectorOperators.LSHL, 16)
                        .lanewise(VectorOperators.ASHR, 16)
                        .add(more)
                        .convertShape(VectorOperators.I2F, FLOATS, 0));
                FloatVector highSum = ((FloatVector)
                        both.lanewise(VectorOperators.ASHR, 16).add(more).convertShape(VectorOperators.I2F, FLOATS, 0));
                float scale = x.scales()[index];
                low = lowSum.fma(
                        IntVector.fromArray(INTS, words, group + r)
                                .reinterpretAsFloats()
                                .mul(scale),
                        low);
                high = highSum.fma(
                        IntVector.fromArray(INTS, words, group + r + PANEL / 2)
                                .reinterpretAsFloats()
                                .mul(scale),
                        high);
                if (AFFINE) {
                    FloatVector sums = FloatVector.broadcast(FLOATS, x.sums()[index]);
                    low = IntVector.fromArray(INTS, words, group + PANEL + r)
                            .reinterpretAsFloats()
                            .fma(sums, low);
                    high = IntVector.fromArray(INTS, words, group + PANEL + r + PANEL / 2)
                            .reinterpretAsFloats()
                            .fma(sums, high);
                }
                group += groupWords;
                from += SIZE;
            }
            low.intoArray(out, outAt + r);
            high.intoArray(out, outAt + r + PANEL / 2);
        }
        return ahead;
    }

    private static FloatVector floats(IntVector whole) {
        return (FloatVector) whole.convertShape(VectorOperators.I2F, FLOATS, 0);
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
                int w = at + c * (PANEL / 2) + r;
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
                int w = at + c * (PANEL / 2) + r;
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
            FloatVector lowMinimum = minimums(words, at + r);
            FloatVector highMinimum = minimums(words, at + r + LANES);
            for (int c = 0; c < SIZE; c++) {
                int w = at + HEADER + c * (PANEL / 4) + r / 4;
                int place = toAt + c * stride + r;
                lowCodes(words, w).mul(lowScale).add(lowMinimum).intoArray(to, place);
                highCodes(words, w).mul(highScale).add(highMinimum).intoArray(to, place + LANES);
            }
        }
    }

    /// Returns minimums, or what leaves a weight as it is: zeros less than zero.
    private static FloatVector minimums(int[] words, int at) {
        return AFFINE ? scales(words, at + PANEL) : FloatVector.broadcast(FLOATS, -0f);
    }

    @Override
    public void unpackNibbles(int[] words, int at, Groups groups, float[] to, int toAt, int stride) {
        for (int r = 0; r < PANEL / 2; r += LANES) {
            FloatVector lowScale = scales(words, at + r);
            FloatVector highScale = scales(words, at + r + PANEL / 2);
            FloatVector lowMinimum = minimums(words, at + r);
            FloatVector highMinimum = minimums(words, at + r + PANEL / 2);
            for (int c = 0; c < SIZE; c += 4) {
                IntVector eight = IntVector.fromArray(INTS, words, at + HEADER + c * (PANEL / 8) + r);
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
                IntVector both = IntVector.fromArray(INTS, words, at + c * (PANEL / 2) + r);
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
        if (SIZE % LANES != 0 || LANES < 4) {
            SCALAR.round(groups, x, row);
            return;
        }
        float[] floats = x.floats();
        int[] codes = x.codes();
        for (int g = 0; g < groups.count(); g++) {
            int from = (row * groups.count() + g) * SIZE;
            FloatVector furthest = FloatVector.zero(FLOATS);
            for (int c = 0; c < SIZE; c += LANES) {
                furthest = furthest.max(
                        FloatVector.fromArray(FLOATS, floats, from + c).abs());
            }
            float greatest = furthest.reduceLanes(VectorOperators.MAX);
            float perStep = greatest < NOTHING ? 0 : GREATEST / greatest;
            IntVector sums = IntVector.zero(INTS);
            for (int c = 0; c < SIZE; c += LANES) {
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
            x.sums()[index] = x.scales()[index] * sum;
        }
    }
}
