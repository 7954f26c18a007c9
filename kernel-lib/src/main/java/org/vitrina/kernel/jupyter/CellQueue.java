package org.vitrina.kernel.jupyter;

import com.google.gson.JsonObject;
import java.util.concurrent.BlockingQueue;
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
    private final Runnable failed;
    private final Thread thread;
    private volatile Evaluator evaluator;
    private volatile Execution current;
    private volatile JsonObject lastCell = new JsonObject();
    private AbortHorizon horizon = AbortHorizon.NONE;
    private int count;

    /// @param create makes the evaluator, on the queue's thread, while the first message is still to come
    /// @param failed is called if that fails, as then this kernel can do nothing
    CellQueue(
            Iopub iopub,
            Status status,
            Stdin stdin,
            Replier replier,
            KernelLog log,
            Supplier<Evaluator> create,
            Runnable failed) {
        this.iopub = iopub;
        this.status = status;
        this.stdin = stdin;
        this.replier = replier;
        this.log = log;
        this.create = create;
        this.failed = failed;
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
        } catch (RuntimeException | Error e) {
            log.problem("the evaluator cannot start", e);
            failed.run();
            return;
        }
        var inspector = new Inspector(evaluator);
        try {
            while (true) {
                Waiting next = queue.take();
                serve(next, inspector);
            }
        } catch (InterruptedException _) {
            evaluator.close();
        }
    }

    private void serve(Waiting next, Inspector inspector) {
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
                case Request.Execute request -> execute(request, execution, inspector);
                case Request.Complete(String code, int cursor) -> inspector.complete(code, cursor);
                case Request.Inspect(String code, int cursor, boolean detailed) ->
                    inspector.inspect(code, cursor, detailed);
                case Request.IsComplete(String code) -> inspector.isComplete(code);
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

    private JsonObject execute(Request.Execute request, Execution execution, Inspector inspector) {
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
        Evaluator stopping = evaluator;
        if (stopping != null) {
            stopping.interrupt();
        }
        thread.interrupt();
    }
}
