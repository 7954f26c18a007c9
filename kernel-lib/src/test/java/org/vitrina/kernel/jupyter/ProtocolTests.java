package org.vitrina.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.kernel.jupyter.FrontEnd.code;
import static org.vitrina.kernel.jupyter.FrontEnd.object;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.kernel.jupyter.FrontEnd.Answer;
import org.vitrina.kernel.jupyter.FrontEnd.Received;

@DisplayName("A front end of the kernel")
class ProtocolTests extends KernelTests {

    @Test
    @DisplayName("is welcomed when it subscribes, as JEP 65 says")
    void welcome() {
        try (var another = new FrontEnd(kernel.connection())) {
            Received first = another.receive(another.iopub);
            assertEquals("iopub_welcome", first.type());
            assertEquals("", first.text("subscription"));
        }
    }

    @Test
    @DisplayName("hears its own heartbeat")
    void heartbeat() {
        frontEnd.heartbeat.send("thump");
        assertEquals("thump", frontEnd.heartbeat.recvStr());
    }

    @Nested
    @DisplayName("that asks who the kernel is")
    class Info {
        @Test
        @DisplayName("is told its language, on the shell and on the control channel")
        void both() {
            for (var socket : List.of(frontEnd.shell, frontEnd.control)) {
                Answer answer = frontEnd.ask(socket, "kernel_info_request", new JsonObject());
                JsonObject content = answer.reply().content();
                assertAll(
                        () -> assertEquals("kernel_info_reply", answer.reply().type()),
                        () -> assertEquals("ok", answer.status()),
                        () -> assertEquals("5.4", answer.reply().text("protocol_version")),
                        () -> assertEquals("vitrina", answer.reply().text("implementation")),
                        () -> assertEquals(
                                "java",
                                content.getAsJsonObject("language_info")
                                        .get("name")
                                        .getAsString()),
                        () -> assertFalse(content.getAsJsonArray("help_links").isEmpty()),
                        () -> assertEquals(List.of("busy", "idle"), answer.types()));
            }
        }

        @Test
        @DisplayName("is answered while a cell runs, and then told again that the kernel is busy")
        void whileBusy() {
            String cell = frontEnd.startCell("while (true) {}");
            frontEnd.published(each -> each.type().equals("execute_input"));
            String info = frontEnd.send(frontEnd.shell, "kernel_info_request", new JsonObject());
            assertEquals(info, frontEnd.receive(frontEnd.shell).parentId());
            frontEnd.published(each -> each.isState("idle") && each.parentId().equals(info));
            Received next = frontEnd.receive(frontEnd.iopub);
            assertTrue(next.isState("busy") && next.parentId().equals(cell), next::toString);
            frontEnd.interrupt();
            assertEquals("error", frontEnd.answer(frontEnd.shell, cell).status());
        }
    }

    @Nested
    @DisplayName("that runs a cell")
    class Execute {
        @Test
        @DisplayName("hears busy, the code, the result and idle, and gets a reply with the cell's number")
        void result() {
            Answer answer = frontEnd.cell("6 * 7");
            int count = answer.reply().content().get("execution_count").getAsInt();
            assertAll(
                    () -> assertEquals(List.of("busy", "execute_input", "execute_result", "idle"), answer.types()),
                    () -> assertEquals("6 * 7", answer.only("execute_input").text("code")),
                    () -> assertEquals("42", answer.only("execute_result").plain()),
                    () -> assertEquals(
                            count,
                            answer.only("execute_result")
                                    .content()
                                    .get("execution_count")
                                    .getAsInt()),
                    () -> assertEquals("ok", answer.status()),
                    () -> assertEquals("execute_reply", answer.reply().type()),
                    () -> assertEquals(
                            count + 1,
                            frontEnd.cell("1")
                                    .reply()
                                    .content()
                                    .get("execution_count")
                                    .getAsInt()));
        }

        @Test
        @DisplayName("gets a reply for code of no line, and nothing to show")
        void empty() {
            for (String nothing : List.of("", "  \n", "// only a remark")) {
                Answer answer = frontEnd.cell(nothing);
                assertEquals("ok", answer.status(), nothing);
                assertEquals(List.of("busy", "execute_input", "idle"), answer.types(), nothing);
            }
        }

