package org.vitrina.kernel.notebook;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Optional;

/// An output of a code cell, as a notebook file holds it.
///
/// `more` holds the keys that the format does not name.
public sealed interface CellOutput {
    JsonObject more();

    /// An output in several forms.
    sealed interface Rich extends CellOutput {
        /// Returns the forms by MIME type: text as a string, images as base64, JSON types as JSON.
        JsonObject data();

        /// Returns what is said about the forms, by MIME type, such as the width of an image.
        JsonObject metadata();

        /// Returns the form of this type, if there is one and it is text.
        default Optional<String> form(String mimeType) {
            JsonElement form = data().get(mimeType);
            return form != null && form.isJsonPrimitive() ? Optional.of(form.getAsString()) : Optional.empty();
        }
    }

    /// Text that was printed.
    ///
    /// @param name `stdout` or `stderr`
    record Stream(String name, String text, JsonObject more) implements CellOutput {
        public Stream(String name, String text) {
            this(name, text, new JsonObject());
        }
    }

    /// Something displayed by a call.
    record Display(JsonObject data, JsonObject metadata, JsonObject more) implements Rich {}

    /// The value of the cell's last expression.
    ///
    /// @param executionCount the number of the execution that returned it, or null
    record Result(JsonObject data, JsonObject metadata, Integer executionCount, JsonObject more) implements Rich {}

    /// What stopped the cell.
    record Error(String name, String value, List<String> traceback, JsonObject more) implements CellOutput {
        public Error {
            traceback = List.copyOf(traceback);
        }
    }
}
