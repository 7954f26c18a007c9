package org.vitrina.kernel.jupyter;

import com.google.gson.Gson;
import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import java.util.function.Supplier;
import org.vitrina.interact.Worker;
import org.vitrina.kernel.CellFrontend;
import org.vitrina.kernel.Evaluator;

/// Carries live controls through Jupyter's comms.
final class JupyterFrontend extends CellFrontend {
    private static final Gson GSON =
            new GsonBuilder().serializeNulls().disableHtmlEscaping().create();

    private final Comms comms;
    private final Worker worker;

    JupyterFrontend(Supplier<Evaluator> evaluator, Comms comms, Worker worker) {
        super(evaluator);
        this.comms = comms;
        this.worker = worker;
    }

    @Override
    public boolean connected() {
        return true;
    }

    @Override
    public Worker worker() {
        return worker;
    }

    @Override
    public org.vitrina.interact.Comm open(
            String target,
            org.vitrina.interact.Comm.Message opening,
            Consumer<org.vitrina.interact.Comm.Message> received) {
        return new End(comms.open(
                target,
                json(opening.data()),
                json(opening.metadata()),
                opening.buffers(),
                (_, data, buffers) -> received.accept(message(data, buffers))));
    }

    @Override
    public void listen(
            String target, BiConsumer<org.vitrina.interact.Comm, org.vitrina.interact.Comm.Message> received) {
        comms.register(
                target, (_, _) -> (comm, data, buffers) -> received.accept(new End(comm), message(data, buffers)));
    }

    private static JsonObject json(Map<String, ?> object) {
        return GSON.toJsonTree(object).getAsJsonObject();
    }

    private static org.vitrina.interact.Comm.Message message(JsonObject data, List<byte[]> buffers) {
        @SuppressWarnings("unchecked")
        Map<String, Object> object = GSON.fromJson(data, Map.class);
        return new org.vitrina.interact.Comm.Message(object, Map.of(), buffers);
    }

    private record End(Comm comm) implements org.vitrina.interact.Comm {
        @Override
        public String id() {
            return comm.id();
        }

        @Override
        public void send(Message message) {
            comm.send(json(message.data()), message.buffers());
        }

        @Override
        public void close() {
            comm.close();
        }
    }
}
