package org.vitrina.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.vitrina.Property.forRandom;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrina.tensor.KvCache.Storage;

@DisplayName("A cache of keys and values")
class KvCacheTests {
    private static final int HEADS = 2;
    private static final int WIDTH = 5;

    /// A cache and the rows that it should hold, in a list.
    private record Pair(KvCache cache, List<float[]> keys, List<float[]> values) {
        Pair(Storage storage) {
            this(new KvCache(HEADS, WIDTH, storage), new ArrayList<>(), new ArrayList<>());
        }

        void append(RandomGenerator random, int count) {
            Tensor newKeys = Tensor.random(random, 1, count, HEADS * WIDTH);
            Tensor newValues = Tensor.random(random, 1, count, HEADS * WIDTH);
            cache.append(newKeys, newValues);
            keys.addAll(List.of(newKeys.toRows()));
            values.addAll(List.of(newValues.toRows()));
        }

        void rewind(int position) {
            cache.rewind(position);
            keys.subList(position, keys.size()).clear();
            values.subList(position, values.size()).clear();
        }

        Pair fork() {
            return new Pair(cache.fork(), new ArrayList<>(keys), new ArrayList<>(values));
        }

        void check() {
            assertEquals(keys.size(), cache.positions());
            var key = new float[WIDTH + 1];
            var value = new float[WIDTH + 1];
            for (int position = 0; position < keys.size(); position++) {
                for (int head = 0; head < HEADS; head++) {
                    cache.key(position, head, key, 1);
                    cache.value(position, head, value, 1);
                    for (int i = 0; i < WIDTH; i++) {
                        assertEquals(kept(keys.get(position)[head * WIDTH + i]), key[1 + i]);
                        assertEquals(kept(values.get(position)[head * WIDTH + i]), value[1 + i]);
                    }
                }
            }
        }

        private float kept(float number) {
            return cache.storage() == Storage.F16 ? Float.float16ToFloat(Float.floatToFloat16(number)) : number;
        }
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("holds what a list would, however it is appended to, rewound and forked")
    void likeAList(Storage storage) {
        forRandom(40, random -> {
            var pairs = new ArrayList<>(List.of(new Pair(storage)));
            for (int i = 0; i < 30; i++) {
                Pair pair = pairs.get(random.nextInt(pairs.size()));
                switch (random.nextInt(4)) {
                    case 0 -> pair.rewind(random.nextInt(pair.keys.size() + 1));
                    case 1 -> pairs.add(pair.fork());
                    default -> pair.append(random, random.nextInt(random.nextBoolean() ? 3 : 150));
                }
            }
            pairs.forEach(Pair::check);
        });
    }

    @Test
    @DisplayName("grows in pages, gives them back when rewound, and takes half as much in 16 bits")
    void bytes() {
        for (Storage storage : Storage.values()) {
            var pair = new Pair(storage);
            int number = storage == Storage.F32 ? 4 : 2;
            int page = 2 * KvCache.PAGE * HEADS * WIDTH * number;
            assertEquals(0, pair.cache.bytes());
            pair.append(RandomGenerator.getDefault(), 1);
            assertEquals(page, pair.cache.bytes());
            pair.append(RandomGenerator.getDefault(), KvCache.PAGE);
            assertEquals(2 * page, pair.cache.bytes());
            pair.rewind(KvCache.PAGE);
            assertEquals(page, pair.cache.bytes());
        }
    }

    @Test
    @DisplayName("says what it takes, and how far back it can go")
    void refuses() {
        var cache = new KvCache(HEADS, WIDTH, Storage.F32);
        assertEquals(
                "append: keys and values must both be [T, 10], 2 heads of 5, but got [3, 9] and [3, 9]",
                assertThrows(ShapeException.class, () -> cache.append(Tensor.zeros(3, 9), Tensor.zeros(3, 9)))
                        .getMessage());
        assertEquals(
                "a cache of 0 positions cannot go back to position 1",
                assertThrows(IndexOutOfBoundsException.class, () -> cache.rewind(1))
                        .getMessage());
        assertEquals(
                "a cache of 0 positions and 2 heads has no position 0 of head 0",
                assertThrows(IndexOutOfBoundsException.class, () -> cache.key(0, 0, new float[5], 0))
                        .getMessage());
        assertEquals(
                "a cache needs at least 1 head of width 1, but got 0 heads of keys and values, width 5",
                assertThrows(IllegalArgumentException.class, () -> new KvCache(0, WIDTH, Storage.F32))
                        .getMessage());
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 7, 64, 1_000})
    @DisplayName("keeps numbers of 16 bits as IEEE 754 rounds them: every one of the 65,536 comes back")
    void halves(int atOnce) {
        var halves = new short[1 << 16];
        for (int i = 0; i < halves.length; i++) {
            halves[i] = (short) i;
        }
        var floats = new float[halves.length];
        var back = new short[halves.length];
        for (int i = 0; i < halves.length; i += atOnce) {
            int n = Math.min(atOnce, halves.length - i);
            HalfPrecision.toFloats(halves, i, floats, i, n);
            HalfPrecision.fromFloats(floats, i, back, i, n);
        }
        for (int i = 0; i < halves.length; i++) {
            if (Float.isNaN(floats[i])) {
                assertEquals(31, halves[i] >> 10 & 31);
            } else {
                // the definition: sign, 5 bits of exponent with bias 15, 10 of fraction
                int exponent = i >> 10 & 31;
                double fraction = (i & 1023) / 1024.0;
                double size = exponent == 31
                        ? Double.POSITIVE_INFINITY
                        : exponent == 0 ? Math.scalb(fraction, -14) : Math.scalb(1 + fraction, exponent - 15);
                assertEquals(i < 1 << 15 ? size : -size, floats[i]);
                assertEquals(halves[i], back[i]);
            }
        }
    }

    @Test
    @DisplayName("numbers in BF16 are the upper halves of floats, rounded to the nearest, ties to even")
    void brainFloats() {
        forRandom(2_000, random -> {
            float number = Float.intBitsToFloat(random.nextInt());
            var kept = new short[1];
            var back = new float[1];
            HalfPrecision.bf16FromFloats(new float[] {number}, 0, kept, 0, 1);
            HalfPrecision.bf16ToFloats(kept, 0, back, 0, 1);
            if (Float.isNaN(number)) {
                assertEquals(Float.NaN, back[0]);
                return;
            }
            assertEquals(kept[0] << 16, Float.floatToRawIntBits(back[0]));
            float below = Float.intBitsToFloat(Float.floatToRawIntBits(number) & 0xFFFF0000);
            float above = Float.intBitsToFloat((Float.floatToRawIntBits(number) & 0xFFFF0000) + 0x10000);
            if (!Float.isFinite(above)) {
                return;
            }
            double toBelow = Math.abs((double) number - below);
            double toAbove = Math.abs((double) above - number);
            boolean even = (Float.floatToRawIntBits(below) >> 16 & 1) == 0;
            assertEquals(toBelow < toAbove || toBelow == toAbove && even ? below : above, back[0]);
        });
    }
}
