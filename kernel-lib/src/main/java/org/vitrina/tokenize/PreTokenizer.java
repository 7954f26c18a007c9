package org.vitrina.tokenize;

import java.util.ArrayList;
import java.util.List;

/// Cuts a normalized text into pieces, of which each becomes tokens by itself.
public interface PreTokenizer {
    /// Receives the pieces in order.
    @FunctionalInterface
    interface PieceConsumer {
        /// @param text        what the piece is a part of: the text that was given, or one made of it
        /// @param from        where in `text` the piece begins
        /// @param to          where in `text` it ends
        /// @param alternative which alternative of an expression took it, from 0
        void accept(String text, int from, int to, int alternative);
    }

    /// Hands over the pieces of `text`, in order; none is empty.
    ///
    /// @param start whether a whole text begins with `text`, rather than a special token
    void forEachPiece(String text, boolean start, PieceConsumer pieces);

    /// Returns the pieces of a whole text, in order.
    default List<String> split(String text) {
        var pieces = new ArrayList<String>();
        forEachPiece(text, true, (source, from, to, _) -> pieces.add(source.substring(from, to)));
        return pieces;
    }
}
