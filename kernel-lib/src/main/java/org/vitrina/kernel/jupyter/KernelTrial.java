package org.vitrina.kernel.jupyter;

import com.google.gson.JsonObject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.vitrina.kernel.EvaluatorOptions;
import org.zeromq.SocketType;
import org.zeromq.ZContext;
import org.zeromq.ZMQ;

/// Tries a kernel as a front end would, over sockets: whether it works here, and what it loads when it does.
public final class KernelTrial {
    private KernelTrial() {}

    /// Starts a kernel in this process, asks it what front ends ask, has it run a cell, and ends it.
    ///
    /// @param code a cell
    /// @return the text of the cell's result
    /// @throws IllegalStateException if the kernel does not answer, or the cell fails or has no result
    public static String run(String code, Duration patience) {
        var anywhere = new ConnectionFile(
                "tcp",
                "127.0.0.1",
                0,
                0,
                0,
                0,
                0,
                "hmac-sha256",
                UUID.randomUUID().toString());
        try (var kernel = KernelServer.start(anywhere, EvaluatorOptions.defaults());
                var context = new ZContext()) {
            ConnectionFile there = kernel.connection();
            Wire wire = there.wire();
            int millis = Math.toIntExact(patience.toMillis());
            ZMQ.Socket iopub = socket(context, SocketType.SUB, there.address(there.iopub()), millis);
            iopub.subscribe("");
            ZMQ.Socket shell = socket(context, SocketType.DEALER, there.address(there.shell()), millis);
            // who hears the welcome will miss nothing
            receive(wire, iopub);
            var about = new JsonObject();
            about.addProperty("code", code);
            for (String type :
                    List.of("kernel_info_request", "is_complete_request", "complete_request", "inspect_request")) {
                ask(wire, shell, type, about);
            }
            Message reply = ask(wire, shell, "execute_request", about);
            String status = reply.content().get("status").getAsString();
            if (!status.equals("ok")) {
                throw new IllegalStateException("the kernel could not run '" + code + "': " + reply.content());
            }
            while (true) {
                Message published = receive(wire, iopub);
                if (published.type().equals("execute_result")) {
                    return published
                            .content()
                            .getAsJsonObject("data")
                            .get("text/plain")
                            .getAsString();
                }
                if (published.type().equals("status")
                        && published.parent().equals(reply.parent())
                        && published
                                .content()
                                .get("execution_state")
                                .getAsString()
                                .equals("idle")) {
                    throw new IllegalStateException("'" + code + "' has no result to show");
                }
            }
        }
    }

    private static ZMQ.Socket socket(ZContext context, SocketType type, String address, int millis) {
        ZMQ.Socket socket = context.createSocket(type);
        socket.setReceiveTimeOut(millis);
        socket.setLinger(0);
        socket.connect(address);
        return socket;
    }

    private static Message ask(Wire wire, ZMQ.Socket shell, String type, JsonObject content) {
        List<byte[]> frames = wire.encode(wire.message(List.of(), type, new JsonObject(), content));
        int last = frames.size() - 1;
        for (int i = 0; i <= last; i++) {
            shell.send(frames.get(i), i < last ? ZMQ.SNDMORE : 0);
        }
        return receive(wire, shell);
    }

    private static Message receive(Wire wire, ZMQ.Socket socket) {
        var frames = new ArrayList<byte[]>();
        do {
            byte[] frame = socket.recv();
            if (frame == null) {
                throw new IllegalStateException(
                        "the kernel did not answer within " + socket.getReceiveTimeOut() + " ms");
            }
            frames.add(frame);
        } while (socket.hasReceiveMore());
        try {
            return wire.decode(frames);
        } catch (BadMessage e) {
            throw new IllegalStateException("the kernel answered what nobody understands: " + e.getMessage(), e);
        }
    }
}
