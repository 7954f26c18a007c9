package org.vitrina.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.kernel.jupyter.FrontEnd.object;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vitrina.kernel.jupyter.FrontEnd.Answer;
import org.vitrina.kernel.jupyter.FrontEnd.Received;

@DisplayName("A control in a front end")
@Timeout(60)
class ControlTests extends KernelTests {
    /// The widgets of one cell, by their models' names.
    private record Shown(Answer answer) {
        String id(String model) {
            return answer.published().stream()
                    .filter(each -> each.type().equals("comm_open")
                            && state(each).get("_model_name").getAsString().equals(model))
                    .map(each -> each.text("comm_id"))
                    .findFirst()
                    .orElseThrow(() -> new AssertionError("no " + model + " in " + answer.types()));
        }

        static JsonObject state(Received message) {
            return message.content().getAsJsonObject("data").getAsJsonObject("state");
        }
    }

    private Shown cell(String code) {
        Answer answer = frontEnd.cell(code);
        assertEquals("ok", answer.status(), () -> answer.reply().content().toString());
        return new Shown(answer);
    }

    private String update(String comm, JsonObject state) {
        var data = object("method", "update", "state", state, "buffer_paths", new JsonArray());
        return frontEnd.send(frontEnd.shell, "comm_msg", object("comm_id", comm, "data", data));
    }

    private String click(String comm) {
        var data = object("method", "custom", "content", object("event", "click"));
        return frontEnd.send(frontEnd.shell, "comm_msg", object("comm_id", comm, "data", data));
    }

    /// Returns the outputs that an output area is next told to show, but for notes that something is computed.
    private List<JsonObject> outputs(String area) {
        return outputs(area, _ -> true);
    }

    private List<JsonObject> outputs(String area, Predicate<JsonArray> wanted) {
        Received message = frontEnd.published(each -> each.type().equals("comm_msg")
                && each.text("comm_id").equals(area)
                && Shown.state(each).has("outputs")
                && !each.content().toString().contains("computing …")
                && wanted.test(Shown.state(each).getAsJsonArray("outputs")));
        var outputs = new ArrayList<JsonObject>();
        Shown.state(message).getAsJsonArray("outputs").forEach(each -> outputs.add(each.getAsJsonObject()));
        return outputs;
    }

    private static String plain(JsonObject output) {
        return output.getAsJsonObject("data").get("text/plain").getAsString();
    }

    @Test
    @DisplayName("is announced with the version of the widgets' protocol, before what shows it")
    void announced() {
        Shown shown = cell("Interact.slider(\"k\", 1, 9, k -> \"k is \" + k)");
        List<Received> opened = shown.answer().published().stream()
                .filter(each -> each.type().equals("comm_open"))
                .toList();
        for (Received each : opened) {
            assertEquals("jupyter.widget", each.text("target_name"));
            assertEquals("2.1.0", each.metadata().get("version").getAsString());
        }
        Received result = shown.answer().only("execute_result");
        assertEquals(
                shown.id("VBoxModel"),
                result.content()
                        .getAsJsonObject("data")
                        .getAsJsonObject("application/vnd.jupyter.widget-view+json")
                        .get("model_id")
                        .getAsString());
        assertTrue(shown.answer().types().lastIndexOf("comm_open")
                < shown.answer().types().indexOf("execute_result"));
    }

    @Test
    @DisplayName("that is moved, is echoed as an answer to the move, between busy and idle, and its value follows")
    void moved() {
        Shown shown = cell("Interact.slider(\"k\", 1, 9, k -> { IO.println(\"at \" + k); return \"k is \" + k; })");
        String move = update(shown.id("IntSliderModel"), object("value", 7));

        List<Received> answer = frontEnd.publishedFor(move);
        assertTrue(answer.getFirst().isState("busy"));
        Received echo = answer.stream()
                .filter(each -> each.type().equals("comm_msg"))
                .findFirst()
                .orElseThrow();
        assertEquals(
                "echo_update",
                echo.content().getAsJsonObject("data").get("method").getAsString());
        assertEquals(object("value", 7), Shown.state(echo));

        List<JsonObject> outputs = outputs(shown.id("OutputModel"));
        assertEquals("at 7\n", outputs.get(0).get("text").getAsString());
        assertEquals("k is 7", plain(outputs.get(1)));
    }

