package org.vitrina.kernel.jupyter;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.function.Supplier;
import org.vitrina.kernel.jupyter.Request.ToComm;

/// The comms that are open. What front ends send them is handled on one thread that is not that of cells, so
/// a slider moves while a cell runs.
public final class Comms implements AutoCloseable {
    private static volatile Comms current;

    private final Iopub iopub;
    private final KernelLog log;
    private final Supplier<JsonObject> parent;
    private final Map<String, Comm> open = new ConcurrentHashMap<>();
    private final Map<String, Target> targets = new ConcurrentHashMap<>();
    /// The header of the message that this thread handles: what is sent meanwhile is an answer to it, and
    /// front ends of widgets look for that.
    private final ThreadLocal<JsonObject> handled = new ThreadLocal<>();

    private final ExecutorService handler = Executors.newSingleThreadExecutor(work -> {
        var thread = new Thread(work, "jupyter comms");
        thread.setDaemon(true);
        return thread;
    });

    /// What front ends may open comms to.
    public interface Target {
        /// Called when a front end opens a comm.
        ///
        /// @return who hears its messages
        Comm.Listener opened(JsonObject data, List<byte[]> buffers);
    }

    /// @param parent returns the header of the cell that runs or ran last, to which what a comm sends belongs
    Comms(Iopub iopub, KernelLog log, Supplier<JsonObject> parent) {
        this.iopub = iopub;
        this.log = log;
        this.parent = parent;
    }

    /// Returns the comms of the Jupyter kernel in this process, or empty outside of one.
    public static Optional<Comms> current() {
        return Optional.ofNullable(current);
    }

    void becomeCurrent() {
        current = this;
    }

    /// Lets front ends open comms of this name.
    public void register(String name, Target target) {
        targets.put(name, target);
    }

    /// Opens a comm in every front end.
    ///
    /// @param metadata goes with the message; widgets say the `version` of their protocol there
    public Comm open(
            String target, JsonObject data, JsonObject metadata, List<byte[]> buffers, Comm.Listener listener) {
        var comm = new Comm(this, UUID.randomUUID().toString(), target, listener);
        open.put(comm.id(), comm);
        JsonObject content = content(comm, data);
        content.addProperty("target_name", target);
        iopub.publish("comm_open", parent(), metadata, content, buffers);
        return comm;
    }

    void send(Comm comm, JsonObject data, List<byte[]> buffers) {
        if (open.get(comm.id()) != comm) {
            throw new IllegalStateException("this comm is closed; open another with Comms.open");
        }
        iopub.publish("comm_msg", parent(), new JsonObject(), content(comm, data), buffers);
    }

    void close(Comm comm, JsonObject data) {
        if (open.remove(comm.id(), comm)) {
            iopub.publish("comm_close", parent(), content(comm, data));
        }
    }

    private JsonObject parent() {
        JsonObject asked = handled.get();
        return asked == null ? parent.get() : asked;
    }

    private static JsonObject content(Comm comm, JsonObject data) {
        var content = new JsonObject();
        content.addProperty("comm_id", comm.id());
        content.add("data", data);
        return content;
    }

    /// Handles what a front end sent, later, on the thread of comms.
    void accept(ToComm request, Message message, Status status) {
        handler.execute(() -> status.aside(message.header().json(), () -> {
            handled.set(message.header().json());
            try {
                handle(request, message.buffers());
            } catch (RuntimeException | Error e) {
                log.problem("a comm's listener failed", e);
            } finally {
                handled.remove();
            }
        }));
    }

    private void handle(ToComm request, List<byte[]> buffers) {
        switch (request) {
            case Request.CommOpen(String id, String name, JsonObject data) -> {
                Target target = targets.get(name);
                if (target == null) {
                    // So says the protocol: who cannot open the twin closes the comm at once.
                    close(refused(id, name), new JsonObject());
                } else {
                    open.put(id, new Comm(this, id, name, target.opened(data, buffers)));
                }
            }
            case Request.CommMessage(String id, JsonObject data) -> {
                Comm comm = open.get(id);
                if (comm != null) {
                    comm.listener().message(comm, data, buffers);
                }
            }
            case Request.CommClose(String id, JsonObject data) -> {
                Comm comm = open.remove(id);
                if (comm != null) {
                    comm.listener().closed(comm, data);
                }
            }
        }
    }

    private Comm refused(String id, String name) {
        log.problem("a front end opened a comm to " + name + ", which nobody here serves");
        var comm = new Comm(this, id, name, (_, _, _) -> {});
        open.put(id, comm);
        return comm;
    }

    /// Returns the content of a `comm_info_reply`.
    JsonObject info(Optional<String> target) {
        var comms = new JsonObject();
        open.values().stream()
                .filter(comm -> target.map(comm.target()::equals).orElse(true))
                .forEach(comm -> {
                    var about = new JsonObject();
                    about.addProperty("target_name", comm.target());
                    comms.add(comm.id(), about);
                });
        JsonObject content = Replies.ok();
        content.add("comms", comms);
        return content;
    }

    @Override
    public void close() {
        handler.shutdownNow();
    }
}
