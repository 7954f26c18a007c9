package org.vitrina.tokenize;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// Puts a [BpeTokenizer] together from what a file says: tokens with any ids, and the pairs that are merged.
///
/// What is wrong is told by [IllegalArgumentException]s, at the call that brings it. For one thread.
public final class BpeBuilder {
    private final String name;
    private final boolean bytes;
    private final Map<String, Integer> ids = new HashMap<>();
    private final Vocabulary vocabulary = new Vocabulary(1024);
    private final PairTable pairs = new PairTable(1024);
    private final IntList made = new IntList(1024);

    /// The merges in order, two ids each.
    private final IntList merged = new IntList(2048);

    private final List<AddedToken> added = new ArrayList<>();
    private Normalization normalization = Normalization.NONE;
    private PreTokenizer split = SplitPattern.NONE;
    private Markers markers = Markers.NONE;
    private boolean wholePieces;
    private boolean dropsMissing;
    private boolean hexBytes;
    private int unknown = Vocabulary.NONE;
    private boolean fusesUnknown;
    private String mark = " ";
    private boolean stripsFirstSpace;
    private float[] scores;

    private BpeBuilder(String name, boolean bytes) {
        this.name = name;
        this.bytes = bytes;
    }

    /// Returns a builder for tokens that are made of bytes and written in GPT-2's alphabet, where a space is `Ġ`.
    public static BpeBuilder bytes(String name) {
        return new BpeBuilder(name, true);
    }

    /// Returns a builder for tokens that are made of characters and written as they are.
    public static BpeBuilder characters(String name) {
        return new BpeBuilder(name, false);
    }

    /// Adds a token.
    ///
    /// @param text as the file writes it
    /// @throws IllegalArgumentException if `text` is empty or too long, or the id or the text is taken
    public BpeBuilder token(int id, String text) {
        byte[] written = bytes ? ByteAlphabet.bytes(text) : null;
        boolean findable = bytes ? written != null : ByteTokens.byteOf(text) < 0;
        byte[] content = written != null ? written : text.getBytes(StandardCharsets.UTF_8);
        check(id, text, content.length);
        ids.put(text, id);
        if (findable) {
            vocabulary.add(id, content);
        } else {
            vocabulary.addHidden(id, content);
        }
        return this;
    }

    private void check(int id, String text, int length) {
        if (id < 0 || id > RankVocabulary.HIGHEST_ID) {
            throw new IllegalArgumentException(
                    "the token '" + text + "' has id " + id + ", expected 0 to " + RankVocabulary.HIGHEST_ID);
        }
        if (text.isEmpty()) {
            throw new IllegalArgumentException("the token with id " + id + " is empty; every token needs a text");
        }
        if (!RankVocabulary.isWellFormed(text)) {
            throw new IllegalArgumentException("the token with id " + id
                    + " holds a surrogate without its partner, which is no character; it can never be found");
        }
        if (length > Vocabulary.LONGEST_TOKEN || vocabulary.isFull()) {
            throw new IllegalArgumentException(
                    "the token with id " + id + " has " + length + " bytes, expected at most "
                            + Vocabulary.LONGEST_TOKEN + ", and " + Vocabulary.MOST_BYTES + " in all tokens together");
        }
        if (vocabulary.has(id)) {
            throw new IllegalArgumentException("the token '" + text + "' has id " + id + ", which '"
                    + Token.textOf(vocabulary.bytes(id)) + "' has as well; every token needs its own");
        }
        if (ids.containsKey(text)) {
            throw new IllegalArgumentException(
                    "the token '" + text + "' has two ids, " + ids.get(text) + " and " + id + ", expected one");
        }
    }

    /// Returns whether there is a token of this text.
    public boolean has(String text) {
        return ids.containsKey(text);
    }

    /// Returns the id of the token with this text.
    ///
    /// @throws IllegalArgumentException if there is none
    public int id(String text) {
        Integer id = ids.get(text);
        if (id == null) {
            throw new IllegalArgumentException("there is no token '" + text + "' in the vocabulary");
        }
        return id;
    }

    /// Adds the merge of two tokens, after all that were added before. Where the same two were added before,
    /// `again` says whether this is now their turn, rather than the earlier one.
    ///
    /// @throws IllegalArgumentException if the vocabulary lacks one of the two, or the token that they make
    public BpeBuilder merge(String left, String right, boolean again) {
        return merge(id(left), id(right), id(left + right), again);
    }

    /// Adds the merge of the tokens `left` and `right`, which make `both`, after all that were added before. The
    /// caller has checked that there are such tokens.
    public BpeBuilder merge(int left, int right, int both, boolean again) {
        int number = made.size();
        made.add(both);
        merged.add(left);
        merged.add(right);
        if (again || pairs.get(left, right) == PairTable.NONE) {
            pairs.put(left, right, number);
        }
        return this;
    }

    /// Sets that any two neighbours are merged that together are a token, the one with the highest score first and
    /// the leftmost of equals, as SentencePiece does; merges that were added do not count.
    ///
    /// @param scores the score of each token by its id; finite
    /// @throws IllegalArgumentException if there are too few, or one is no number
    public BpeBuilder scores(float[] scores) {
        if (scores.length < vocabulary.end()) {
            throw new IllegalArgumentException(
                    "there are " + scores.length + " scores, expected one for each of " + vocabulary.end() + " tokens");
        }
        for (int id = 0; id < scores.length; id++) {
            if (Float.isNaN(scores[id])) {
                throw new IllegalArgumentException("the score of token " + id + " is no number");
            }
        }
        this.scores = scores.clone();
        return this;
    }

