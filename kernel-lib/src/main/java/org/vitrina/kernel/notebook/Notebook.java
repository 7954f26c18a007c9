package org.vitrina.kernel.notebook;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/// A notebook as its file holds it
/// ([nbformat 4](https://nbformat.readthedocs.io/en/stable/format_description.html)).
///
/// Whatever this library does not know, in the metadata or beside it, is kept and written again. The JSON
/// objects inside are copies that belong to the notebook; do not change them.
///
/// @param cells    the cells in reading order; ids are unique
/// @param metadata of the notebook: kernel, language, and what applications keep there
/// @param minor    the minor version of the format; at least [#MINOR] when written
/// @param more     top-level keys that the format does not name
public record Notebook(List<Cell> cells, JsonObject metadata, int minor, JsonObject more) {
    static final int MAJOR = 4;
    static final int MINOR = 5;

    public Notebook {
        cells = List.copyOf(cells);
        metadata = metadata.deepCopy();
        more = more.deepCopy();
    }

    /// Returns a notebook of these cells and no metadata.
    public static Notebook of(List<? extends Cell> cells) {
        return new Notebook(List.copyOf(cells), new JsonObject(), MINOR, new JsonObject());
    }

    /// Reads a notebook file.
    ///
    /// @throws NotebookException if the file is not a notebook of format 4; says where and what to do
    /// @throws IOException       if it cannot be read
    public static Notebook read(Path file) throws IOException {
        return NotebookReader.read(file);
    }

    /// Reads a notebook from its JSON text.
    ///
    /// @param name what messages call the notebook
    /// @throws NotebookException if the text is not a notebook of format 4; says where and what to do
    public static Notebook parse(String name, String json) throws NotebookException {
        return NotebookReader.parse(name, json);
    }

    /// Writes the notebook to a temporary file beside `file` and moves it there, so that whoever reads `file`
    /// never sees half of it.
    public void write(Path file) throws IOException {
        NotebookWriter.write(this, file);
    }

    /// Returns the notebook as Jupyter would write it: format 4.5 or later, keys sorted, indented by one space.
    public String json() {
        return NotebookWriter.json(this);
    }

    /// Returns this notebook with other cells.
    public Notebook withCells(List<? extends Cell> others) {
        return new Notebook(List.copyOf(others), metadata, minor, more);
    }

    /// Returns this notebook with a mark in its metadata, `"group": {"mark": true}`, or without it.
    Notebook with(String group, String mark, boolean set) {
        JsonObject marked = metadata.deepCopy();
        JsonObject marks = marked.get(group) instanceof JsonObject there ? there : new JsonObject();
        marks.remove(mark);
        if (set) {
            marks.addProperty(mark, true);
        }
        if (!marks.isEmpty()) {
            marked.add(group, marks);
        } else if (marked.get(group) instanceof JsonObject) {
            marked.remove(group);
        }
        return new Notebook(cells, marked, minor, more);
    }

    /// Returns whether the metadata holds `"group": {"mark": true}`.
    boolean has(String group, String mark) {
        return metadata.get(group) instanceof JsonObject marks
                && marks.get(mark) instanceof JsonPrimitive value
                && value.isBoolean()
                && value.getAsBoolean();
    }

    /// Returns a text of the metadata, found by the keys on the way to it: `text("vitrina", "language")`.
    public Optional<String> text(String... keys) {
        JsonElement at = metadata;
        for (String key : keys) {
            if (!(at instanceof JsonObject object) || !object.has(key)) {
                return Optional.empty();
            }
            at = object.get(key);
        }
        return at.isJsonPrimitive() && at.getAsJsonPrimitive().isString()
                ? Optional.of(at.getAsString())
                : Optional.empty();
    }
}
