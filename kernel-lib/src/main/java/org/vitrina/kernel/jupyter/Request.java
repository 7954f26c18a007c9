package org.vitrina.kernel.jupyter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;

/// What a front end asks for, one record for each type of message, read from a message's content.
sealed interface Request {

    /// What waits until the cells before it are done.
    sealed interface Queued extends Request {}

    /// What is asked about code that is being written.
    sealed interface AboutCode extends Request {}

    /// @param userExpressions expressions to evaluate when the cell is done, by name
    record Execute(
            String code,
            boolean silent,
            boolean storeHistory,
            SequencedMap<String, String> userExpressions,
            boolean allowStdin,
            boolean stopOnError)
            implements Queued {}

    /// @param cursor where in `code`, counted in `char`s
    record Complete(String code, int cursor) implements AboutCode {}

    /// @param cursor where in `code`, counted in `char`s
    record Inspect(String code, int cursor) implements AboutCode {}

    record IsComplete(String code) implements AboutCode {}

    record History(boolean withOutput, Range range) implements Queued {
        sealed interface Range {
            record Tail(int count) implements Range {}

            record Lines(int session, int start, Optional<Integer> stop) implements Range {}

            record Search(String pattern, Optional<Integer> count, boolean unique) implements Range {}
        }
    }

    record KernelInfo() implements Request {}

    record Connect() implements Request {}

    /// @param target only comms of this target, if present
    record CommInfo(Optional<String> target) implements Request {}

    /// What goes to a comm, on a thread of its own.
    sealed interface ToComm extends Request {
        String comm();

        JsonObject data();
    }

    record CommOpen(String comm, String target, JsonObject data) implements ToComm {}

    record CommMessage(String comm, JsonObject data) implements ToComm {}

    record CommClose(String comm, JsonObject data) implements ToComm {}

    record Shutdown(boolean restart) implements Request {}

    record Interrupt() implements Request {}

    record Debug(int sequence, String command) implements Request {}

    record Unknown(String type) implements Request {}

    static Request read(Message message) throws BadMessage {
        Fields fields = message.fields();
        return switch (message.type()) {
            case "execute_request" -> execute(fields);
            case "complete_request" -> {
                String code = fields.text("code");
                yield new Complete(code, cursor(fields, code));
            }
            case "inspect_request" -> {
                String code = fields.text("code");
                yield new Inspect(code, cursor(fields, code));
            }
            case "is_complete_request" -> new IsComplete(fields.text("code"));
            case "history_request" -> new History(fields.flag("output", false), range(fields));
            case "kernel_info_request" -> new KernelInfo();
            case "connect_request" -> new Connect();
            case "comm_info_request" ->
                new CommInfo(fields.has("target_name") ? Optional.of(fields.text("target_name")) : Optional.empty());
            case "comm_open" -> new CommOpen(fields.text("comm_id"), fields.text("target_name"), fields.object("data"));
            case "comm_msg" -> new CommMessage(fields.text("comm_id"), fields.object("data"));
            case "comm_close" -> new CommClose(fields.text("comm_id"), fields.object("data"));
            case "shutdown_request" -> new Shutdown(fields.flag("restart", false));
            case "interrupt_request" -> new Interrupt();
            case "debug_request" -> new Debug(fields.number("seq", 0), fields.text("command", ""));
            default -> new Unknown(message.type());
        };
    }

    private static Execute execute(Fields fields) throws BadMessage {
        boolean silent = fields.flag("silent", false);
        var expressions = new LinkedHashMap<String, String>();
        for (Map.Entry<String, JsonElement> each :
                fields.object("user_expressions").entrySet()) {
            if (!(each.getValue() instanceof JsonPrimitive source) || !source.isString()) {
                throw new BadMessage("execute_request: user_expressions." + each.getKey() + " must be a string, but is "
                        + Json.shortened(each.getValue().toString()));
            }
            expressions.put(each.getKey(), source.getAsString());
        }
        return new Execute(
                fields.text("code"),
                silent,
                !silent && fields.flag("store_history", true),
                expressions,
                fields.flag("allow_stdin", false),
                fields.flag("stop_on_error", true));
    }

    private static History.Range range(Fields fields) throws BadMessage {
        String type = fields.text("hist_access_type");
        Optional<Integer> count = fields.has("n") ? Optional.of(fields.number("n")) : Optional.empty();
        return switch (type) {
            case "tail" -> new History.Range.Tail(count.orElse(10));
            case "range" ->
                new History.Range.Lines(
                        fields.number("session", 0),
                        fields.number("start", 0),
                        fields.has("stop") ? Optional.of(fields.number("stop")) : Optional.empty());
            case "search" -> new History.Range.Search(fields.text("pattern", "*"), count, fields.flag("unique", false));
            default ->
                throw new BadMessage("history_request: hist_access_type must be tail, range or search, but is " + type);
        };
    }

    /// The protocol counts code points, Java counts `char`s. A place outside the code becomes its nearest end.
    private static int cursor(Fields fields, String code) throws BadMessage {
        int points = code.codePointCount(0, code.length());
        int cursor = Math.clamp(fields.number("cursor_pos", points), 0, points);
        return code.offsetByCodePoints(0, cursor);
    }
}
