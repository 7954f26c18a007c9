package org.vitrina.kernel.notebook;

import com.google.gson.JsonElement;
import com.google.gson.JsonIOException;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import com.google.gson.Strictness;
import com.google.gson.stream.JsonReader;
import com.google.gson.stream.JsonToken;
import java.io.IOException;
import java.io.StringReader;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads notebooks: strict about their structure, lenient about a text being one string or a list of lines.
final class NotebookReader {
    /// The largest file that is read; a notebook of text and charts has some hundred kilobytes.
    static final int MOST_BYTES = 64 << 20;

    /// The most characters of the JSON parser's complaint; it names the whole path, however deep.
    private static final int MOST_QUOTED = 160;

    private static final Set<String> TOP = Set.of("cells", "metadata", "nbformat", "nbformat_minor");
    private static final Set<String> CELL =
            Set.of("cell_type", "id", "source", "metadata", "outputs", "execution_count");
    private static final String SAVE = "open it in Jupyter and save it again, or take it from its source again";

    private NotebookReader() {}

    static Notebook read(Path file) throws IOException {
        if (Files.isDirectory(file)) {
            throw new NotebookException(
                    file.toString(), "$", "a notebook file", "a folder", "name a file that ends in .ipynb");
        }
        byte[] bytes;
        try (var in = Files.newInputStream(file)) {
            bytes = in.readNBytes(MOST_BYTES + 1);
        } catch (NoSuchFileException e) {
            throw new NotebookException(
                    file.toString(), "$", "a notebook file", "no file of that name", "check the path");
        }
        if (bytes.length > MOST_BYTES) {
            throw new NotebookException(
                    file.toString(),
                    "$",
                    "at most " + (MOST_BYTES >> 20) + " MB",
                    "more",
                    "clear the notebook's outputs (in Jupyter: Edit, Clear Outputs of All Cells) and save it");
        }
        return parse(file.toString(), text(file, bytes));
    }

