package org.vitrina.evaluate;

import java.util.SplittableRandom;

/// Says which of two answers is better: a person, or a model that was asked to.
@FunctionalInterface
public interface Judge {
    /// What is judged: one answer, and what is known of it.
    ///
    /// @param author who wrote it
    /// @param text   what it says
    /// @param worth  how good it truly is, on any scale; a judge does not see it but through the text
    record Candidate(String author, String text, double worth) {}

    /// What a judge says.
    enum Choice {
        FIRST,
        SECOND,
        TIE;

        /// Returns the same choice, seen by who had the candidates the other way round.
        Choice swapped() {
            return switch (this) {
                case FIRST -> SECOND;
                case SECOND -> FIRST;
                case TIE -> TIE;
            };
        }
    }

    /// Returns the better one.
    ///
    /// @param first  is shown first
    /// @param second is shown behind it
    Choice better(String question, Candidate first, Candidate second);

    /// Returns this judge, asked twice with the candidates in both orders; where it contradicts itself, it is a tie
    /// ([Zheng and others 2023, section 3.4](https://arxiv.org/abs/2306.05685)).
    default Judge swapping() {
        return (question, first, second) -> {
            Choice one = better(question, first, second);
            Choice other = better(question, second, first).swapped();
            return one == other ? one : Choice.TIE;
        };
    }

    /// A judge whose biases are known, since they were put in: what an audit finds can be compared with them.
    ///
    /// It prefers the first candidate with the probability `σ(skill · (worth₁ - worth₂) + position + length ·
    /// ln(length₁ / length₂) + self · (own₁ - own₂))`.
    ///
    /// @param skill    how much worth counts; 0 for a judge that cannot tell
    /// @param position how much being shown first counts
    /// @param length   how much being longer counts
    /// @param self     how much being its own answer counts
    /// @param name     whose answers are its own
    /// @param seed     the same seed judges the same
    record Simulated(double skill, double position, double length, double self, String name, long seed)
            implements Judge {
        @Override
        public Choice better(String question, Candidate first, Candidate second) {
            double leaning = skill * (first.worth() - second.worth())
                    + position
                    + length
                            * Math.log((1.0 + first.text().length())
                                    / (1.0 + second.text().length()))
                    + self * (own(first) - own(second));
            long mixed = seed;
            for (String part : new String[] {question, first.text(), second.text()}) {
                mixed = mixed * 0x9E3779B97F4A7C15L + part.hashCode();
            }
            double mark = new SplittableRandom(mixed).nextDouble();
            return mark < 1 / (1 + Math.exp(-leaning)) ? Choice.FIRST : Choice.SECOND;
        }

        private int own(Candidate candidate) {
            return candidate.author().equals(name) ? 1 : 0;
        }
    }
}
