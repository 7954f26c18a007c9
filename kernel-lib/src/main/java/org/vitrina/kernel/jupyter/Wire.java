package org.vitrina.kernel.jupyter;

import com.google.gson.JsonObject;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.dflib.jjava.jupyter.messages.HMACGenerator;

/// Messages as frames on a socket, signed with the key of the connection file
/// ([wire protocol](https://jupyter-client.readthedocs.io/en/stable/messaging.html#the-wire-protocol)).
final class Wire {
    static final String PROTOCOL = "5.4";

    private static final byte[] DELIMITER = "<IDS|MSG>".getBytes(StandardCharsets.US_ASCII);
    private static final int PARTS = 5;

    private final HMACGenerator signer;
    private final String session = UUID.randomUUID().toString();
    private final AtomicLong sent = new AtomicLong();

    /// @throws IllegalArgumentException if this JVM does not know the signature scheme
    Wire(String key, String scheme) {
        try {
            signer = key.isEmpty() ? HMACGenerator.NO_AUTH_INSTANCE : new HMACGenerator(scheme, key);
        } catch (GeneralSecurityException e) {
            throw new IllegalArgumentException(
                    "the signature scheme " + scheme + " is not known; Jupyter's own is hmac-sha256", e);
        }
    }

    /// Returns the message in `frames`, after its signature was checked.
    Message decode(List<byte[]> frames) throws BadMessage {
        int delimiter = 0;
        while (delimiter < frames.size() && !Arrays.equals(frames.get(delimiter), DELIMITER)) {
            delimiter++;
        }
        int first = delimiter + 1;
        if (frames.size() < first + PARTS) {
            throw new BadMessage("a message needs the delimiter <IDS|MSG>, a signature, a header, a parent header, "
                    + "metadata and content, but this one has " + frames.size() + " frames, "
                    + Math.max(0, frames.size() - first) + " of them behind the delimiter");
        }
        List<byte[]> parts = frames.subList(first + 1, first + PARTS);
        byte[] signature = frames.get(first);
        byte[] expected = sign(parts).getBytes(StandardCharsets.US_ASCII);
        if (!MessageDigest.isEqual(signature, expected)) {
            throw new BadMessage("the signature does not fit; the sender has not got the key of this connection");
        }
        return new Message(
                List.copyOf(frames.subList(0, delimiter)),
                Message.Header.read(Json.object("header", parts.get(0))),
                Json.object("parent_header", parts.get(1)),
                Json.object("metadata", parts.get(2)),
                Json.object("content", parts.get(3)),
                List.copyOf(frames.subList(first + PARTS, frames.size())),
                Instant.now());
    }

    List<byte[]> encode(Message message) {
        List<byte[]> parts = List.of(
                bytes(message.header().json()),
                bytes(message.parent()),
                bytes(message.metadata()),
                bytes(message.content()));
        var frames = new ArrayList<>(message.identities());
        frames.add(DELIMITER);
        frames.add(sign(parts).getBytes(StandardCharsets.US_ASCII));
        frames.addAll(parts);
        frames.addAll(message.buffers());
        return frames;
    }

    /// Makes a message of this kernel.
    ///
    /// @param parent the header of the message that led to it, or an empty object
    Message message(List<byte[]> identities, String type, JsonObject parent, JsonObject content) {
        return message(identities, type, parent, new JsonObject(), content, List.of());
    }

    Message message(
            List<byte[]> identities,
            String type,
            JsonObject parent,
            JsonObject metadata,
            JsonObject content,
            List<byte[]> buffers) {
        Instant now = Instant.now();
        String id = session + "_" + sent.incrementAndGet();
        var header = new JsonObject();
        header.addProperty("msg_id", id);
        header.addProperty("msg_type", type);
        header.addProperty("session", session);
        header.addProperty("username", "vitrina");
        header.addProperty("date", now.truncatedTo(ChronoUnit.MICROS).toString());
        header.addProperty("version", PROTOCOL);
        return new Message(
                identities, new Message.Header(id, type, session, header), parent, metadata, content, buffers, now);
    }

    private String sign(List<byte[]> parts) {
        return signer.calculateSignature(parts.toArray(byte[][]::new));
    }

    private static byte[] bytes(JsonObject object) {
        return object.toString().getBytes(StandardCharsets.UTF_8);
    }
}
