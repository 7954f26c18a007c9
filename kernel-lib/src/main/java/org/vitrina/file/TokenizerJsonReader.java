package org.vitrina.file;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import org.vitrina.tokenize.AddedToken;
import org.vitrina.tokenize.BpeBuilder;
import org.vitrina.tokenize.Markers;
import org.vitrina.tokenize.Tokenizer;

/// Makes a tokenizer of a parsed `tokenizer.json`.
final class TokenizerJsonReader {
    private final String name;
    private final JsonPart root;
    private final TokenizerVocabulary vocabulary;
    private final JsonPart config;

    TokenizerJsonReader(String name, JsonPart root, TokenizerVocabulary vocabulary, JsonPart config) {
        this.name = name;
        this.root = root;
        this.vocabulary = vocabulary;
        this.config = config;
    }

    Tokenizer read() throws ModelFileException {
        JsonPart model = root.at("model");
        if (vocabulary.ids() == null) {
            throw new ModelFileException("$.model.vocab", -1, "the tokens", "nothing");
        }
        // files of the format's first years name no type, and are of byte pairs
        String type = model.at("type").textOr("BPE");
        return switch (type) {
            case "BPE" -> bytePairs(model);
            default -> throw model.at("type").unknown("a model", "BPE");
        };
    }

    private Tokenizer bytePairs(JsonPart model) throws ModelFileException {
        if (vocabulary.scores() != null) {
            throw new ModelFileException("$.model.vocab", -1, "ids by the texts of tokens", "a list");
        }
        if (vocabulary.merges() == null) {
            throw new ModelFileException("$.model.merges", -1, "a list of merges", "nothing");
        }
        refuseUnlessEmpty(model.at("continuing_subword_prefix"));
        refuseUnlessEmpty(model.at("end_of_word_suffix"));
        JsonPart dropout = model.at("dropout");
        if (!dropout.isNothing() && !dropout.element().toString().matches("0(\\.0+)?")) {
            throw dropout.wrong("null: what is encoded must not depend on chance");
        }
        var preTokenizer = PreTokenizerJson.read(root.at("pre_tokenizer"));
        BpeBuilder builder = preTokenizer.bytes() ? BpeBuilder.bytes(name) : BpeBuilder.characters(name);
        for (Map.Entry<String, Integer> token : vocabulary.ids().entrySet()) {
            try {
                builder.token(token.getValue(), token.getKey());
            } catch (IllegalArgumentException e) {
                throw new ModelFileException(
                        "$.model.vocab", -1, "tokens unlike each other", String.valueOf(e.getMessage()));
            }
        }
        int[] merges = vocabulary.merges();
        for (int i = 0; i < merges.length; i += 3) {
            builder.merge(merges[i], merges[i + 1], merges[i + 2], true);
        }
        JsonPart unknown = model.at("unk_token");
        if (!unknown.isNothing()) {
            if (!builder.has(unknown.text())) {
                throw unknown.wrong("a token of the vocabulary");
            }
            builder.unknown(unknown.text(), model.at("fuse_unk").flagOr(false));
        }
        var decoder = DecoderJson.read(root.at("decoder"), preTokenizer.bytes());
        return builder.added(added())
                .normalization(NormalizerJson.read(root.at("normalizer")))
                .split(preTokenizer.split())
                .wholePieces(model.at("ignore_merges").flagOr(false))
                .dropsMissing(true)
                .hexBytes(model.at("byte_fallback").flagOr(false))
                .spaces(decoder.mark(), decoder.stripsFirstSpace())
                .markers(markers())
                .build();
    }

    private static void refuseUnlessEmpty(JsonPart part) throws ModelFileException {
        if (!part.textOr("").isEmpty()) {
            throw part.wrong("null or an empty text; no other is known here");
        }
    }

    private List<AddedToken> added() throws ModelFileException {
        var added = new ArrayList<AddedToken>();
        var texts = new HashSet<String>();
        for (JsonPart token : root.at("added_tokens").list()) {
            var one = new AddedToken(
                    token.at("content").text(),
                    token.at("id").number(TokenizerVocabulary.HIGHEST_ID),
                    token.at("special").flagOr(false),
                    token.at("single_word").flagOr(false),
                    token.at("lstrip").flagOr(false),
                    token.at("rstrip").flagOr(false),
                    token.at("normalized").flagOr(true));
            if (!texts.add(one.text())) {
                throw token.at("content").wrong("each added token once");
            }
            vocabulary.checkId(token.at("id").path(), one.id());
            added.add(one);
        }
        return added;
    }

    private Markers markers() throws ModelFileException {
        var around = new PostProcessorJson(this::idOf);
        around.read(root.at("post_processor"));
        OptionalInt begin = configured("bos_token");
        OptionalInt end = configured("eos_token");
        var stops = new HashSet<Integer>();
        end.ifPresent(stops::add);
        for (String text : StopTokens.TEXTS) {
            idOf(text).ifPresent(stops::add);
        }
        if (begin.isEmpty() && !around.before().isEmpty()) {
            begin = OptionalInt.of(around.before().getFirst());
        }
        return new Markers(
                begin,
                end,
                configured("unk_token"),
                configured("pad_token"),
                around.before(),
                around.after(),
                Set.copyOf(stops));
    }

    /// Returns the id of the token that `tokenizer_config.json` names under `key`, if there is one.
    private OptionalInt configured(String key) throws ModelFileException {
        if (!config.isObject()) {
            return OptionalInt.empty();
        }
        JsonPart token = config.at(key);
        JsonPart text = token.isObject() ? token.at("content") : token;
        return text.isText() ? idOf(text.text()) : OptionalInt.empty();
    }

    private OptionalInt idOf(String text) throws ModelFileException {
        Integer id = vocabulary.ids().get(text);
        if (id != null) {
            return OptionalInt.of(id);
        }
        for (JsonPart token : root.at("added_tokens").list()) {
            if (token.at("content").text().equals(text)) {
                return OptionalInt.of(token.at("id").number(TokenizerVocabulary.HIGHEST_ID));
            }
        }
        return OptionalInt.empty();
    }
}
