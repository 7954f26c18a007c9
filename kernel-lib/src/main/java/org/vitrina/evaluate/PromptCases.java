package org.vitrina.evaluate;

import com.google.gson.JsonParseException;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import com.google.gson.stream.MalformedJsonException;
import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/// Reads files of cases: JSON lines (`.jsonl`) or CSV (`.csv`).
///
/// ```text
/// {"id": "ball", "prompt": "Ana has a ball. Who has the ball?", "expected": ["Ana.", "Ana"], "match": "plain"}
///
/// id,prompt,expected,expected,match
/// ball,Ana has a ball. Who has the ball?,Ana.,Ana,plain
/// ```
///
/// `id`, `match` and `kind` may be left out; `expected` is a text or a list, in CSV one column or several. A file
/// is refused as a whole, with the line, if anything in it is not as it should be.
public final class PromptCases {
    private static final int MOST_BYTES = 10_000_000;
    private static final int MOST_CASES = 100_000;
    private static final String KEYS = "id, prompt, expected, match, kind";

    private final String name;
    private final List<PromptCase> cases = new ArrayList<>();
    private final HashSet<String> ids = new HashSet<>();

    private PromptCases(String name) {
        this.name = name;
    }

    /// Reads a file, by the ending of its name.
    ///
    /// @throws IllegalArgumentException if the file is not sound; the message has its name and the line
    public static List<PromptCase> read(Path file) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return read(file.getFileName().toString(), in);
        }
    }

    /// Reads cases from a stream, which is not closed.
    ///
    /// @param name ends with `.jsonl` or `.csv`, and is what errors call it
    public static List<PromptCase> read(String name, InputStream in) throws IOException {
        var cases = new PromptCases(name);
        String text = cases.text(in.readNBytes(MOST_BYTES + 1));
        String ending = name.substring(name.lastIndexOf('.') + 1).toLowerCase(Locale.ROOT);
        switch (ending) {
            case "jsonl" -> cases.jsonLines(text);
            case "csv" -> cases.csv(text);
            default ->
                throw new IllegalArgumentException(
                        "cases are read from .jsonl and .csv files, but this is '" + name + "'");
        }
        if (cases.cases.isEmpty()) {
            throw new IllegalArgumentException(name + " holds no case");
        }
        return List.copyOf(cases.cases);
    }

    private String text(byte[] bytes) {
        if (bytes.length > MOST_BYTES) {
            throw new IllegalArgumentException(
                    name + " is larger than " + MOST_BYTES / 1_000_000 + " MB; split it into several files");
        }
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new IllegalArgumentException(name + " is not UTF-8 text; save it as UTF-8", e);
        }
    }

    private void jsonLines(String text) {
        int line = 0;
        for (String one : text.split("\\R", -1)) {
            line++;
            if (!one.isBlank()) {
                add(line, json(line, one));
            }
        }
    }

    private Fields json(int line, String text) {
        var fields = new Fields();
        try (var json = new JsonReader(new StringReader(text))) {
            json.setStrictness(Strictness.STRICT);
            json.beginObject();
            while (json.hasNext()) {
                String key = json.nextName();
                if (key.equals("expected") && json.peek() == JsonToken.BEGIN_ARRAY) {
                    json.beginArray();
                    while (json.hasNext()) {
                        fields.put(key, string(json));
                    }
                    json.endArray();
                } else {
                    fields.put(key, string(json));
                }
            }
            json.endObject();
            if (json.peek() != JsonToken.END_DOCUMENT) {
                throw new IllegalArgumentException("there is more than one object");
            }
            return fields;
        } catch (MalformedJsonException | IllegalStateException | IllegalArgumentException | JsonParseException e) {
            throw wrong(line, e.getMessage());
        } catch (IOException e) {
            throw wrong(line, "the object is not complete");
        }
    }

    private static String string(JsonReader json) throws IOException {
        if (json.peek() != JsonToken.STRING) {
            throw new IllegalArgumentException(
                    "a text in quotes is expected at " + json.getPath() + ", but there is " + json.peek());
        }
        return json.nextString();
    }

    private void csv(String text) {
        List<CsvRows.Row> rows;
        try {
            rows = CsvRows.of(text);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(name + ": " + e.getMessage(), e);
        }
        if (rows.isEmpty()) {
            return;
        }
        List<String> head = rows.getFirst().cells().stream().map(String::strip).toList();
        for (CsvRows.Row row : rows.subList(1, rows.size())) {
            if (row.cells().size() != head.size()) {
                throw wrong(
                        row.line(),
                        "there are " + row.cells().size() + " cells below " + head.size()
                                + " columns; a cell with a comma needs quotes");
            }
            var fields = new Fields();
            for (int i = 0; i < head.size(); i++) {
                // an empty cell is none: a case may have fewer right answers than there are columns
                if (!row.cells().get(i).isEmpty()) {
                    try {
                        fields.put(head.get(i), row.cells().get(i));
                    } catch (IllegalArgumentException e) {
                        throw wrong(row.line(), e.getMessage());
                    }
                }
            }
            add(row.line(), fields);
        }
    }

    /// What one case says, before it is checked.
    private static final class Fields {
        private final Map<String, String> single = new HashMap<>();
        private final List<String> expected = new ArrayList<>();

        void put(String key, String value) {
            switch (key) {
                case "expected" -> expected.add(value);
                case "id", "prompt", "match", "kind" -> {
                    if (single.put(key, value) != null) {
                        throw new IllegalArgumentException("'" + key + "' is there twice");
                    }
                }
                default -> throw new IllegalArgumentException("'" + key + "' is not known; a case may have " + KEYS);
            }
        }
    }

    private void add(int line, Fields fields) {
        if (cases.size() == MOST_CASES) {
            throw wrong(line, "there are more than " + MOST_CASES + " cases");
        }
        String id = fields.single.getOrDefault("id", "line " + line);
        if (!ids.add(id)) {
            throw wrong(line, "there is a case '" + id + "' already");
        }
        try {
            cases.add(new PromptCase(
                    id,
                    fields.single.getOrDefault("prompt", ""),
                    fields.expected,
                    match(fields.single.getOrDefault("match", "plain")),
                    fields.single.getOrDefault("kind", "")));
        } catch (IllegalArgumentException e) {
            throw wrong(line, e.getMessage());
        }
    }

    private static Match match(String name) {
        for (Match match : Match.values()) {
            if (match.name().toLowerCase(Locale.ROOT).equals(name)) {
                return match;
            }
        }
        throw new IllegalArgumentException("'match' is exact, plain, contains or begins, but is '" + name + "'");
    }

    private IllegalArgumentException wrong(int line, String what) {
        return new IllegalArgumentException(name + ", line " + line + ": " + what);
    }
}
