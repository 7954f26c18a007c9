package org.vitrina.arena;

import java.util.Arrays;
import java.util.Optional;

/// How a battle ended.
public enum Outcome {
    LEFT("model_a", 1),
    RIGHT("model_b", 0),
    TIE("tie", 0.5),
    /// Neither answer was any good; for ratings a tie.
    BOTH_BAD("both_bad", 0.5);

    private final String written;
    private final double score;

    Outcome(String written, double score) {
        this.written = written;
        this.score = score;
    }

    /// Returns what the left side gets: 1 for a victory, ½ for a tie, 0 for a defeat.
    public double score() {
        return score;
    }

    /// Returns the outcome with the sides changed.
    public Outcome mirrored() {
        return switch (this) {
            case LEFT -> RIGHT;
            case RIGHT -> LEFT;
            case TIE -> TIE;
            case BOTH_BAD -> BOTH_BAD;
        };
    }

    /// Returns how the files of Chatbot Arena write it: `model_a`, `model_b`, `tie`, `both_bad`.
    public String written() {
        return written;
    }

    /// Returns what is written so; older files of Chatbot Arena have `tie (bothbad)` for `both_bad`.
    static Optional<Outcome> ofWritten(String text) {
        return text.equals("tie (bothbad)")
                ? Optional.of(BOTH_BAD)
                : Arrays.stream(values())
                        .filter(outcome -> outcome.written.equals(text))
                        .findFirst();
    }
}
