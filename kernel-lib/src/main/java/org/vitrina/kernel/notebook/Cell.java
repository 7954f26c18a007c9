package org.vitrina.kernel.notebook;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/// A cell of a [Notebook].
public sealed interface Cell {
    /// Returns the id: 1 to 64 letters, digits, `-` and `_`, unique in the notebook.
    String id();

    /// Returns the whole text of the cell.
    String source();

    JsonObject metadata();

    /// Returns the keys that have no component of their own, attachments among them.
    JsonObject more();

    /// Returns the tags in the cell's metadata, such as `raises-exception`.
    default Set<String> tags() {
        var tags = new LinkedHashSet<String>();
        if (metadata().get("tags") instanceof JsonArray array) {
            for (JsonElement tag : array) {
                if (tag.isJsonPrimitive()) {
                    tags.add(tag.getAsString());
                }
            }
        }
        return tags;
    }

    /// Returns the files attached to the cell: name to MIME type to base64 text.
    default JsonObject attachments() {
        return more().get("attachments") instanceof JsonObject attachments ? attachments : new JsonObject();
    }

    /// Prose.
    record Markdown(String id, String source, JsonObject metadata, JsonObject more) implements Cell {
        public Markdown(String id, String source) {
            this(id, source, new JsonObject(), new JsonObject());
        }
    }

    /// Text for another program, neither run nor formatted.
    record Raw(String id, String source, JsonObject metadata, JsonObject more) implements Cell {}

    /// Code and what came of it.
    ///
    /// @param executionCount the cell's place in the order of execution, or null if it has not run
    record Code(
            String id,
            String source,
            JsonObject metadata,
            Integer executionCount,
            List<CellOutput> outputs,
            JsonObject more)
            implements Cell {
        public Code {
            outputs = List.copyOf(outputs);
        }

        public Code(String id, String source) {
            this(id, source, new JsonObject(), null, List.of(), new JsonObject());
        }

        /// Returns this cell with what another execution made of it.
        public Code executed(Integer count, List<CellOutput> made) {
            return new Code(id, source, metadata, count, made, more);
        }
    }
}
