package org.vitrina.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.IntFunction;
import org.vitrina.show.Figure;

/// A token in the tree of a beam search, and by its ancestors a text. Identity counts.
final class BeamNode {
    /// What became of a way to go on.
    enum State {
        KEPT("kept"),
        DROPPED("dropped"),
        ENDED("ended"),
        CUT_SHORT("not ended");

        final String words;

        State(String words) {
            this.words = words;
        }
    }

    final BeamNode parent;
    final int id;
    /// How many tokens the text has.
    final int length;
    /// The natural logarithm of the whole text's probability.
    final double logProbability;
    final List<BeamNode> children = new ArrayList<>();
    State state = State.KEPT;
    boolean best;

    BeamNode(BeamNode parent, int id, int length, double logProbability) {
        this.parent = parent;
        this.id = id;
        this.length = length;
        this.logProbability = logProbability;
    }

    BeamNode child(int token, double log) {
        var child = new BeamNode(this, token, length + 1, logProbability + log);
        children.add(child);
        return child;
    }

    void remove() {
        parent.children.remove(this);
    }

    int[] ids() {
        int[] ids = new int[length];
        for (BeamNode node = this; node.parent != null; node = node.parent) {
            ids[node.length - 1] = node.id;
        }
        return ids;
    }

    /// Returns the tree from here on. Tokens that follow each other without a choice stand in one node.
    Figure.Node drawn(String text, IntFunction<String> tokens) {
        String all = text;
        BeamNode node = this;
        while (node.children.size() == 1 && node.parent != null) {
            node = node.children.getFirst();
            all += tokens.apply(node.id);
        }
        return new Figure.Node(
                all,
                node.label(),
                node.children.stream()
                        .map(child -> child.drawn(tokens.apply(child.id), tokens))
                        .toList());
    }

    private String label() {
        if (parent == null) {
            return "";
        }
        String said = best && children.isEmpty() ? "found" : state == State.KEPT ? "" : state.words;
        return String.format(Locale.ROOT, "%.2f%s", logProbability, said.isEmpty() ? "" : " " + said);
    }
}
