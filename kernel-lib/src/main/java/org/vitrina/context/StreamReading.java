package org.vitrina.context;

import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import org.vitrina.show.Progress;
import org.vitrina.transformer.LanguageModel;
import org.vitrina.transformer.Perplexity;

/// A model that reads a text without end through a window of a fixed size.
///
/// With [WindowPolicy.SlidingWindow] and [WindowPolicy.AttentionSinks] keys and values of what is kept stay in the
/// cache, and only their positions change ([org.vitrina.transformer.LanguageModel.Session#drop]). With
/// [WindowPolicy.DropOldest] and [WindowPolicy.KeepSystem] what is kept is read again from the beginning, as programs
/// do that send a shortened conversation. For one thread.
public final class StreamReading {
    private final LanguageModel model;
    private final int limit;
    private final WindowPolicy policy;
    private final int pinned;
    private LanguageModel.Session session;
    private int[] kept;
    private int size;
    private long reread;

    /// @param limit  how many tokens the window holds
    /// @param pinned how many of the first tokens [WindowPolicy.KeepSystem] keeps
    /// @throws IllegalArgumentException if the policy needs text and not tokens, or the window is too
    ///     small for it
    public StreamReading(LanguageModel model, int limit, WindowPolicy policy, int pinned) {
        this.model = Objects.requireNonNull(model, "model");
        this.policy = Objects.requireNonNull(policy, "policy");
        this.limit = limit;
        this.pinned = pinned;
        if (policy instanceof WindowPolicy.Summarise) {
            throw new IllegalArgumentException("a summary is made of text, and this reads tokens: summarise in a"
                    + " ContextWindow, and give the model its ids()");
        }
        if (limit < 2 || pinned < 0 || first() >= limit) {
            throw new IllegalArgumentException("the window has room for more than what always stays, but its limit is "
                    + limit + ", and " + first() + " tokens stay");
        }
        session = model.session();
        kept = new int[limit];
    }

    private int first() {
        return switch (policy) {
            case WindowPolicy.AttentionSinks(int sinks) -> sinks;
            case WindowPolicy.KeepSystem _ -> pinned;
            case WindowPolicy.Refuse _,
                    WindowPolicy.DropOldest _,
                    WindowPolicy.SlidingWindow _,
                    WindowPolicy.Summarise _ -> 0;
        };
    }

    private int room() {
        return switch (policy) {
            case WindowPolicy.DropOldest(int room) -> room;
            case WindowPolicy.KeepSystem(int room) -> room;
            case WindowPolicy.Refuse _,
                    WindowPolicy.SlidingWindow _,
                    WindowPolicy.AttentionSinks _,
                    WindowPolicy.Summarise _ -> 0;
        };
    }

    /// Reads `ids`, at most as many as the window has room for behind what always stays, and returns the
    /// logits after each of them.
    ///
    /// @throws ContextWindow.FullException if the window is full and the policy refuses
    public float[][] read(int... ids) {
        int over = size + ids.length - limit;
        if (over > 0) makeRoom(ids.length, over);
        float[][] logits = session.all(ids);
        System.arraycopy(ids, 0, kept, size, ids.length);
        size += ids.length;
        return logits;
    }

    private void makeRoom(int more, int over) {
        if (policy instanceof WindowPolicy.Refuse) {
            throw new ContextWindow.FullException(
                    "the window holds %,d of %,d tokens, and %,d more were given; the policy refuses to leave any out"
                            .formatted(size, limit, more));
        }
        int from = Math.min(first(), size);
        if (over > size - from) {
            throw new IllegalArgumentException(
                    "%,d tokens at once do not fit behind %,d that stay, into a window of %,d"
                            .formatted(more, from, limit));
        }
        int gone = Math.min(size - from, over + room());
        System.arraycopy(kept, from + gone, kept, from, size - from - gone);
        size -= gone;
        if (policy.keepsCache()) {
            session.drop(from, from + gone);
        } else {
            session.rewind(from);
            if (size > from) session.next(Arrays.copyOfRange(kept, from, size));
            reread += size - from;
        }
    }

    /// Returns the ids that the window holds.
    public int[] ids() {
        return Arrays.copyOf(kept, size);
    }

    /// Returns how many tokens were read a second time and more often.
    public long reread() {
        return reread;
    }

    /// Returns the negative log-probability of each token of a text, in nats, read so; NaN for the first.
    ///
    /// @param ids   the text's tokens
    /// @param block how many tokens go through the model at once: 1 is what happens when a text is
    ///     written; more is faster, and has up to `block` tokens less to look back at
    public static double[] losses(
            LanguageModel model, int[] ids, int limit, WindowPolicy policy, int pinned, int block) {
        if (block < 1 || block > limit / 2) {
            throw new IllegalArgumentException(
                    "a block has at least 1 token and at most half of the window's, but has " + block + " of " + limit);
        }
        var reading = new StreamReading(model, limit, policy, pinned);
        double[] losses = new double[ids.length];
        Arrays.fill(losses, Double.NaN);
        try (var task = Progress.task("reading with " + policy.label(), ids.length - 1)) {
            for (int from = 0; from + 1 < ids.length; from += block) {
                int to = Math.min(ids.length - 1, from + block);
                float[][] logits = reading.read(Arrays.copyOfRange(ids, from, to));
                for (int i = from; i < to; i++) {
                    losses[i + 1] = Perplexity.nll(logits[i - from], ids[i + 1]);
                }
                task.at(to);
            }
        }
        return losses;
    }

    /// Returns how well the model expects tokens by their position when it reads each text so, in
    /// stretches of `width` positions.
    public static PositionLoss byPosition(
            LanguageModel model, List<int[]> texts, int limit, WindowPolicy policy, int block, int width) {
        List<double[]> losses = texts.stream()
                .map(ids -> losses(model, ids, limit, policy, 0, block))
                .toList();
        return PositionLoss.of(policy.label(), model.contextLength(), losses, width);
    }
}
