package org.vitrina.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import org.vitrina.tokenize.AddedToken;
import org.vitrina.tokenize.BpeBuilder;
import org.vitrina.tokenize.Markers;
import org.vitrina.tokenize.Normalization;
import org.vitrina.tokenize.NormalizationRule;
import org.vitrina.tokenize.Tokenizer;

/// Reads the tokenizer that a GGUF file carries in its metadata
/// ([specification](https://github.com/ggml-org/ggml/blob/master/docs/gguf.md#tokenizer)).
public final class GgufTokenizer {
    static final String MODEL = "tokenizer.ggml.model";
    static final String PRE = "tokenizer.ggml.pre";
    static final String TOKENS = "tokenizer.ggml.tokens";
    static final String TYPES = "tokenizer.ggml.token_type";
    static final String SCORES = "tokenizer.ggml.scores";
    static final String MERGES = "tokenizer.ggml.merges";

    /// What SentencePiece writes for a space.
    private static final String SPACE = "\u2581";

    /// What the specification calls the types of tokens.
    private static final int UNKNOWN = 2;

    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;

    private final TypedMetadata metadata;

    private GgufTokenizer(SequencedMap<String, Object> metadata) {
        this.metadata = new TypedMetadata(metadata);
    }

    /// Returns the tokenizer that `metadata` describes.
    ///
    /// @param metadata as [ModelFile#metadata] returns it
    /// @throws ModelFileException if there is none, if it is of a kind that is not known here, or if it does not
    ///     fit together; the message names the key
    public static Tokenizer of(SequencedMap<String, Object> metadata) throws ModelFileException {
        return new GgufTokenizer(metadata).read();
    }

    private Tokenizer read() throws ModelFileException {
        String model = metadata.text(MODEL);
        try {
            return switch (model) {
                case "gpt2" -> bytePairs();
                case "llama" -> sentencePieces();
                default -> throw new ModelFileException(MODEL, -1, "gpt2 or llama, which are known here", model);
            };
        } catch (IllegalArgumentException e) {
            throw new ModelFileException(TOKENS, -1, "a tokenizer that fits together", String.valueOf(e.getMessage()));
        }
    }

    private Tokenizer bytePairs() throws ModelFileException {
        String pre = metadata.textOr(PRE, "default");
        GgufPreTokenizer kind = GgufPreTokenizer.named(pre);
        var builder = BpeBuilder.bytes(name())
                .split(kind.split())
                .wholePieces(kind.wholePieces())
                .dropsMissing(false);
        List<String> tokens = tokens(builder);
        List<String> merges = metadata.texts(MERGES);
        for (int i = 0; i < merges.size(); i++) {
            String merge = merges.get(i);
            int space = merge.indexOf(' ', 1);
            if (space < 0) {
                throw new ModelFileException(
                        MERGES + "[" + i + "]", -1, "two tokens with a space between them", quoted(merge));
            }
            String left = merge.substring(0, space);
            String right = merge.substring(space + 1);
            for (String token : List.of(left, right, left + right)) {
                if (!builder.has(token)) {
                    throw new ModelFileException(
                            MERGES + "[" + i + "]", -1, "a merge of tokens in the vocabulary", quoted(token));
                }
            }
            builder.merge(left, right, false);
        }
        return builder.added(added(tokens))
                .markers(markers(
                        tokens, kind.addsBegin(), false, OptionalInt.of(11), OptionalInt.of(11), OptionalInt.empty()))
                .build();
    }