        @Test
        @DisplayName("gets what is printed as streams, in order, all of Unicode whole")
        void streams() {
            Answer answer = frontEnd.cell("""
                    System.out.print("à 😀 ");
                    System.err.print("careful");
                    System.out.println("漢");
                    """);
            assertAll(
                    () -> assertEquals("à 😀 漢\n", answer.stream("stdout")),
                    () -> assertEquals("careful", answer.stream("stderr")),
                    () -> assertEquals(
                            List.of("busy", "execute_input", "stream", "stream", "stream", "idle"), answer.types()));
        }

        @Test
        @DisplayName("hears what is printed while the cell still runs")
        void flows() {
            String cell = frontEnd.startCell("System.out.println(\"begun\"); while (true) {}");
            Received text = frontEnd.published(each -> each.type().equals("stream"));
            assertEquals("begun\n", text.text("text"));
            frontEnd.interrupt();
            assertEquals("error", frontEnd.answer(frontEnd.shell, cell).status());
        }

        @Test
        @DisplayName("gets displays, their updates and the clearing of output as messages of their own")
        void displays() {
            Answer answer = frontEnd.cell("""
                    display("one", "place");
                    clearOutput(true);
                    updateDisplay("place", "two");
                    """);
            assertAll(
                    () -> assertEquals(
                            List.of(
                                    "busy",
                                    "execute_input",
                                    "display_data",
                                    "clear_output",
                                    "update_display_data",
                                    "idle"),
                            answer.types()),
                    () -> assertEquals("one", answer.only("display_data").plain()),
                    () -> assertEquals("two", answer.only("update_display_data").plain()),
                    () -> assertTrue(
                            answer.only("clear_output").content().get("wait").getAsBoolean()));
            for (String type : List.of("display_data", "update_display_data")) {
                JsonObject shown = answer.only(type).content().getAsJsonObject("transient");
                assertEquals("place", shown.get("display_id").getAsString());
            }
        }

        @Test
        @DisplayName("gets an error as a message and in the reply")
        void error() {
            Answer answer = frontEnd.cell("throw new java.io.IOException(\"no such shelf\");");
            assertAll(
                    () -> assertEquals("error", answer.status()),
                    () -> assertEquals("java.io.IOException", answer.reply().text("ename")),
                    () -> assertEquals("no such shelf", answer.reply().text("evalue")),
                    () -> assertTrue(answer.reply().content().get("traceback").isJsonArray()),
                    () -> assertEquals(List.of("busy", "execute_input", "error", "idle"), answer.types()),
                    () -> assertEquals(
                            "java.io.IOException", answer.only("error").text("ename")));
        }

        @Test
        @DisplayName("silently, hears nothing of it and the count stays")
        void silent() {
            int before =
                    frontEnd.cell("1").reply().content().get("execution_count").getAsInt();
            JsonObject quiet = code("int hush = 5; System.out.println(hush); hush");
            quiet.addProperty("silent", true);
            Answer answer = frontEnd.ask("execute_request", quiet);
            assertAll(
                    () -> assertEquals("ok", answer.status()),
                    () -> assertEquals(List.of("busy", "idle"), answer.types()),
                    () -> assertEquals(
                            before,
                            answer.reply().content().get("execution_count").getAsInt()),
                    () -> assertEquals(
                            "5", frontEnd.cell("hush").only("execute_result").plain()));
        }

        @Test
        @DisplayName("without history, has it run and not kept")
        void withoutHistory() {
            frontEnd.cell("\"kept\"");
            JsonObject passing = code("\"passing\"");
            passing.addProperty("store_history", false);
            assertEquals(
                    "passing",
                    frontEnd.ask("execute_request", passing)
                            .only("execute_result")
                            .plain());
            JsonArray history = frontEnd.ask(
                            "history_request", object("hist_access_type", "tail", "n", 1, "raw", true, "output", false))
                    .reply()
                    .content()
                    .getAsJsonArray("history");
            assertEquals("\"kept\"", history.get(0).getAsJsonArray().get(2).getAsString());
        }

