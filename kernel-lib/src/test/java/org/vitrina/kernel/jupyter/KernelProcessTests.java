package org.vitrina.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The process of a kernel")
class KernelProcessTests {
    private static final long PATIENCE_SECONDS = 60;

    @TempDir
    private Path folder;

    private final List<Process> started = new ArrayList<>();
    private ConnectionFile connection;

    @AfterEach
    void endAll() {
        for (Process process : started) {
            process.descendants().forEach(ProcessHandle::destroyForcibly);
            process.destroyForcibly();
        }
    }

    private Path connectionFile() throws IOException {
        int[] ports = freePorts(5);
        connection = new ConnectionFile(
                "tcp",
                "127.0.0.1",
                ports[0],
                ports[1],
                ports[2],
                ports[3],
                ports[4],
                "hmac-sha256",
                UUID.randomUUID().toString());
        return Files.writeString(folder.resolve("connection.json"), """
                {"transport": "tcp", "ip": "127.0.0.1", "shell_port": %d, "control_port": %d, "iopub_port": %d,
                 "stdin_port": %d, "hb_port": %d, "signature_scheme": "hmac-sha256", "key": "%s",
                 "kernel_name": "vitrina", "jupyter_session": "lesson.ipynb"}
                """.formatted(
                        ports[0], ports[1], ports[2], ports[3], ports[4], connection.key()));
    }

    private static int[] freePorts(int count) throws IOException {
        var sockets = new ServerSocket[count];
        for (int i = 0; i < count; i++) {
            sockets[i] = new ServerSocket(0);
        }
        int[] ports =
                Arrays.stream(sockets).mapToInt(ServerSocket::getLocalPort).toArray();
        for (ServerSocket socket : sockets) {
            socket.close();
        }
        return ports;
    }

    private static List<String> command(Path connectionFile) {
        return List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "-Xmx256m",
                "-cp",
                System.getProperty("java.class.path"),
                KernelProcess.class.getName(),
                connectionFile.toString());
    }

    private Process start(List<String> command) throws IOException {
        Process process = new ProcessBuilder(command)
                .redirectError(folder.resolve("stderr.txt").toFile())
                .redirectOutput(Redirect.DISCARD)
                .start();
        started.add(process);
        return process;
    }

    private String said() throws IOException {
        return Files.readString(folder.resolve("stderr.txt"));
    }

    @Test
    @DisplayName("ends within a second when it is asked to, with code 0, though a thread of a cell still runs")
    void shutdown() throws Exception {
        Process process = start(command(connectionFile()));
        long asked;
        try (var frontEnd = new FrontEnd(connection)) {
            frontEnd.awaitWelcome();
            assertEquals(
                    "ok",
                    frontEnd.cell("new Thread(() -> { while (true) {} }).start();")
                            .status());
            var content = new JsonObject();
            content.addProperty("restart", true);
            asked = System.nanoTime();
            FrontEnd.Answer answer = frontEnd.ask(frontEnd.control, "shutdown_request", content);
            assertTrue(answer.reply().content().get("restart").getAsBoolean());
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
        long millis = (System.nanoTime() - asked) / 1_000_000;
        assertEquals(0, process.exitValue());
        // a second on an idle machine; ten times that where many tests run at once
        assertTrue(millis < 10_000, () -> "took " + millis + " ms");
    }

    @Test
    @DisplayName("ends when it is asked to before it can run a cell, and says nothing")
    void shutdownAtOnce() throws Exception {
        Process process = start(command(connectionFile()));
        try (var frontEnd = new FrontEnd(connection)) {
            frontEnd.send(frontEnd.control, "shutdown_request", new JsonObject());
            assertEquals("shutdown_reply", frontEnd.receive(frontEnd.control).type());
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        }
        assertEquals(0, process.exitValue());
        assertEquals(
                List.of(),
                said().lines().filter(line -> !line.startsWith("WARNING: ")).toList());
    }

    @Test
    @DisplayName("ends when the process that started it is killed, and leaves no orphan")
    @DisabledOnOs(value = OS.WINDOWS, disabledReason = "the process in between is a shell")
    void parentKilled() throws Exception {
        var quoted = new StringBuilder();
        command(connectionFile())
                .forEach(each -> quoted.append('\'').append(each).append("' "));
        Process parent = start(List.of("sh", "-c", quoted + "& echo started; wait"));
        try (var frontEnd = new FrontEnd(connection)) {
            frontEnd.awaitWelcome();
            assertEquals("ok", frontEnd.cell("1").status());
            ProcessHandle kernel = parent.children().findFirst().orElseThrow();
            parent.destroyForcibly().waitFor();
            long killed = System.nanoTime();
            kernel.onExit().get(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertFalse(kernel.isAlive());
            long millis = (System.nanoTime() - killed) / 1_000_000;
            assertTrue(millis < 15_000, () -> "took " + millis + " ms");
        }
    }

    @Test
    @DisplayName("says what is wrong with a connection file, and ends with code 1")
    void wrongFile() throws Exception {
        Path wrong = Files.writeString(folder.resolve("wrong.json"), "{\"shell_port\": \"many\"}");
        Process process = start(command(wrong));
        assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
        assertEquals(1, process.exitValue());
        assertTrue(said().contains("a connection file: shell_port must be a whole number"), said());
    }

    @Test
    @DisplayName("says which port is taken, and ends with code 1, so that Jupyter starts it anew")
    void portTaken() throws Exception {
        Path file = connectionFile();
        try (var taken = new ServerSocket(connection.iopub(), 1, java.net.InetAddress.getLoopbackAddress())) {
            Process process = start(command(file));
            assertTrue(process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS));
            assertEquals(1, process.exitValue());
            assertTrue(said().contains("the iopub channel cannot use tcp://127.0.0.1:" + taken.getLocalPort()), said());
        }
    }
}
