package org.vitrina.generate;

/// Why a text ended.
public enum EndReason {
    /// The model said that it has finished, by a token for the end of a text or of a turn.
    END_TOKEN("the model ended it"),
    /// A token came that was asked to end it.
    STOP_TOKEN("a stop token came"),
    /// A string came that was asked to end it.
    STOP_STRING("a stop string came"),
    /// It is one of the texts that a constraint allows, and nothing may follow.
    COMPLETE("it is whole, and nothing may follow"),
    /// It has as many tokens as were asked for.
    LENGTH("it has as many tokens as were asked for"),
    /// The model cannot hold more.
    CONTEXT("the model's context is full"),
    /// Somebody stopped it.
    INTERRUPTED("it was interrupted");

    private final String words;

    EndReason(String words) {
        this.words = words;
    }

    /// Returns the reason as the end of a sentence: `the model ended it`.
    public String words() {
        return words;
    }
}