    private static String text(Path file, byte[] bytes) throws NotebookException {
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            return text.startsWith("\uFEFF") ? text.substring(1) : text;
        } catch (CharacterCodingException e) {
            throw new NotebookException(file.toString(), "$", "text in UTF-8", "bytes that are not", SAVE);
        }
    }

    static Notebook parse(String name, String json) throws NotebookException {
        var root = new JsonPlace(name, "$", tree(name, json));
        root.object();
        checkFormat(root);
        if (!root.has("cells") && root.has("worksheets")) {
            throw old(root.at("worksheets"), "3");
        }
        var cells = new ArrayList<Cell>();
        var ids = new HashSet<String>();
        List<JsonPlace> places = root.at("cells").list();
        places.forEach(place -> CellIds.claim(place, ids));
        for (JsonPlace place : places) {
            cells.add(cell(place, ids));
        }
        int minor = root.has("nbformat_minor") ? root.at("nbformat_minor").count() : 0;
        return new Notebook(cells, root.at("metadata").objectOrNone(), minor, others(root.object(), TOP));
    }

    private static JsonElement tree(String name, String json) throws NotebookException {
        try (var reader = new JsonReader(new StringReader(json))) {
            reader.setStrictness(Strictness.STRICT);
            if (json.isBlank()) {
                throw new NotebookException(name, "$", "a notebook in JSON", "an empty file", SAVE);
            }
            JsonElement tree = JsonParser.parseReader(reader);
            if (reader.peek() != JsonToken.END_DOCUMENT) {
                throw new NotebookException(name, "$", "the end of the file", "more after the notebook", SAVE);
            }
            return tree;
        } catch (NotebookException e) {
            throw e;
        } catch (JsonParseException | IOException | IllegalStateException e) {
            Throwable cause = e instanceof JsonIOException || e.getCause() == null ? e : e.getCause();
            var wrong = new NotebookException(
                    name, "$", "a notebook in JSON", "text that is not JSON (" + firstLine(cause) + ")", SAVE);
            wrong.initCause(e);
            throw wrong;
        }
    }

    private static String firstLine(Throwable e) {
        String line = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return line.length() <= MOST_QUOTED ? line : line.substring(0, MOST_QUOTED) + "…";
    }

    private static void checkFormat(JsonPlace root) throws NotebookException {
        if (!root.has("nbformat")) {
            throw root.at("nbformat").wrong("the format's number, 4", "is this a notebook? " + SAVE);
        }
        int format = root.at("nbformat").count();
        if (format < Notebook.MAJOR) {
            throw old(root.at("nbformat"), Integer.toString(format));
        }
        if (format > Notebook.MAJOR) {
            throw root.at("nbformat")
                    .wrong("format 4", "save it as format 4: jupyter nbconvert --to notebook --nbformat 4 FILE");
        }
    }

    private static NotebookException old(JsonPlace place, String format) {
        return place.wrong(
                "format 4",
                "format " + format + " is from before 2015; convert it with"
                        + " jupyter nbconvert --to notebook --nbformat 4 --inplace FILE");
    }

    private static Cell cell(JsonPlace place, Set<String> ids) throws NotebookException {
        JsonObject cell = place.object();
        String type = place.at("cell_type").string();
        String source = place.at("source").lines();
        JsonObject metadata = place.at("metadata").objectOrNone();
        place.at("attachments").objectOrNone();
        JsonObject more = others(cell, CELL);
        String id = CellIds.of(cell, type + "\n" + source, ids);
        return switch (type) {
            case "markdown" -> new Cell.Markdown(id, source, metadata, more);
            case "raw" -> new Cell.Raw(id, source, metadata, more);
            case "code" -> {
                var outputs = new ArrayList<CellOutput>();
                if (!place.at("outputs").isNothing()) {
                    for (JsonPlace output : place.at("outputs").list()) {
                        outputs.add(output(output));
                    }
                }
                Integer count = place.at("execution_count").countOrNull();
                yield new Cell.Code(id, source, metadata, count, outputs, more);
            }
            default -> throw place.at("cell_type").wrong("\"markdown\", \"code\" or \"raw\"");
        };
    }

    private static CellOutput output(JsonPlace place) throws NotebookException {
        JsonObject output = place.object();
        String type = place.at("output_type").string();
        return switch (type) {
            case "stream" ->
                new CellOutput.Stream(
                        place.at("name").string(),
                        place.at("text").lines(),
                        others(output, Set.of("output_type", "name", "text")));
            case "display_data" ->
                new CellOutput.Display(
                        bundle(place.at("data")),
                        place.at("metadata").objectOrNone(),
                        others(output, Set.of("output_type", "data", "metadata")));
            case "execute_result" ->
                new CellOutput.Result(
                        bundle(place.at("data")),
                        place.at("metadata").objectOrNone(),
                        place.at("execution_count").countOrNull(),
                        others(output, Set.of("output_type", "data", "metadata", "execution_count")));
            case "error" -> {
                var traceback = new ArrayList<String>();
                for (JsonPlace line : place.at("traceback").list()) {
                    traceback.add(line.string());
                }
                yield new CellOutput.Error(
                        place.at("ename").string(),
                        place.at("evalue").string(),
                        traceback,
                        others(output, Set.of("output_type", "ename", "evalue", "traceback")));
            }
            default ->
                throw place.at("output_type")
                        .wrong(
                                "\"stream\", \"display_data\", \"execute_result\" or \"error\"",
                                "clear the notebook's outputs in Jupyter and save it again");
        };
    }

    private static JsonObject bundle(JsonPlace place) throws NotebookException {
        var joined = new JsonObject();
        for (Map.Entry<String, JsonElement> form : place.object().entrySet()) {
            joined.add(
                    form.getKey(),
                    MimeTypes.isJson(form.getKey())
                            ? form.getValue()
                            : new JsonPrimitive(place.at(form.getKey()).lines()));
        }
        return joined;
    }

    private static JsonObject others(JsonObject object, Set<String> known) {
        var others = new JsonObject();
        object.entrySet().forEach(entry -> {
            if (!known.contains(entry.getKey())) {
                others.add(entry.getKey(), entry.getValue());
            }
        });
        return others;
    }
}
