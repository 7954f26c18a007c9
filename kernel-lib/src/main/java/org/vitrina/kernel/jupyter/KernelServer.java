package org.vitrina.kernel.jupyter;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiConsumer;
import org.vitrina.interact.Interact;
import org.vitrina.interact.Worker;
import org.vitrina.kernel.Evaluator;
import org.vitrina.kernel.EvaluatorOptions;
import org.zeromq.SocketType;
import org.zeromq.ZContext;

/// The kernel: five sockets, one evaluator, and who answers what.
///
/// {@snippet :
/// try (var kernel = KernelServer.start(ConnectionFile.read(file), EvaluatorOptions.defaults())) {
///     kernel.ended().join();
/// }
/// }
public final class KernelServer implements AutoCloseable {
    private final ConnectionFile asked;
    private final ZContext context = new ZContext();
    private final KernelLog log = new KernelLog(System.err);
    private final Wire wire;
    private final Iopub iopub;
    private final Status status;
    private final Stdin stdin;
    private final Channel shell;
    private final Channel control;
    private final Channel heartbeat;
    private final CompletableFuture<Evaluator> evaluator = new CompletableFuture<>();
    private final Inspector inspector = new Inspector(evaluator);
    private final CellQueue cells;
    private final Comms comms;
    private final Worker controls = new Worker();
    private final JupyterFrontend frontend;
    private final CompletableFuture<Boolean> ended = new CompletableFuture<>();

    private KernelServer(ConnectionFile asked, StartingEvaluator starting) {
        this.asked = asked;
        wire = asked.wire();
        iopub = new Iopub(wire, context, asked.address(asked.iopub()), log);
        status = new Status(iopub);
        stdin = new Stdin(wire, context, asked.address(asked.stdin()), log);
        shell = requests("shell", asked.shell(), this::shellRequest);
        control = requests("control", asked.control(), this::controlRequest);
        heartbeat =
                new Channel("heartbeat", context, SocketType.ROUTER, asked.address(asked.heartbeat()), this::echo, log);
        cells = new CellQueue(
                iopub,
                status,
                stdin,
                (request, type, content) -> reply(this.shell(), request, type, content),
                log,
                () -> connected(starting),
                evaluator,
                inspector);
        evaluator.whenComplete((_, failure) -> {
            if (failure != null) {
                ended.complete(false);
            }
        });
        comms = new Comms(iopub, log, cells::lastCell);
        frontend = new JupyterFrontend(evaluator::join, comms, controls);
        // a page asks for the controls that are alive before the first cell runs
        Interact.serve(frontend);
    }

    private Evaluator connected(StartingEvaluator starting) {
        Evaluator made = starting.await(stdin::answer);
        made.connect(frontend);
        return made;
    }

    /// Starts a kernel; it can be connected to when this returns.
    ///
    /// @throws IllegalStateException if a port is taken
    public static KernelServer start(ConnectionFile connection, EvaluatorOptions options) {
        return start(connection, StartingEvaluator.begin(options));
    }

    static KernelServer start(ConnectionFile connection, StartingEvaluator starting) {
        var server = new KernelServer(connection, starting);
        server.cells.start();
        server.comms.becomeCurrent();
        server.iopub.start();
        server.stdin.start();
        server.heartbeat.start();
        server.control.start();
        server.shell.start();
        return server;
    }

    /// Returns where the kernel is, with the ports that it took.
    public ConnectionFile connection() {
        return asked.withPorts(shell.port(), control.port(), iopub.port(), stdin.port(), heartbeat.port());
    }

    /// Completes when a front end has asked the kernel to end, with whether it ends as it should.
    public CompletableFuture<Boolean> ended() {
        return ended;
    }

    private Channel shell() {
        return shell;
    }

    private Channel requests(String name, int port, BiConsumer<Request, Message> handler) {
        return new Channel(
                name, context, SocketType.ROUTER, asked.address(port), frames -> receive(name, frames, handler), log);
    }

    private void receive(String name, List<byte[]> frames, BiConsumer<Request, Message> handler) {
        Message message;
        try {
            message = wire.decode(frames);
        } catch (BadMessage e) {
            log.problem(name + ": " + e.getMessage());
            return;
        }
        Request request;
        try {
            request = Request.read(message);
        } catch (BadMessage e) {
            log.problem(name + ": " + e.getMessage());
            refuse(name, message, "BadMessage", e.getMessage());
            return;
        }
        handler.accept(request, message);
    }

