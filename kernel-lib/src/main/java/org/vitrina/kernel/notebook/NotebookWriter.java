package org.vitrina.kernel.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import com.google.gson.stream.JsonWriter;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.nio.file.AtomicMoveNotSupportedException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;
import java.util.TreeMap;

/// Writes notebooks the way Jupyter does, so that a notebook saved by both shows no difference: keys sorted,
/// one space of indentation, texts as lists of lines, a line feed at the end.
final class NotebookWriter {
    private NotebookWriter() {}

    static void write(Notebook notebook, Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Files.createDirectories(folder);
        // not createTempFile, whose files nobody else may read
        Path draft = folder.resolve(".%s.%d.tmp"
                .formatted(file.getFileName(), ProcessHandle.current().pid()));
        try {
            Files.writeString(draft, json(notebook));
            try {
                Files.move(draft, file, StandardCopyOption.ATOMIC_MOVE);
            } catch (AtomicMoveNotSupportedException e) {
                Files.move(draft, file, StandardCopyOption.REPLACE_EXISTING);
            }
        } finally {
            Files.deleteIfExists(draft);
        }
    }

    static String json(Notebook notebook) {
        var root = notebook.more().deepCopy();
        var cells = new JsonArray();
        notebook.cells().forEach(cell -> cells.add(cell(cell)));
        root.add("cells", cells);
        root.add("metadata", notebook.metadata());
        root.addProperty("nbformat", Notebook.MAJOR);
        root.addProperty("nbformat_minor", Math.max(Notebook.MINOR, notebook.minor()));
        var out = new StringWriter();
        try (var writer = new JsonWriter(out)) {
            writer.setIndent(" ");
            writer.setHtmlSafe(false);
            write(root, writer);
        } catch (IOException e) {
            throw new UncheckedIOException("a notebook could not be written to memory", e);
        }
        return out.append('\n').toString();
    }

    private static JsonObject cell(Cell cell) {
        JsonObject json = cell.more().deepCopy();
        json.addProperty("id", cell.id());
        json.add("metadata", cell.metadata());
        json.add("source", lines(cell.source()));
        json.addProperty(
                "cell_type",
                switch (cell) {
                    case Cell.Markdown _ -> "markdown";
                    case Cell.Raw _ -> "raw";
                    case Cell.Code _ -> "code";
                });
        if (cell instanceof Cell.Code code) {
            json.add("execution_count", number(code.executionCount()));
            var outputs = new JsonArray();
            code.outputs().forEach(output -> outputs.add(output(output)));
            json.add("outputs", outputs);
        }
        return json;
    }

    private static JsonObject output(CellOutput output) {
        JsonObject json = output.more().deepCopy();
        switch (output) {
            case CellOutput.Stream stream -> {
                json.addProperty("output_type", "stream");
                json.addProperty("name", stream.name());
                json.add("text", lines(stream.text()));
            }
            case CellOutput.Display display -> {
                json.addProperty("output_type", "display_data");
                json.add("data", bundle(display.data()));
                json.add("metadata", display.metadata());
            }
            case CellOutput.Result result -> {
                json.addProperty("output_type", "execute_result");
                json.add("data", bundle(result.data()));
                json.add("metadata", result.metadata());
                json.add("execution_count", number(result.executionCount()));
            }
            case CellOutput.Error error -> {
                json.addProperty("output_type", "error");
                json.addProperty("ename", error.name());
                json.addProperty("evalue", error.value());
                var list = new JsonArray();
                error.traceback().forEach(list::add);
                json.add("traceback", list);
            }
        }
        return json;
    }

    private static JsonObject bundle(JsonObject data) {
        var json = new JsonObject();
        data.entrySet().forEach(form -> {
            boolean split = MimeTypes.isLines(form.getKey()) && form.getValue().isJsonPrimitive();
            json.add(form.getKey(), split ? lines(form.getValue().getAsString()) : form.getValue());
        });
        return json;
    }

    private static JsonElement number(Integer count) {
        return count == null ? JsonNull.INSTANCE : new JsonPrimitive(count);
    }

    /// Returns a text as the list of its lines, each with its line feed.
    private static JsonArray lines(String text) {
        var lines = new JsonArray();
        for (int from = 0; from < text.length(); ) {
            int end = text.indexOf('\n', from);
            int to = end < 0 ? text.length() : end + 1;
            lines.add(text.substring(from, to));
            from = to;
        }
        return lines;
    }

    private static void write(JsonElement value, JsonWriter out) throws IOException {
        switch (value) {
            case JsonObject object -> {
                out.beginObject();
                var sorted = new TreeMap<String, JsonElement>();
                object.entrySet().forEach(entry -> sorted.put(wellFormed(entry.getKey()), entry.getValue()));
                for (Map.Entry<String, JsonElement> entry : sorted.entrySet()) {
                    out.name(entry.getKey());
                    write(entry.getValue(), out);
                }
                out.endObject();
            }
            case JsonArray array -> {
                out.beginArray();
                for (JsonElement element : array) {
                    write(element, out);
                }
                out.endArray();
            }
            case JsonPrimitive primitive when primitive.isString() -> out.value(wellFormed(primitive.getAsString()));
            case JsonPrimitive primitive when primitive.isBoolean() -> out.value(primitive.getAsBoolean());
            // a number is written with the digits that it was read with
            case JsonPrimitive primitive -> out.jsonValue(primitive.getAsString());
            default -> out.nullValue();
        }
    }

    /// Returns the text with lone surrogates, which UTF-8 cannot hold, replaced by U+FFFD.
    private static String wellFormed(String text) {
        if (text.chars().noneMatch(c -> Character.isSurrogate((char) c))) {
            return text;
        }
        var out = new StringBuilder(text.length());
        text.codePoints()
                .forEach(c ->
                        out.appendCodePoint(c >= Character.MIN_SURROGATE && c <= Character.MAX_SURROGATE ? 0xFFFD : c));
        return out.toString();
    }
}
