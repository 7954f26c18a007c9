package org.vitrina.transformer;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.SequencedMap;
import java.util.SequencedSet;
import java.util.regex.Pattern;
import org.vitrina.tensor.Tensor;

/// What a model computed on one text, kept by the names of the places ([Watcher] lists them).
public final class Activations {
    private final int[] ids;
    private final SequencedMap<String, Tensor> kept;

    private Activations(int[] ids, SequencedMap<String, Tensor> kept) {
        this.ids = ids;
        this.kept = kept;
    }

    /// Lets `model` read `ids` and keeps what it computes.
    ///
    /// @param places names, in which `*` stands for anything: `blocks.*.hook_resid_post`; none means all
    /// @throws IllegalArgumentException if the model has no such place
    static Activations of(Model model, int[] ids, String... places) {
        Pattern watched = Watcher.pattern(places.length == 0 ? new String[] {"*"} : places);
        var kept = new LinkedHashMap<String, Tensor>();
        var session = model.session(new Watcher() {
            @Override
            public boolean watches(String place) {
                return watched.matcher(place).matches();
            }

            @Override
            public Tensor see(String place, Tensor value) {
                kept.merge(place, value.copy(), (first, second) -> joined(place, first, second));
                return value;
            }
        });
        boolean unembeds = watched.matcher(Places.LOGITS).matches()
                || watched.matcher(Places.LAST_NORM).matches();
        if (unembeds) session.all(ids);
        else session.next(ids);
        if (kept.isEmpty()) {
            throw new IllegalArgumentException("the model '" + model.name() + "' has no place called "
                    + String.join(", ", places) + "; there are, for example, hook_embed, blocks.0.attn.hook_pattern and"
                    + " blocks.*.hook_resid_post");
        }
        return new Activations(ids.clone(), kept);
    }

    /// Joins two parts of a text: rows below rows. The heads of a pattern are joined each by itself, and the
    /// earlier part looked at nothing of the later one.
    private static Tensor joined(String place, Tensor first, Tensor second) {
        int[] shape = second.shape();
        if (shape.length == 2) {
            float[] both = Arrays.copyOf(first.toArray(), first.size() + second.size());
            System.arraycopy(second.data(), second.offset(), both, first.size(), second.size());
            return Tensor.of(both, first.rows() + second.rows(), shape[1]);
        }
        int heads = shape[0];
        int early = first.shape()[1];
        Tensor both = Tensor.zeros(heads, early + shape[1], shape[2]);
        if (place.endsWith("_scores")) Arrays.fill(both.data(), Float.NEGATIVE_INFINITY);
        for (int head = 0; head < heads; head++) {
            for (int t = 0; t < early + shape[1]; t++) {
                Tensor from = t < early ? first : second;
                int row = t < early ? head * early + t : head * shape[1] + t - early;
                System.arraycopy(
                        from.data(),
                        from.offset() + row * from.columns(),
                        both.data(),
                        (head * (early + shape[1]) + t) * both.columns(),
                        from.columns());
            }
        }
        return both;
    }

    /// Returns the tokens that were read.
    public int[] ids() {
        return ids.clone();
    }

    /// Returns the names of what was kept, in the order in which it was computed.
    public SequencedSet<String> places() {
        return Collections.unmodifiableSequencedSet(new LinkedHashSet<>(kept.keySet()));
    }

    /// Returns the activation at `place`, over all of the text.
    ///
    /// @throws IllegalArgumentException if it was not kept
    public Tensor get(String place) {
        Tensor value = kept.get(place);
        if (value == null) {
            throw new IllegalArgumentException("'" + place + "' was not kept; kept were " + some());
        }
        return value;
    }

    private String some() {
        return kept.size() <= 12
                ? String.join(", ", kept.keySet())
                : kept.size() + " places, from " + kept.firstEntry().getKey() + " to "
                        + kept.lastEntry().getKey();
    }

    @Override
    public String toString() {
        return "Activations of %d tokens at %s".formatted(ids.length, some());
    }
}
