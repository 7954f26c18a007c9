package org.vitrina.kernel.jupyter;

import com.google.gson.JsonObject;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Consumer;
import org.vitrina.kernel.Completeness;
import org.vitrina.kernel.Completions;
import org.vitrina.kernel.Evaluator;
import org.vitrina.kernel.Inspection;

/// Answers what is asked about code that is being written: how it could go on, what a name means, whether it
/// is whole. It has a thread of its own, so that help comes while a cell runs.
final class Inspector implements AutoCloseable {
    private final CompletableFuture<Evaluator> evaluator;
    private final ExecutorService thread = Executors.newSingleThreadExecutor(work -> {
        var made = new Thread(work, "jupyter help");
        made.setDaemon(true);
        return made;
    });

    Inspector(CompletableFuture<Evaluator> evaluator) {
        this.evaluator = evaluator;
    }

    /// Answers later, on the inspector's thread.
    void accept(Request.AboutCode request, Consumer<JsonObject> answer) {
        thread.execute(() -> answer.accept(answerOrError(request)));
    }

    private JsonObject answerOrError(Request.AboutCode request) {
        try {
            return switch (request) {
                case Request.Complete(String code, int cursor) -> complete(code, cursor);
                case Request.Inspect(String code, int cursor) -> inspect(code, cursor);
                case Request.IsComplete(String code) -> isComplete(code);
            };
        } catch (RuntimeException | Error e) {
            return Replies.error(e.getClass().getName(), String.valueOf(e.getMessage()));
        }
    }

    private JsonObject complete(String code, int cursor) {
        Completions found = evaluator.join().complete(code, cursor);
        JsonObject content = Replies.ok();
        content.add("matches", Replies.strings(found.matches()));
        content.addProperty("cursor_start", code.codePointCount(0, found.from()));
        content.addProperty("cursor_end", code.codePointCount(0, found.to()));
        content.add("metadata", new JsonObject());
        return content;
    }

    JsonObject inspect(String code, int cursor) {
        Optional<Inspection> found = evaluator.join().inspect(code, cursor);
        JsonObject content = found.map(each -> Iopub.bundle(Documentation.of(each)))
                .orElseGet(() -> {
                    var nothing = new JsonObject();
                    nothing.add("data", new JsonObject());
                    nothing.add("metadata", new JsonObject());
                    return nothing;
                });
        content.addProperty("status", "ok");
        content.addProperty("found", found.isPresent());
        return content;
    }

    private JsonObject isComplete(String code) {
        Completeness found = evaluator.join().isComplete(code);
        var content = new JsonObject();
        content.addProperty("status", found.status().name().toLowerCase(Locale.ROOT));
        if (found.status() == Completeness.Status.INCOMPLETE) {
            content.addProperty("indent", found.indent());
        }
        return content;
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
