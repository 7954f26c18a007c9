package org.vitrina.file;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vitrina.tokenize.AddedToken;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.tokenize.Normalization;

/// Writes a tokenizer that was learned here, or that came out of a GGUF file, into the metadata of a GGUF file, as
/// [GgufTokenizer] and llama.cpp read it.
public final class GgufTokenizerWriter {
    private static final int NORMAL = 1;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;

    private GgufTokenizerWriter() {}

    /// Adds the tokenizer to `writer`.
    ///
    /// @param end the special token that ends a text
    /// @throws IllegalArgumentException if the tokenizer does what such a file cannot say, or has no such token
    public static void write(GgufWriter writer, BpeTokenizer tokenizer, String end) {
        if (!tokenizer.normalization().equals(Normalization.NONE)) {
            throw new IllegalArgumentException(
                    "GGUF cannot say how '" + tokenizer.name() + "' normalizes texts; train one without normalization");
        }
        Integer endId = tokenizer.specialTokens().get(end);
        if (endId == null) {
            throw new IllegalArgumentException("'" + tokenizer.name() + "' has no special token '" + end + "'; it has "
                    + tokenizer.specialTokens().keySet());
        }
        Map<Integer, Boolean> special =
                tokenizer.addedTokens().stream().collect(Collectors.toMap(AddedToken::id, AddedToken::special));
        List<String> tokens = tokenizer.printed();
        writer.text(GgufTokenizer.MODEL, "gpt2")
                .text(GgufTokenizer.PRE, GgufPreTokenizer.nameOf(tokenizer.split(), tokenizer.takesWholePieces()))
                .texts(GgufTokenizer.TOKENS, tokens)
                .list(
                        GgufTokenizer.TYPES,
                        GgufType.INT32,
                        IntStream.range(0, tokens.size())
                                .mapToObj(id ->
                                        !special.containsKey(id) ? NORMAL : special.get(id) ? CONTROL : USER_DEFINED)
                                .toList())
                .texts(GgufTokenizer.MERGES, tokenizer.printedMerges())
                .uint32("tokenizer.ggml.eos_token_id", endId)
                .uint32("tokenizer.ggml.bos_token_id", endId)
                .bool("tokenizer.ggml.add_bos_token", false);
    }
}
