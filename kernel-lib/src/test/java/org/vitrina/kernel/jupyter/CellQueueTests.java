package org.vitrina.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.kernel.Evaluator;
import org.zeromq.ZContext;

@DisplayName("The queue of cells")
class CellQueueTests {
    private static final String ANYWHERE = "tcp://127.0.0.1:*";
    private static final long PATIENCE_SECONDS = 120;

    private final ByteArrayOutputStream said = new ByteArrayOutputStream();
    private final KernelLog log = new KernelLog(new PrintStream(said, true, StandardCharsets.UTF_8));
    private final ZContext context = new ZContext();
    private final Wire wire = new Wire("key", "hmac-sha256");
    private final Iopub iopub = new Iopub(wire, context, ANYWHERE, log);
    private final Stdin stdin = new Stdin(wire, context, ANYWHERE, log);
    private final CompletableFuture<Evaluator> created = new CompletableFuture<>();
    private final List<JsonObject> replies = Collections.synchronizedList(new ArrayList<>());

    private CellQueue queue(Supplier<Evaluator> create) {
        return new CellQueue(
                iopub,
                new Status(iopub),
                stdin,
                (_, _, content) -> replies.add(content),
                log,
                create,
                created,
                new Inspector(created));
    }

    @AfterEach
    void close() {
        context.close();
    }

    private static Message execute(Wire wire) {
        return wire.message(List.of(), "execute_request", new JsonObject(), FrontEnd.code("1"));
    }

    @Test
    @DisplayName(
            "that is closed while its evaluator is made closes that when it is made, runs nothing and says nothing")
    void closedWhileStarting() throws Exception {
        var asked = new CountDownLatch(1);
        var goOn = new CountDownLatch(1);
        CellQueue queue = queue(() -> {
            asked.countDown();
            try {
                goOn.await();
            } catch (InterruptedException e) {
                throw new IllegalStateException("an interrupt hit the making of the evaluator", e);
            }
            return Evaluator.create();
        });
        queue.start();
        asked.await();
        Message waiting = execute(wire);
        queue.add((Request.Queued) Request.read(waiting), waiting);
        queue.close();
        assertFalse(created.isDone());
        goOn.countDown();
        Evaluator evaluator = created.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        awaitClosed(evaluator);
        assertEquals(List.of(), replies);
        assertEquals("", said.toString(StandardCharsets.UTF_8));
    }

    private static void awaitClosed(Evaluator evaluator) throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() < end) {
            try {
                evaluator.evaluate("1", _ -> {});
                Thread.sleep(20);
            } catch (IllegalStateException e) {
                assertTrue(e.getMessage().contains("was closed"), e.getMessage());
                return;
            }
        }
        throw new AssertionError("the evaluator is still open");
    }

    @Test
    @DisplayName("says why there is no evaluator, to the log and to all who wait for it")
    void cannotStart() {
        CellQueue queue = queue(() -> {
            throw new IllegalStateException("no compiler in this Java");
        });
        queue.start();
        var failure = assertThrows(
                java.util.concurrent.ExecutionException.class, () -> created.get(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals("no compiler in this Java", failure.getCause().getMessage());
        assertTrue(said.toString(StandardCharsets.UTF_8).startsWith("[vitrina] the evaluator cannot start: "));
    }
}
