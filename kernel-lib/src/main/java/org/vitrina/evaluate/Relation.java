package org.vitrina.evaluate;

import java.util.Optional;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import java.util.random.RandomGenerator;

/// A metamorphic relation: a change of the question for which one knows how the answer must change, even where
/// one does not know the answer ([Chen, Cheung and Yiu 1998](https://arxiv.org/abs/2002.12543)).
///
/// Whoever has the ball, asking in lower case must not change it.
///
/// @param <I> what is varied: a text, or something that a text is made of
public interface Relation<I> {
    /// Returns a name, a few words: `lower case`.
    String name();

    /// Returns the question and the changed one, or nothing where the change makes no sense.
    ///
    /// @param random what is drawn by chance, from this
    Optional<Variation> vary(I input, RandomGenerator random);

    /// A question in two forms.
    ///
    /// @param prompt  the question
    /// @param changed the changed question
    /// @param holds   whether an answer to the first and one to the second fit together
    record Variation(String prompt, String changed, BiPredicate<String, String> holds) {
        /// Returns a variation that must not change the answer, but for case and marks at the end.
        public static Variation same(String prompt, String changed) {
            return new Variation(prompt, changed, Match.PLAIN::fits);
        }
    }

    /// Returns a relation that changes the text of a question and must not change the answer.
    static Relation<String> sameAnswer(String name, UnaryOperator<String> change) {
        return of(name, (text, _) -> change.apply(text));
    }

    /// Returns a relation that changes the text of a question by chance and must not change the answer.
    static Relation<String> of(String name, Change change) {
        return new Relation<>() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public Optional<Variation> vary(String text, RandomGenerator random) {
                String changed = change.apply(text, random);
                return changed.equals(text) ? Optional.empty() : Optional.of(Variation.same(text, changed));
            }
        };
    }

    /// Returns this for inputs of another type, from which a text is made.
    default <J> Relation<J> on(Function<J, I> made) {
        Relation<I> self = this;
        return new Relation<>() {
            @Override
            public String name() {
                return self.name();
            }

            @Override
            public Optional<Variation> vary(J input, RandomGenerator random) {
                return self.vary(made.apply(input), random);
            }
        };
    }

    /// A change of a text that may draw by chance. What it returns unchanged is left out.
    @FunctionalInterface
    interface Change {
        String apply(String text, RandomGenerator random);
    }
}
