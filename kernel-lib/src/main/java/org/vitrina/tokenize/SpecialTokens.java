package org.vitrina.tokenize;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The special tokens of a tokenizer, and where they stand in a text.
final class SpecialTokens {
    private final Map<String, Integer> ids;
    private final Map<Integer, byte[]> bytes = new LinkedHashMap<>();

    SpecialTokens(Map<String, Integer> ids) {
        this.ids = Collections.unmodifiableMap(new LinkedHashMap<>(ids));
        ids.forEach((text, id) -> bytes.put(id, text.getBytes(StandardCharsets.UTF_8)));
    }

    Map<String, Integer> ids() {
        return ids;
    }

    boolean has(int id) {
        return bytes.containsKey(id);
    }

    byte[] bytes(int id) {
        return bytes.get(id).clone();
    }

    /// Receives a text cut at special tokens: plain stretches, and the id of each token between them.
    interface Reader {
        void plain(String text);

        void special(int id);
    }

    /// Reads `text` with the tokens in `allowed`; of two at the same place the longer one counts.
    ///
    /// @throws IllegalArgumentException if one of `allowed` is no special token here
    void read(String text, Set<String> allowed, Reader reader) {
        for (String token : allowed) {
            if (!ids.containsKey(token)) {
                throw new IllegalArgumentException("'" + token + "' is not a special token of this tokenizer; "
                        + (ids.isEmpty() ? "it has none" : "it has " + String.join(", ", ids.keySet())));
            }
        }
        cut(text, allowed, new Cutter() {
            @Override
            public void plain(String stretch) {
                reader.plain(stretch);
            }

            @Override
            public void special(String token) {
                reader.special(ids.get(token));
            }
        });
    }

    /// Returns the stretches of `text` between `tokens`.
    static List<String> without(String text, Collection<String> tokens) {
        var stretches = new ArrayList<String>();
        cut(text, tokens, new Cutter() {
            @Override
            public void plain(String stretch) {
                stretches.add(stretch);
            }

            @Override
            public void special(String token) {}
        });
        return stretches;
    }

    private interface Cutter {
        void plain(String stretch);

        void special(String token);
    }

    private static void cut(String text, Collection<String> tokens, Cutter cutter) {
        String[] names = tokens.toArray(String[]::new);
        int[] places = new int[names.length];
        java.util.Arrays.fill(places, -1);
        int from = 0;
        while (true) {
            int best = -1;
            for (int t = 0; t < names.length; t++) {
                if (places[t] < from) {
                    int found = text.indexOf(names[t], from);
                    places[t] = found < 0 ? Integer.MAX_VALUE : found;
                }
                if (places[t] != Integer.MAX_VALUE
                        && (best < 0
                                || places[t] < places[best]
                                || places[t] == places[best] && names[t].length() > names[best].length())) {
                    best = t;
                }
            }
            int to = best < 0 ? text.length() : places[best];
            if (to > from) {
                cutter.plain(text.substring(from, to));
            }
            if (best < 0) {
                return;
            }
            cutter.special(names[best]);
            from = to + names[best].length();
        }
    }
}
