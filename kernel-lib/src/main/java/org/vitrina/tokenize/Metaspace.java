package org.vitrina.tokenize;

/// Writes spaces as a mark that is seen, and may cut a text before each; what SentencePiece does ([Kudo and
/// Richardson 2018, section 3.1](https://aclanthology.org/D18-2012/)).
///
/// @param mark    what stands for a space, usually `▁`, U+2581
/// @param prefix  which pieces get a mark before them if they do not begin with one
/// @param cutting whether the text is cut before each mark
public record Metaspace(String mark, Prefix prefix, boolean cutting) implements PreTokenizer {
    /// Which pieces get a prefix.
    public enum Prefix {
        /// All that are given.
        ALWAYS,
        /// The one that a whole text begins with.
        FIRST,
        NEVER
    }

    /// @throws IllegalArgumentException if `mark` is empty
    public Metaspace {
        if (mark.isEmpty()) {
            throw new IllegalArgumentException("the mark for a space is empty; it needs a character, such as ▁");
        }
    }

    @Override
    public void forEachPiece(String text, boolean start, PieceConsumer pieces) {
        String marked = text.replace(" ", mark);
        boolean wanted = switch (prefix) {
            case ALWAYS -> true;
            case FIRST -> start;
            case NEVER -> false;
        };
        String whole = wanted && !marked.startsWith(mark) ? mark + marked : marked;
        int from = 0;
        while (from < whole.length()) {
            int next = cutting ? whole.indexOf(mark, from + (whole.startsWith(mark, from) ? mark.length() : 0)) : -1;
            int to = next < 0 ? whole.length() : next;
            pieces.accept(whole, from, to, 0);
            from = to;
        }
    }
}
