package org.vitrina.interact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.GsonBuilder;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vitrina.show.Charts;
import org.vitrina.show.MimeBundle;

@DisplayName("A control with a function")
@Timeout(60)
class InteractionTests {
    private final RecordedFrontend frontend = new RecordedFrontend();

    private void show(Part part) throws Exception {
        Frontend.with(frontend, part::mime);
    }

    private String slider() {
        return frontend.opened("IntSliderModel").id();
    }

    private static String text(JsonObject output) {
        return output.getAsJsonObject("data").get("text/plain").getAsString();
    }

    @Test
    @DisplayName("shows the value for where it starts, and follows every move")
    void follows() throws Exception {
        show(Interact.slider("k", 1, 9, k -> "k is " + k));
        assertEquals("k is 5", text(frontend.outputs().getFirst()));

        frontend.update(slider(), Map.of("value", 7));
        frontend.settle();
        assertEquals(1, frontend.outputs().size());
        assertEquals("k is 7", text(frontend.outputs().getFirst()));
    }

    @Test
    @DisplayName("shows charts as charts, once and not a second time as an image")
    void charts() throws Exception {
        var lines = new TreeMap<String, List<Double>>(Map.of("y", List.of(1.0, 2.0)));
        show(Interact.slider("k", 1, 9, k -> Charts.lines("chart " + k, "x", "y", List.of(1.0, 2.0), lines)));
        var data = frontend.outputs().getFirst().getAsJsonObject("data");
        assertTrue(data.get("text/html").getAsString().contains("data:image/png"));
        assertFalse(data.has("image/png"));
    }

    @Test
    @DisplayName("computes only the newest of the moves made while one is computed, and never two at once")
    void newest() throws Exception {
        var entered = new Semaphore(0);
        var go = new Semaphore(0);
        var running = new AtomicInteger();
        var most = new AtomicInteger();
        var seen = Collections.synchronizedList(new ArrayList<Integer>());
        show(Interact.slider("k", 0, 100, 1, 0, k -> {
                    if (k > 0) {
                        most.accumulateAndGet(running.incrementAndGet(), Math::max);
                        seen.add(k);
                        entered.release();
                        go.acquire();
                        running.decrementAndGet();
                    }
                    return k;
                })
                .examples());

        frontend.update(slider(), Map.of("value", 1));
        assertTrue(entered.tryAcquire(10, TimeUnit.SECONDS));
        for (int k = 2; k <= 50; k++) {
            frontend.update(slider(), Map.of("value", k));
        }
        go.release(100);
        frontend.settle();

        assertEquals(List.of(1, 50), seen);
        assertEquals(1, most.get());
        assertEquals("50", text(frontend.outputs().getFirst()));
    }

    @Test
    @DisplayName("does not keep the thread that receives messages waiting")
    void elsewhere() throws Exception {
        var threads = Collections.synchronizedSet(new HashSet<Thread>());
        show(Interact.slider("k", 0, 9, 1, 0, k -> threads.add(Thread.currentThread()))
                .examples());
        threads.clear();
        frontend.update(slider(), Map.of("value", 1));
        frontend.settle();
        assertEquals(1, threads.size());
        assertFalse(threads.contains(Thread.currentThread()));
    }

    @Test
    @DisplayName("says kindly what its function threw, with the causes, and goes on with the next move")
    void failure() throws Exception {
        show(Interact.slider("k", 1, 9, k -> {
                    if (k == 9) {
                        throw new IllegalStateException("nine is <too> much", new ArithmeticException("/ by zero"));
                    }
                    return k;
                })
                .examples());
        frontend.update(slider(), Map.of("value", 9));
        frontend.settle();

        var output = frontend.outputs().getFirst();
        assertEquals("error", output.get("output_type").getAsString());
        assertEquals("IllegalStateException", output.get("ename").getAsString());
        assertEquals("nine is <too> much", output.get("evalue").getAsString());
        assertEquals(
                "[\"IllegalStateException: nine is <too> much\",\"caused by ArithmeticException: / by zero\"]",
                new GsonBuilder().disableHtmlEscaping().create().toJson(output.get("traceback")));

        frontend.update(slider(), Map.of("value", 3));
        frontend.settle();
        assertEquals("3", text(frontend.outputs().getFirst()));
    }

    @Test
    @DisplayName("survives a function that calls itself for ever")
    void overflow() throws Exception {
        show(Interact.slider("k", 1, 9, k -> k == 9 ? deep(1) : k).examples());
        frontend.update(slider(), Map.of("value", 9));
        frontend.settle();
        assertEquals(
                "StackOverflowError", frontend.outputs().getFirst().get("ename").getAsString());
    }

