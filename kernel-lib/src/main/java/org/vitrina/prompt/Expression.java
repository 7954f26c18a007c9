package org.vitrina.prompt;

import java.util.Arrays;
import java.util.List;

/// What texts are allowed, as a regular expression that was read: the common form of patterns, choices
/// and schemas.
sealed interface Expression {
    /// One character out of a set.
    record Characters(CodePoints set) implements Expression {}

    /// Exactly this text.
    record Text(String text) implements Expression {}

    /// One after the other; of none, the empty text.
    record Sequence(List<Expression> parts) implements Expression {
        public Sequence {
            parts = List.copyOf(parts);
        }
    }

    /// Any one of these.
    record Either(List<Expression> ways) implements Expression {
        public Either {
            ways = List.copyOf(ways);
        }
    }

    /// `part` at least `least` and at most `most` times.
    ///
    /// @param most [#MANY] for any number
    record Repeat(Expression part, int least, int most) implements Expression {}

    /// No bound.
    int MANY = -1;

    Expression NOTHING = new Sequence(List.of());

    static Expression text(String text) {
        return new Text(text);
    }

    static Expression sequence(Expression... parts) {
        return new Sequence(Arrays.asList(parts));
    }

    static Expression either(Expression... ways) {
        return new Either(Arrays.asList(ways));
    }

    static Expression optional(Expression part) {
        return new Repeat(part, 0, 1);
    }
}
