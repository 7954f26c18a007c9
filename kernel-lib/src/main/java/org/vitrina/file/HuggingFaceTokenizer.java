package org.vitrina.file;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.regex.Pattern;
import org.vitrina.tokenize.Markers;
import org.vitrina.tokenize.PreTokenizer;
import org.vitrina.tokenize.Tokenizer;

/// Writes a `tokenizer.json` of byte pairs as GGUF metadata.
///
/// GGUF knows two kinds: `gpt2`, over bytes, with a named way to cut a text, and `llama`, over characters, whose
/// merges follow from a score for each token. Whether the result gives the same ids is tried out before it is
/// taken.
final class HuggingFaceTokenizer {
    private static final int NORMAL = 1;
    private static final int UNKNOWN = 2;
    private static final int CONTROL = 3;
    private static final int USER_DEFINED = 4;
    private static final int UNUSED = 5;
    private static final int BYTE = 6;

    private static final Pattern BYTE_TOKEN = Pattern.compile("<0x[0-9A-F]{2}>");

    /// What ways to cut a text, and whole tokenizers, differ on.
    private static final List<String> PROBES = List.of(
            "Hello, world! It's the cat's; they'LL SEE what WE'RE doing: 'tis I'M. don't",
            "  two  spaces,\ttabs\t\t and\n\nlines \r\n  \n   end ",
            "1 12 123 1234 12345 3.14159 2024-05-17 x86_64 0xFF",
            "La niña comió piñas en el jardín; ¿qué más da? ¡Olé! Straße, naïve, Ωμέγα, Привет мир",
            "日本語のテキスト 漢字かな交じり文。中文句子，没有空格！ 한국어 문장 हिन्दी ไทย עברית العربية",
            "😀👩‍🚀🏳️‍🌈 ½ ² № ™ €5 £6 «quoted» …—–",
            "public static void main(String[] args) { System.out.println(\"a\" + b[0] != null ? c->d : e::f); } // ok",
            "https://example.org/a?b=c&d=%20#e <b>bold</b> {\"json\": [1, 2]} CamelCaseWords snake_case_words ALLCAPS");

    private final TokenizerVocabulary vocabulary = new TokenizerVocabulary();
    private final JsonPart root;
    private final Tokenizer tokenizer;
    private final PreTokenizerJson preTokenizer;

    private HuggingFaceTokenizer(Path folder) throws IOException {
        Path json = folder.resolve("tokenizer.json");
        if (!Files.isRegularFile(json)) {
            throw new ModelFileException("folder " + folder, -1, "a file tokenizer.json", "none");
        }
        try {
            tokenizer = TokenizerJson.open(folder);
            root = TokenizerJson.parts(json, vocabulary);
            preTokenizer = PreTokenizerJson.read(root.at("pre_tokenizer"));
        } catch (ModelFileException e) {
            throw e.in(json);
        }
    }

    /// Writes the keys of the tokenizer in `folder`.
    ///
    /// @param rows how many tokens the model's table of embeddings has
    static void write(Path folder, int rows, ConfigValues config, GgufWriter out) throws IOException {
        var reader = new HuggingFaceTokenizer(folder);
        try {
            reader.write(rows, config, out);
        } catch (ModelFileException e) {
            throw e.in(folder.resolve("tokenizer.json"));
        }
    }

    private void write(int rows, ConfigValues config, GgufWriter out) throws ModelFileException {
        String[] tokens = new String[rows];
        int[] types = new int[rows];
        for (Map.Entry<String, Integer> token : vocabulary.ids().entrySet()) {
            place(token.getValue(), token.getKey(), NORMAL, tokens, types);
        }
        for (JsonPart token : root.at("added_tokens").list()) {
            int type = token.at("special").flagOr(false) ? CONTROL : USER_DEFINED;
            place(
                    token.at("id").number(TokenizerVocabulary.HIGHEST_ID),
                    token.at("content").text(),
                    type,
                    tokens,
                    types);
        }
        for (int id = 0; id < rows; id++) {
            if (tokens[id] == null) {
                tokens[id] = "[PAD" + id + "]";
                types[id] = UNUSED;
            }
        }
        boolean bytes = preTokenizer.bytes();
        out.text("tokenizer.ggml.model", bytes ? "gpt2" : "llama");
        out.text("tokenizer.ggml.pre", bytes ? pre() : "default");
        if (!bytes) {
            sentencePieces(tokens, types, out);
        }
        out.texts("tokenizer.ggml.tokens", Arrays.asList(tokens));
        out.list(
                "tokenizer.ggml.token_type",
                GgufType.INT32,
                Arrays.stream(types).boxed().toList());
        if (bytes) {
            out.texts("tokenizer.ggml.merges", merges(tokens));
        }
        markers(config, rows, out);
        compare(out);
    }

