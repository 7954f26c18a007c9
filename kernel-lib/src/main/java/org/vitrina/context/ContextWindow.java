package org.vitrina.context;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vitrina.context.ContextStep.Slot;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import org.vitrina.show.Walk;
import org.vitrina.tokenize.Tokenizer;

/// What a model is given of a text that grows: at most [#limit()] tokens, chosen by a [WindowPolicy].
///
/// ```java
/// var window = new ContextWindow(tokenizer, 32, new WindowPolicy.KeepSystem(0));
/// window.pin("Answer in one word.");
/// window.add("A long conversation …");
/// window                    // all tokens, those in orange that were dropped
/// window.walk()             // how it came to that, step by step
/// window.ids()              // what the model reads
/// ```
///
/// It does not run a model: [StreamReading] does, under the same policies. For one thread.
public final class ContextWindow implements Showable {
    /// A text was longer than a window that refuses to leave anything out.
    public static final class FullException extends IllegalStateException {
        FullException(String message) {
            super(message);
        }
    }

    private final Tokenizer tokenizer;
    private final int limit;
    private final WindowPolicy policy;
    private final List<Slot> all = new ArrayList<>();
    private final List<ContextStep> steps = new ArrayList<>();
    private List<Slot> window = new ArrayList<>();
    private int origin;

    /// @param limit how many tokens there is room for; at least 1
    public ContextWindow(Tokenizer tokenizer, int limit, WindowPolicy policy) {
        this.tokenizer = Objects.requireNonNull(tokenizer, "tokenizer");
        this.policy = Objects.requireNonNull(policy, "policy");
        this.limit = limit;
        if (limit < 1) {
            throw new IllegalArgumentException("a window has room for at least 1 token, but got " + limit);
        }
    }

    /// Returns how many tokens there is room for.
    public int limit() {
        return limit;
    }

    public WindowPolicy policy() {
        return policy;
    }

    /// Adds a text that policies which know of it keep: the instructions of a conversation. It comes first.
    ///
    /// @throws FullException         if there is no room for it
    /// @throws IllegalStateException if other text is there already
    public ContextWindow pin(String text) {
        if (window.stream().anyMatch(slot -> !slot.pinned()) || window.size() != origin) {
            throw new IllegalStateException("what is pinned comes first, but other text is in the window already");
        }
        List<Slot> slots = slots(text, true);
        if (window.size() + slots.size() > limit) {
            throw new FullException(
                    "the pinned text has %,d tokens, for which there is no room in a window of %,d; make"
                                    .formatted(window.size() + slots.size(), limit)
                            + " it shorter or the window larger");
        }
        take(slots, "the pinned text");
        return this;
    }

    /// Adds a text, and drops what the policy says where there is no room for it.
    ///
    /// @throws FullException if the policy refuses, or what has to stay leaves no room
    public ContextWindow add(String text) {
        List<Slot> slots = slots(text, false);
        if (policy instanceof WindowPolicy.Refuse && window.size() + slots.size() > limit) {
            steps.add(new ContextStep.Refused(slots.size(), window.size(), limit));
            throw new FullException(
                    "the window holds %,d of %,d tokens, and %,d more were given, %,d too many; shorten the text, or choose a policy that leaves something out"
                            .formatted(window.size(), limit, slots.size(), window.size() + slots.size() - limit));
        }
        take(slots, "text");
        int over = window.size() - limit;
        if (over > 0) {
            switch (policy) {
                case WindowPolicy.Refuse _ -> throw new IllegalStateException("was refused above");
                case WindowPolicy.DropOldest(int room) -> drop(0, over + room);
                case WindowPolicy.KeepSystem(int room) -> drop(pinned(), over + room);
                case WindowPolicy.SlidingWindow _ -> drop(0, over);
                case WindowPolicy.AttentionSinks(int sinks) -> drop(Math.min(sinks, window.size()), over);
                case WindowPolicy.Summarise summarise -> summarise(summarise);
            }
        }
        return this;
    }