    /// Sets the tokens that are looked for in a text before anything else.
    public BpeBuilder added(List<AddedToken> tokens) {
        added.clear();
        added.addAll(tokens);
        return this;
    }

    /// Sets what is done to a text before it is cut; nothing, unless set.
    public BpeBuilder normalization(Normalization normalization) {
        this.normalization = normalization;
        return this;
    }

    /// Sets what cuts a text into pieces; nothing does, unless set.
    public BpeBuilder split(PreTokenizer split) {
        this.split = split;
        return this;
    }

    /// Sets the tokens that mark where a text begins and ends.
    public BpeBuilder markers(Markers markers) {
        this.markers = markers;
        return this;
    }

    /// Sets whether a piece that is a token as a whole is that token, though merging may not reach it (in
    /// `tokenizer.json`: `ignore_merges`).
    public BpeBuilder wholePieces(boolean wholePieces) {
        this.wholePieces = wholePieces;
        return this;
    }

    /// Sets whether a byte that has no token is left out before merging, so that its neighbours may be merged,
    /// as Hugging Face's library does; otherwise it is left out afterwards, as llama.cpp does.
    public BpeBuilder dropsMissing(boolean dropsMissing) {
        this.dropsMissing = dropsMissing;
        return this;
    }

    /// Sets whether a character that the vocabulary lacks becomes the tokens of its bytes, `<0x00>` to `<0xFF>`,
    /// where these are there (`byte_fallback`).
    public BpeBuilder hexBytes(boolean hexBytes) {
        this.hexBytes = hexBytes;
        return this;
    }

    /// Sets the token that stands for a character that the vocabulary lacks; it is left out unless this is set.
    ///
    /// @param fuses whether several such in a row become one
    /// @throws IllegalArgumentException if there is no such token
    public BpeBuilder unknown(String text, boolean fuses) {
        unknown = id(text);
        fusesUnknown = fuses;
        return this;
    }

    /// Sets what stands for a space in the texts of tokens, when ids are turned into text again.
    ///
    /// @param mark             such as `▁`
    /// @param stripsFirstSpace whether a decoded text begins without the space that was put before it
    public BpeBuilder spaces(String mark, boolean stripsFirstSpace) {
        this.mark = mark;
        this.stripsFirstSpace = stripsFirstSpace;
        return this;
    }

    /// Returns the tokenizer.
    ///
    /// @throws IllegalArgumentException if an added token has the id of another token with another text
    public BpeTokenizer build() {
        var addedIds = new HashMap<Integer, String>();
        for (AddedToken token : added) {
            check(token, addedIds);
        }
        int end = vocabulary.end();
        Merges merges = scores == null ? new Merges(pairs, made.toArray(), null) : ScoredMerges.of(vocabulary, scores);
        Symbols symbols = bytes
                ? Symbols.bytes(vocabulary, dropsMissing, unknown, fusesUnknown)
                : Symbols.characters(vocabulary, hexBytes ? ByteTokens.ids(ids) : null, unknown, fusesUnknown);
        var model = new BpeModel(vocabulary, symbols, merges, wholePieces, end);
        var decoding = new Decoding(bytes ? vocabulary : decoded(), stripsFirstSpace);
        return new BpeTokenizer(
                name,
                normalization,
                new AddedTokens(added, normalization, token -> decoded(token.text())),
                split,
                model,
                null,
                bytes && scores == null ? merged.toArray() : null,
                decoding,
                markers);
    }

    /// Returns what the tokens stand for in a decoded text.
    private Vocabulary decoded() {
        var decoded = new Vocabulary(vocabulary.end());
        ids.forEach((text, id) -> decoded.addHidden(id, decoded(text)));
        return decoded;
    }

    private byte[] decoded(String text) {
        int b = bytes || !hexBytes ? -1 : ByteTokens.byteOf(text);
        String written = bytes ? text : text.replace(mark, " ");
        return b >= 0 ? new byte[] {(byte) b} : written.getBytes(StandardCharsets.UTF_8);
    }

    private void check(AddedToken token, Map<Integer, String> addedIds) {
        String what = "the added token '" + token.text() + "'";
        if (token.text().isEmpty()) {
            throw new IllegalArgumentException("the added token with id " + token.id() + " is empty; it needs a text");
        }
        if (!RankVocabulary.isWellFormed(token.text())) {
            throw new IllegalArgumentException("the added token with id " + token.id()
                    + " holds a surrogate without its partner, which is no character; it can never be found");
        }
        if (token.id() < 0 || token.id() > RankVocabulary.HIGHEST_ID) {
            throw new IllegalArgumentException(
                    what + " has id " + token.id() + ", expected 0 to " + RankVocabulary.HIGHEST_ID);
        }
        String other = addedIds.put(token.id(), token.text());
        Integer inVocabulary = ids.get(token.text());
        if (other != null || inVocabulary == null && vocabulary.has(token.id())) {
            throw new IllegalArgumentException(
                    what + " has id " + token.id() + ", which another token has as well; every token needs its own");
        }
        if (inVocabulary != null && inVocabulary != token.id()) {
            throw new IllegalArgumentException(
                    what + " has two ids, " + inVocabulary + " and " + token.id() + ", expected one");
        }
    }
}
