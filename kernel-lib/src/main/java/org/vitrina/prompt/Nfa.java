package org.vitrina.prompt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.vitrina.prompt.Utf8Ranges.Bytes;

/// An automaton over bytes with free moves, built from an expression from its end to its beginning
/// ([Thompson 1968](https://doi.org/10.1145/363347.363387)).
final class Nfa {
    /// Patterns that need more are refused, before they take much memory.
    static final int MOST_STATES = 50_000;

    /// A state that reads a byte from `from` to `to` and goes on at `targets[0]`; if `from` is -1, one
    /// that goes on at any of its targets for free.
    record State(int from, int to, int[] targets) {
        boolean reads() {
            return from >= 0;
        }
    }

    private static final State END = new State(-1, -1, new int[0]);

    private final List<State> states = new ArrayList<>();
    private final int start;
    private int parts;

    private Nfa(Expression expression) {
        states.add(END);
        start = build(expression, 0);
    }

    static Nfa of(Expression expression) {
        return new Nfa(expression);
    }

    int start() {
        return start;
    }

    /// Returns whether a text may end in this state.
    boolean isEnd(int state) {
        return state == 0;
    }

    int size() {
        return states.size();
    }

    State state(int number) {
        return states.get(number);
    }

    /// Returns the state in which `expression` begins that goes on at `next`.
    private int build(Expression expression, int next) {
        if (++parts > MOST_STATES * 10) {
            throw tooLarge();
        }
        return switch (expression) {
            case Expression.Characters(var set) -> characters(set, next);
            case Expression.Text(var text) -> text(text, next);
            case Expression.Sequence(var parts) -> {
                int from = next;
                for (Expression part : parts.reversed()) {
                    from = build(part, from);
                }
                yield from;
            }
            case Expression.Either(var ways) -> {
                int[] targets = new int[ways.size()];
                for (int i = 0; i < targets.length; i++) {
                    targets[i] = build(ways.get(i), next);
                }
                yield add(new State(-1, -1, targets));
            }
            case Expression.Repeat(var part, var least, var most) -> repeat(part, least, most, next);
        };
    }

    private int repeat(Expression part, int least, int most, int next) {
        int from = next;
        if (most == Expression.MANY) {
            int loop = add(new State(-1, -1, new int[] {next, next}));
            states.get(loop).targets()[1] = build(part, loop);
            from = loop;
        } else {
            for (int i = least; i < most; i++) {
                from = add(new State(-1, -1, new int[] {next, build(part, from)}));
            }
        }
        for (int i = 0; i < least; i++) {
            from = build(part, from);
        }
        return from;
    }

    private int characters(CodePoints set, int next) {
        List<List<Bytes>> sequences = Utf8Ranges.of(set);
        int[] targets = new int[sequences.size()];
        for (int i = 0; i < targets.length; i++) {
            int from = next;
            for (Bytes bytes : sequences.get(i).reversed()) {
                from = add(new State(bytes.from(), bytes.to(), new int[] {from}));
            }
            targets[i] = from;
        }
        return targets.length == 1 ? targets[0] : add(new State(-1, -1, targets));
    }

    private int text(String text, int next) {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        int from = next;
        for (int i = bytes.length - 1; i >= 0; i--) {
            from = add(new State(bytes[i] & 0xff, bytes[i] & 0xff, new int[] {from}));
        }
        return from;
    }

    private int add(State state) {
        if (states.size() == MOST_STATES) {
            throw tooLarge();
        }
        states.add(state);
        return states.size() - 1;
    }

    private static GrammarException tooLarge() {
        return new GrammarException(
                "the grammar needs more than %,d steps to be written out; make its repetitions shorter, such as"
                                .formatted(MOST_STATES)
                        + " x{1,20} instead of x{1,900}, or write x+ where any number will do");
    }
}
