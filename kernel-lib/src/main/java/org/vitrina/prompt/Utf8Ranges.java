package org.vitrina.prompt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/// Writes a set of code points as the sequences of bytes that are their UTF-8: an automaton over bytes
/// can then read characters, however tokens cut them (the split is that of RE2, [Cox
/// 2010](https://swtch.com/~rsc/regexp/regexp3.html)).
final class Utf8Ranges {
    /// The last code points that take one, two and three bytes.
    private static final int[] LAST = {0x7f, 0x7ff, 0xffff};

    private Utf8Ranges() {}

    /// Bytes from `from` to `to`, both included, 0 to 255.
    record Bytes(int from, int to) {}

    /// Returns sequences of byte ranges; a text of one character is in `set` if exactly one of them fits
    /// it.
    static List<List<Bytes>> of(CodePoints set) {
        var sequences = new ArrayList<List<Bytes>>();
        for (CodePoints.Range range : set.ranges()) {
            split(range.from(), range.to(), sequences);
        }
        return sequences;
    }

    private static void split(int from, int to, List<List<Bytes>> out) {
        for (int last : LAST) {
            if (from <= last && to > last) {
                split(from, last, out);
                split(last + 1, to, out);
                return;
            }
        }
        if (to > LAST[0]) {
            // the last bytes have six bits each: a range that leaves one of their stretches must fill the others
            for (int bits = 6; bits <= 18; bits += 6) {
                int low = (1 << bits) - 1;
                if ((from & ~low) != (to & ~low)) {
                    if ((from & low) != 0) {
                        split(from, from | low, out);
                        split((from | low) + 1, to, out);
                        return;
                    }
                    if ((to & low) != low) {
                        split(from, (to & ~low) - 1, out);
                        split(to & ~low, to, out);
                        return;
                    }
                }
            }
        }
        byte[] first = bytes(from);
        byte[] last = bytes(to);
        var sequence = new ArrayList<Bytes>();
        for (int i = 0; i < first.length; i++) {
            sequence.add(new Bytes(first[i] & 0xff, last[i] & 0xff));
        }
        out.add(List.copyOf(sequence));
    }

    private static byte[] bytes(int codePoint) {
        return Character.toString(codePoint).getBytes(StandardCharsets.UTF_8);
    }
}