        @Test
        @DisplayName("with expressions to evaluate afterwards, gets each value or error by its name")
        void userExpressions() {
            JsonObject request = code("int base = 20;");
            request.add("user_expressions", object("sum", "base + 22", "wrong", "base / 0", "nonsense", "base +"));
            JsonObject values =
                    frontEnd.ask("execute_request", request).reply().content().getAsJsonObject("user_expressions");
            JsonObject sum = values.getAsJsonObject("sum");
            assertAll(
                    () -> assertEquals("ok", sum.get("status").getAsString()),
                    () -> assertEquals(
                            "42", sum.getAsJsonObject("data").get("text/plain").getAsString()),
                    () -> assertEquals(
                            "ArithmeticException",
                            values.getAsJsonObject("wrong").get("ename").getAsString()),
                    () -> assertEquals(
                            "error",
                            values.getAsJsonObject("nonsense").get("status").getAsString()));
        }

        @Test
        @DisplayName("that fails, has the cells behind it aborted, and what it sends afterwards run")
        void stopOnError() {
            String failing = frontEnd.startCell("Thread.sleep(150); throw new RuntimeException(\"stop\");");
            String behind = frontEnd.startCell("1");
            String alsoBehind = frontEnd.startCell("2");
            assertEquals("error", frontEnd.answer(frontEnd.shell, failing).status());
            for (String id : List.of(behind, alsoBehind)) {
                Answer aborted = frontEnd.answer(frontEnd.shell, id);
                assertEquals("aborted", aborted.status());
                assertEquals(List.of("busy", "idle"), aborted.types());
            }
            assertEquals("ok", frontEnd.cell("3").status());
        }

        @Test
        @DisplayName("that fails, has those aborted too that were sent before it failed and come late")
        void stopOnErrorLate() throws InterruptedException {
            Answer failed = frontEnd.cell("throw new RuntimeException(\"stop\");");
            String whenItRan = failed.only("execute_input").header().get("date").getAsString();
            Thread.sleep(5);
            String late = frontEnd.send(frontEnd.shell, "execute_request", code("1"), whenItRan);
            assertEquals("aborted", frontEnd.answer(frontEnd.shell, late).status());
            assertEquals("ok", frontEnd.cell("2").status());
        }

        @Test
        @DisplayName("that fails, has those behind it run if it did not want them stopped")
        void goOn() {
            JsonObject failing = code("Thread.sleep(150); throw new RuntimeException(\"go on\");");
            failing.addProperty("stop_on_error", false);
            String first = frontEnd.send(frontEnd.shell, "execute_request", failing);
            String second = frontEnd.startCell("4");
            assertEquals("error", frontEnd.answer(frontEnd.shell, first).status());
            assertEquals("ok", frontEnd.answer(frontEnd.shell, second).status());
        }

        @Test
        @DisplayName("gets what a thread of the cell prints when the cell has long ended")
        void background() {
            Answer answer = frontEnd.cell("""
                    new Thread(() -> {
                        try { Thread.sleep(400); } catch (InterruptedException e) { return; }
                        System.out.println("late");
                    }).start();
                    """);
            assertFalse(answer.types().contains("stream"));
            Received late = frontEnd.published(each -> each.type().equals("stream"));
            assertEquals("late\n", late.text("text"));
            assertEquals(answer.reply().parentId(), late.parentId());
        }

        @Test
        @DisplayName("that prints 100,000 lines, gets all of them or a note of what was cut, and its idle")
        void flood() {
            Answer answer = frontEnd.cell("""
                    for (int i = 0; i < 100_000; i++)
                        System.out.println("line " + i + " ".repeat(90));
                    """);
            List<String> lines = answer.stream("stdout").lines().toList();
            assertEquals("ok", answer.status());
            assertTrue(lines.contains("line 0" + " ".repeat(90)));
            assertTrue(lines.contains("line 99999" + " ".repeat(90)));
            boolean all = IntStream.range(0, 100_000)
                    .allMatch(i -> lines.size() > i && lines.get(i).equals("line " + i + " ".repeat(90)));
            boolean noted = lines.stream().anyMatch(line -> !line.startsWith("line ") && line.contains("cut"));
            assertTrue(all || noted, () -> lines.size() + " lines and no note");
        }

