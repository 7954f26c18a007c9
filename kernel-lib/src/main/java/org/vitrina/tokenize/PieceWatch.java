package org.vitrina.tokenize;

import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.IntFunction;
import org.vitrina.show.Figure;
import org.vitrina.show.Observer;

/// Turns what a [PieceEncoder] does into steps; keeps for each token how it was merged.
final class PieceWatch {
    private final Observer watch;
    private final IntFunction<Token> tokens;
    private int pieces;
    private int merges;

    /// The tokens of the piece by position.
    private final TreeMap<Integer, Token> now = new TreeMap<>();

    private final TreeMap<Integer, Figure.Node> trees = new TreeMap<>();

    PieceWatch(Observer watch, IntFunction<Token> tokens) {
        this.watch = watch;
        this.tokens = tokens;
    }

    void begins(int[] ids, int length, boolean characters) {
        now.clear();
        trees.clear();
        merges = 0;
        pieces++;
        for (int i = 0; i < length; i++) {
            if (ids[i] != Symbols.NONE) {
                Token token = tokens.apply(ids[i]);
                now.put(i, token);
                trees.put(i, node(token, List.of()));
            }
        }
        watch.step(
                BpeStep.PieceBegun.NAME, () -> new BpeStep.PieceBegun(pieces, characters, List.copyOf(now.values())));
    }

    void merged(int left, int right, int id) {
        boolean watched = watch.watches(BpeStep.PairJoined.NAME);
        List<Token> before = watched ? List.copyOf(now.values()) : List.of();
        Token merged = tokens.apply(id);
        Token leftToken = now.put(left, merged);
        Token rightToken = now.remove(right);
        Figure.Node tree = node(merged, List.of(trees.get(left), trees.remove(right)));
        trees.put(left, tree);
        merges++;
        if (watched) {
            int place = now.headMap(left).size();
            List<Token> after = List.copyOf(now.values());
            watch.accept(
                    new BpeStep.PairJoined(pieces, merges, leftToken, rightToken, merged, place, before, after, tree));
        }
    }

    /// @param whole  the token that the piece is as a whole, or NONE
    /// @param merged the one token that merging made of it, or NONE
    void ends(int whole, int merged) {
        boolean lookedUp = whole != Vocabulary.NONE && whole != merged;
        List<Token> result = lookedUp ? List.of(tokens.apply(whole)) : List.copyOf(now.values());
        List<Figure.Node> forest = lookedUp
                ? List.of(node(tokens.apply(whole), new ArrayList<>(trees.values())))
                : List.copyOf(trees.values());
        watch.step(BpeStep.PieceEncoded.NAME, () -> new BpeStep.PieceEncoded(pieces, merges, lookedUp, result, forest));
    }

    private static Figure.Node node(Token token, List<Figure.Node> children) {
        return new Figure.Node(token.text(), Integer.toString(token.id()), children);
    }
}
