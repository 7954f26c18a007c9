package org.vitrina.interact;

import java.util.List;
import java.util.Map;

/// One channel between an object here and its twin in a front end
/// ([custom messages](https://jupyter-client.readthedocs.io/en/stable/messaging.html#custom-messages)).
public interface Comm {
    /// Returns the id that both sides know this comm by.
    String id();

    /// Sends a message to the front end; from any thread, in the order of the calls.
    void send(Message message);

    /// Closes both ends.
    void close();

    /// What goes through a comm, in either direction.
    ///
    /// @param data     a JSON object: strings, numbers, booleans, nulls, lists and maps with string keys
    /// @param metadata a JSON object
    /// @param buffers  binary data beside it
    record Message(Map<String, ?> data, Map<String, ?> metadata, List<byte[]> buffers) {
        public Message(Map<String, ?> data) {
            this(data, Map.of(), List.of());
        }
    }
}
