package org.vitrina.kernel.jupyter;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.Collection;
import java.util.List;
import org.vitrina.kernel.CellError;

/// The contents of replies.
final class Replies {
    private Replies() {}

    static JsonObject ok() {
        var content = new JsonObject();
        content.addProperty("status", "ok");
        return content;
    }

    static JsonObject error(CellError error) {
        JsonObject content = Iopub.error(error);
        content.addProperty("status", "error");
        return content;
    }

    static JsonObject error(String name, String message) {
        return error(new CellError(name, message, List.of(name + ": " + message)));
    }

    /// What is answered for a cell that was not run because one before it failed.
    static JsonObject aborted(int count) {
        var content = new JsonObject();
        content.addProperty("status", "aborted");
        content.addProperty("execution_count", count);
        return content;
    }

    static JsonArray strings(Collection<String> texts) {
        var array = new JsonArray();
        texts.forEach(array::add);
        return array;
    }
}