    private static int deep(int n) {
        return n + deep(n + 1);
    }

    @Test
    @DisplayName("fails its cell with what the function threw for the first value")
    void firstFailure() {
        var thrown = new IOException("no such file");
        var slider = Interact.slider("k", 1, 9, _ -> {
            throw thrown;
        });
        assertSame(thrown, assertThrows(IOException.class, () -> show(slider)));
        var headless = Interact.slider("k", 1, 9, _ -> {
            throw thrown;
        });
        assertSame(thrown, assertThrows(IOException.class, () -> {
            headless.mime();
            throw new IllegalStateException("unreachable");
        }));
    }

    @Test
    @DisplayName("is stopped by an interrupt, which also drops what waits; the next move is computed")
    void interrupt() throws Exception {
        var entered = new CountDownLatch(1);
        show(Interact.slider("k", 1, 9, 1, 5, k -> {
                    if (k == 6) {
                        entered.countDown();
                        Thread.sleep(60_000);
                    }
                    return k;
                })
                .examples());
        frontend.update(slider(), Map.of("value", 6));
        assertTrue(entered.await(10, TimeUnit.SECONDS));
        frontend.update(slider(), Map.of("value", 7));
        frontend.worker().interrupt();
        while (frontend.worker().busy()) {
            Thread.sleep(5);
        }
        assertEquals("Stopped", frontend.outputs().getFirst().get("ename").getAsString());

        frontend.update(slider(), Map.of("value", 8));
        frontend.settle();
        assertEquals("8", text(frontend.outputs().getFirst()));
    }

    @Test
    @DisplayName("says that it computes when that takes long, below the value before, and then shows the value")
    void slow() throws Exception {
        var go = new CountDownLatch(1);
        show(Interact.slider("k", 1, 9, 1, 5, k -> {
                    if (k == 6) {
                        go.await();
                    }
                    return "k is " + k;
                })
                .examples());
        frontend.update(slider(), Map.of("value", 6));
        while (frontend.outputs().size() < 2) {
            Thread.sleep(20);
        }
        assertEquals(
                List.of("k is 5", "computing …"),
                frontend.outputs().stream().map(InteractionTests::text).toList());
        go.countDown();
        frontend.settle();
        assertEquals(
                List.of("k is 6"),
                frontend.outputs().stream().map(InteractionTests::text).toList());
    }

    @Test
    @DisplayName("that is a bar tells the page its last value, but not each on the way")
    void progress() throws Exception {
        var bar = Interact.progress("steps", 100_000);
        show(bar);
        for (int i = 1; i <= 100_000; i++) {
            bar.at(i);
        }
        String id = frontend.opened("FloatProgressModel").id();
        while (frontend.to(id).isEmpty()
                || frontend.to(id).getLast().state().get("value").getAsDouble() < 100_000) {
            Thread.sleep(10);
        }
        assertTrue(frontend.to(id).size() < 1_000, frontend.to(id).size() + " messages");
    }

    @Test
    @DisplayName("computes nothing again when the value stays what it was")
    void same() throws Exception {
        var calls = new AtomicInteger();
        show(Interact.slider("k", 1, 9, _ -> calls.incrementAndGet()).examples());
        frontend.update(slider(), Map.of("value", 5));
        frontend.settle();
        assertEquals(1, calls.get());
    }

    @Test
    @DisplayName("can be a list, a text or a box to tick")
    void kinds() throws Exception {
        show(Interact.column(
                Interact.dropdown("model", List.of("own", "GPT-2"), m -> m.toUpperCase(Locale.ROOT)),
                Interact.text("prompt", "The", String::length),
                Interact.checkbox("lower", true, on -> on ? "a" : "A")));
        frontend.update(frontend.opened("DropdownModel").id(), Map.of("index", 1));
        frontend.update(frontend.opened("TextModel").id(), Map.of("value", "The cat"));
        frontend.update(frontend.opened("CheckboxModel").id(), Map.of("value", false));
        frontend.settle();
        var shown = frontend.all().stream()
                .filter(each -> each.type().equals("comm_msg") && each.method().equals("update"))
                .map(each -> text(each.state().getAsJsonArray("outputs").get(0).getAsJsonObject()))
                .toList();
        assertEquals(List.of("GPT-2", "7", "A"), shown);
    }

