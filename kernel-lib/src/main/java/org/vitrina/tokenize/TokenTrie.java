package org.vitrina.tokenize;

import java.util.Arrays;
import java.util.BitSet;
import java.util.List;

/// Finds added tokens in a text: the leftmost, and of those at one place the longest.
final class TokenTrie {
    private final List<AddedToken> tokens;

    /// From a node and a character to the next node; the root is 0.
    private final PairTable edges;

    /// By node, the index of the token that ends there, or -1.
    private int[] ends = new int[16];

    private final BitSet firstCharacters = new BitSet();

    /// @param texts what to look for, one for each of `tokens`
    TokenTrie(List<AddedToken> tokens, List<String> texts) {
        this.tokens = tokens;
        edges = new PairTable(8 * tokens.size());
        Arrays.fill(ends, -1);
        int nodes = 1;
        for (int t = 0; t < tokens.size(); t++) {
            String text = texts.get(t);
            if (text.isEmpty()) {
                continue;
            }
            firstCharacters.set(text.charAt(0));
            int node = 0;
            for (int i = 0; i < text.length(); i++) {
                int next = edges.get(node, text.charAt(i));
                if (next == PairTable.NONE) {
                    next = nodes++;
                    edges.put(node, text.charAt(i), next);
                    if (next == ends.length) {
                        int old = ends.length;
                        ends = Arrays.copyOf(ends, 2 * old);
                        Arrays.fill(ends, old, ends.length, -1);
                    }
                }
                node = next;
            }
            ends[node] = t;
        }
    }

    /// Says which tokens count.
    @FunctionalInterface
    interface Choice {
        /// @param from where in the text the token's text begins
        /// @param to   where it ends
        boolean counts(AddedToken token, int from, int to);
    }

    /// Returns the start of the first token at or after `from` in the high 32 bits, and its index in the
    /// list
    /// below; or -1.
    long find(String text, int from, Choice choice) {
        for (int start = from; start < text.length(); start++) {
            if (firstCharacters.get(text.charAt(start))) {
                int longest = longestAt(text, start, choice);
                if (longest >= 0) {
                    return (long) start << 32 | longest;
                }
            }
        }
        return -1;
    }

    private int longestAt(String text, int start, Choice choice) {
        int longest = -1;
        int node = 0;
        for (int i = start; i < text.length(); i++) {
            node = edges.get(node, text.charAt(i));
            if (node == PairTable.NONE) {
                break;
            }
            if (ends[node] >= 0 && choice.counts(tokens.get(ends[node]), start, i + 1)) {
                longest = ends[node];
            }
        }
        return longest;
    }
}
