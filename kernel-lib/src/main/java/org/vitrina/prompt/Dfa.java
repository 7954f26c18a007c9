package org.vitrina.prompt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// An automaton over bytes that is in one state at a time: after each byte of a text it knows whether
/// the text can still become one of those allowed, and whether it is one.
///
/// Bytes that no state tells apart are one class, so that a row of the table has as many entries as
/// there are classes. Every state but [#DEAD] can still come to an end, and no two states allow the same.
final class Dfa {
    /// The state of a text that cannot become an allowed one any more.
    static final int DEAD = -1;

    /// Patterns that need more are refused.
    static final int MOST_STATES = 10_000;

    /// How much work a pattern may make, in states looked at.
    private static final long MOST_WORK = 200_000_000;

    private final int[] classOf;
    private final int[][] next;
    private final boolean[] ends;

    private Dfa(int[] classOf, int[][] next, boolean[] ends) {
        this.classOf = classOf;
        this.next = next;
        this.ends = ends;
    }

    /// @throws GrammarException if it needs too many states, or allows no text
    static Dfa of(Expression expression) {
        return new Subsets(Nfa.of(expression)).dfa().smallest();
    }

    /// Returns how many states there are; the first is 0.
    int size() {
        return next.length;
    }

    /// Returns whether a text that leads to `state` is an allowed one.
    boolean ends(int state) {
        return state != DEAD && ends[state];
    }

    /// Returns whether something may follow a text that leads to `state`.
    boolean goesOn(int state) {
        return Arrays.stream(next[state]).anyMatch(target -> target != DEAD);
    }

    int next(int state, byte read) {
        return state == DEAD ? DEAD : next[state][classOf[read & 0xff]];
    }

    int next(int state, byte[] read) {
        int at = state;
        for (int i = 0; i < read.length && at != DEAD; i++) {
            at = next(at, read[i]);
        }
        return at;
    }

    /// Returns the bytes that lead from `state` to `target`, as runs of first and last.
    List<int[]> runs(int state, int target) {
        var runs = new ArrayList<int[]>();
        for (int b = 0; b < 256; b++) {
            if (next[state][classOf[b]] == target) {
                if (!runs.isEmpty() && runs.getLast()[1] == b - 1) {
                    runs.getLast()[1] = b;
                } else {
                    runs.add(new int[] {b, b});
                }
            }
        }
        return runs;
    }

    /// Returns the states that follow `state`, each once.
    int[] targets(int state) {
        return Arrays.stream(next[state])
                .filter(target -> target != DEAD)
                .distinct()
                .toArray();
    }

    /// Joins states that allow the same ([Moore 1956](https://doi.org/10.1515/9781400882618-006)): at
    /// first those that end and those that do not are kept apart, then those that lead to states which
    /// are.
    private Dfa smallest() {
        int[] group = new int[size()];
        for (int s = 0; s < size(); s++) group[s] = ends[s] ? 1 : 0;
        int groups = (int) Arrays.stream(group).distinct().count();
        while (true) {
            var numbers = new HashMap<Key, Integer>();
            int[] finer = new int[size()];
            for (int s = 0; s < size(); s++) {
                int[] row = new int[next[s].length + 1];
                row[0] = group[s];
                for (int c = 0; c < next[s].length; c++) row[c + 1] = next[s][c] == DEAD ? DEAD : group[next[s][c]];
                finer[s] = numbers.computeIfAbsent(new Key(row), _ -> numbers.size());
            }
            group = finer;
            if (numbers.size() == groups) {
                return joined(group, groups);
            }
            groups = numbers.size();
        }
    }

    private Dfa joined(int[] group, int groups) {
        int[][] rows = new int[groups][];
        boolean[] ending = new boolean[groups];
        for (int s = 0; s < size(); s++) {
            if (rows[group[s]] == null) {
                rows[group[s]] = Arrays.stream(next[s])
                        .map(target -> target == DEAD ? DEAD : group[target])
                        .toArray();
                ending[group[s]] = ends[s];
            }
        }
        return new Dfa(classOf, rows, ending);
    }

    /// An array that is compared by what it holds.
    private record Key(int[] numbers) {
        @Override
        public boolean equals(Object other) {
            return other instanceof Key(var others) && Arrays.equals(numbers, others);
        }

        @Override
        public int hashCode() {
            return Arrays.hashCode(numbers);
        }
    }

    /// Makes one state of all those that the same bytes lead to ([Rabin and Scott
    /// 1959](https://doi.org/10.1147/rd.32.0114)).
    private static final class Subsets {
        private final Nfa nfa;
        private final Map<Key, Integer> numbers = new HashMap<>();
        private final List<int[]> sets = new ArrayList<>();
        private final int[] seen;
        private int mark;
        private long work;

