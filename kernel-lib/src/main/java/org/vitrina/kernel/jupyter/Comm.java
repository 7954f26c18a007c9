package org.vitrina.kernel.jupyter;

import com.google.gson.JsonObject;
import java.util.List;

/// A line between an object in the kernel and its twin in the front end, such as a widget
/// ([custom messages](https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages)).
/// Open one with [Comms#open].
public final class Comm {
    private final Comms comms;
    private final String id;
    private final String target;
    private final Listener listener;

    /// What hears from the front end, on the thread of comms, one message after another.
    public interface Listener {
        /// Called for each message.
        void message(Comm comm, JsonObject data, List<byte[]> buffers);

        /// Called when the front end closes the comm.
        default void closed(Comm comm, JsonObject data) {}
    }

    Comm(Comms comms, String id, String target, Listener listener) {
        this.comms = comms;
        this.id = id;
        this.target = target;
        this.listener = listener;
    }

    public String id() {
        return id;
    }

    /// Returns the name that says to the other side what this comm is for: `jupyter.widget`.
    public String target() {
        return target;
    }

    Listener listener() {
        return listener;
    }

    /// Sends a message to the front ends. Any thread may call this.
    public void send(JsonObject data) {
        send(data, List.of());
    }

    public void send(JsonObject data, List<byte[]> buffers) {
        comms.send(this, data, buffers);
    }

    /// Closes the comm on both sides; nothing is heard from it any more.
    public void close() {
        comms.close(this, new JsonObject());
    }
}
