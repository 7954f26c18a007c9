package org.vitrina.tokenize;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.EOFException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CoderResult;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Base64;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads what [BpeFile] writes. A file may come from anywhere, so nothing in it is believed before it is
/// checked.
final class BpeFileReader {
    /// Bytes that a file may have; o200k's has about 5 million.
    static final int LARGEST_FILE = 32 << 20;

    private static final int MOST_RULES = 64;

    private static final Set<String> REQUIRED =
            Set.of("format", "version", "name", "normalization", "split", "special");

    private final Path file;
    private final JsonReader json;
    private final Set<String> seen = new HashSet<>();

    private String name;
    private final List<NormalizationRule> rules = new ArrayList<>();
    private SplitPattern split;
    private final Map<String, Integer> special = new LinkedHashMap<>();
    private Vocabulary vocabulary;
    private PairTable pairs;
    private IntList merges;
    private Map<byte[], Integer> ranks;

    private BpeFileReader(Path file, String content) {
        this.file = file;
        json = new JsonReader(new StringReader(content));
        json.setStrictness(Strictness.STRICT);
        json.setNestingLimit(4);
    }

    static BpeTokenizer load(Path file) throws IOException {
        var reader = new BpeFileReader(file, content(file));
        try {
            reader.read();
            return reader.tokenizer();
        } catch (MalformedJsonException | EOFException | JsonParseException e) {
            throw new TokenizerFileException(
                    file, reader.json.getPath(), "this is not the JSON of a tokenizer, but " + found(e), e);
        }
    }

    /// Returns what the parser met, without its advice to programmers.
    private static String found(Exception e) {
        return switch (e) {
            case EOFException _ -> "a text that ends too early";
            case MalformedJsonException malformed ->
                "no JSON"
                        + malformed.getMessage().lines().findFirst().orElse("").replaceFirst("^.*(?= at line )", "");
            default -> String.valueOf(e.getMessage());
        };
    }