        Subsets(Nfa nfa) {
            this.nfa = nfa;
            seen = new int[nfa.size()];
        }

        Dfa dfa() {
            int[] classOf = classes();
            int classes = classOf[255] + 1;
            byte[] byteOf = new byte[classes];
            for (int b = 255; b >= 0; b--) byteOf[classOf[b]] = (byte) b;
            var rows = new ArrayList<int[]>();
            number(closure(new int[] {nfa.start()}, 1));
            for (int s = 0; s < sets.size(); s++) {
                int[] row = new int[classes];
                for (int c = 0; c < classes; c++) row[c] = number(after(sets.get(s), byteOf[c] & 0xff));
                rows.add(row);
            }
            boolean[] ends = new boolean[rows.size()];
            for (int s = 0; s < ends.length; s++)
                ends[s] = Arrays.stream(sets.get(s)).anyMatch(nfa::isEnd);
            return living(new Dfa(classOf, rows.toArray(int[][]::new), ends));
        }

        private int number(int[] set) {
            if (set.length == 0) {
                return DEAD;
            }
            Integer known = numbers.get(new Key(set));
            if (known != null) {
                return known;
            }
            if (sets.size() == MOST_STATES) {
                throw tooLarge();
            }
            sets.add(set);
            numbers.put(new Key(set), sets.size() - 1);
            return sets.size() - 1;
        }

        private static GrammarException tooLarge() {
            return new GrammarException("the grammar needs an automaton of more than %,d states; make its repetitions"
                            .formatted(MOST_STATES)
                    + " shorter, or what may be nested less deep");
        }

        /// Returns the class of each byte, in order of the bytes.
        private int[] classes() {
            boolean[] begins = new boolean[257];
            for (int s = 0; s < nfa.size(); s++) {
                if (nfa.state(s).reads()) {
                    begins[nfa.state(s).from()] = true;
                    begins[nfa.state(s).to() + 1] = true;
                }
            }
            int[] classOf = new int[256];
            for (int b = 1; b < 256; b++) classOf[b] = classOf[b - 1] + (begins[b] ? 1 : 0);
            return classOf;
        }

        private int[] after(int[] set, int read) {
            int[] targets = new int[set.length];
            int count = 0;
            for (int s : set) {
                Nfa.State state = nfa.state(s);
                if (state.from() <= read && read <= state.to()) targets[count++] = state.targets()[0];
            }
            return closure(targets, count);
        }

        /// Returns the states that read, and the end, that free moves lead to; in order.
        private int[] closure(int[] from, int count) {
            mark++;
            int[] stack = new int[16];
            int size = 0;
            int[] found = new int[8];
            int foundCount = 0;
            for (int i = 0; i < count || size > 0; ) {
                int s = size > 0 ? stack[--size] : from[i++];
                if (++work > MOST_WORK) {
                    throw tooLarge();
                }
                if (seen[s] == mark) {
                    continue;
                }
                seen[s] = mark;
                if (nfa.state(s).reads() || nfa.isEnd(s)) {
                    if (foundCount == found.length) found = Arrays.copyOf(found, 2 * foundCount);
                    found[foundCount++] = s;
                } else {
                    for (int target : nfa.state(s).targets()) {
                        if (size == stack.length) stack = Arrays.copyOf(stack, 2 * size);
                        stack[size++] = target;
                    }
                }
            }
            int[] set = Arrays.copyOf(found, foundCount);
            Arrays.sort(set);
            return set;
        }

        /// Makes the states dead from which no end can be reached.
        private static Dfa living(Dfa dfa) {
            boolean[] lives = dfa.ends.clone();
            for (boolean changed = true; changed; ) {
                changed = false;
                for (int s = dfa.size() - 1; s >= 0; s--) {
                    if (!lives[s] && Arrays.stream(dfa.next[s]).anyMatch(t -> t != DEAD && lives[t])) {
                        lives[s] = true;
                        changed = true;
                    }
                }
            }
            if (lives.length == 0 || !lives[0]) {
                throw new GrammarException("the grammar allows no text at all, not even the empty one;"
                        + " a set of characters such as [^\\d\\D] holds none");
            }
            int[] number = new int[dfa.size()];
            int count = 0;
            for (int s = 0; s < number.length; s++) number[s] = lives[s] ? count++ : DEAD;
            int[][] rows = new int[count][];
            boolean[] ends = new boolean[count];
            for (int s = 0; s < number.length; s++) {
                if (lives[s]) {
                    rows[number[s]] = Arrays.stream(dfa.next[s])
                            .map(t -> t == DEAD ? DEAD : number[t])
                            .toArray();
                    ends[number[s]] = dfa.ends[s];
                }
            }
            return new Dfa(dfa.classOf, rows, ends);
        }
    }
}