        @Test
        @DisplayName("that calls System.exit, is told so, and the kernel goes on")
        void exit() {
            assertEquals("error", frontEnd.cell("System.exit(0);").status());
            assertEquals("2", frontEnd.cell("1 + 1").only("execute_result").plain());
        }
    }

    @Nested
    @DisplayName("that interrupts")
    class Interrupt {
        @Test
        @DisplayName("stops an endless loop at once, and the variables keep their values")
        void loop() {
            frontEnd.cell("long turns = 0;");
            String cell = frontEnd.startCell("while (true) { turns++; }");
            frontEnd.published(each -> each.type().equals("execute_input"));
            long begin = System.nanoTime();
            String id = frontEnd.send(frontEnd.control, "interrupt_request", new JsonObject());
            Received reply = frontEnd.receive(frontEnd.control);
            assertEquals(id, reply.parentId());
            assertEquals("ok", reply.text("status"));
            Answer stopped = frontEnd.answer(frontEnd.shell, cell);
            long millis = (System.nanoTime() - begin) / 1_000_000;
            assertEquals("error", stopped.status());
            assertTrue(millis < 1_000, () -> "took " + millis + " ms");
            assertTrue(frontEnd.cell("turns").only("execute_result").plain().matches("\\d+"));
        }

        @Test
        @DisplayName("a cell the very moment it sent it, has it stopped all the same")
        void atOnce() {
            for (int i = 0; i < 20; i++) {
                String cell = frontEnd.startCell("while (true) {}");
                frontEnd.published(
                        each -> each.isState("busy") && each.parentId().equals(cell));
                frontEnd.interrupt();
                assertEquals("error", frontEnd.answer(frontEnd.shell, cell).status());
            }
        }

        @Test
        @DisplayName("an idle kernel, is answered and nothing happens")
        void idle() {
            assertEquals(
                    "ok",
                    frontEnd.ask(frontEnd.control, "interrupt_request", new JsonObject())
                            .status());
            assertEquals("ok", frontEnd.cell("1").status());
        }
    }

    @Nested
    @DisplayName("that is asked for input")
    class Input {
        private Received question(String cell) {
            String id = frontEnd.startCell(cell);
            Received question = frontEnd.receive(frontEnd.stdin);
            assertEquals("input_request", question.type());
            assertEquals(id, question.parentId());
            return question;
        }

        @Test
        @DisplayName("sees the prompt, and its answer is what the cell reads")
        void scanner() {
            Received question = question("""
                    System.out.print("Your name? ");
                    String name = new java.util.Scanner(System.in).nextLine();
                    name.length() + name
                    """);
            assertEquals("Your name? ", question.text("prompt"));
            frontEnd.send(frontEnd.stdin, "input_reply", object("status", "ok", "value", "Zoë 😀"));
            String cell = question.parentId();
            assertEquals(
                    "6Zoë 😀",
                    frontEnd.answer(frontEnd.shell, cell).only("execute_result").plain());
        }

        @Test
        @DisplayName("answers IO.readln too, line by line")
        void readln() {
            Received first = question("IO.readln(\"a \") + IO.readln(\"b \")");
            assertEquals("a ", first.text("prompt"));
            frontEnd.send(frontEnd.stdin, "input_reply", object("status", "ok", "value", "one"));
            assertEquals("b ", frontEnd.receive(frontEnd.stdin).text("prompt"));
            frontEnd.send(frontEnd.stdin, "input_reply", object("status", "ok", "value", "two"));
            assertEquals(
                    "onetwo",
                    frontEnd.answer(frontEnd.shell, first.parentId())
                            .only("execute_result")
                            .plain());
        }

        @Test
        @DisplayName("may interrupt instead")
        void interrupted() {
            Received question = question("new java.util.Scanner(System.in).nextLine()");
            frontEnd.interrupt();
            assertEquals(
                    "error",
                    frontEnd.answer(frontEnd.shell, question.parentId()).status());
        }

