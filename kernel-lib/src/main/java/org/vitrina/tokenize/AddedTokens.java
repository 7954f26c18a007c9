package org.vitrina.tokenize;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;

/// The added tokens of a tokenizer, and where they stand in a text.
final class AddedTokens {
    private final List<AddedToken> tokens;
    private final Normalization normalization;
    private final Map<String, Integer> special;
    private final Map<Integer, byte[]> bytes = new LinkedHashMap<>();
    private final Finder inText;
    private final Finder inNormalized;

    /// @param normalization what is done to the text that normalized tokens are looked for in
    /// @param decoded       returns the bytes that a token stands for in a decoded text
    AddedTokens(List<AddedToken> tokens, Normalization normalization, Function<AddedToken, byte[]> decoded) {
        this.tokens = List.copyOf(tokens);
        this.normalization = normalization;
        var ids = new LinkedHashMap<String, Integer>();
        for (AddedToken token : tokens) {
            bytes.put(token.id(), decoded.apply(token));
            if (token.special()) {
                ids.put(token.text(), token.id());
            }
        }
        special = Collections.unmodifiableMap(ids);
        List<AddedToken> raw = tokens.stream().filter(t -> !t.normalized()).toList();
        List<AddedToken> normal = tokens.stream().filter(AddedToken::normalized).toList();
        inText = new Finder(raw, raw.stream().map(AddedToken::text).toList());
        inNormalized = new Finder(
                normal,
                normal.stream().map(token -> normalization.apply(token.text())).toList());
    }

    /// Returns special tokens with these texts and ids.
    static AddedTokens special(Map<String, Integer> ids) {
        var tokens = new ArrayList<AddedToken>();
        ids.forEach((text, id) -> tokens.add(AddedToken.special(text, id)));
        return new AddedTokens(tokens, Normalization.NONE, token -> token.text().getBytes(StandardCharsets.UTF_8));
    }

    List<AddedToken> tokens() {
        return tokens;
    }

    /// Returns these tokens and further special ones.
    AddedTokens with(Map<String, Integer> more) {
        var all = new ArrayList<>(tokens);
        more.forEach((text, id) -> all.add(AddedToken.special(text, id)));
        return new AddedTokens(
                all,
                normalization,
                token -> has(token.id()) ? bytes(token.id()) : token.text().getBytes(StandardCharsets.UTF_8));
    }

    /// Returns the ids of the special ones by their text.
    Map<String, Integer> special() {
        return special;
    }

    boolean has(int id) {
        return bytes.containsKey(id);
    }

    byte[] bytes(int id) {
        return bytes.get(id).clone();
    }

    /// Returns 1 more than the highest id, or 0.
    int end() {
        return bytes.keySet().stream().mapToInt(id -> id + 1).max().orElse(0);
    }

    /// Receives a text cut at added tokens: plain stretches, and the id of each token between them.
    interface Reader {
        /// @param start whether the text begins with this stretch
        void plain(String text, boolean start);

        void token(int id);

        /// Says that what follows comes from these characters of the text.
        default void part(int from, int to, boolean token) {}
    }

    /// Reads `text` with the special tokens in `allowed` and all that are not special.
    ///
    /// @throws IllegalArgumentException if one of `allowed` is no special token here
    void read(String text, Set<String> allowed, Normalization normalization, Reader reader) {
        for (String token : allowed) {
            if (!special.containsKey(token)) {
                throw new IllegalArgumentException("'" + token + "' is not a special token of this tokenizer; "
                        + (special.isEmpty() ? "it has none" : "it has " + String.join(", ", special.keySet())));
            }
        }
        boolean none = allowed.isEmpty();
        read(text, (token, _, _) -> !token.special() || allowed.contains(token.text()), none, normalization, reader);
    }

    /// Reads `text` with the special tokens where `places` allow them and all that are not special. A
    /// token that is
    /// looked for in the normalized text is allowed where it would be in the whole stretch.
    void read(String text, Stretch.SpecialPlaces places, Normalization normalization, Reader reader) {
        read(
                text,
                (token, from, to) -> !token.special() || places.allow(token.text(), from, to),
                false,
                normalization,
                reader);
    }

