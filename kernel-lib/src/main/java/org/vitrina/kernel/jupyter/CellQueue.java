package org.vitrina.kernel.jupyter;

import com.google.gson.JsonObject;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Supplier;
import org.vitrina.kernel.Evaluator;

/// What needs the evaluator, done one after another on one thread.
final class CellQueue implements AutoCloseable {
    private record Waiting(Request.Queued request, Message message) {}

    /// Answers a request on the channel it came on.
    interface Replier {
        void reply(Message request, String type, JsonObject content);
    }

    private final BlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
    private final CellHistory history = new CellHistory();
    private final Iopub iopub;
    private final Status status;
    private final Stdin stdin;
    private final Replier replier;
    private final KernelLog log;
    private final Supplier<Evaluator> create;
    private final CompletableFuture<Evaluator> created;
    private final Inspector inspector;
    private final Thread thread;
    private volatile Evaluator evaluator;
    private volatile boolean closing;
    private volatile Execution current;
    private volatile JsonObject lastCell = new JsonObject();
    private AbortHorizon horizon = AbortHorizon.NONE;
    private int count;

    /// @param create  makes the evaluator, on the queue's thread, while the first message is still to come
    /// @param created is told of it, or why there is none
    CellQueue(
            Iopub iopub,
            Status status,
            Stdin stdin,
            Replier replier,
            KernelLog log,
            Supplier<Evaluator> create,
            CompletableFuture<Evaluator> created,
            Inspector inspector) {
        this.iopub = iopub;
        this.status = status;
        this.stdin = stdin;
        this.replier = replier;
        this.log = log;
        this.create = create;
        this.created = created;
        this.inspector = inspector;
        thread = new Thread(this::run, "jupyter cells");
        thread.setDaemon(true);
    }

    void start() {
        thread.start();
    }

    void add(Request.Queued request, Message message) {
        queue.add(new Waiting(request, message));
    }

    /// Stops the cell that runs or is about to.
    void interrupt() {
        Execution stopping = current;
        if (!interrupt(stopping)) {
            return;
        }
        // The cell may just have been about to begin, and then was not there to be interrupted.
        Thread.startVirtualThread(() -> {
            try {
                do {
                    Thread.sleep(10);
                } while (interrupt(stopping));
            } catch (InterruptedException _) {
                Thread.currentThread().interrupt();
            }
        });
    }

    /// Interrupts this execution and none after it.
    ///
    /// @return whether it is still under way
    private synchronized boolean interrupt(Execution stopping) {
        if (stopping == null || current != stopping) {
            return false;
        }
        stopping.interrupt();
        evaluator.interrupt();
        return true;
    }

    private synchronized void becomes(Execution execution) {
        current = execution;
    }

    /// Returns the header of the cell that runs, or else of the last one.
    JsonObject lastCell() {
        return lastCell;
    }

    private void run() {
        try {
            evaluator = create.get();
            created.complete(evaluator);
            if (closing) {
                evaluator.close();
                return;
            }
            warmUp();
        } catch (RuntimeException | Error e) {
            log.problem("the evaluator cannot start", e);
            created.completeExceptionally(e);
            return;
        }
        try {
            while (true) {
                Waiting next = queue.take();
                serve(next);
            }
        } catch (InterruptedException _) {
            evaluator.close();
        }
    }

    /// Loads what the first cell would have to wait for, if nobody waits yet.
    private void warmUp() {
        if (queue.isEmpty()) {
            evaluator.evaluate(0, "1 + 1", _ -> {});
        }
    }

    private void serve(Waiting next) {
        Message message = next.message();
        // An interrupt that comes as soon as anybody hears "busy" must find the cell.
        Execution execution = next.request() instanceof Request.Execute execute && !horizon.covers(message)
                ? begin(execute, message)
                : null;
        becomes(execution);
        status.cellBegins(message.header().json());
        try {
            JsonObject content = switch (next.request()) {
                case Request.Execute _ when execution == null -> Replies.aborted(count);
                case Request.Execute request -> execute(request, execution);
                case Request.History request -> history.reply(request);
            };
            reply(message, content);
        } catch (RuntimeException | Error e) {
            log.problem(message.type() + " failed inside the kernel", e);
            reply(message, Replies.error(e.getClass().getName(), String.valueOf(e.getMessage())));
        } finally {
            becomes(null);
            status.cellEnds();
        }
    }

    private Execution begin(Request.Execute request, Message message) {
        if (request.storeHistory()) {
            count++;
        }
        stdin.ask(request.allowStdin() ? message : null);
        lastCell = message.header().json();
        return new Execution(message, request, count, iopub);
    }

    private JsonObject execute(Request.Execute request, Execution execution) {
        JsonObject content = execution.run(evaluator, inspector);
        if (request.storeHistory()) {
            history.add(count, request.code(), execution.result());
        }
        if (request.stopOnError() && !content.get("status").getAsString().equals("ok")) {
            horizon = AbortHorizon.after(execution.message);
        }
        return content;
    }

    private void reply(Message message, JsonObject content) {
        replier.reply(message, message.type().replace("_request", "_reply"), content);
    }

    @Override
    public void close() {
        closing = true;
        Evaluator stopping = evaluator;
        if (stopping != null) {
            stopping.interrupt();
            thread.interrupt();
        }
        // an evaluator that is being made is closed when it is made: an interrupt would hit the compiler inside
    }
}
