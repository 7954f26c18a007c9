package org.vitrina.tokenize;

/// Puts a prefix before each text that does not begin with it, then cuts it; GPT-2's tokenizer with
/// `add_prefix_space` does so, to have the first word of a text as if it stood within.
///
/// @param prefix what is put before, usually a space
/// @param then   what cuts
public record Prefixed(String prefix, PreTokenizer then) implements PreTokenizer {
    @Override
    public void forEachPiece(String text, boolean start, PieceConsumer pieces) {
        then.forEachPiece(text.startsWith(prefix) ? text : prefix + text, start, pieces);
    }
}