    @Test
    @DisplayName("moves while a cell runs")
    void whileACellRuns() {
        Shown shown = cell("Interact.slider(\"k\", 1, 9, k -> \"k is \" + k)");
        String running = frontEnd.startCell("while (true) {}");
        frontEnd.published(each -> each.type().equals("execute_input"));
        update(shown.id("IntSliderModel"), object("value", 3));
        assertEquals("k is 3", plain(outputs(shown.id("OutputModel")).getFirst()));

        frontEnd.interrupt();
        assertEquals("error", frontEnd.answer(frontEnd.shell, running).status());
    }

    @Test
    @DisplayName("whose function loops for ever, is stopped by an interrupt, and moves again")
    void interrupted() {
        Shown shown = cell("Interact.slider(\"k\", 1, 9, k -> { while (k == 8) {} return \"k is \" + k; }).examples()");
        update(shown.id("IntSliderModel"), object("value", 8));
        frontEnd.published(each -> each.content().toString().contains("computing …"));

        frontEnd.interrupt();
        JsonObject stopped = outputs(shown.id("OutputModel")).getFirst();
        assertEquals("Interrupted", stopped.get("ename").getAsString());

        update(shown.id("IntSliderModel"), object("value", 2));
        assertEquals("k is 2", plain(outputs(shown.id("OutputModel")).getFirst()));
    }

    @Test
    @DisplayName("whose function throws, shows the line of the cell it came from, and nothing of the kernel")
    void failed() {
        Shown shown = cell("""
                Interact.slider("k", 0, 9, 1, 5, k -> {
                    return 12 / k;
                }).examples()""");
        update(shown.id("IntSliderModel"), object("value", 0));
        JsonObject error = outputs(shown.id("OutputModel")).getFirst();
        assertEquals("/ by zero", error.get("evalue").getAsString());
        String trace = error.get("traceback").toString().replaceAll("\\\\u001b\\[[0-9;]*m", "");
        assertTrue(trace.contains("line 2"), trace);
        assertTrue(trace.contains("return 12 / k;"), trace);
        assertFalse(trace.contains("org.vitrina"), trace);
    }

    @Test
    @DisplayName("whose function throws for the first value, fails its cell")
    void failedAtFirst() {
        Answer answer = frontEnd.cell("Interact.slider(\"k\", 0, 9, 1, 0, k -> 12 / k)");
        assertEquals("error", answer.status());
        assertEquals("/ by zero", answer.reply().text("evalue"));
    }

    @Test
    @DisplayName("that is a pair of buttons, changes the variables of cells at every press")
    void buttons() {
        Shown shown = cell(
                "int right = 0; Interact.buttons(\"right\", \"wrong\", m -> m.equals(\"right\") ? ++right : right)");
        String button = shown.answer().published().stream()
                .filter(each -> each.type().equals("comm_open")
                        && Shown.state(each).has("description")
                        && Shown.state(each).get("description").getAsString().equals("right"))
                .findFirst()
                .orElseThrow()
                .text("comm_id");
        for (int i = 0; i < 3; i++) {
            click(button);
        }
        outputs(shown.id("OutputModel"), all -> all.toString().contains("\"3\""));
        assertEquals("3", frontEnd.cell("right").only("execute_result").plain());
    }

    @Test
    @DisplayName("is found again by a page that was loaded again")
    void reloaded() {
        Shown shown = cell("Interact.slider(\"k\", 1, 9, k -> \"k is \" + k)");
        frontEnd.send(
                frontEnd.shell,
                "comm_open",
                object("comm_id", "again", "target_name", "jupyter.widget.control", "data", new JsonObject()));
        frontEnd.send(
                frontEnd.shell, "comm_msg", object("comm_id", "again", "data", object("method", "request_states")));
        Received answer = frontEnd.published(
                each -> each.type().equals("comm_msg") && each.text("comm_id").equals("again"));
        JsonObject states = answer.content().getAsJsonObject("data").getAsJsonObject("states");
        JsonObject slider = states.getAsJsonObject(shown.id("IntSliderModel"));
        assertEquals("IntSliderModel", slider.get("model_name").getAsString());
        assertEquals(5, slider.getAsJsonObject("state").get("value").getAsInt());
    }

    @Test
    @DisplayName("may show its progress while it computes")
    void progress() {
        Shown shown = cell("""
                Interact.button("train", () -> {
                    try (var task = Progress.task("training", 10)) {
                        for (int i = 1; i <= 10; i++) { Thread.sleep(100); task.at(i); }
                    }
                    return "trained";
                })""");
        click(shown.id("ButtonModel"));
        String area = shown.id("OutputModel");
        outputs(area, all -> all.toString().contains("progressbar"));
        outputs(area, all -> all.toString().contains("trained"));
    }
}
