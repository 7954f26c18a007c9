package org.vitrina.tokenize;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Byte-pair encoding as the papers tell it, with no thought for speed: what the library's is tested
/// against. Counts all pairs anew for every merge, goes through all merges for every text.
final class StraightBpe {
    record Pair(int left, int right) {}

    final List<byte[]> tokens = new ArrayList<>();
    final List<Pair> merges = new ArrayList<>();

    StraightBpe(List<String> pieces, int vocabularySize, long minimumCount) {
        for (int b = 0; b < 256; b++) {
            tokens.add(new byte[] {(byte) b});
        }
        List<List<Integer>> words = new ArrayList<>();
        pieces.forEach(piece -> words.add(bytes(piece)));
        while (tokens.size() < vocabularySize) {
            Map<Pair, Long> counts = new HashMap<>();
            for (List<Integer> word : words) {
                for (int i = 0; i + 1 < word.size(); i++) {
                    counts.merge(new Pair(word.get(i), word.get(i + 1)), 1L, Long::sum);
                }
            }
            Pair best = counts.entrySet().stream()
                    .filter(e -> e.getValue() >= minimumCount)
                    .max(Map.Entry.<Pair, Long>comparingByValue()
                            .thenComparing(Map.Entry.comparingByKey(byBytes().reversed())))
                    .map(Map.Entry::getKey)
                    .orElse(null);
            if (best == null) {
                break;
            }
            int id = tokens.size();
            merges.add(best);
            tokens.add(together(tokens.get(best.left), tokens.get(best.right)));
            words.replaceAll(word -> merged(word, best, id));
        }
    }

    List<Integer> encode(List<String> pieces) {
        var ids = new ArrayList<Integer>();
        for (String piece : pieces) {
            List<Integer> word = bytes(piece);
            for (int m = 0; m < merges.size(); m++) {
                word = merged(word, merges.get(m), 256 + m);
            }
            ids.addAll(word);
        }
        return ids;
    }

    private Comparator<Pair> byBytes() {
        return Comparator.<Pair, byte[]>comparing(p -> tokens.get(p.left), Arrays::compareUnsigned)
                .thenComparing(p -> tokens.get(p.right), Arrays::compareUnsigned);
    }

    private static List<Integer> merged(List<Integer> word, Pair pair, int id) {
        var result = new ArrayList<Integer>();
        for (int i = 0; i < word.size(); i++) {
            if (i + 1 < word.size() && word.get(i) == pair.left && word.get(i + 1) == pair.right) {
                result.add(id);
                i++;
            } else {
                result.add(word.get(i));
            }
        }
        return result;
    }

    private static List<Integer> bytes(String piece) {
        var bytes = new ArrayList<Integer>();
        for (byte b : piece.getBytes(StandardCharsets.UTF_8)) {
            bytes.add(b & 0xFF);
        }
        return bytes;
    }

    private static byte[] together(byte[] left, byte[] right) {
        byte[] both = Arrays.copyOf(left, left.length + right.length);
        System.arraycopy(right, 0, both, left.length, right.length);
        return both;
    }
}
