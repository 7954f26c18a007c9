package org.vitrina.tokenize;

import java.util.List;

/// Cuts a text with one pre-tokenizer, then each piece with the next.
///
/// @param parts the pre-tokenizers in order; none makes the text one piece
public record SplitSequence(List<PreTokenizer> parts) implements PreTokenizer {
    public SplitSequence {
        parts = List.copyOf(parts);
    }

    /// Returns the sequence of `parts`; a single one is itself.
    public static PreTokenizer of(PreTokenizer... parts) {
        return parts.length == 1 ? parts[0] : new SplitSequence(List.of(parts));
    }

    @Override
    public void forEachPiece(String text, boolean start, PieceConsumer pieces) {
        cut(0, text, start, pieces);
    }

    private void cut(int part, String text, boolean start, PieceConsumer pieces) {
        if (part == parts.size()) {
            if (!text.isEmpty()) {
                pieces.accept(text, 0, text.length(), 0);
            }
            return;
        }
        if (part == parts.size() - 1) {
            parts.get(part).forEachPiece(text, start, pieces);
            return;
        }
        boolean[] first = {start};
        parts.get(part).forEachPiece(text, start, (source, from, to, _) -> {
            cut(part + 1, source.substring(from, to), first[0], pieces);
            first[0] = false;
        });
    }
}
