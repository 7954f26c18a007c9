package org.vitrina.tensor;

/// The keys and values of [KvCache#PAGE] positions.
///
/// Keys lie as `[kvHeads, width, PAGE]`, values as `[kvHeads, PAGE, width]`.
sealed interface KvPage {
    static KvPage empty(int kvHeads, int width, KvCache.Storage storage) {
        int size = Math.multiplyExact(Math.multiplyExact(kvHeads, width), KvCache.PAGE);
        return switch (storage) {
            case F32 -> new Floats(width, new float[size], new float[size]);
            case F16 -> new Halves(width, new short[size], new short[size]);
        };
    }

    /// The width of a head.
    int width();

    /// Takes the keys and values of the positions from `slot` on.
    void put(int slot, int count, float[] keys, int keysFrom, float[] values, int valuesFrom);

    /// Returns an array that holds the head's keys as floats, `[width, PAGE]`, from [#from] on.
    float[] keys(int head, float[] scratch);

    /// Returns an array that holds the head's values as floats, `[PAGE, width]`, from [#from] on.
    float[] values(int head, float[] scratch);

    /// Returns where in such an array the head begins.
    int from(int head);

    void key(int slot, int head, float[] to, int at);

    void value(int slot, int head, float[] to, int at);

    KvPage copy();

    long bytes();

    record Floats(int width, float[] keys, float[] values) implements KvPage {
        @Override
        public void put(int slot, int count, float[] newKeys, int keysFrom, float[] newValues, int valuesFrom) {
            int columns = keys.length / KvCache.PAGE;
            for (int column = 0; column < columns; column++) {
                for (int i = 0; i < count; i++) {
                    keys[column * KvCache.PAGE + slot + i] = newKeys[keysFrom + i * columns + column];
                }
            }
            for (int i = 0; i < count; i++) {
                for (int head = 0; head < columns / width; head++) {
                    System.arraycopy(
                            newValues,
                            valuesFrom + i * columns + head * width,
                            values,
                            (head * KvCache.PAGE + slot + i) * width,
                            width);
                }
            }
        }

        @Override
        public float[] keys(int head, float[] scratch) {
            return keys;
        }

        @Override
        public float[] values(int head, float[] scratch) {
            return values;
        }

        @Override
        public int from(int head) {
            return head * width * KvCache.PAGE;
        }

        @Override
        public void key(int slot, int head, float[] to, int at) {
            for (int i = 0; i < width; i++) {
                to[at + i] = keys[(head * width + i) * KvCache.PAGE + slot];
            }
        }

        @Override
        public void value(int slot, int head, float[] to, int at) {
            System.arraycopy(values, (head * KvCache.PAGE + slot) * width, to, at, width);
        }

        @Override
        public KvPage copy() {
            return new Floats(width, keys.clone(), values.clone());
        }

        @Override
        public long bytes() {
            return 4L * (keys.length + values.length);
        }
    }

    record Halves(int width, short[] keys, short[] values) implements KvPage {
        @Override
        public void put(int slot, int count, float[] newKeys, int keysFrom, float[] newValues, int valuesFrom) {
            int columns = keys.length / KvCache.PAGE;
            for (int column = 0; column < columns; column++) {
                for (int i = 0; i < count; i++) {
                    keys[column * KvCache.PAGE + slot + i] =
                            Float.floatToFloat16(newKeys[keysFrom + i * columns + column]);
                }
            }
            for (int i = 0; i < count; i++) {
                for (int head = 0; head < columns / width; head++) {
                    HalfPrecision.fromFloats(
                            newValues,
                            valuesFrom + i * columns + head * width,
                            values,
                            (head * KvCache.PAGE + slot + i) * width,
                            width);
                }
            }
        }

        @Override
        public float[] keys(int head, float[] scratch) {
            HalfPrecision.toFloats(keys, head * width * KvCache.PAGE, scratch, 0, width * KvCache.PAGE);
            return scratch;
        }

        @Override
        public float[] values(int head, float[] scratch) {
            HalfPrecision.toFloats(values, head * width * KvCache.PAGE, scratch, 0, width * KvCache.PAGE);
            return scratch;
        }

        @Override
        public int from(int head) {
            return 0;
        }

        @Override
        public void key(int slot, int head, float[] to, int at) {
            for (int i = 0; i < width; i++) {
                to[at + i] = Float.float16ToFloat(keys[(head * width + i) * KvCache.PAGE + slot]);
            }
        }

        @Override
        public void value(int slot, int head, float[] to, int at) {
            HalfPrecision.toFloats(values, (head * KvCache.PAGE + slot) * width, to, at, width);
        }

        @Override
        public KvPage copy() {
            return new Halves(width, keys.clone(), values.clone());
        }

        @Override
        public long bytes() {
            return 2L * (keys.length + values.length);
        }
    }
}
