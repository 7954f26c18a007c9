package org.vitrina.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.UUID;
import java.util.function.Predicate;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/// A front end of a few lines, which signs and reads messages by itself, so that it can say whether the
/// kernel does it as the protocol wants. One thread uses it at a time.
final class FrontEnd implements AutoCloseable {
    static final int PATIENCE_MILLIS = 90_000;

    private final ZContext context = new ZContext();
    private final String session = UUID.randomUUID().toString();
    private final String key;
    final ZMQ.Socket shell;
    final ZMQ.Socket control;
    final ZMQ.Socket stdin;
    final ZMQ.Socket iopub;
    final ZMQ.Socket heartbeat;

    /// What came in.
    record Received(
            String topic,
            String type,
            JsonObject header,
            JsonObject parent,
            JsonObject metadata,
            JsonObject content,
            List<byte[]> buffers) {
        String parentId() {
            return parent.has("msg_id") ? parent.get("msg_id").getAsString() : "";
        }

        String text(String field) {
            return content.get(field).getAsString();
        }

        String plain() {
            return content.getAsJsonObject("data").get("text/plain").getAsString();
        }

        boolean isState(String state) {
            return type.equals("status") && text("execution_state").equals(state);
        }
    }

    /// What one request led to: its reply, and what was published for it, up to its idle.
    record Answer(Received reply, List<Received> published) {
        List<String> types() {
            return published.stream()
                    .map(each -> each.type.equals("status") ? each.text("execution_state") : each.type)
                    .toList();
        }

        Received only(String type) {
            List<Received> found =
                    published.stream().filter(each -> each.type.equals(type)).toList();
            assertEquals(1, found.size(), () -> "messages of type " + type + " in " + types());
            return found.getFirst();
        }

        String stream(String name) {
            var text = new StringBuilder();
            published.stream()
                    .filter(each ->
                            each.type.equals("stream") && each.text("name").equals(name))
                    .forEach(each -> text.append(each.text("text")));
            return text.toString();
        }

        String status() {
            return reply.text("status");
        }
    }

    FrontEnd(ConnectionFile kernel) {
        key = kernel.key();
        String identity = UUID.randomUUID().toString();
        shell = dealer(kernel.address(kernel.shell()), identity);
        control = dealer(kernel.address(kernel.control()), identity);
        stdin = dealer(kernel.address(kernel.stdin()), identity);
        heartbeat = context.createSocket(SocketType.REQ);
        heartbeat.setReceiveTimeOut(PATIENCE_MILLIS);
        heartbeat.connect(kernel.address(kernel.heartbeat()));
        iopub = context.createSocket(SocketType.SUB);
        iopub.setRcvHWM(0);
        iopub.setReceiveTimeOut(PATIENCE_MILLIS);
        iopub.connect(kernel.address(kernel.iopub()));
        iopub.subscribe("");
    }

    private ZMQ.Socket dealer(String address, String identity) {
        ZMQ.Socket socket = context.createSocket(SocketType.DEALER);
        socket.setIdentity(identity.getBytes(StandardCharsets.UTF_8));
        socket.setReceiveTimeOut(PATIENCE_MILLIS);
        socket.setLinger(0);
        socket.connect(address);
        return socket;
    }

    /// Waits until the kernel says that this front end hears what is published.
    Received awaitWelcome() {
        return published(each -> each.type.equals("iopub_welcome"));
    }

    /// Sends a request.
    ///
    /// @return its message id
    String send(ZMQ.Socket socket, String type, JsonObject content) {
        return send(socket, type, content, Instant.now().toString());
    }

    String send(ZMQ.Socket socket, String type, JsonObject content, String date) {
        String id = UUID.randomUUID().toString();
        var header = new JsonObject();
        header.addProperty("msg_id", id);
        header.addProperty("msg_type", type);
        header.addProperty("session", session);
        header.addProperty("username", "tester");
        header.addProperty("date", date);
        header.addProperty("version", "5.4");
        sendSigned(socket, header.toString(), "{}", "{}", content.toString());
        return id;
    }

    void sendSigned(ZMQ.Socket socket, String... parts) {
        sendFrames(socket, "<IDS|MSG>", signature(parts), parts);
    }