    private Tokenizer sentencePieces() throws ModelFileException {
        var builder = BpeBuilder.characters(name()).hexBytes(true);
        List<String> tokens = tokens(builder);
        boolean prefix = metadata.flagOr("tokenizer.ggml.add_space_prefix", true);
        var rules = new ArrayList<NormalizationRule>();
        if (prefix) {
            rules.add(new NormalizationRule.Prepend(SPACE));
        }
        rules.add(new NormalizationRule.Replace(" ", SPACE));
        Markers markers = markers(tokens, true, false, OptionalInt.of(1), OptionalInt.of(2), OptionalInt.of(0));
        if (markers.unknown().isPresent()) {
            builder.unknown(tokens.get(markers.unknown().getAsInt()), false);
        }
        return builder.scores(metadata.scoresOr0(SCORES, tokens.size()))
                .normalization(new Normalization(rules))
                .spaces(SPACE, prefix)
                .added(added(tokens))
                .markers(markers)
                .build();
    }

    private String name() throws ModelFileException {
        return metadata.textOr("general.name", metadata.textOr("general.architecture", "a model"));
    }

    private List<String> tokens(BpeBuilder builder) throws ModelFileException {
        List<String> tokens = metadata.texts(TOKENS);
        for (int id = 0; id < tokens.size(); id++) {
            String token = tokens.get(id);
            try {
                builder.token(id, token.isEmpty() ? "[EMPTY_" + id + "]" : token);
            } catch (IllegalArgumentException e) {
                throw new ModelFileException(
                        TOKENS + "[" + id + "]", -1, "a token unlike all others", String.valueOf(e.getMessage()));
            }
        }
        return tokens;
    }

    private List<AddedToken> added(List<String> tokens) throws ModelFileException {
        List<Integer> types = metadata.numbersOr(TYPES, tokens.size());
        String model = metadata.textOr("general.name", "").toLowerCase(Locale.ROOT);
        boolean isPhi3 = model.contains("phi-3") || model.contains("phi3");
        var added = new ArrayList<AddedToken>();
        for (int id = 0; id < tokens.size(); id++) {
            String text = tokens.get(id);
            int type = types.isEmpty() ? 1 : types.get(id);
            boolean special = type == UNKNOWN || type == CONTROL || StopTokens.TEXTS.contains(text);
            if (!text.isEmpty() && (special || type == USER_DEFINED)) {
                boolean strips =
                        isPhi3 && !Set.of("<unk>", "<s>", "<|endoftext|>").contains(text);
                added.add(new AddedToken(text, id, special, false, false, strips, false));
            }
        }
        return added;
    }

    private Markers markers(
            List<String> tokens,
            boolean addsBegin,
            boolean addsEnd,
            OptionalInt begin,
            OptionalInt end,
            OptionalInt unknown)
            throws ModelFileException {
        OptionalInt first = metadata.id("tokenizer.ggml.bos_token_id", begin, tokens.size());
        OptionalInt last = metadata.id("tokenizer.ggml.eos_token_id", end, tokens.size());
        OptionalInt none = OptionalInt.empty();
        var stops = new HashSet<Integer>();
        last.ifPresent(stops::add);
        metadata.id("tokenizer.ggml.eot_token_id", none, tokens.size()).ifPresent(stops::add);
        metadata.id("tokenizer.ggml.eom_token_id", none, tokens.size()).ifPresent(stops::add);
        for (int id = 0; id < tokens.size(); id++) {
            if (StopTokens.TEXTS.contains(tokens.get(id))) {
                stops.add(id);
            }
        }
        return new Markers(
                first,
                last,
                metadata.id("tokenizer.ggml.unknown_token_id", unknown, tokens.size()),
                metadata.id("tokenizer.ggml.padding_token_id", none, tokens.size()),
                around("tokenizer.ggml.add_bos_token", addsBegin, first),
                around("tokenizer.ggml.add_eos_token", addsEnd, last),
                stops);
    }

    private List<Integer> around(String key, boolean unless, OptionalInt id) throws ModelFileException {
        if (!metadata.flagOr(key, unless)) {
            return List.of();
        }
        if (id.isEmpty()) {
            throw new ModelFileException(key, -1, "the id of the token to add", "none");
        }
        return List.of(id.getAsInt());
    }

    private static String quoted(String text) {
        return "'" + (text.length() <= 80 ? text : text.substring(0, 79) + "…") + "'";
    }
}
