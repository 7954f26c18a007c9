package org.vitrina.kernel.jupyter;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParseException;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;
import java.util.List;
import org.vitrina.kernel.CellError;
import org.vitrina.kernel.Output;
import org.vitrina.show.MimeBundle;
import org.zeromq.SocketType;
import org.zeromq.ZContext;

/// What every front end hears: status, output, results. One channel sends it all, so it arrives in the order
/// in which it was published.
final class Iopub implements AutoCloseable {
    /// The first byte of what an XPUB socket receives when somebody subscribes.
    private static final byte SUBSCRIBED = 1;

    private final Wire wire;
    private final Channel channel;

    Iopub(Wire wire, ZContext context, String address, KernelLog log) {
        this.wire = wire;
        channel = new Channel("iopub", context, SocketType.XPUB, address, this::subscription, log);
    }

    void start() {
        channel.start();
        publish("status", new JsonObject(), state("starting"));
    }

    int port() {
        return channel.port();
    }

    void busy(JsonObject parent) {
        publish("status", parent, state("busy"));
    }

    void idle(JsonObject parent) {
        publish("status", parent, state("idle"));
    }

    private static JsonObject state(String state) {
        var content = new JsonObject();
        content.addProperty("execution_state", state);
        return content;
    }

    void executeInput(JsonObject parent, String code, int count) {
        var content = new JsonObject();
        content.addProperty("code", code);
        content.addProperty("execution_count", count);
        publish("execute_input", parent, content);
    }

    /// Publishes what a cell gives out.
    ///
    /// @param count the cell's execution count
    void output(JsonObject parent, int count, Output output) {
        switch (output) {
            case Output.Stream(String channelName, String text) -> {
                var content = new JsonObject();
                content.addProperty("name", channelName);
                content.addProperty("text", text);
                publish("stream", parent, content);
            }
            case Output.Display(MimeBundle data, String id) -> publish("display_data", parent, display(data, id));
            case Output.Update(MimeBundle data, String id) -> publish("update_display_data", parent, display(data, id));
            case Output.Result(MimeBundle data) -> {
                JsonObject content = bundle(data);
                content.addProperty("execution_count", count);
                publish("execute_result", parent, content);
            }
            case Output.Error(CellError error) -> publish("error", parent, error(error));
            case Output.Clear(boolean later) -> {
                var content = new JsonObject();
                content.addProperty("wait", later);
                publish("clear_output", parent, content);
            }
        }
    }

    void publish(String type, JsonObject parent, JsonObject content) {
        publish(type, parent, new JsonObject(), content, List.of());
    }

    void publish(String type, JsonObject parent, JsonObject metadata, JsonObject content, List<byte[]> buffers) {
        channel.send(wire.encode(wire.message(topic(type), type, parent, metadata, content, buffers)));
    }

    private static List<byte[]> topic(String type) {
        return List.of(("kernel.vitrina." + type).getBytes(StandardCharsets.UTF_8));
    }

    /// Tells a new subscriber that it hears everything from here on, so that it need not try until it does
    /// ([JEP 65](https://jupyter.org/enhancement-proposals/65-jupyter-xpub/jupyter-xpub.html)).
    private void subscription(List<byte[]> frames) {
        byte[] event = frames.getFirst();
        if (event.length > 0 && event[0] == SUBSCRIBED) {
            byte[] topic = Arrays.copyOfRange(event, 1, event.length);
            var content = new JsonObject();
            content.addProperty("subscription", new String(topic, StandardCharsets.UTF_8));
            channel.send(wire.encode(wire.message(List.of(topic), "iopub_welcome", new JsonObject(), content)));
        }
    }

    static JsonObject error(CellError error) {
        var content = new JsonObject();
        content.addProperty("ename", error.name());
        content.addProperty("evalue", error.message());
        content.add("traceback", Replies.strings(error.traceback()));
        return content;
    }

    private static JsonObject display(MimeBundle data, String id) {
        JsonObject content = bundle(data);
        var transientData = new JsonObject();
        if (id != null) {
            transientData.addProperty("display_id", id);
        }
        content.add("transient", transientData);
        return content;
    }

    /// Returns a MIME bundle as `data` and `metadata`: text as it is, JSON as JSON, bytes in base64.
    static JsonObject bundle(MimeBundle bundle) {
        var data = new JsonObject();
        bundle.forms().forEach((type, form) -> data.add(type, form(type, form)));
        var content = new JsonObject();
        content.add("data", data);
        content.add("metadata", new JsonObject());
        return content;
    }

    private static JsonElement form(String type, Object form) {
        if (form instanceof byte[] bytes) {
            return new JsonPrimitive(Base64.getEncoder().encodeToString(bytes));
        }
        String text = (String) form;
        if (type.equals("application/json") || type.endsWith("+json")) {
            try {
                return JsonParser.parseString(text);
            } catch (JsonParseException _) {
                // a front end can still show it as the text that it is
                return new JsonPrimitive(text);
            }
        }
        return new JsonPrimitive(text);
    }

    @Override
    public void close() {
        channel.close();
    }
}