    void sendFrames(ZMQ.Socket socket, String delimiter, String signature, String... parts) {
        socket.sendMore(delimiter);
        if (parts.length == 0) {
            socket.send(signature);
            return;
        }
        socket.sendMore(signature);
        for (int i = 0; i < parts.length; i++) {
            socket.send(parts[i].getBytes(StandardCharsets.UTF_8), i < parts.length - 1 ? ZMQ.SNDMORE : 0);
        }
    }

    String signature(String... parts) {
        if (key.isEmpty()) {
            return "";
        }
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(key.getBytes(StandardCharsets.UTF_8), "HmacSHA256"));
            for (String part : parts) {
                mac.update(part.getBytes(StandardCharsets.UTF_8));
            }
            return HexFormat.of().formatHex(mac.doFinal());
        } catch (java.security.GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    Received receive(ZMQ.Socket socket) {
        Received received = receiveOrNull(socket);
        return received == null ? fail("nothing came within " + PATIENCE_MILLIS + " ms") : received;
    }

    Received receiveOrNull(ZMQ.Socket socket) {
        var frames = new ArrayList<byte[]>();
        byte[] frame = socket.recv();
        if (frame == null) {
            return null;
        }
        frames.add(frame);
        while (socket.hasReceiveMore()) {
            frames.add(socket.recv());
        }
        List<String> texts = frames.stream()
                .map(each -> new String(each, StandardCharsets.UTF_8))
                .toList();
        int at = texts.indexOf("<IDS|MSG>");
        String[] parts = texts.subList(at + 2, at + 6).toArray(String[]::new);
        assertEquals(signature(parts), texts.get(at + 1), "signature");
        JsonObject header = object(parts[0]);
        return new Received(
                at == 0 ? "" : texts.getFirst(),
                header.get("msg_type").getAsString(),
                header,
                object(parts[1]),
                object(parts[2]),
                object(parts[3]),
                frames.subList(at + 6, frames.size()));
    }

    private static JsonObject object(String text) {
        return JsonParser.parseString(text).getAsJsonObject();
    }

    /// Returns the next published message that is wanted, and drops those before it.
    Received published(Predicate<Received> wanted) {
        while (true) {
            Received next = receive(iopub);
            if (wanted.test(next)) {
                return next;
            }
        }
    }

    /// Sends a request on the shell channel and waits for all that it leads to.
    Answer ask(String type, JsonObject content) {
        return ask(shell, type, content);
    }

    Answer ask(ZMQ.Socket socket, String type, JsonObject content) {
        return answer(socket, send(socket, type, content));
    }

    Answer answer(ZMQ.Socket socket, String id) {
        Received reply = receive(socket);
        assertEquals(id, reply.parentId(), () -> "parent of " + reply);
        return new Answer(reply, publishedFor(id));
    }

    /// Asks the kernel to stop what it runs, and waits for the reply alone: the idle of what was stopped may be
    /// published before that of this request, and is left for who waits for it.
    Received interrupt() {
        send(control, "interrupt_request", new JsonObject());
        return receive(control);
    }

    /// Returns what is published for a request, up to its idle; what is published for others meanwhile is dropped.
    List<Received> publishedFor(String id) {
        var published = new ArrayList<Received>();
        while (true) {
            Received next = receive(iopub);
            if (next.parentId().equals(id)) {
                published.add(next);
                if (next.isState("idle")) {
                    return published;
                }
            }
        }
    }

    static JsonObject code(String code) {
        var content = new JsonObject();
        content.addProperty("code", code);
        content.addProperty("silent", false);
        content.addProperty("store_history", true);
        content.add("user_expressions", new JsonObject());
        content.addProperty("allow_stdin", true);
        content.addProperty("stop_on_error", true);
        return content;
    }

    String startCell(String code) {
        return send(shell, "execute_request", code(code));
    }

    /// Runs a cell to its end.
    Answer cell(String code) {
        return ask("execute_request", code(code));
    }

    static JsonObject object(Object... namesAndValues) {
        var object = new JsonObject();
        for (int i = 0; i < namesAndValues.length; i += 2) {
            String name = (String) namesAndValues[i];
            switch (namesAndValues[i + 1]) {
                case String text -> object.addProperty(name, text);
                case Number number -> object.addProperty(name, number);
                case Boolean flag -> object.addProperty(name, flag);
                case JsonObject inner -> object.add(name, inner);
                case JsonArray array -> object.add(name, array);
                default -> throw new IllegalArgumentException(name);
            }
        }
        return object;
    }

    @Override
    public void close() {
        context.close();
    }
}
