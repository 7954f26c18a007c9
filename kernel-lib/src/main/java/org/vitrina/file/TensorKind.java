package org.vitrina.file;

import java.util.regex.Pattern;

/// What a tensor is for, as its name says: GGUF's names and those of Hugging Face's models.
public enum TensorKind {
    /// A row for each token, or for each position.
    EMBEDDING("embedding", "token_embd|position_embd|embed_tokens|\\bwte\\b|\\bwpe\\b"),
    /// Scales and shifts of norms.
    NORM("norm", "norm|\\bln_"),
    /// Queries, keys, values and the output of attention.
    ATTENTION("attention", "attn"),
    /// The layers that each position goes through on its own.
    FEED_FORWARD("feed-forward", "\\bffn_|\\bmlp\\b"),
    /// From the last layer to a number for each token.
    OUTPUT("output", "^output\\.|lm_head"),
    /// Anything else.
    OTHER("other", "");

    private final String label;
    private final Pattern names;

    TensorKind(String label, String names) {
        this.label = label;
        this.names = Pattern.compile(names);
    }

    /// Returns the kind in words.
    public String label() {
        return label;
    }

    /// Returns what the tensor of this name is for.
    public static TensorKind of(String name) {
        for (TensorKind kind : values()) {
            if (kind.names.matcher(name).find()) {
                return kind;
            }
        }
        return OTHER;
    }
}
