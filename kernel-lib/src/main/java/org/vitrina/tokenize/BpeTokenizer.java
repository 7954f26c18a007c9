package org.vitrina.tokenize;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.vitrina.show.Observer;
import org.vitrina.show.Walk;

/// Byte-level byte-pair encoding: learned from a text, or with the published ranks of GPT models.
///
/// Encoding normalizes the text, cuts it into pieces ([SplitPattern]) and merges the bytes of each piece,
/// the pair that was learned earliest first. As every byte is a token of its own, any text can be encoded
/// and comes back as it was, but for what the normalization changed. Surrogates without a partner are no
/// characters; they become `?`.
///
/// A tokenizer does not change and may be used by several threads at once.
public final class BpeTokenizer implements Tokenizer {
    /// Tokens that may be learned.
    static final int MOST_TOKENS = 1 << 20;

    /// Characters of a text that is walked: a step holds all tokens of its piece.
    static final int LONGEST_WALK = 2_000;

    private final String name;
    private final Normalization normalization;
    private final AddedTokens added;
    private final PreTokenizer split;
    private final BpeModel model;
    private final Decoding decoding;
    private final Markers markers;
    /// The learned merges in order, two ids each; null where the vocabulary comes from elsewhere.
    private final int[] learned;

    /// The merges in order, two ids each, learned here or told by a file; null where they are not known.
    private final int[] merges;

    private final byte[] reach;

    /// A tokenizer that was learned here, or has published ranks.
    BpeTokenizer(
            String name,
            Normalization normalization,
            SplitPattern split,
            BpeModel model,
            int[] learned,
            Map<String, Integer> special) {
        this(
                name,
                normalization,
                AddedTokens.special(special),
                split,
                model,
                learned,
                learned,
                Decoding.of(model.vocabulary()),
                Markers.NONE);
    }

    /// @param learned the learned merges in order, two ids each, or null
    /// @param merges  those of a file, likewise
    BpeTokenizer(
            String name,
            Normalization normalization,
            AddedTokens added,
            PreTokenizer split,
            BpeModel model,
            int[] learned,
            int[] merges,
            Decoding decoding,
            Markers markers) {
        if (!RankVocabulary.isWellFormed(name)) {
            throw new IllegalArgumentException(
                    "the name of a tokenizer must be text, but '" + name + "' holds a surrogate without its partner");
        }
        this.name = name;
        this.normalization = normalization;
        this.added = added;
        this.split = split;
        this.model = model;
        this.learned = learned;
        this.merges = merges;
        this.decoding = decoding;
        this.markers = markers;
        reach = new byte[model.end()];
    }

    /// Returns a tokenizer learned from `text` with [BpeOptions#DEFAULT].
    ///
    /// @param vocabularySize how many tokens it shall have; at least 256, the bytes
    public static BpeTokenizer train(String text, int vocabularySize) {
        return train(text, vocabularySize, BpeOptions.DEFAULT);
    }

    /// Returns a tokenizer learned from `text`.
    ///
    /// Ids 0 to 255 are the bytes, then come the merged tokens in the order they were learned, then the
    /// special tokens. Each merge takes the pair of neighbours that stands in the text most often;
    /// neighbours that overlap count each, so `aaa` holds the pair `a`, `a` twice. Of pairs that stand
    /// there equally often the one whose left token comes first in the order of bytes is taken, then the
    /// one whose right token does: a rule that does not depend on the order of the text. Special tokens in
    /// the text cut it and are not learned from. Tokens of more than 1,024 bytes are not made.
    ///
    /// @param vocabularySize how many tokens it shall have, special ones included; at most 1,048,576. It
    ///     gets fewer where no pair is left that occurs [BpeOptions#minimumCount] times
    /// @throws IllegalArgumentException if `vocabularySize` leaves no room for bytes and special tokens, or
    ///     is too large
    public static BpeTokenizer train(String text, int vocabularySize, BpeOptions options) {
        return train(text, vocabularySize, options, Observer.NONE);
    }

