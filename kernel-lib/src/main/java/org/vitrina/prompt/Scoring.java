package org.vitrina.prompt;

/// How an answer is got out of a model.
public enum Scoring {
    /// The choice to whose text the model gives the largest probability: what benchmarks call `acc`.
    LIKELIEST_CHOICE("likeliest choice"),
    /// The choice with the largest log-probability for each of its characters, so that long ones are not
    /// at a disadvantage: `acc_norm`.
    LIKELIEST_PER_CHARACTER("likeliest choice by character"),
    /// What the model writes, up to its end or the end of the line.
    GENERATED("written answer");

    private final String words;

    Scoring(String words) {
        this.words = words;
    }

    /// Returns it as a report has it.
    public String words() {
        return words;
    }
}
