package org.vitrina.file;

import com.google.gson.Gson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.vitrina.tokenize.Tokenizer;

/// What another tokenizer made of texts, and how ours differs.
///
/// Run [#main] with a model or a `tokenizer.json` and a file that `src/test/js/llama_cpp_ids.mjs` or
/// `src/test/python/hugging_face_ids.py` wrote.
final class PeerIds {
    private static final Gson GSON = new Gson();

    /// @param text    a text
    /// @param ids     its ids, read as plain text
    /// @param special its ids, with the texts of special tokens read as these
    /// @param decoded the text that `ids` become, or null. U+FFFD in it stands for bytes that are no text, of which
    ///     Hugging Face's library writes one for each byte, Java one for several
    record Expected(String text, int[] ids, int[] special, String decoded) {}

    private PeerIds() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[0]);
        Tokenizer tokenizer = open(file);
        long began = System.nanoTime();
        List<Expected> expected = read(Path.of(arguments[1]));
        List<String> differences = differences(tokenizer, expected);
        System.out.printf(
                "%s: %d of %d texts have the same ids (%.1f s)%n",
                file.getFileName(),
                expected.size() - differences.size(),
                expected.size(),
                (System.nanoTime() - began) / 1e9);
        differences.stream().limit(20).forEach(System.out::println);
        System.exit(differences.isEmpty() ? 0 : 1);
    }

    static Tokenizer open(Path file) throws IOException {
        if (file.toString().endsWith(".json")) {
            return TokenizerJson.open(file);
        }
        try (ModelFile model = Gguf.open(file)) {
            return GgufTokenizer.of(model.metadata());
        }
    }

    static List<Expected> read(Path lines) throws IOException {
        var expected = new ArrayList<Expected>();
        for (String line : Files.readAllLines(lines)) {
            expected.add(GSON.fromJson(line, Expected.class));
        }
        return expected;
    }

    static List<String> differences(Tokenizer tokenizer, List<Expected> expected) {
        var differences = new ArrayList<String>();
        for (Expected each : expected) {
            int[] ids = tokenizer.encode(each.text());
            int[] special =
                    tokenizer.encode(each.text(), tokenizer.specialTokens().keySet());
            if (!Arrays.equals(ids, each.ids())) {
                differences.add(difference("plain", tokenizer, each.text(), each.ids(), ids));
            } else if (!Arrays.equals(special, each.special())) {
                differences.add(difference("special", tokenizer, each.text(), each.special(), special));
            } else if (each.decoded() != null && !each.decoded().contains("\uFFFD")) {
                String decoded = tokenizer.decode(ids);
                if (!decoded.equals(each.decoded())) {
                    differences.add("decoded: expected %s, found %s"
                            .formatted(GSON.toJson(each.decoded()), GSON.toJson(decoded)));
                }
            }
        }
        return differences;
    }

    private static String difference(String kind, Tokenizer tokenizer, String text, int[] expected, int[] found) {
        int at = Math.max(0, Arrays.mismatch(expected, found));
        return "%s, from token %d of %s: expected %s, found %s"
                .formatted(kind, at, GSON.toJson(text), shown(tokenizer, expected, at), shown(tokenizer, found, at));
    }

    private static List<String> shown(Tokenizer tokenizer, int[] ids, int at) {
        return Arrays.stream(ids)
                .skip(Math.max(0, at - 1))
                .limit(8)
                .mapToObj(id -> tokenizer.token(id).toString())
                .toList();
    }
}