        @Test
        @DisplayName("and cannot answer, has the cell say so")
        void notAllowed() {
            JsonObject request = code("IO.readln()");
            request.addProperty("allow_stdin", false);
            Answer answer = frontEnd.ask("execute_request", request);
            assertTrue(
                    answer.reply().text("evalue").contains("does not let a cell ask"),
                    () -> answer.reply().toString());
        }
    }

    @Nested
    @DisplayName("that asks for history")
    class History {
        private List<String> inputs(JsonObject request) {
            request.addProperty("raw", true);
            request.addProperty("output", false);
            var found = new ArrayList<String>();
            frontEnd.ask("history_request", request)
                    .reply()
                    .content()
                    .getAsJsonArray("history")
                    .forEach(each -> found.add(each.getAsJsonArray().get(2).getAsString()));
            return found;
        }

        @Test
        @DisplayName("gets the last cells, a range of them, or those that fit a pattern")
        void history() {
            int first = frontEnd.cell("\"h1\"")
                    .reply()
                    .content()
                    .get("execution_count")
                    .getAsInt();
            frontEnd.cell("\"h2\"");
            frontEnd.cell("\"h1\"");
            assertAll(
                    () -> assertEquals(List.of("\"h2\"", "\"h1\""), inputs(object("hist_access_type", "tail", "n", 2))),
                    () -> assertEquals(
                            List.of("\"h1\"", "\"h2\""),
                            inputs(object(
                                    "hist_access_type", "range", "session", 0, "start", first, "stop", first + 2))),
                    () -> assertEquals(
                            List.of("\"h1\"", "\"h2\"", "\"h1\""),
                            inputs(object("hist_access_type", "search", "pattern", "\"h?\""))),
                    () -> assertEquals(
                            List.of("\"h2\"", "\"h1\""),
                            inputs(object("hist_access_type", "search", "pattern", "*h*\"", "unique", true))),
                    () -> assertEquals(
                            List.of("\"h1\""), inputs(object("hist_access_type", "search", "pattern", "\"h*", "n", 1))),
                    () -> assertEquals(
                            List.of(),
                            inputs(object("hist_access_type", "range", "session", 7, "start", 0, "stop", 9))));
        }

        @Test
        @DisplayName("with output, gets each cell's result beside it, and null where there was none")
        void output() {
            frontEnd.cell("int shelf = 3;");
            frontEnd.cell("shelf * 2");
            JsonArray history = frontEnd.ask(
                            "history_request", object("hist_access_type", "tail", "n", 2, "raw", true, "output", true))
                    .reply()
                    .content()
                    .getAsJsonArray("history");
            JsonArray declared = history.get(0).getAsJsonArray().get(2).getAsJsonArray();
            JsonArray computed = history.get(1).getAsJsonArray().get(2).getAsJsonArray();
            assertTrue(declared.get(1).isJsonNull());
            assertEquals("6", computed.get(1).getAsString());
        }
    }

    @Nested
    @DisplayName("that sends what it should not")
    class Hostile {
        private void survives() {
            assertEquals("2", frontEnd.cell("1 + 1").only("execute_result").plain());
        }

        private String header(String type) {
            return object(
                            "msg_id",
                            "x",
                            "msg_type",
                            type,
                            "session",
                            "s",
                            "date",
                            Instant.now().toString())
                    .toString();
        }

        @Test
        @DisplayName("is not heard when the signature is wrong, missing or of another message")
        void signature() {
            String header = header("execute_request");
            String content =
                    code("System.setProperty(\"vitrina.hostile\", \"ran\")").toString();
            for (String signature : List.of("", "00", "f".repeat(64), frontEnd.signature("{}", "{}", "{}", "{}"))) {
                frontEnd.sendFrames(frontEnd.shell, "<IDS|MSG>", signature, header, "{}", "{}", content);
            }
            survives();
            assertNull(System.getProperty("vitrina.hostile"));
        }

