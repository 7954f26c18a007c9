package org.vitrina.context;

import java.util.List;
import java.util.Objects;
import java.util.function.UnaryOperator;

/// What is done with a text that is longer than the limit.
public sealed interface WindowPolicy {
    /// Returns a few words that name it.
    String label();

    /// Returns whether what is kept stays in the model's cache, computed when the dropped tokens were
    /// still there. Otherwise the model reads what is kept afresh.
    default boolean keepsCache() {
        return false;
    }

    /// Nothing is left out: a text that is too long is an error. Whoever sent it has to decide.
    record Refuse() implements WindowPolicy {
        @Override
        public String label() {
            return "refuse";
        }
    }

    /// The oldest tokens go. `room` more than needed go at once, so that it does not happen again with
    /// the next token.
    record DropOldest(int room) implements WindowPolicy {
        public DropOldest {
            notNegative("room", room);
        }

        @Override
        public String label() {
            return "drop oldest";
        }
    }

    /// What is pinned stays, as the instructions of a conversation do; of the rest the oldest goes.
    record KeepSystem(int room) implements WindowPolicy {
        public KeepSystem {
            notNegative("room", room);
        }

        @Override
        public String label() {
            return "keep system, drop oldest";
        }
    }

    /// The cache keeps the newest tokens. Unlike with [DropOldest], nothing is read again.
    record SlidingWindow() implements WindowPolicy {
        @Override
        public String label() {
            return "sliding window";
        }

        @Override
        public boolean keepsCache() {
            return true;
        }
    }

    /// The cache keeps the first `sinks` tokens and the newest ([Xiao et al.
    /// 2023](https://arxiv.org/abs/2309.17453)): to the first ones attention goes when nothing else asks
    /// for it, and without them its weights are spread over what does not deserve it.
    record AttentionSinks(int sinks) implements WindowPolicy {
        public AttentionSinks {
            notNegative("sinks", sinks);
        }

        @Override
        public String label() {
            return "attention sinks (" + sinks + ")";
        }

        @Override
        public boolean keepsCache() {
            return true;
        }
    }

    /// The older part of the text is replaced by what `summary` makes of it: a model that is asked for a
    /// summary, or any function. The newest tokens stay word for word.
    ///
    /// @param newest  how many tokens stay
    /// @param summary from the text that goes to the text in its place
    record Summarise(int newest, UnaryOperator<String> summary) implements WindowPolicy {
        public Summarise {
            notNegative("newest", newest);
            Objects.requireNonNull(summary, "summary");
        }

        @Override
        public String label() {
            return "summarise";
        }
    }

    /// Returns one policy of each kind, for a limit of `limit` tokens; summaries are made by [Extract].
    static List<WindowPolicy> all(int limit) {
        return List.of(
                new Refuse(),
                new DropOldest(0),
                new KeepSystem(0),
                new SlidingWindow(),
                new AttentionSinks(4),
                new Summarise(limit / 2, new Extract(limit * 2)));
    }

    private static void notNegative(String what, int value) {
        if (value < 0) throw new IllegalArgumentException("'" + what + "' is at least 0, but is " + value);
    }
}
