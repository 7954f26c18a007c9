package org.vitrina.context;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;

/// What happens in a [ContextWindow].
public sealed interface ContextStep extends Step {
    /// A token of the text, and what became of it.
    ///
    /// @param text   what it stands for
    /// @param id     its id
    /// @param origin its number in the whole text, from 0; -1 for a token of a summary
    /// @param pinned whether it belongs to what is pinned
    record Slot(String text, int id, int origin, boolean pinned) {}

    /// Something was written into the window.
    ///
    /// @param what   who wrote it: `system`, `text`, `summary`
    /// @param added  how many tokens
    /// @param held   how many the window holds now
    /// @param limit  how many it can hold
    /// @param window what it holds
    record Added(String what, int added, int held, int limit, List<Slot> window) implements ContextStep {
        static final String NAME = "context.add";

        public Added {
            window = List.copyOf(window);
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            return held <= limit
                    ? "%,d tokens of %s come in: %,d of %,d are taken.".formatted(added, what, held, limit)
                    : "%,d tokens of %s come in: %,d, which is %,d more than the %,d that there is room for."
                            .formatted(added, what, held, held - limit, limit);
        }

        @Override
        public Figure figure() {
            return strip("what the window holds; under each token its place in the whole text", window, List.of());
        }
    }

    /// Tokens were left out.
    ///
    /// @param policy  which policy chose them
    /// @param dropped what went
    /// @param window  what is left
    /// @param moved   how many tokens stand at an earlier position than before
    record Dropped(String policy, List<Slot> dropped, List<Slot> window, int moved) implements ContextStep {
        static final String NAME = "context.drop";

        public Dropped {
            dropped = List.copyOf(dropped);
            window = List.copyOf(window);
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            return "The policy '%s' drops %,d tokens, %s; %,d stay, %,d of them move up."
                    .formatted(policy, dropped.size(), range(), window.size(), moved);
        }

        private String range() {
            if (dropped.isEmpty()) return "none";
            int first = dropped.getFirst().origin();
            int last = dropped.getLast().origin();
            return first == last ? "number " + first : "from number " + first + " to " + last;
        }

        @Override
        public Figure figure() {
            return strip("orange: what was dropped; under each token its place in the whole text", window, dropped);
        }
    }

    /// Tokens were replaced by a summary.
    ///
    /// @param read    the text that was summarised
    /// @param summary what stands in its place
    record Summarised(String read, String summary, int tokensBefore, int tokensAfter, List<Slot> window)
            implements ContextStep {
        static final String NAME = "context.summarise";

        public Summarised {
            window = List.copyOf(window);
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            return "%,d tokens are replaced by a summary of %,d: '%s'"
                    .formatted(tokensBefore, tokensAfter, shortened(summary));
        }

        @Override
        public Figure figure() {
            return strip("what the window holds; under each token its place in the whole text", window, List.of());
        }
    }

    /// A text was refused.
    ///
    /// @param tokens how many it has
    /// @param held   how many were there already
    record Refused(int tokens, int held, int limit) implements ContextStep {
        static final String NAME = "context.refuse";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            return "%,d tokens are refused: %,d are there, and the limit is %,d.".formatted(tokens, held, limit);
        }
    }

    private static String shortened(String text) {
        return text.codePointCount(0, text.length()) <= 120
                ? text
                : text.substring(0, text.offsetByCodePoints(0, 110)) + " …";
    }

    /// Returns the tokens in the order of the text: those that are left out in orange, those of a summary
    /// framed.
    static Figure.TokenStrip strip(String title, List<Slot> window, List<Slot> dropped) {
        // a dropped token stands before the first kept one that came after it
        var cells = new ArrayList<Figure.Cell>();
        var waiting = new ArrayDeque<>(dropped);
        for (Slot slot : window) {
            while (!waiting.isEmpty() && slot.origin() >= 0 && waiting.peek().origin() < slot.origin()) {
                cells.add(cell(waiting.poll(), true));
            }
            cells.add(cell(slot, false));
        }
        while (!waiting.isEmpty()) cells.add(cell(waiting.poll(), true));
        return new Figure.TokenStrip(title, cells);
    }

    private static Figure.Cell cell(Slot slot, boolean gone) {
        return new Figure.Cell(
                slot.text(),
                slot.origin() < 0 ? "new" : Integer.toString(slot.origin()),
                slot.origin() < 0 || slot.pinned(),
                gone ? -0.8 : slot.pinned() ? 0.6 : 0.15);
    }
}