        @Test
        @DisplayName("leaves the kernel as it was, whatever parts are missing or no JSON")
        void malformed() {
            frontEnd.shell.send("alone");
            frontEnd.sendFrames(frontEnd.shell, "<IDS|MSG>", "no parts");
            frontEnd.sendSigned(frontEnd.shell, header("execute_request"), "{}");
            frontEnd.sendSigned(frontEnd.shell, "{", "{}", "{}", "{}");
            frontEnd.sendSigned(frontEnd.shell, "[]", "{}", "{}", "{}");
            frontEnd.sendSigned(frontEnd.shell, "{}", "{}", "{}", "{}");
            frontEnd.sendSigned(frontEnd.shell, header("execute_request"), "null", "{}", "{}");
            frontEnd.sendSigned(frontEnd.shell, header("execute_request"), "{}", "{}", "[".repeat(100_000));
            frontEnd.sendSigned(frontEnd.shell, "", "", "", "");
            frontEnd.sendFrames(frontEnd.control, "<IDS|MSG>", "");
            survives();
        }

        @Test
        @DisplayName("is told which field of a request is wrong")
        void fields() {
            record Wrong(String content, String told) {}
            for (Wrong wrong : List.of(
                    new Wrong("{}", "needs the field code"),
                    new Wrong("{\"code\": 12}", "code must be a string, but is 12"),
                    new Wrong("{\"code\": \"1\", \"silent\": \"no\"}", "silent must be true or false"),
                    new Wrong("{\"code\": \"1\", \"user_expressions\": {\"a\": []}}", "user_expressions.a must be"))) {
                Answer answer = frontEnd.ask(
                        "execute_request", JsonParser.parseString(wrong.content).getAsJsonObject());
                assertEquals("error", answer.status());
                assertTrue(
                        answer.reply().text("evalue").contains(wrong.told),
                        () -> answer.reply().text("evalue"));
            }
            survives();
        }

        @Test
        @DisplayName("gets an error for a request that is unknown, or on the wrong channel, and no silence")
        void unknown() {
            Answer unknown = frontEnd.ask("dance_request", new JsonObject());
            assertEquals("dance_reply", unknown.reply().type());
            assertEquals("error", unknown.status());
            Answer wrong = frontEnd.ask(frontEnd.control, "execute_request", code("1"));
            assertTrue(wrong.reply().text("evalue").contains("belongs on the shell channel"));
            survives();
        }

        @Test
        @DisplayName("is told by the debugger's protocol that there is no debugger")
        void debug() {
            JsonObject initialize = object("type", "request", "seq", 7, "command", "initialize");
            JsonObject reply = frontEnd.ask(frontEnd.control, "debug_request", initialize)
                    .reply()
                    .content();
            assertFalse(reply.get("success").getAsBoolean());
            assertEquals(7, reply.get("request_seq").getAsInt());
        }

        @Test
        @DisplayName("may send a cell of ten megabytes")
        void huge() {
            Answer answer = frontEnd.cell("// " + "x".repeat(10_000_000) + "\n5");
            assertEquals("5", answer.only("execute_result").plain());
        }
    }

    @Nested
    @DisplayName("that asks for help with code")
    class Help {
        private JsonObject ask(String type, String code, int cursor) {
            return frontEnd.ask(type, object("code", code, "cursor_pos", cursor, "detail_level", 0))
                    .reply()
                    .content();
        }

        @Test
        @DisplayName("is told how a name goes on, with places counted in code points")
        void complete() {
            String code = "String s = \"😀\"; s.repea";
            JsonObject reply = ask("complete_request", code, code.codePointCount(0, code.length()));
            assertAll(
                    () -> assertEquals(
                            "repeat(", reply.getAsJsonArray("matches").get(0).getAsString()),
                    () -> assertEquals(18, reply.get("cursor_start").getAsInt()),
                    () -> assertEquals(23, reply.get("cursor_end").getAsInt()));
        }

        @Test
        @DisplayName("is shown the Javadoc of the JDK as HTML and as text")
        void inspect() {
            JsonObject reply = ask("inspect_request", "Math.sqrt(2)", 7);
            JsonObject data = reply.getAsJsonObject("data");
            assertTrue(reply.get("found").getAsBoolean());
            assertTrue(data.get("text/html").getAsString().contains("<code>double Math.sqrt(double a)</code>"));
            assertTrue(data.get("text/plain").getAsString().contains("square root"));
            assertFalse(data.get("text/plain").getAsString().contains("{@code"));
        }

