package org.vitrina.prompt;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.tokenize.Markers;
import org.vitrina.tokenize.Tokenizer;

/// Vocabularies for tests.
final class Tokens {
    /// Merges go across words, marks and letters of two bytes: tokens that are several symbols of a grammar, and
    /// halves of a character.
    static final Tokenizer BPE = BpeTokenizer.train(
            "{\"name\": \"año\", \"age\": 12}, {\"name\": \"niño\", \"age\": 341} ñandú señor → ok ∞ 漢字漢 true false null "
                    .repeat(8),
            330);

    private Tokens() {}

    /// A tokenizer of just these tokens, the longest at a place first. Of `</s>`, it says that it ends a text.
    static Tokenizer of(String... tokens) {
        var bytes = new ArrayList<byte[]>();
        for (String token : tokens) bytes.add(token.getBytes(StandardCharsets.UTF_8));
        return new Some(bytes);
    }

    private record Some(List<byte[]> all) implements Tokenizer {
        private OptionalInt end() {
            for (int id = 0; id < all.size(); id++) {
                if (new String(all.get(id), StandardCharsets.UTF_8).equals("</s>")) return OptionalInt.of(id);
            }
            return OptionalInt.empty();
        }

        @Override
        public String name() {
            return "some tokens";
        }

        @Override
        public int vocabularySize() {
            return all.size();
        }

        @Override
        public Map<String, Integer> specialTokens() {
            return end().isPresent() ? Map.of("</s>", end().getAsInt()) : Map.of();
        }

        @Override
        public Markers markers() {
            return new Markers(
                    OptionalInt.empty(),
                    end(),
                    OptionalInt.empty(),
                    OptionalInt.empty(),
                    List.of(),
                    List.of(),
                    end().isPresent() ? Set.of(end().getAsInt()) : Set.of());
        }

        @Override
        public int[] encode(String text, Set<String> allowedSpecial) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int[] ids = new int[bytes.length];
            int count = 0;
            for (int at = 0; at < bytes.length; ) {
                int best = -1;
                for (int id = 0; id < all.size(); id++) {
                    byte[] token = all.get(id);
                    boolean isText = end().orElse(-1) != id || allowedSpecial.contains("</s>");
                    boolean fits = isText
                            && at + token.length <= bytes.length
                            && Arrays.equals(bytes, at, at + token.length, token, 0, token.length);
                    if (fits && (best < 0 || token.length > all.get(best).length)) best = id;
                }
                if (best < 0) throw new IllegalArgumentException("no token for '" + text + "' at byte " + at);
                ids[count++] = best;
                at += all.get(best).length;
            }
            return Arrays.copyOf(ids, count);
        }

        @Override
        public byte[] bytes(int id) {
            if (id < 0 || id >= all.size()) throw new IllegalArgumentException("no token " + id);
            return all.get(id).clone();
        }
    }
}