    private void read(
            String text, TokenTrie.Choice choice, boolean noSpecial, Normalization normalization, Reader reader) {
        inText.cut(text, true, choice, noSpecial, new Reader() {
            private int from;
            private int to;

            @Override
            public void part(int from, int to, boolean token) {
                this.from = from;
                this.to = to;
                reader.part(from, to, token);
            }

            @Override
            public void plain(String stretch, boolean start) {
                int first = from;
                int last = to;
                inNormalized.cut(
                        normalization.apply(stretch),
                        start,
                        (token, _, _) -> choice.counts(token, first, last),
                        noSpecial,
                        new Reader() {
                            @Override
                            public void plain(String piece, boolean pieceStart) {
                                reader.plain(piece, pieceStart);
                            }

                            @Override
                            public void token(int id) {
                                reader.token(id);
                            }
                        });
            }

            @Override
            public void token(int id) {
                reader.token(id);
            }
        });
    }

    /// Returns the stretches of `text` between `tokens`.
    static List<String> without(String text, Collection<String> tokens) {
        var ids = new LinkedHashMap<String, Integer>();
        tokens.forEach(token -> ids.put(token, ids.size()));
        var stretches = new ArrayList<String>();
        special(ids).read(text, ids.keySet(), Normalization.NONE, new Reader() {
            @Override
            public void plain(String stretch, boolean start) {
                stretches.add(stretch);
            }

            @Override
            public void token(int id) {}
        });
        return stretches;
    }

    /// Cuts texts at some of the tokens.
    private static final class Finder {
        private final List<AddedToken> tokens;
        private final List<String> texts;
        private final boolean onlySpecial;
        private final TokenTrie trie;

        Finder(List<AddedToken> tokens, List<String> texts) {
            this.tokens = tokens;
            this.texts = texts;
            onlySpecial = tokens.stream().allMatch(AddedToken::special);
            trie = new TokenTrie(tokens, texts);
        }

        void cut(String text, boolean start, TokenTrie.Choice choice, boolean noSpecial, Reader reader) {
            int from = 0;
            int next = 0;
            while (!(onlySpecial && noSpecial)) {
                long found = trie.find(text, next, choice);
                if (found < 0) {
                    break;
                }
                AddedToken token = tokens.get((int) found);
                int left = (int) (found >>> 32);
                int right = left + texts.get((int) found).length();
                next = right;
                if (token.word() && !standsAlone(text, left, right)) {
                    continue;
                }
                while (token.stripLeft() && left > from && isSpaceBefore(text, left)) {
                    left--;
                }
                while (token.stripRight() && right < text.length() && isSpace(text.charAt(right))) {
                    right++;
                }
                if (left > from) {
                    reader.part(from, left, false);
                    reader.plain(text.substring(from, left), start && from == 0);
                }
                reader.part(left, right, true);
                reader.token(token.id());
                from = right;
                next = right;
            }
            if (from < text.length()) {
                reader.part(from, text.length(), false);
                reader.plain(from == 0 ? text : text.substring(from), start && from == 0);
            }
        }

        private static boolean isSpaceBefore(String text, int at) {
            return isSpace(text.charAt(at - 1));
        }

        /// White space lies in the basic plane.
        private static boolean isSpace(char c) {
            return (CharClass.of(c) & CharClass.SPACE) != 0;
        }

        private static boolean standsAlone(String text, int left, int right) {
            return (left == 0 || !isWord(text.codePointBefore(left)))
                    && (right == text.length() || !isWord(text.codePointAt(right)));
        }

        /// Returns whether `c` is what `\w` fits ([UTS #18, annex
        /// C](https://www.unicode.org/reports/tr18/#Compatibility_Properties)).
        private static boolean isWord(int c) {
            return Character.isAlphabetic(c)
                    || (CharClass.of(c) & CharClass.MARK) != 0
                    || Character.getType(c) == Character.DECIMAL_DIGIT_NUMBER
                    || Character.getType(c) == Character.CONNECTOR_PUNCTUATION
                    || c == 0x200C
                    || c == 0x200D;
        }
    }
}