    private static void place(int id, String text, int type, String[] tokens, int[] types) throws ModelFileException {
        if (id >= tokens.length) {
            throw new ModelFileException(
                    "$",
                    -1,
                    "ids below %,d, as many as the model has rows for tokens".formatted(tokens.length),
                    "%,d for %s".formatted(id, ModelFileException.quoted(text)));
        }
        tokens[id] = text;
        types[id] = type;
    }

    private List<String> merges(String[] tokens) {
        int[] merges = vocabulary.merges();
        List<String> lines = new ArrayList<>(merges.length / 3);
        for (int i = 0; i < merges.length; i += 3) {
            lines.add(tokens[merges[i]] + " " + tokens[merges[i + 1]]);
        }
        return lines;
    }

    /// Returns the name of the way to cut a text: that of the first which cuts as this one does.
    private String pre() throws ModelFileException {
        boolean whole = root.at("model").at("ignore_merges").flagOr(false);
        for (GgufPreTokenizer kind : GgufPreTokenizer.values()) {
            if (kind.wholePieces() == whole && PROBES.stream().allMatch(text -> sameCut(kind.split(), text))) {
                return kind.firstName();
            }
        }
        throw root.at("pre_tokenizer").wrong("a way to cut a text that has a name in GGUF");
    }

    private boolean sameCut(PreTokenizer other, String text) {
        return preTokenizer.split().split(text).equals(other.split(text));
    }

    /// The earlier a merge, the higher the score of what it makes, so that merging by score merges in that order.
    private void sentencePieces(String[] tokens, int[] types, GgufWriter out) throws ModelFileException {
        Float[] scores = new Float[tokens.length];
        Arrays.fill(scores, 0f);
        int[] merges = vocabulary.merges();
        for (int i = merges.length - 3; i >= 0; i -= 3) {
            scores[merges[i + 2]] = -(float) (i / 3);
        }
        String unknown = root.at("model").at("unk_token").textOr("");
        for (int id = 0; id < tokens.length; id++) {
            if (tokens[id].equals(unknown)) {
                types[id] = UNKNOWN;
            } else if (types[id] == NORMAL && BYTE_TOKEN.matcher(tokens[id]).matches()) {
                types[id] = BYTE;
            }
        }
        out.list("tokenizer.ggml.scores", GgufType.FLOAT32, Arrays.asList(scores));
        out.bool("tokenizer.ggml.add_space_prefix", putsSpaceFirst());
    }

    /// Returns whether a text gets a space before it: then its first letter is another token than that letter.
    private boolean putsSpaceFirst() {
        int[] ids = tokenizer.encode("a");
        Integer bare = vocabulary.ids().get("a");
        return ids.length != 1 || bare == null || ids[0] != bare;
    }

    private void markers(ConfigValues config, int rows, GgufWriter out) {
        Markers markers = tokenizer.markers();
        id("bos", markers.begin(), config, rows, out);
        id("eos", markers.end(), config, rows, out);
        id("unknown", markers.unknown(), config, rows, out);
        id("padding", markers.padding(), config, rows, out);
        out.bool("tokenizer.ggml.add_bos_token", !markers.before().isEmpty());
        out.bool("tokenizer.ggml.add_eos_token", !markers.after().isEmpty());
    }

    /// Writes what the tokenizer says, or else what the model's configuration says.
    private static void id(String name, OptionalInt id, ConfigValues config, int rows, GgufWriter out) {
        String key = "tokenizer.ggml." + name + "_token_id";
        if (id.isPresent()) {
            out.uint32(key, id.getAsInt());
            return;
        }
        Object configured = config.value(name.equals("padding") ? "pad_token_id" : name + "_token_id");
        if (configured instanceof List<?> several && !several.isEmpty()) {
            configured = several.getFirst();
        }
        if (configured instanceof Long number && number >= 0 && number < rows) {
            out.uint32(key, number);
        }
    }

    private void compare(GgufWriter out) throws ModelFileException {
        Tokenizer written = GgufTokenizer.of(Collections.unmodifiableSequencedMap(new LinkedHashMap<>(out.values())));
        for (String text : PROBES) {
            if (!Arrays.equals(tokenizer.encodeWhole(text), written.encodeWhole(text))) {
                throw new ModelFileException(
                        "$",
                        -1,
                        "a tokenizer that GGUF can express",
                        "one whose ids would be others there, as for " + ModelFileException.quoted(text));
            }
        }
    }
}
