package org.vitrina.kernel.jupyter;

import com.google.gson.JsonObject;
import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;

/// One message of the protocol
/// ([general message format](https://jupyter-client.readthedocs.io/en/stable/messaging.html#general-message-format)).
///
/// @param identities where it came from or goes to, as ROUTER sockets write it; a topic on iopub
/// @param header     this message's own header
/// @param parent     the header of the message that led to this one, or an empty object
/// @param buffers    binary data that goes with it
/// @param arrival    when it was received or made
record Message(
        List<byte[]> identities,
        Header header,
        JsonObject parent,
        JsonObject metadata,
        JsonObject content,
        List<byte[]> buffers,
        Instant arrival) {

    /// @param json the header as it was sent: replies must carry it unchanged as their parent
    record Header(String id, String type, String session, JsonObject json) {
        static Header read(JsonObject json) throws BadMessage {
            var fields = new Fields("header", json);
            return new Header(fields.text("msg_id"), fields.text("msg_type"), fields.text("session", ""), json);
        }

        /// When the sender says it was sent, by the sender's clock.
        Optional<Instant> date() {
            try {
                return Optional.of(Instant.parse(new Fields("header", json).text("date")));
            } catch (BadMessage | DateTimeParseException _) {
                return Optional.empty();
            }
        }
    }

    String type() {
        return header.type();
    }

    Fields fields() {
        return new Fields(type(), content);
    }
}
