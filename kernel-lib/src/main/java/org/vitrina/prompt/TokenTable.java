package org.vitrina.prompt;

import java.util.Arrays;
import java.util.BitSet;
import java.util.HashSet;
import org.vitrina.tokenize.Tokenizer;

/// The tokens of a vocabulary in the order of their bytes, so that what tokens begin with in common is
/// read once.
///
/// Tokens that stand for no text are left out: special ones, and ids without a token.
final class TokenTable {
    private final byte[][] bytes;
    private final int[] ids;
    /// How many bytes a token has in common with the one before it.
    private final int[] common;

    private final int longest;

    /// What an automaton makes of the tokens in one of its states.
    ///
    /// @param ids    the tokens that can be read, in the order of their bytes
    /// @param states where each of them leads
    record Readable(int[] ids, int[] states) {}

    TokenTable(Tokenizer tokenizer) {
        var special = new HashSet<>(tokenizer.specialTokens().values());
        record Entry(int id, byte[] bytes) {}
        var entries = java.util.stream.IntStream.range(0, tokenizer.vocabularySize())
                .filter(id -> !special.contains(id))
                .mapToObj(id -> new Entry(id, bytes(tokenizer, id)))
                .filter(entry -> entry.bytes.length > 0)
                .sorted((a, b) -> Arrays.compareUnsigned(a.bytes, b.bytes))
                .toList();
        bytes = entries.stream().map(Entry::bytes).toArray(byte[][]::new);
        ids = entries.stream().mapToInt(Entry::id).toArray();
        common = new int[ids.length];
        int most = 0;
        for (int i = 0; i < ids.length; i++) {
            most = Math.max(most, bytes[i].length);
            if (i > 0) {
                int differs = Arrays.mismatch(bytes[i - 1], bytes[i]);
                common[i] = differs < 0 ? bytes[i].length : differs;
            }
        }
        longest = most;
    }

    private static byte[] bytes(Tokenizer tokenizer, int id) {
        try {
            return tokenizer.bytes(id);
        } catch (IllegalArgumentException gap) {
            return new byte[0]; // published vocabularies leave gaps
        }
    }

    /// Returns the tokens that `dfa` can read in `state`.
    Readable readable(Dfa dfa, int state) {
        int[] path = new int[longest + 1];
        path[0] = state;
        int known = 0;
        int[] readable = new int[64];
        int[] states = new int[64];
        int count = 0;
        for (int i = 0; i < ids.length; i++) {
            if (common[i] > known) {
                continue; // begins like one that cannot be read
            }
            known = common[i];
            byte[] token = bytes[i];
            while (known < token.length) {
                int next = dfa.next(path[known], token[known]);
                if (next == Dfa.DEAD) {
                    break;
                }
                path[++known] = next;
            }
            if (known == token.length) {
                if (count == readable.length) {
                    readable = Arrays.copyOf(readable, 2 * count);
                    states = Arrays.copyOf(states, 2 * count);
                }
                readable[count] = ids[i];
                states[count++] = path[known];
            }
        }
        return new Readable(Arrays.copyOf(readable, count), Arrays.copyOf(states, count));
    }

    /// Returns for each state how many tokens lead from it to an end at least; -1 where none do, and for
    /// states that tokens do not lead to.
    int[] tokensToEnd(Dfa dfa) {
        var leadsTo = new BitSet[dfa.size()];
        int[] waiting = new int[dfa.size()];
        int size = 1;
        leadsTo[0] = new BitSet();
        while (size > 0) {
            int state = waiting[--size];
            for (int target : readable(dfa, state).states()) {
                leadsTo[state].set(target);
                if (leadsTo[target] == null) {
                    leadsTo[target] = new BitSet();
                    waiting[size++] = target;
                }
            }
        }
        int[] toEnd = new int[dfa.size()];
        for (int s = 0; s < toEnd.length; s++) toEnd[s] = leadsTo[s] != null && dfa.ends(s) ? 0 : -1;
        var reached = new BitSet();
        for (int s = 0; s < toEnd.length; s++) if (toEnd[s] == 0) reached.set(s);
        for (int steps = 1; ; steps++) {
            var more = new BitSet();
            for (int s = 0; s < toEnd.length; s++) {
                if (toEnd[s] < 0 && leadsTo[s] != null && leadsTo[s].intersects(reached)) more.set(s);
            }
            if (more.isEmpty()) {
                return toEnd;
            }
            for (int s = more.nextSetBit(0); s >= 0; s = more.nextSetBit(s + 1)) toEnd[s] = steps;
            reached = more;
        }
    }
}
