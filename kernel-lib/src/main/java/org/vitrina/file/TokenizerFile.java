package org.vitrina.file;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.tokenize.Tokenizer;

/// Opens the tokenizer in whatever file holds one.
public final class TokenizerFile {
    private static final int BEGINNING = 200;

    private TokenizerFile() {}

    /// Returns the tokenizer in `file`.
    ///
    /// @param file a GGUF file, a `tokenizer.json` or the folder or safetensors file beside it, or what
    ///     [BpeTokenizer#save] wrote
    /// @throws ModelFileException if it is none of these, or its tokenizer cannot be read
    public static Tokenizer open(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            return TokenizerJson.open(file);
        }
        byte[] beginning;
        try (var in = Files.newInputStream(file)) {
            beginning = in.readNBytes(BEGINNING);
        }
        String text = new String(beginning, StandardCharsets.ISO_8859_1);
        if (text.startsWith("GGUF")) {
            try (ModelFile model = Gguf.open(file)) {
                return GgufTokenizer.of(model.metadata());
            }
        }
        if (file.toString().endsWith(".safetensors")) {
            Path beside = file.resolveSibling("tokenizer.json");
            if (!Files.isRegularFile(beside)) {
                throw new ModelFileException(file.toString(), -1, "a tokenizer.json beside it", "none");
            }
            return TokenizerJson.open(beside);
        }
        boolean isHuggingFace = file.endsWith("tokenizer.json") && !text.contains("vitrina-bpe")
                || text.contains("\"truncation\"")
                || text.contains("\"added_tokens\"");
        return isHuggingFace ? TokenizerJson.open(file) : BpeTokenizer.load(file);
    }
}
