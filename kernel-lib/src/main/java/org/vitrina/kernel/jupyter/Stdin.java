package org.vitrina.kernel.jupyter;

import com.google.gson.JsonObject;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicReference;
import org.vitrina.kernel.EvaluatorOptions.InputRequest;
import org.zeromq.SocketType;
import org.zeromq.ZContext;

/// Asks the front end that sent a cell for a line that the cell wants to read.
final class Stdin implements AutoCloseable {
    private final Wire wire;
    private final Channel channel;
    private final KernelLog log;
    private final AtomicReference<CompletableFuture<String>> waiting = new AtomicReference<>();

    /// The cell that may ask, or null if its front end does not answer.
    private volatile Message cell;

    Stdin(Wire wire, ZContext context, String address, KernelLog log) {
        this.wire = wire;
        this.log = log;
        channel = new Channel("stdin", context, SocketType.ROUTER, address, this::received, log);
    }

    void start() {
        channel.start();
    }

    int port() {
        return channel.port();
    }

    /// From now on, questions go to whoever sent this message.
    ///
    /// @param message the cell's execute_request, or null if nobody may be asked
    void ask(Message message) {
        cell = message;
    }

    /// Waits until the front end has answered. Called by the thread of the cell that reads.
    String answer(InputRequest request) {
        Message asking = cell;
        if (asking == null) {
            throw new IllegalStateException("this cell waits for input (System.in), but this front end does not let "
                    + "a cell ask; run it in a notebook, or give the value in the code");
        }
        var answer = new CompletableFuture<String>();
        CompletableFuture<String> before = waiting.getAndSet(answer);
        if (before != null) {
            before.cancel(false);
        }
        var content = new JsonObject();
        content.addProperty("prompt", request.prompt());
        content.addProperty("password", request.password());
        channel.send(wire.encode(wire.message(
                asking.identities(), "input_request", asking.header().json(), content)));
        try {
            return answer.get();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CancellationException("stopped while it waited for input");
        } catch (ExecutionException e) {
            throw new IllegalStateException(e.getCause());
        } finally {
            waiting.compareAndSet(answer, null);
        }
    }

    private void received(List<byte[]> frames) {
        try {
            Message message = wire.decode(frames);
            if (!message.type().equals("input_reply")) {
                throw new BadMessage("the stdin channel takes input_reply, but got " + message.type());
            }
            String value = message.fields().text("value", "");
            CompletableFuture<String> answer = waiting.getAndSet(null);
            if (answer == null) {
                log.problem("an input_reply came, but no cell waits for one");
            } else {
                answer.complete(value);
            }
        } catch (BadMessage e) {
            log.problem("stdin: " + e.getMessage());
        }
    }

    @Override
    public void close() {
        channel.close();
    }
}