    @Test
    @DisplayName("can depend on several controls, whose values its function gets by their types")
    void form() throws Exception {
        var k = Interact.slider("k", 1, 9);
        var part = Interact.form(
                Interact.slider("t", 0.0, 1.0, 0.1, 0.5),
                k,
                Interact.checkbox("greedy", false),
                (t, top, greedy) -> t * 2 + "/" + (top + 1) + "/" + !greedy);
        show(part);
        assertEquals("1.0/6/true", text(frontend.outputs().getFirst()));
        frontend.update(frontend.opened("FloatSliderModel").id(), Map.of("value", 1));
        k.set(2);
        frontend.settle();
        assertEquals("2.0/3/true", text(frontend.outputs().getFirst()));
        assertEquals("t = 1, k = 2, greedy: no", part.toString());
    }

    @Nested
    @DisplayName("made of buttons")
    class Pressed {
        private String button(String label) {
            return frontend.all().stream()
                    .filter(each -> each.type().equals("comm_open")
                            && each.state().has("description")
                            && each.state().get("description").getAsString().equals(label))
                    .findFirst()
                    .orElseThrow()
                    .id();
        }

        @Test
        @DisplayName("calls nothing before a press, and counts every press, in order")
        void every() throws Exception {
            var pressed = new ArrayList<String>();
            var gate = new CountDownLatch(1);
            show(Interact.buttons("right", "wrong", mark -> {
                gate.await();
                pressed.add(mark);
                return pressed.size() + " marks";
            }));
            assertEquals(List.of(), frontend.outputs());
            for (String mark : List.of("right", "wrong", "right", "right")) {
                frontend.click(button(mark));
            }
            gate.countDown();
            frontend.settle();
            assertEquals(List.of("right", "wrong", "right", "right"), pressed);
            assertEquals("4 marks", text(frontend.outputs().getFirst()));
        }

        @Test
        @DisplayName("ignores messages that are not a press")
        void other() throws Exception {
            var calls = new AtomicInteger();
            show(Interact.button("go", calls::incrementAndGet));
            frontend.receive(button("go"), Map.of("method", "custom", "content", Map.of("event", "hover")));
            frontend.update(button("go"), Map.of("description", "gone"));
            frontend.settle();
            assertEquals(0, calls.get());
        }
    }

    @Nested
    @DisplayName("asked to show what a kernel shows")
    class Pieces {
        private final Area area = Interact.output();

        @Test
        @DisplayName("joins what is printed, replaces what is updated, and starts again when cleared")
        void pieces() throws Exception {
            var giving = new Frontend() {
                @Override
                public void call(Callable<?> work, Consumer<Piece> out) {
                    out.accept(new Piece.Printed("stdout", "gone"));
                    out.accept(new Piece.Cleared());
                    out.accept(new Piece.Printed("stdout", "a"));
                    out.accept(new Piece.Printed("stdout", "b\n"));
                    out.accept(new Piece.Printed("stderr", "c"));
                    out.accept(new Piece.Shown(MimeBundle.of("0 %"), "bar"));
                    out.accept(new Piece.Updated(MimeBundle.of("100 %"), "bar"));
                    out.accept(new Piece.Updated(MimeBundle.of("nobody"), "other"));
                }
            };
            area.fill(giving, () -> null);
            assertEquals(
                    List.of(
                            new Piece.Printed("stdout", "ab\n"),
                            new Piece.Printed("stderr", "c"),
                            new Piece.Shown(MimeBundle.of("100 %"), "bar")),
                    area.pieces());
        }

        @Test
        @DisplayName("cuts a flood of printed text")
        void flood() {
            var giving = new Frontend() {
                @Override
                public void call(Callable<?> work, Consumer<Piece> out) {
                    for (int i = 0; i < 1000; i++) {
                        out.accept(new Piece.Printed("stdout", "0123456789".repeat(1000)));
                    }
                }
            };
            area.fill(giving, () -> null);
            var only = assertInstanceOf(Piece.Printed.class, area.pieces().getFirst());
            assertEquals(1, area.pieces().size());
            assertTrue(only.text().length() < 101_000);
            assertTrue(only.text().endsWith("… the rest was cut: more than 100,000 characters\n"));
        }

        @Test
        @DisplayName("passes a widget on as JSON, so that one may stand in the output of another")
        void nested() throws Exception {
            show(Interact.slider("k", 1, 9, _ -> Interact.label("inner")).examples());
            var view = frontend.outputs().getFirst().getAsJsonObject("data").get(Part.VIEW);
            assertEquals(
                    frontend.opened("LabelModel").id(),
                    view.getAsJsonObject().get("model_id").getAsString());
        }
    }
}