    /// Returns a tokenizer learned from `text`, and tells `watch` of each merge ([BpeStep.PairMerged]).
    public static BpeTokenizer train(String text, int vocabularySize, BpeOptions options, Observer watch) {
        if (vocabularySize > MOST_TOKENS) {
            throw new IllegalArgumentException("a vocabulary may have " + MOST_TOKENS
                    + " tokens, some times as many as any that was published, but vocabularySize is " + vocabularySize);
        }
        int size = vocabularySize - options.specialTokens().size();
        if (size < 256) {
            throw new IllegalArgumentException("a vocabulary needs at least "
                    + (256 + options.specialTokens().size())
                    + " tokens, 256 for the bytes and "
                    + options.specialTokens().size()
                    + " special ones, but vocabularySize is " + vocabularySize);
        }
        List<String> texts = AddedTokens.without(text, options.specialTokens()).stream()
                .map(options.normalization()::apply)
                .toList();
        Chunks chunks = Chunks.of(texts, options.split());
        var trainer = new BpeTrainer(chunks, size, options.minimumCount(), watch);
        int[] merges = trainer.train(size);
        var special = new LinkedHashMap<String, Integer>();
        for (String token : options.specialTokens()) {
            special.put(token, trainer.vocabulary().end() + special.size());
        }
        return new BpeTokenizer(
                options.name(),
                options.normalization(),
                options.split(),
                BpeModel.ranked(trainer.vocabulary(), trainer.merges()),
                merges,
                special);
    }

    /// Returns the walk over the training on `text`, merge by merge, with [BpeOptions#DEFAULT].
    public static Walk<BpeStep.PairMerged> trainingWalk(String text, int vocabularySize) {
        return trainingWalk(text, vocabularySize, BpeOptions.DEFAULT);
    }

    /// Returns the walk over the training on `text`, merge by merge.
    public static Walk<BpeStep.PairMerged> trainingWalk(String text, int vocabularySize, BpeOptions options) {
        var recorder = Walk.recorder();
        train(text, vocabularySize, options, recorder);
        return recorder.walk("Training a tokenizer", BpeStep.PairMerged.class);
    }

    /// Returns the tokenizer that the same training gives with a smaller vocabulary: this one's first
    /// merges, its
    /// special tokens renumbered to follow them.
    ///
    /// @param vocabularySize how many tokens it shall have, special ones included; at most those of this
    ///     one
    /// @throws IllegalArgumentException if there is no room for bytes and special tokens, or there are not
    ///     so
    ///     many tokens
    /// @throws IllegalStateException if the ranks were published: they do not tell the merges
    public BpeTokenizer withVocabularySize(int vocabularySize) {
        if (learned == null) {
            throw new IllegalStateException("the vocabulary of '" + name + "' was published without its merges, so it "
                    + "cannot be made smaller; train(text, vocabularySize) learns one that can");
        }
        int smallest = 256 + added.special().size();
        if (vocabularySize < smallest || vocabularySize > vocabularySize()) {
            throw new IllegalArgumentException("'" + name + "' can have " + smallest + " to " + vocabularySize()
                    + " tokens, but vocabularySize is " + vocabularySize);
        }
        int[] first = Arrays.copyOf(learned, 2 * (vocabularySize - smallest));
        var fewer = Vocabulary.ofBytes(vocabularySize);
        var fewerPairs = new PairTable(vocabularySize);
        for (int i = 0; i < first.length; i += 2) {
            int id = fewer.end();
            fewer.add(id, first[i], first[i + 1]);
            fewerPairs.put(first[i], first[i + 1], id);
        }
        var renumbered = new LinkedHashMap<String, Integer>();
        added.special().keySet().forEach(token -> renumbered.put(token, fewer.end() + renumbered.size()));
        return new BpeTokenizer(
                name, normalization, (SplitPattern) split, BpeModel.ranked(fewer, fewerPairs), first, renumbered);
    }

    /// Returns a tokenizer with published ranks: a pair is merged where its bytes together have a rank, the
    /// lowest rank first. The rank is the id.
    ///
    /// @param ranks the rank of each token by its bytes; all 256 single bytes must be there
    /// @throws IllegalArgumentException if a byte is missing, a rank is negative, far too high or given
    ///     twice, or a special token has the id of another
    public static BpeTokenizer fromRanks(
            String name, Map<byte[], Integer> ranks, SplitPattern split, Map<String, Integer> specialTokens) {
        return RankVocabulary.tokenizer(name, Normalization.NONE, ranks, split, specialTokens);
    }