    private List<Slot> slots(String text, boolean pinned) {
        var slots = new ArrayList<Slot>();
        for (int id : tokenizer.encode(text)) {
            slots.add(new Slot(tokenizer.token(id).text(), id, origin + slots.size(), pinned));
        }
        return slots;
    }

    private void take(List<Slot> slots, String what) {
        window.addAll(slots);
        all.addAll(slots);
        origin += slots.size();
        steps.add(new ContextStep.Added(what, slots.size(), window.size(), limit, window));
    }

    private int pinned() {
        return (int) window.stream().filter(Slot::pinned).count();
    }

    private void drop(int from, int count) {
        if (from + count > window.size() || from >= limit) {
            throw new FullException(
                    "the policy '%s' keeps %,d tokens and would drop %,d of %,d behind them; the window of %,d is too small for it"
                            .formatted(policy.label(), from, count, window.size() - from, limit));
        }
        List<Slot> gone = List.copyOf(window.subList(from, from + count));
        window.subList(from, from + count).clear();
        steps.add(new ContextStep.Dropped(policy.label(), gone, window, window.size() - from));
    }

    private void summarise(WindowPolicy.Summarise how) {
        int from = pinned();
        int to = window.size() - how.newest();
        if (to <= from) {
            throw new FullException(
                    "the policy 'summarise' keeps %,d pinned and the %,d newest tokens, which is more than the window of %,d; keep fewer"
                            .formatted(from, how.newest(), limit));
        }
        List<Slot> read = List.copyOf(window.subList(from, to));
        String text = text(read);
        String summary = how.summary().apply(text);
        int room = limit - from - how.newest();
        // a summary that is too long is cut: the limit is one
        List<Slot> slots = Arrays.stream(tokenizer.encode(summary + " "))
                .limit(Math.max(0, room))
                .mapToObj(id -> new Slot(tokenizer.token(id).text(), id, -1, false))
                .toList();
        var after = new ArrayList<>(window.subList(0, from));
        after.addAll(slots);
        after.addAll(window.subList(to, window.size()));
        window = after;
        steps.add(new ContextStep.Summarised(text, text(slots), read.size(), slots.size(), window));
    }

    private String text(List<Slot> slots) {
        return tokenizer.decode(slots.stream().mapToInt(Slot::id).toArray());
    }

    /// Returns the ids that the model is given.
    public int[] ids() {
        return window.stream().mapToInt(Slot::id).toArray();
    }

    /// Returns the text that the model is given.
    public String text() {
        return text(window);
    }

    /// Returns the tokens that the window holds, with their places in the whole text.
    public List<Slot> kept() {
        return List.copyOf(window);
    }

    /// Returns the tokens of the whole text that the window does not hold, in their order.
    public List<Slot> dropped() {
        var kept = window.stream().map(Slot::origin).collect(Collectors.toSet());
        return all.stream().filter(slot -> !kept.contains(slot.origin())).toList();
    }

    /// Returns how many tokens were given in all.
    public int given() {
        return origin;
    }

    /// Returns all tokens: those in orange that were dropped, those framed that are pinned or of a summary.
    public Figure.TokenStrip strip() {
        return ContextStep.strip(toString() + "; orange: dropped", window, dropped());
    }

    /// Returns how the window came to hold what it holds.
    public Walk<ContextStep> walk() {
        return Walk.of("A window of %,d tokens, %s".formatted(limit, policy.label()), steps);
    }

    @Override
    public String toString() {
        long summary = window.stream().filter(slot -> slot.origin() < 0).count();
        return Stream.of(
                        policy.label() + ": %,d of %,d tokens are kept".formatted(window.size() - summary, origin),
                        summary == 0 ? "" : "%,d of a summary beside them".formatted(summary))
                .filter(part -> !part.isEmpty())
                .collect(Collectors.joining(", "));
    }

    @Override
    public MimeBundle mime() {
        return strip().mime();
    }
}