        @Test
        @DisplayName("is shown the Javadoc of this library, Markdown rendered and references as code")
        void inspectLibrary() {
            JsonObject data =
                    ask("inspect_request", "BpeTokenizer.train(text, 300)", 16).getAsJsonObject("data");
            String html = data.get("text/html").getAsString();
            assertTrue(
                    html.contains("<code>BpeTokenizer BpeTokenizer.train(String text, int vocabularySize)</code>"),
                    html);
            assertTrue(html.contains("<code>BpeOptions.DEFAULT</code>"), html);
            assertFalse(html.contains("]["), html);
            String walk = ask("inspect_request", "Walk", 4)
                    .getAsJsonObject("data")
                    .get("text/plain")
                    .getAsString();
            assertTrue(walk.startsWith("org.vitrina.show.Walk<S extends Step>\n\n"), walk);
        }

        @Test
        @DisplayName("is shown what the cell itself has declared above, and can complete it")
        void sameCell() {
            String cell = "int halved(int n) { return n / 2; }\nhalv";
            JsonObject completed = ask("complete_request", cell, cell.length());
            assertEquals("halved(", completed.getAsJsonArray("matches").get(0).getAsString());
            assertEquals(cell.length() - 4, completed.get("cursor_start").getAsInt());
            JsonObject inspected = ask("inspect_request", cell + "ed(8)", cell.length());
            assertEquals(
                    "int halved(int n)",
                    inspected.getAsJsonObject("data").get("text/plain").getAsString());
        }

        @Test
        @DisplayName("is told that nothing is known of a name that is nowhere")
        void unknownName() {
            JsonObject reply = ask("inspect_request", "nowhere", 7);
            assertEquals("ok", reply.get("status").getAsString());
            assertFalse(reply.get("found").getAsBoolean());
        }

        @Test
        @DisplayName("is told whether code is whole, goes on or is wrong")
        void isComplete() {
            assertAll(
                    () -> assertEquals(
                            "complete",
                            ask("is_complete_request", "int x = 5;", 0)
                                    .get("status")
                                    .getAsString()),
                    () -> assertEquals(
                            "invalid",
                            ask("is_complete_request", "int x = ;", 0)
                                    .get("status")
                                    .getAsString()),
                    () -> assertEquals(
                            object("status", "incomplete", "indent", "    "),
                            ask("is_complete_request", "for (;;) {", 0)),
                    () -> assertEquals(
                            "incomplete",
                            ask("is_complete_request", "if (true) {} else", 0)
                                    .get("status")
                                    .getAsString()));
        }

        @Test
        @DisplayName("is helped while a cell runs")
        void whileBusy() {
            String cell = frontEnd.startCell("while (true) {}");
            frontEnd.published(each -> each.type().equals("execute_input"));
            String help = frontEnd.send(frontEnd.shell, "complete_request", object("code", "Math.sq", "cursor_pos", 7));
            Received reply = frontEnd.receive(frontEnd.shell);
            assertEquals(help, reply.parentId());
            assertEquals(
                    "sqrt(", reply.content().getAsJsonArray("matches").get(0).getAsString());
            frontEnd.interrupt();
            frontEnd.answer(frontEnd.shell, cell);
        }

        @Test
        @DisplayName("by a question mark, gets the answer in the pager")
        void pager() {
            for (String question : List.of("?Math.sqrt", "Math.sqrt?", " ??Math.sqrt")) {
                Answer answer = frontEnd.cell(question);
                JsonObject page = answer.reply()
                        .content()
                        .getAsJsonArray("payload")
                        .get(0)
                        .getAsJsonObject();
                assertEquals("page", page.get("source").getAsString());
                assertTrue(page.getAsJsonObject("data").has("text/plain"));
            }
            assertEquals("error", frontEnd.cell("?nowhere").status());
        }
    }

    @Nested
    @DisplayName("with a comm to the kernel")
    class CommTests {
        private final Comms comms = Comms.current().orElseThrow();

