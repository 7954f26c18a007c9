package org.vitrina.kernel.jupyter;

import com.google.gson.JsonObject;
import org.vitrina.kernel.Evaluator;

/// What is known about code that has not run: what it could go on with, what a name means, whether it is whole.
final class Inspector {
    private final Evaluator evaluator;

    Inspector(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    JsonObject complete(String code, int cursor) {
        JsonObject content = Replies.ok();
        content.add("matches", Replies.strings(java.util.List.of()));
        content.addProperty("cursor_start", points(code, cursor));
        content.addProperty("cursor_end", points(code, cursor));
        content.add("metadata", new JsonObject());
        return content;
    }

    JsonObject inspect(String code, int cursor, boolean detailed) {
        JsonObject content = Replies.ok();
        content.addProperty("found", false);
        content.add("data", new JsonObject());
        content.add("metadata", new JsonObject());
        return content;
    }

    JsonObject isComplete(String code) {
        var content = new JsonObject();
        content.addProperty("status", "unknown");
        return content;
    }

    private static int points(String code, int index) {
        return code.codePointCount(0, index);
    }
}