    private void shellRequest(Request request, Message message) {
        switch (request) {
            case Request.Queued queued -> cells.add(queued, message);
            case Request.AboutCode about ->
                inspector.accept(
                        about, content -> aside(shell, message, message.type().replace("_request", "_reply"), content));
            case Request.ToComm comm -> comms.accept(comm, message, status);
            case Request.KernelInfo _,
                    Request.Connect _,
                    Request.CommInfo _,
                    Request.Shutdown _,
                    Request.Interrupt _,
                    Request.Debug _,
                    Request.Unknown _ -> atOnce("shell", shell, request, message);
        }
    }

    private void controlRequest(Request request, Message message) {
        atOnce("control", control, request, message);
    }

    /// Answers what must be answered while a cell runs.
    private void atOnce(String name, Channel channel, Request request, Message message) {
        switch (request) {
            case Request.KernelInfo _ -> aside(channel, message, "kernel_info_reply", KernelInfo.reply());
            case Request.Connect _ -> aside(channel, message, "connect_reply", ports());
            case Request.CommInfo(var target) -> aside(channel, message, "comm_info_reply", comms.info(target));
            case Request.Interrupt _ -> {
                cells.interrupt();
                controls.interrupt();
                aside(channel, message, "interrupt_reply", Replies.ok());
            }
            case Request.Shutdown(boolean restart) -> shutdown(channel, message, restart);
            case Request.Debug(int sequence, String command) ->
                aside(channel, message, "debug_reply", noDebugger(sequence, command));
            case Request.Unknown(String type) -> refuse(name, message, "UnknownRequest", "unknown request: " + type);
            case Request.Queued _, Request.AboutCode _, Request.ToComm _ ->
                refuse(name, message, "WrongChannel", message.type() + " belongs on the shell channel");
        }
    }

    private void aside(Channel channel, Message message, String type, JsonObject content) {
        status.aside(message.header().json(), () -> reply(channel, message, type, content));
    }

    private void reply(Channel channel, Message request, String type, JsonObject content) {
        channel.send(wire.encode(
                wire.message(request.identities(), type, request.header().json(), content)));
    }

    /// Answers what cannot be done with an error, so that nobody waits for ever; what expects no reply, such
    /// as a message to a comm, gets none.
    private void refuse(String name, Message message, String error, String why) {
        if (message.type().endsWith("_request")) {
            String type = message.type().replace("_request", "_reply");
            aside(name.equals("shell") ? shell : control, message, type, Replies.error(error, why));
        } else {
            log.problem(name + ": " + why);
        }
    }

    private void shutdown(Channel channel, Message message, boolean restart) {
        JsonObject content = Replies.ok();
        content.addProperty("restart", restart);
        aside(channel, message, "shutdown_reply", content);
        iopub.publish("shutdown_reply", message.header().json(), content);
        ended.complete(true);
    }

    private JsonObject ports() {
        ConnectionFile now = connection();
        JsonObject content = Replies.ok();
        content.addProperty("shell_port", now.shell());
        content.addProperty("iopub_port", now.iopub());
        content.addProperty("stdin_port", now.stdin());
        content.addProperty("hb_port", now.heartbeat());
        content.addProperty("control_port", now.control());
        return content;
    }

    /// Says no in the debugger's own words, those of the
    /// [debug adapter protocol](https://microsoft.github.io/debug-adapter-protocol/specification).
    private static JsonObject noDebugger(int sequence, String command) {
        var content = new JsonObject();
        content.addProperty("type", "response");
        content.addProperty("seq", 0);
        content.addProperty("request_seq", sequence);
        content.addProperty("command", command);
        content.addProperty("success", false);
        content.addProperty("message", "this kernel has no debugger");
        content.add("body", new JsonObject());
        content.add("breakpoints", new JsonArray());
        return content;
    }

    private void echo(List<byte[]> frames) {
        heartbeat.send(frames);
    }

    /// Stops what runs and closes the sockets, after what waits to be sent was sent.
    @Override
    public void close() {
        cells.close();
        comms.close();
        inspector.close();
        shell.close();
        control.close();
        stdin.close();
        iopub.close();
        heartbeat.close();
        context.close();
    }
}