        @Test
        @DisplayName("hears when it is opened, what is said, and when it is closed")
        void opened() {
            Comm comm = comms.open(
                    "vitrina.test",
                    object("greeting", "hello"),
                    object("version", "2.1.0"),
                    List.of(new byte[] {1, 2}),
                    (_, _, _) -> {});
            Received open = frontEnd.published(each -> each.type().equals("comm_open"));
            assertAll(
                    () -> assertEquals("vitrina.test", open.text("target_name")),
                    () -> assertEquals(
                            "hello",
                            open.content()
                                    .getAsJsonObject("data")
                                    .get("greeting")
                                    .getAsString()),
                    () -> assertEquals("2.1.0", open.metadata().get("version").getAsString()),
                    () -> assertEquals(1, open.buffers().size()),
                    () -> assertEquals(
                            "vitrina.test",
                            frontEnd.ask("comm_info_request", object("target_name", "vitrina.test"))
                                    .reply()
                                    .content()
                                    .getAsJsonObject("comms")
                                    .getAsJsonObject(comm.id())
                                    .get("target_name")
                                    .getAsString()));
            comm.send(object("n", 1));
            Received message = frontEnd.published(each -> each.type().equals("comm_msg"));
            assertEquals(comm.id(), message.text("comm_id"));
            comm.close();
            frontEnd.published(each -> each.type().equals("comm_close"));
            assertThrows(IllegalStateException.class, () -> comm.send(object("n", 2)));
        }

        @Test
        @DisplayName("is heard and answered while a cell runs")
        void whileBusy() {
            Comm comm = comms.open(
                    "vitrina.test",
                    new JsonObject(),
                    new JsonObject(),
                    List.of(),
                    (self, data, _) ->
                            self.send(object("twice", 2 * data.get("n").getAsInt())));
            String cell = frontEnd.startCell("while (true) {}");
            frontEnd.published(each -> each.type().equals("execute_input"));
            frontEnd.send(frontEnd.shell, "comm_msg", object("comm_id", comm.id(), "data", object("n", 21)));
            Received answer = frontEnd.published(each -> each.type().equals("comm_msg"));
            assertEquals(
                    42, answer.content().getAsJsonObject("data").get("twice").getAsInt());
            frontEnd.published(each -> each.isState("busy") && each.parentId().equals(cell));
            frontEnd.interrupt();
            frontEnd.answer(frontEnd.shell, cell);
            comm.close();
        }

        @Test
        @DisplayName("may open one itself where somebody serves it, and is told where nobody does")
        void fromFrontEnd() {
            var heard = new LinkedBlockingQueue<String>();
            comms.register("vitrina.served", (data, _) -> new Comm.Listener() {
                @Override
                public void message(Comm comm, JsonObject message, List<byte[]> buffers) {
                    heard.add(message.get("say").getAsString());
                }

                @Override
                public void closed(Comm comm, JsonObject message) {
                    heard.add("closed");
                }
            });
            frontEnd.send(
                    frontEnd.shell,
                    "comm_open",
                    object("comm_id", "c1", "target_name", "vitrina.served", "data", new JsonObject()));
            frontEnd.send(frontEnd.shell, "comm_msg", object("comm_id", "c1", "data", object("say", "hi")));
            frontEnd.send(frontEnd.shell, "comm_close", object("comm_id", "c1", "data", new JsonObject()));
            assertEquals("hi", poll(heard));
            assertEquals("closed", poll(heard));
            frontEnd.send(
                    frontEnd.shell,
                    "comm_open",
                    object("comm_id", "c2", "target_name", "nobody", "data", new JsonObject()));
            Received closed = frontEnd.published(each -> each.type().equals("comm_close"));
            assertEquals("c2", closed.text("comm_id"));
        }

        private String poll(LinkedBlockingQueue<String> queue) {
            try {
                return queue.poll(FrontEnd.PATIENCE_MILLIS, TimeUnit.MILLISECONDS);
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        }
    }

    @Test
    @DisplayName("is told the ports, in the way of old")
    void ports() {
        JsonObject ports =
                frontEnd.ask("connect_request", new JsonObject()).reply().content();
        assertEquals(kernel.connection().shell(), ports.get("shell_port").getAsInt());
        assertNotNull(ports.get("hb_port"));
    }
}
