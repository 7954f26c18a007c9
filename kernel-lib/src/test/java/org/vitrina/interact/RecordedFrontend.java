package org.vitrina.interact;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;
import java.util.function.Consumer;

/// A front end that keeps what it is told, as the JSON that would go over the wire.
final class RecordedFrontend implements Frontend {
    final List<Sent> sent = new ArrayList<>();
    private final Map<String, Consumer<Comm.Message>> receivers = new HashMap<>();
    private final Map<String, BiConsumer<Comm, Comm.Message>> targets = new HashMap<>();
    private final Worker worker = new Worker();

    /// @param type `comm_open`, `comm_msg` or `comm_close`
    record Sent(String type, String id, String target, JsonObject data, JsonObject metadata, List<byte[]> buffers) {
        JsonObject state() {
            return data.getAsJsonObject("state");
        }

        String method() {
            return data.has("method") ? data.get("method").getAsString() : "";
        }
    }

    private final class End implements Comm {
        final String id;
        final String target;

        End(String id, String target) {
            this.id = id;
            this.target = target;
        }

        @Override
        public String id() {
            return id;
        }

        @Override
        public void send(Message message) {
            record("comm_msg", this, message);
        }

        @Override
        public void close() {
            record("comm_close", this, new Message(Map.of()));
        }
    }

    @Override
    public boolean connected() {
        return true;
    }

    @Override
    public synchronized Comm open(String target, Comm.Message opening, Consumer<Comm.Message> received) {
        var end = new End("model-" + (receivers.size() + 1), target);
        receivers.put(end.id, received);
        record("comm_open", end, opening);
        return end;
    }

    @Override
    public void listen(String target, BiConsumer<Comm, Comm.Message> received) {
        targets.put(target, received);
    }

    @Override
    public Worker worker() {
        return worker;
    }

    private synchronized void record(String type, End end, Comm.Message message) {
        var gson = new GsonBuilder().serializeNulls().create();
        sent.add(new Sent(
                type,
                end.id,
                end.target,
                gson.toJsonTree(message.data()).getAsJsonObject(),
                gson.toJsonTree(message.metadata()).getAsJsonObject(),
                message.buffers()));
    }

    /// Does what a person's front end does when a value is changed.
    void update(String id, Map<String, ?> state) {
        receive(id, Map.of("method", "update", "state", state, "buffer_paths", List.of()));
    }

    void click(String id) {
        receive(id, Map.of("method", "custom", "content", Map.of("event", "click")));
    }

    void receive(String id, Map<String, ?> data) {
        receivers.get(id).accept(new Comm.Message(data));
    }

    /// Sends to a comm that this front end opened itself.
    void receiveAt(String target, String id, Map<String, ?> data) {
        targets.get(target).accept(new End(id, target), new Comm.Message(data));
    }

    synchronized List<Sent> all() {
        return List.copyOf(sent);
    }

    /// Returns the model that was opened with this name.
    Sent opened(String modelName) {
        return all().stream()
                .filter(each -> each.type.equals("comm_open")
                        && each.state().get("_model_name").getAsString().equals(modelName))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + modelName + " was opened"));
    }

    /// Returns the messages to a model since it was opened.
    List<Sent> to(String id) {
        return all().stream()
                .filter(each -> each.type.equals("comm_msg") && each.id.equals(id))
                .toList();
    }

    /// Returns the outputs that an output area shows now.
    List<JsonObject> outputs() {
        String id = opened("OutputModel").id;
        var last = opened("OutputModel").state().getAsJsonArray("outputs");
        for (Sent message : to(id)) {
            if (message.method().equals("update")) {
                last = message.state().getAsJsonArray("outputs");
            }
        }
        return last.asList().stream().map(each -> each.getAsJsonObject()).toList();
    }

    /// Waits until nothing is computed any more.
    void settle() {
        var done = new CountDownLatch(1);
        worker.each(done::countDown);
        try {
            if (!done.await(20, TimeUnit.SECONDS)) {
                throw new AssertionError("the worker is still busy");
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }
}
