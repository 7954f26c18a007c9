package org.vitrina.kernel.jupyter;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.vitrina.kernel.CellError;
import org.vitrina.kernel.Evaluator;
import org.vitrina.kernel.Outcome;
import org.vitrina.kernel.Output;
import org.vitrina.show.MimeBundle;

/// One execute_request, from its code to its reply.
final class Execution {
    final Message message;
    private final Request.Execute request;
    private final int count;
    private final Iopub iopub;
    private volatile boolean interrupted;
    private String result;

    /// @param count the number that the front end shows beside the cell
    Execution(Message message, Request.Execute request, int count, Iopub iopub) {
        this.message = message;
        this.request = request;
        this.count = count;
        this.iopub = iopub;
    }

    /// Keeps the cell from starting, if it has not yet.
    void interrupt() {
        interrupted = true;
    }

    /// Runs the cell.
    ///
    /// @return the reply's content
    JsonObject run(Evaluator evaluator, Inspector inspector) {
        if (!request.silent()) {
            iopub.executeInput(parent(), request.code(), count);
        }
        if (interrupted) {
            var error = new CellError(
                    "Interrupted", "the cell was interrupted before it began", List.of("Interrupted before it began"));
            give(new Output.Error(error));
            return counted(Replies.error(error));
        }
        Optional<Question> question = Question.in(request.code());
        return question.isPresent() ? answer(question.get(), inspector) : evaluate(evaluator);
    }

    private JsonObject evaluate(Evaluator evaluator) {
        return switch (evaluator.evaluate(count, request.code(), this::give)) {
            case Outcome.Finished _ -> {
                JsonObject content = Replies.ok();
                content.add("user_expressions", userExpressions(evaluator));
                content.add("payload", new JsonArray());
                yield counted(content);
            }
            case Outcome.Failed(CellError error) -> counted(Replies.error(error));
        };
    }

    /// Answers in the front end's pager.
    private JsonObject answer(Question question, Inspector inspector) {
        JsonObject found = inspector.inspect(question.name(), question.name().length());
        if (!found.get("found").getAsBoolean()) {
            String told =
                    "nothing is known about " + question.name() + "; a class that is not imported needs its whole name";
            var error = new CellError("NotFound", told, List.of(told));
            give(new Output.Error(error));
            return counted(Replies.error(error));
        }
        var page = new JsonObject();
        page.addProperty("source", "page");
        page.add("data", found.get("data"));
        page.addProperty("start", 0);
        var payload = new JsonArray();
        payload.add(page);
        JsonObject content = Replies.ok();
        content.add("user_expressions", new JsonObject());
        content.add("payload", payload);
        return counted(content);
    }

    private JsonObject userExpressions(Evaluator evaluator) {
        var values = new JsonObject();
        request.userExpressions().forEach((name, source) -> {
            var outputs = new ArrayList<Output>();
            Outcome outcome = evaluator.evaluate(count, source, outputs::add);
            values.add(
                    name,
                    switch (outcome) {
                        case Outcome.Failed(CellError error) -> Replies.error(error);
                        case Outcome.Finished _ -> value(outputs);
                    });
        });
        return values;
    }

    private static JsonObject value(List<Output> outputs) {
        JsonObject value = outputs.reversed().stream()
                .filter(Output.Result.class::isInstance)
                .findFirst()
                .map(output -> Iopub.bundle(((Output.Result) output).data()))
                .orElseGet(() -> Iopub.bundle(MimeBundle.of("")));
        value.addProperty("status", "ok");
        return value;
    }

    /// Takes what the cell gives out; threads that it started may give more when it has ended.
    private void give(Output output) {
        if (output instanceof Output.Result(var data)) {
            result = data.text();
        }
        if (!request.silent()) {
            iopub.output(parent(), count, output);
        }
    }

    private JsonObject counted(JsonObject content) {
        content.addProperty("execution_count", count);
        return content;
    }

    /// Returns the text of the cell's result, or null if it had none.
    String result() {
        return result;
    }

    JsonObject parent() {
        return message.header().json();
    }
}