    private static String content(Path file) throws IOException {
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(LARGEST_FILE + 1);
        }
        if (bytes.length > LARGEST_FILE) {
            throw new TokenizerFileException(
                    file, "byte " + LARGEST_FILE, "the end of a file of at most " + LARGEST_FILE + " bytes", "more");
        }
        var in = ByteBuffer.wrap(bytes);
        var out = CharBuffer.allocate(bytes.length);
        CoderResult result = StandardCharsets.UTF_8.newDecoder().decode(in, out, true);
        if (result.isError()) {
            int at = in.position();
            throw new TokenizerFileException(
                    file,
                    "byte " + at,
                    "text in UTF-8",
                    org.vitrina.show.VisibleText.ofBytes(Arrays.copyOfRange(bytes, at, at + result.length())));
        }
        return out.flip().toString();
    }

    private void read() throws IOException {
        expect(JsonToken.BEGIN_OBJECT);
        json.beginObject();
        while (json.hasNext()) {
            String member = json.nextName();
            if (!seen.add(member)) {
                throw wrong("each member once", "'" + member + "' again");
            }
            switch (member) {
                case "format" -> readFormat();
                case "version" -> readVersion();
                case "name" -> name = text();
                case "normalization" -> readNormalization();
                case "split" -> split = constant(SplitPattern.class, text());
                case "special" -> readSpecial();
                case "merges" -> readMerges();
                case "ranks" -> readRanks();
                default ->
                    throw wrong(
                            "format, version, name, normalization, split, special and merges or ranks",
                            "'" + member + "'");
            }
        }
        json.endObject();
        expect(JsonToken.END_DOCUMENT);
    }

    private void readFormat() throws IOException {
        String format = text();
        if (!format.equals(BpeFile.FORMAT)) {
            throw wrong("'" + BpeFile.FORMAT + "'", "'" + format + "'");
        }
    }

    private void readVersion() throws IOException {
        int version = number(Integer.MAX_VALUE, "a version");
        if (version != BpeFile.VERSION) {
            throw wrong("version " + BpeFile.VERSION + ", the one that this library knows", "version " + version);
        }
    }

    private void readNormalization() throws IOException {
        expect(JsonToken.BEGIN_ARRAY);
        json.beginArray();
        while (json.hasNext()) {
            if (rules.size() == MOST_RULES) {
                throw wrong("at most " + MOST_RULES + " rules", "another");
            }
            rules.add(constant(Normalization.Rule.class, text()));
        }
        json.endArray();
    }

    private void readSpecial() throws IOException {
        expect(JsonToken.BEGIN_OBJECT);
        json.beginObject();
        while (json.hasNext()) {
            String token = json.nextName();
            if (special.put(token, number(RankVocabulary.HIGHEST_ID, "an id")) != null) {
                throw wrong("each special token once", "'" + token + "' again");
            }
        }
        json.endObject();
    }

    private void readMerges() throws IOException {
        expect(JsonToken.BEGIN_ARRAY);
        json.beginArray();
        vocabulary = Vocabulary.ofBytes(1024);
        pairs = new PairTable(1024);
        merges = new IntList(1024);
        while (json.hasNext()) {
            expect(JsonToken.BEGIN_ARRAY);
            json.beginArray();
            int id = vocabulary.end();
            int left = number(id - 1, "a token made before token " + id);
            int right = number(id - 1, "a token made before token " + id);
            checkMerge(left, right, id);
            vocabulary.add(id, left, right);
            pairs.put(left, right, id);
            merges.add(left);
            merges.add(right);
            expect(JsonToken.END_ARRAY);
            json.endArray();
        }
        json.endArray();
    }

    private void checkMerge(int left, int right, int id) throws IOException {
        int length = vocabulary.length(left) + vocabulary.length(right);
        if (length > Vocabulary.LONGEST_TOKEN) {
            throw wrong("a token of at most " + Vocabulary.LONGEST_TOKEN + " bytes", length + " bytes");
        }
        if (vocabulary.isFull()) {
            throw wrong("tokens of at most " + Vocabulary.MOST_BYTES + " bytes together", "more");
        }
        int same = vocabulary.find(left, right);
        if (same != Vocabulary.NONE) {
            throw wrong("different bytes for each token", "those of token " + same + " again for token " + id);
        }
    }

    private void readRanks() throws IOException {
        expect(JsonToken.BEGIN_ARRAY);
        json.beginArray();
        ranks = new LinkedHashMap<>();
        while (json.hasNext()) {
            expect(JsonToken.BEGIN_ARRAY);
            json.beginArray();
            String base64 = text();
            byte[] bytes;
            try {
                bytes = Base64.getDecoder().decode(base64);
            } catch (IllegalArgumentException e) {
                throw new TokenizerFileException(file, json.getPath(), "this is not base64: " + e.getMessage(), e);
            }
            ranks.put(bytes, number(RankVocabulary.HIGHEST_ID, "a rank"));
            expect(JsonToken.END_ARRAY);
            json.endArray();
        }
        json.endArray();
    }

    private BpeTokenizer tokenizer() throws IOException {
        var missing = new java.util.TreeSet<>(REQUIRED);
        missing.removeAll(seen);
        if (!missing.isEmpty()) {
            throw new TokenizerFileException(file, "$", "the members " + String.join(", ", missing), "none of these");
        }
        if ((merges == null) == (ranks == null)) {
            throw new TokenizerFileException(
                    file, "$", "either merges or ranks", merges == null ? "neither" : "both of them");
        }
        var normalization = new Normalization(rules);
        try {
            if (ranks != null) {
                return RankVocabulary.tokenizer(name, normalization, ranks, split, special);
            }
            RankVocabulary.checkSpecial(vocabulary, special);
            return new BpeTokenizer(
                    name, normalization, split, BpeModel.ranked(vocabulary, pairs), merges.toArray(), special);
        } catch (IllegalArgumentException e) {
            throw new TokenizerFileException(file, "$", e.getMessage(), e);
        }
    }

    private String text() throws IOException {
        expect(JsonToken.STRING);
        return json.nextString();
    }

    /// Reads a whole number from 0 to `highest`.
    private int number(int highest, String what) throws IOException {
        expect(JsonToken.NUMBER);
        String place = json.getPath();
        String digits = json.nextString();
        if (digits.length() <= 10 && digits.chars().allMatch(c -> c >= '0' && c <= '9')) {
            long value = Long.parseLong(digits);
            if (value <= highest) {
                return (int) value;
            }
        }
        throw new TokenizerFileException(
                file, place, what + ", a whole number from 0 to " + highest, shortened(digits));
    }

    private <E extends Enum<E>> E constant(Class<E> type, String name) throws IOException {
        return Arrays.stream(type.getEnumConstants())
                .filter(c -> c.name().equals(name))
                .findFirst()
                .orElseThrow(
                        () -> wrong("one of " + Arrays.toString(type.getEnumConstants()), "'" + shortened(name) + "'"));
    }

    private void expect(JsonToken expected) throws IOException {
        JsonToken found = json.peek();
        if (found != expected) {
            throw wrong(word(expected), word(found));
        }
    }

    private TokenizerFileException wrong(String expected, String found) {
        return new TokenizerFileException(file, json.getPath(), expected, shortened(found));
    }

    private static String shortened(String text) {
        return text.length() <= 80 ? text : text.substring(0, 79) + "…";
    }

    private static String word(JsonToken token) {
        return switch (token) {
            case BEGIN_ARRAY -> "a list";
            case END_ARRAY -> "the end of a list";
            case BEGIN_OBJECT -> "an object";
            case END_OBJECT -> "the end of an object";
            case NAME -> "a name";
            case STRING -> "a text";
            case NUMBER -> "a number";
            case BOOLEAN -> "true or false";
            case NULL -> "null";
            case END_DOCUMENT -> "the end of the file";
        };
    }
}
