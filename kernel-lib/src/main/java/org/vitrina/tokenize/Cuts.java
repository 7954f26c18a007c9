package org.vitrina.tokenize;

/// Where a text is cut: stretches that were found and those between them, which together are the text.
final class Cuts {
    private final String text;
    private final boolean inverted;
    private final IntList ends = new IntList(64);
    private final IntList found = new IntList(64);
    private int end;

    /// @param inverted whether found means not found
    Cuts(String text, boolean inverted) {
        this.text = text;
        this.inverted = inverted;
    }

    /// Adds the stretch that was found from `from` to `to`, at or after the end of the last.
    void found(int from, int to) {
        if (from > end) {
            add(from, false);
        }
        add(to, true);
    }

    private void add(int to, boolean isFound) {
        ends.add(to);
        found.add(isFound != inverted ? 1 : 0);
        end = to;
    }

    /// Hands over the pieces that `behaviour` makes of the stretches.
    void hand(CutBehaviour behaviour, PreTokenizer.PieceConsumer pieces) {
        if (end < text.length()) {
            add(text.length(), false);
        }
        int from = 0;
        for (int i = 0; i < ends.size(); i++) {
            boolean isFound = isFound(i);
            int to = ends.get(i);
            boolean nextIsFound = i + 1 < ends.size() && isFound(i + 1);
            boolean goesOn = i + 1 < ends.size()
                    && switch (behaviour) {
                        case REMOVED, ISOLATED -> false;
                        case CONTIGUOUS -> isFound == nextIsFound;
                        case MERGED_WITH_PREVIOUS -> nextIsFound && !isFound;
                        case MERGED_WITH_NEXT -> isFound && !nextIsFound;
                    };
            if (!goesOn) {
                if (to > from && !(behaviour == CutBehaviour.REMOVED && isFound)) {
                    pieces.accept(text, from, to, 0);
                }
                from = to;
            }
        }
    }

    private boolean isFound(int i) {
        return found.get(i) == 1;
    }
}
