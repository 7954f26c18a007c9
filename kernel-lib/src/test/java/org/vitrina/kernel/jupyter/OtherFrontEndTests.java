package org.vitrina.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.kernel.jupyter.FrontEnd.Answer;
import org.zeromq.ZMQ;

/// Messages as the Jupyter extension of VS Code writes them, by way of `@jupyterlab/services`: fields that others
/// send are missing, fields that others do not send are there, and nobody makes widgets. What this cannot show is VS
/// Code itself; it was not there to test in.
@DisplayName("A front end such as VS Code's")
class OtherFrontEndTests extends KernelTests {
    private final String session = UUID.randomUUID().toString();

    private String send(ZMQ.Socket socket, String type, JsonObject metadata, JsonObject content) {
        JsonObject header = FrontEnd.object(
                "date",
                Instant.now().toString(),
                "msg_id",
                UUID.randomUUID().toString(),
                "msg_type",
                type,
                "session",
                session,
                "username",
                "",
                "version",
                "5.2");
        header.add("subshell_id", JsonNull.INSTANCE);
        frontEnd.sendSigned(socket, header.toString(), "{}", metadata.toString(), content.toString());
        return header.get("msg_id").getAsString();
    }

    private static JsonObject cell(String code, boolean storeHistory) {
        return FrontEnd.object(
                "silent",
                false,
                "store_history",
                storeHistory,
                "user_expressions",
                new JsonObject(),
                "allow_stdin",
                true,
                "stop_on_error",
                false,
                "code",
                code);
    }

    private Answer run(String code, boolean storeHistory) {
        JsonObject metadata = FrontEnd.object(
                "cellId", "vscode-notebook-cell:/home/me/lesson.ipynb#W0sZmlsZQ%3D%3D", "recordTiming", false);
        return frontEnd.answer(
                frontEnd.shell, send(frontEnd.shell, "execute_request", metadata, cell(code, storeHistory)));
    }

    private static int count(Answer answer) {
        return answer.reply().content().get("execution_count").getAsInt();
    }

    @Test
    @DisplayName("runs cells that it names in the metadata, and hears all of it for its own messages")
    void cells() {
        Answer answer = run("System.out.println(\"out\"); 6 * 7", true);
        assertAll(
                () -> assertEquals("ok", answer.status()),
                () -> assertEquals("out\n", answer.stream("stdout")),
                () -> assertEquals("42", answer.only("execute_result").plain()),
                () -> assertEquals(
                        session, answer.reply().parent().get("session").getAsString()),
                () -> assertTrue(answer.reply().parent().get("subshell_id").isJsonNull()));
    }

    @Test
    @DisplayName("runs code behind the scenes that is not counted, and sees what it gives")
    void behindTheScenes() {
        int before = count(run("1", true));
        assertEquals("42", run("6 * 7", false).only("execute_result").plain());
        assertEquals(before + 1, count(run("1", true)));
    }

    @Test
    @DisplayName("asks who the kernel is on both channels, again and again, and for comms of widgets that nobody made")
    void questions() {
        for (int i = 0; i < 3; i++) {
            for (ZMQ.Socket socket : new ZMQ.Socket[] {frontEnd.shell, frontEnd.control}) {
                String id = send(socket, "kernel_info_request", new JsonObject(), new JsonObject());
                assertEquals("ok", frontEnd.answer(socket, id).status());
            }
        }
        String id = send(
                frontEnd.shell,
                "comm_info_request",
                new JsonObject(),
                FrontEnd.object("target_name", "jupyter.widget"));
        assertTrue(frontEnd.answer(frontEnd.shell, id)
                .reply()
                .content()
                .get("comms")
                .isJsonObject());
    }

    @Test
    @DisplayName("stops a cell by a message on the control channel")
    void interrupt() {
        String cell = send(frontEnd.shell, "execute_request", new JsonObject(), cell("while (true) {}", true));
        frontEnd.published(each -> each.type().equals("execute_input"));
        String id = send(frontEnd.control, "interrupt_request", new JsonObject(), new JsonObject());
        assertEquals(id, frontEnd.receive(frontEnd.control).parentId());
        assertEquals("error", frontEnd.answer(frontEnd.shell, cell).status());
        assertEquals("ok", run("1", true).status());
    }

    @Test
    @DisplayName("completes and inspects with the level of detail that it sends along")
    void help() {
        String completed = send(
                frontEnd.shell,
                "complete_request",
                new JsonObject(),
                FrontEnd.object("code", "\"a\".repea", "cursor_pos", 9));
        assertEquals(
                "repeat(",
                frontEnd.answer(frontEnd.shell, completed)
                        .reply()
                        .content()
                        .getAsJsonArray("matches")
                        .get(0)
                        .getAsString());
        String inspected = send(
                frontEnd.shell,
                "inspect_request",
                new JsonObject(),
                FrontEnd.object("code", "Math.abs(1)", "cursor_pos", 7, "detail_level", 0));
        assertTrue(frontEnd.answer(frontEnd.shell, inspected)
                .reply()
                .content()
                .get("found")
                .getAsBoolean());
    }

    @Test
    @DisplayName("shows a control where nobody makes widgets: the form that stands still goes along")
    void control() {
        JsonObject data = run("Interact.slider(\"k\", 1, 9, 1, 5, k -> \"k is \" + k)", true)
                .only("execute_result")
                .content()
                .getAsJsonObject("data");
        assertTrue(data.has("text/plain"), data.toString());
        assertTrue(data.has("text/html") && data.get("text/html").getAsString().contains("k is 5"), data.toString());
    }

    @Test
    @DisplayName("is asked for input")
    void input() {
        String cell = send(frontEnd.shell, "execute_request", new JsonObject(), cell("IO.readln(\"name? \")", true));
        assertEquals("name? ", frontEnd.receive(frontEnd.stdin).text("prompt"));
        send(frontEnd.stdin, "input_reply", new JsonObject(), FrontEnd.object("status", "ok", "value", "Zoë"));
        Answer answer = frontEnd.answer(frontEnd.shell, cell);
        assertEquals("Zoë", answer.only("execute_result").plain());
        assertFalse(answer.types().contains("error"));
    }
}
