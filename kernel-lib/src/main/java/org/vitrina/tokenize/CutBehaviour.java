package org.vitrina.tokenize;

/// What becomes of the places that an expression finds when a text is cut at them; the names are those of
/// [Hugging Face's pre-tokenizers](https://huggingface.co/docs/tokenizers/api/pre-tokenizers).
public enum CutBehaviour {
    /// They are left out.
    REMOVED,
    /// Each is a piece.
    ISOLATED,
    /// Each ends the piece before it.
    MERGED_WITH_PREVIOUS,
    /// Each begins the piece behind it.
    MERGED_WITH_NEXT,
    /// Those that touch are one piece.
    CONTIGUOUS
}