    /// Returns the published vocabulary of that name, with this class as its encoder, so that it can be
    /// walked; [Tokenizers#named] returns the same vocabulary with jtokkit's encoder.
    ///
    /// The ids are those of tiktoken 0.14.0, compared for every character of Unicode 16 and on random
    /// texts,
    /// with one exception: a surrogate without its partner is `?` here and in jtokkit, U+FFFD there. A JDK
    /// that knows a later Unicode takes the letters that it added for letters.
    ///
    /// @param name as [Tokenizers#named] takes it: `gpt2`, `cl100k`, `o200k`, …
    public static BpeTokenizer published(String name) {
        return Published.named(name).ours();
    }

    /// Writes this tokenizer to `file` as JSON, for [#load]. It is written to a temporary file first, so
    /// that `file` is never half of one.
    ///
    /// @throws IllegalStateException if this tokenizer was neither trained nor made of published ranks
    public void save(Path file) throws IOException {
        BpeFile.save(this, file);
    }

    /// Returns the tokenizer that [#save] wrote to `file`.
    ///
    /// @throws TokenizerFileException if it holds anything else; the message says where, what was expected
    ///     and what was found
    public static BpeTokenizer load(Path file) throws IOException {
        return BpeFileReader.load(file);
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public int vocabularySize() {
        return Math.max(model.end(), added.end());
    }

    @Override
    public Map<String, Integer> specialTokens() {
        return added.special();
    }

    @Override
    public Markers markers() {
        return markers;
    }

    /// Returns what is done to a text before it is cut.
    public Normalization normalization() {
        return normalization;
    }

    /// Returns what cuts a text into pieces.
    public PreTokenizer split() {
        return split;
    }

    /// Returns whether the file that this tokenizer came out of says that a piece that is a token as a
    /// whole is that token, though merging may not reach it.
    public boolean takesWholePieces() {
        return learned == null && model.wholePieces();
    }

    /// Returns the tokens that are looked for in a text before anything else, special or not.
    public List<AddedToken> addedTokens() {
        return added.tokens();
    }

    /// Returns how many merges were learned here; 0 for a vocabulary that comes from elsewhere.
    public int merges() {
        return learned == null ? 0 : learned.length / 2;
    }

    /// Returns every token as model files write it: bytes in the printable alphabet of GPT-2's vocabulary,
    /// special tokens as they are.
    public List<String> printed() {
        return IntStream.range(0, vocabularySize())
                .mapToObj(id -> added.has(id)
                        ? new String(added.bytes(id), StandardCharsets.UTF_8)
                        : ByteAlphabet.text(bytes(id)))
                .toList();
    }

    /// Returns the merges in order, as model files write them: both tokens as [#printed()] has them, with a
    /// space between.
    ///
    /// @throws IllegalStateException if they are not known: the vocabulary was published as ranks, or its
    ///     file tells scores
    public List<String> printedMerges() {
        if (merges == null) {
            throw new IllegalStateException("the vocabulary of '" + name
                    + "' was published without its merges; that of a model trained here, or of a GGUF file, has them");
        }
        return IntStream.range(0, merges.length / 2)
                .mapToObj(i ->
                        ByteAlphabet.text(bytes(merges[2 * i])) + " " + ByteAlphabet.text(bytes(merges[2 * i + 1])))
                .toList();
    }

    /// Returns this tokenizer with other markers: which tokens tell a model where a text begins and ends.
    public BpeTokenizer withMarkers(Markers markers) {
        return new BpeTokenizer(name, normalization, added, split, model, learned, merges, decoding, markers);
    }

    /// Returns this tokenizer with further special tokens, such as those that mark turns of a conversation.
    /// Their ids follow all others; everything else stays as it is.
    ///
    /// @throws IllegalArgumentException if a text is empty, given twice, or a special token already
    public BpeTokenizer withSpecialTokens(String... texts) {
        var more = new LinkedHashMap<String, Integer>();
        for (String text : texts) {
            int id = vocabularySize() + more.size();
            if (text.isEmpty() || specialTokens().containsKey(text) || more.putIfAbsent(text, id) != null) {
                throw new IllegalArgumentException("a further special token needs a text of its own, but got '" + text
                        + "' beside " + specialTokens().keySet() + " and " + more.keySet());
            }
        }
        return new BpeTokenizer(
                name, normalization, added.with(more), split, model, learned, merges, decoding, markers);
    }

    /// @throws IllegalArgumentException if a text of `allowedSpecial` is no special token here
    @Override
    public int[] encode(String text, Set<String> allowedSpecial) {
        return encode(text, allowedSpecial, null);
    }

    private int[] encode(String text, Set<String> allowedSpecial, PieceWatch watch) {
        var out = new IntList(text.length() / 3);
        added.read(text, allowedSpecial, normalization, new Encoding(out, watch));
        return out.toArray();
    }

    @Override
    public List<Stretch> stretches(String text, Stretch.SpecialPlaces places) {
        var stretches = new ArrayList<Stretch>();
        var out = new IntList(64);
        int[] part = {0, 0, 0};
        Runnable end = () -> {
            if (part[1] > part[0]) {
                stretches.add(new Stretch(part[0], part[1], part[2] == 1, out.toArray()));
                out.clear();
            }
        };
        added.read(text, places, normalization, new Encoding(out, null) {
            @Override
            public void part(int from, int to, boolean token) {
                end.run();
                part[0] = from;
                part[1] = to;
                part[2] = token ? 1 : 0;
            }
        });
        end.run();
        return stretches;
    }

    /// Adds the ids of a text as it is read.
    private class Encoding implements AddedTokens.Reader {
        private final IntList out;
        private final PieceEncoder pieces;
        private final Utf8Buffer buffer = new Utf8Buffer();

        Encoding(IntList out, PieceWatch watch) {
            this.out = out;
            pieces = new PieceEncoder(model, reach, watch);
        }

        @Override
        public void plain(String stretch, boolean start) {
            split.forEachPiece(stretch, start, (source, from, to, _) -> {
                buffer.fill(source, from, to);
                pieces.encode(buffer.bytes, buffer.length, out);
            });
        }

        @Override
        public void token(int id) {
            out.add(id);
        }
    }

    /// Returns the ids of `text`, and tells `watch` of each merge. What is returned is what [#encode]
    /// returns.
    public int[] encode(String text, Observer watch) {
        boolean watched = watch.watches(BpeStep.PieceBegun.NAME)
                || watch.watches(BpeStep.PairJoined.NAME)
                || watch.watches(BpeStep.PieceEncoded.NAME);
        return encode(text, Set.of(), watched ? new PieceWatch(watch, this::symbol) : null);
    }

    /// Returns what stands for `id` while merging goes on.
    private Token symbol(int id) {
        return id < model.end() ? token(id) : new Token(id, model.vocabulary().bytes(id));
    }

    /// Returns the walk over the encoding of `text`: its pieces, merge by merge.
    ///
    /// @throws IllegalArgumentException if `text` is longer than 2,000 characters; [#encode(String,
    ///     Observer)] has no limit
    public Walk<BpeStep> walk(String text) {
        if (text.length() > LONGEST_WALK) {
            throw new IllegalArgumentException("a walk goes merge by merge, so it takes at most " + LONGEST_WALK
                    + " characters, but the text has " + text.length() + "; walk a word or a sentence of it");
        }
        var recorder = Walk.recorder();
        encode(text, recorder);
        return recorder.walk("Encoding with " + name, BpeStep.class);
    }

    @Override
    public String decode(int... ids) {
        return decoding.whole(Tokenizer.super.decode(ids));
    }

    @Override
    public byte[] bytes(int id) {
        if (added.has(id)) {
            return added.bytes(id);
        }
        if (decoding.tokens().has(id)) {
            return decoding.tokens().bytes(id);
        }
        throw new IllegalArgumentException("token " + id + " is not in the vocabulary of '" + name
                + "', whose ids are 0 to " + (vocabularySize() - 1));
    }

    Vocabulary vocabulary() {
        return model.vocabulary();
    }

    /// Returns whether the ids say all there is to say of the merges and their order.
    boolean isRanked() {
        return model.merges().areById() && !model.symbols().areCharacters();
    }

    int[] learnedMerges() {
        return learned;
    }

    @Override
    public String toString() {
        return name + " (" + vocabularySize() + " tokens)";
    }
}
