package org.vitrina.kernel.jupyter;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// Where a front end wants to meet the kernel, as it writes it to a file before it starts one
/// ([connection files](https://jupyter-client.readthedocs.io/en/stable/kernels.html#connection-files)).
///
/// A port of 0 lets the kernel choose; [KernelServer#connection()] says which it took.
///
/// @param key what messages are signed with; empty if they are not signed
public record ConnectionFile(
        String transport,
        String ip,
        int shell,
        int control,
        int iopub,
        int stdin,
        int heartbeat,
        String scheme,
        String key) {

    private static final int LARGEST = 1 << 16;

    /// @throws IOException if the file cannot be read or does not say what it must; the message says what
    public static ConnectionFile read(Path file) throws IOException {
        if (Files.size(file) > LARGEST) {
            throw new IOException("a connection file has some hundred bytes, but " + file + " has " + Files.size(file));
        }
        try {
            return of(Json.object("the connection file " + file, Files.readAllBytes(file)));
        } catch (BadMessage e) {
            throw new IOException(e.getMessage(), e);
        }
    }

    private static ConnectionFile of(JsonObject json) throws BadMessage {
        var fields = new Fields("a connection file", json);
        String transport = fields.text("transport", "tcp");
        if (!transport.equals("tcp") && !transport.equals("ipc")) {
            throw new BadMessage("a connection file: transport must be tcp or ipc, but is " + transport);
        }
        return new ConnectionFile(
                transport,
                fields.text("ip", "127.0.0.1"),
                port(fields, "shell_port"),
                port(fields, "control_port"),
                port(fields, "iopub_port"),
                port(fields, "stdin_port"),
                port(fields, "hb_port"),
                fields.text("signature_scheme", "hmac-sha256"),
                fields.text("key", ""));
    }

    private static int port(Fields fields, String name) throws BadMessage {
        int port = fields.number(name);
        if (port < 0 || port > 65_535) {
            throw new BadMessage("a connection file: " + name + " must be from 0 to 65535, but is " + port);
        }
        return port;
    }

    /// Returns the ZeroMQ address of a port.
    String address(int port) {
        return transport.equals("ipc") ? "ipc://" + ip + "-" + port : "tcp://" + ip + ":" + (port == 0 ? "*" : port);
    }

    Wire wire() {
        return new Wire(key, scheme);
    }

    ConnectionFile withPorts(int shell, int control, int iopub, int stdin, int heartbeat) {
        return new ConnectionFile(transport, ip, shell, control, iopub, stdin, heartbeat, scheme, key);
    }
}
