package org.vitrina.tokenize;

import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;

/// Writes a tokenizer as JSON; [BpeFileReader] reads it.
///
/// An object with these members, in any order:
/// - `format`: `vitrina-bpe`; `version`: 1; `name`: a text;
/// - `normalization`: names of [Normalization.Rule], in order; `split`: the name of a [SplitPattern];
/// - `merges`: pairs of ids; the merge at index i makes token 256 + i of two tokens before it, and tokens 0
///   to 255 are the bytes; or, for published ranks, `ranks`: pairs of a token's bytes in base64 and its id;
/// - `special`: the ids of the special tokens by their text.
final class BpeFile {
    static final String FORMAT = "vitrina-bpe";
    static final int VERSION = 1;

    private BpeFile() {}

    /// Writes `tokenizer` to a file beside `file`, which then takes its place, so that whatever goes wrong
    /// `file` is either as it was or whole.
    static void save(BpeTokenizer tokenizer, Path file) throws IOException {
        if (!(tokenizer.split() instanceof SplitPattern)
                || !tokenizer.isRanked()
                || !tokenizer.normalization().rules().stream().allMatch(Normalization.Rule.class::isInstance)) {
            throw new IllegalStateException("'" + tokenizer.name() + "' came out of another model's file, which holds "
                    + "more than this format does; keep that file, or save a tokenizer that was trained here");
        }
        Path target = file.toAbsolutePath();
        if (Files.isDirectory(target)) {
            throw new FileSystemException(file.toString(), null, "is a directory; a tokenizer is saved to a file");
        }
        Path parent = target.getParent();
        if (parent == null || !Files.isDirectory(parent)) {
            throw new FileSystemException(
                    file.toString(), null, "cannot be written: there is no directory " + parent + "; create it first");
        }
        Path temporary = parent.resolve("." + target.getFileName() + "." + UUID.randomUUID() + ".tmp");
        try {
            try (Writer out = Files.newBufferedWriter(
                    temporary, StandardCharsets.UTF_8, StandardOpenOption.CREATE_NEW, StandardOpenOption.WRITE)) {
                write(tokenizer, out);
                out.write('\n');
            }
            if (Files.size(temporary) > BpeFileReader.LARGEST_FILE) {
                throw new FileSystemException(
                        file.toString(),
                        null,
                        "was not written: it would have " + Files.size(temporary) + " bytes, and only "
                                + BpeFileReader.LARGEST_FILE + " could be loaded again");
            }
            move(temporary, target);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    private static void move(Path from, Path to) throws IOException {
        try {
            Files.move(from, to, StandardCopyOption.ATOMIC_MOVE);
        } catch (AtomicMoveNotSupportedException _) {
            Files.move(from, to, StandardCopyOption.REPLACE_EXISTING);
        }
    }

    private static void write(BpeTokenizer tokenizer, Writer out) throws IOException {
        var json = new JsonWriter(out);
        json.setIndent(" ");
        json.setHtmlSafe(false);
        json.beginObject();
        json.name("format").value(FORMAT);
        json.name("version").value(VERSION);
        json.name("name").value(tokenizer.name());
        json.name("normalization").beginArray();
        for (NormalizationRule rule : tokenizer.normalization().rules()) {
            json.value(rule.name());
        }
        json.endArray();
        json.name("split").value(((SplitPattern) tokenizer.split()).name());
        json.name("special").beginObject();
        for (Map.Entry<String, Integer> token : tokenizer.specialTokens().entrySet()) {
            json.name(token.getKey()).value(token.getValue());
        }
        json.endObject();
        if (tokenizer.learnedMerges() instanceof int[] merges) {
            json.name("merges").beginArray();
            for (int i = 0; i < merges.length; i += 2) {
                json.jsonValue("[" + merges[i] + ", " + merges[i + 1] + "]");
            }
        } else {
            json.name("ranks").beginArray();
            Vocabulary vocabulary = tokenizer.vocabulary();
            for (int id = 0; id < vocabulary.end(); id++) {
                if (vocabulary.has(id)) {
                    String bytes = Base64.getEncoder().encodeToString(vocabulary.bytes(id));
                    json.jsonValue("[\"" + bytes + "\", " + id + "]");
                }
            }
        }
        json.endArray();
        json.endObject();
        json.flush();
    }
}
