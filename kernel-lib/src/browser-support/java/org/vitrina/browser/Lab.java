package org.vitrina.browser;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonNull;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.net.HttpURLConnection;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;

/// The JupyterLab that is installed on this machine, with the kernel that is being tested, on a folder of
/// notebooks, with settings of its own.
public final class Lab implements AutoCloseable {
    private static final long PATIENCE_MILLIS = 120_000;

    private final Path folder;
    private final Process server;
    private final URI address;
    private final String token = UUID.randomUUID().toString();

    private Lab(Path folder) throws IOException {
        this.folder = folder;
        Files.createDirectories(folder.resolve("notebooks"));
        Files.createDirectories(folder.resolve("runtime"));
        kernelSpec(folder.resolve("share/kernels/vitrina"));
        // All cells are on the page then, not only those that can be seen.
        Path settings = folder.resolve("config/lab/user-settings/@jupyterlab/notebook-extension");
        Files.createDirectories(settings);
        Files.writeString(settings.resolve("tracker.jupyterlab-settings"), "{\"windowingMode\": \"none\"}");
        int port;
        try (var free = new ServerSocket(0)) {
            port = free.getLocalPort();
        }
        address = URI.create("http://127.0.0.1:" + port);
        var command = List.of(
                "jupyter",
                "lab",
                "--no-browser",
                "--allow-root",
                "--ServerApp.ip=127.0.0.1",
                "--ServerApp.port=" + port,
                "--ServerApp.port_retries=0",
                "--IdentityProvider.token=" + token,
                "--ServerApp.root_dir=" + folder.resolve("notebooks"));
        var process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("lab.log").toFile());
        var environment = process.environment();
        environment.put("JUPYTER_PATH", folder.resolve("share").toString());
        environment.put("JUPYTER_CONFIG_DIR", folder.resolve("config").toString());
        environment.put("JUPYTER_RUNTIME_DIR", folder.resolve("runtime").toString());
        server = process.start();
    }

    /// Starts it; where JupyterLab or ipywidgets are missing, the calling test is skipped with a message that
    /// says how to get them.
    ///
    /// @param folder where everything that it writes goes
    public static Lab start(Path folder) throws IOException, InterruptedException {
        assumeTrue(
                succeeds("jupyter", "lab", "--version") && hasWidgets(),
                "no JupyterLab with ipywidgets on this machine, so the kernel is not tested in it; install them: pip"
                        + " install jupyterlab ipywidgets");
        var lab = new Lab(folder.toAbsolutePath());
        try {
            lab.awaitStart();
        } catch (IOException | InterruptedException | RuntimeException e) {
            lab.close();
            throw e;
        }
        return lab;
    }

    private static boolean hasWidgets() throws IOException, InterruptedException {
        Path list = Files.createTempFile("labextensions", ".txt");
        try {
            var process = new ProcessBuilder("jupyter", "labextension", "list")
                    .redirectErrorStream(true)
                    .redirectOutput(list.toFile())
                    .start();
            process.waitFor(2, TimeUnit.MINUTES);
            return Files.readString(list).contains("@jupyter-widgets/jupyterlab-manager");
        } finally {
            Files.delete(list);
        }
    }

    private static boolean succeeds(String... command) throws InterruptedException {
        try {
            var process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                    .start();
            return process.waitFor(2, TimeUnit.MINUTES) && process.exitValue() == 0;
        } catch (IOException _) {
            return false;
        }
    }

    /// The kernel runs on the classes of this test, so that nothing has to be installed first.
    private static void kernelSpec(Path folder) throws IOException {
        var command = new JsonArray();
        for (String part : List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--add-modules",
                "jdk.incubator.vector",
                "--enable-native-access=ALL-UNNAMED",
                "-Djava.awt.headless=true",
                "-Xmx1g",
                "-cp",
                System.getProperty("java.class.path"),
                "org.vitrina.kernel.jupyter.KernelProcess",
                "{connection_file}")) {
            command.add(part);
        }
        var spec = new JsonObject();
        spec.add("argv", command);
        spec.addProperty("display_name", "Java (Vitrina)");
        spec.addProperty("language", "java");
        spec.addProperty("interrupt_mode", "message");
        Files.createDirectories(folder);
        Files.writeString(folder.resolve("kernel.json"), spec.toString());
    }

    private void awaitStart() throws IOException, InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (!answers()) {
            if (!server.isAlive() || System.currentTimeMillis() > end) {
                throw new IllegalStateException(
                        "JupyterLab did not start; it says:\n" + Files.readString(folder.resolve("lab.log")));
            }
            Thread.sleep(200);
        }
    }

    private boolean answers() {
        try {
            var connection = (HttpURLConnection) address.resolve("/api").toURL().openConnection();
            connection.setConnectTimeout(2_000);
            connection.setReadTimeout(10_000);
            return connection.getResponseCode() == 200;
        } catch (IOException _) {
            return false;
        }
    }

    /// Writes a notebook with these cells of code.
    ///
    /// @return the address of the page that shows it alone
    public String notebook(String name, List<String> cells) throws IOException {
        var kernel = new JsonObject();
        kernel.addProperty("name", "vitrina");
        kernel.addProperty("display_name", "Java (Vitrina)");
        kernel.addProperty("language", "java");
        var metadata = new JsonObject();
        metadata.add("kernelspec", kernel);
        var notebook = new JsonObject();
        notebook.addProperty("nbformat", 4);
        notebook.addProperty("nbformat_minor", 5);
        notebook.add("metadata", metadata);
        notebook.add("cells", new JsonArray());
        return write(name, notebook, cells);
    }

    /// Copies a notebook and adds cells of code at its end.
    ///
    /// @return the address of the page that shows it alone
    public String copy(Path notebook, List<String> cells) throws IOException {
        return write(
                notebook.getFileName().toString(),
                JsonParser.parseString(Files.readString(notebook)).getAsJsonObject(),
                cells);
    }

    private String write(String name, JsonObject notebook, List<String> cells) throws IOException {
        JsonArray all = notebook.getAsJsonArray("cells");
        for (String source : cells) {
            var cell = new JsonObject();
            cell.addProperty("cell_type", "code");
            cell.addProperty("id", "cell-" + all.size());
            cell.addProperty("source", source);
            cell.add("execution_count", JsonNull.INSTANCE);
            cell.add("metadata", new JsonObject());
            cell.add("outputs", new JsonArray());
            all.add(cell);
        }
        Files.writeString(folder.resolve("notebooks").resolve(name), notebook.toString());
        return address + "/lab/tree/" + name + "?reset&token=" + token;
    }

    /// Waits until a page is connected to a kernel: JupyterLab forgets a cell that is run before that.
    public void awaitKernel() throws IOException, InterruptedException {
        long end = System.currentTimeMillis() + PATIENCE_MILLIS;
        while (true) {
            for (var kernel : JsonParser.parseString(get("/api/kernels")).getAsJsonArray()) {
                if (kernel.getAsJsonObject().get("connections").getAsInt() > 0) {
                    return;
                }
            }
            if (System.currentTimeMillis() > end) {
                throw new IllegalStateException("no page connected to a kernel; JupyterLab says:\n"
                        + Files.readString(folder.resolve("lab.log")));
            }
            Thread.sleep(200);
        }
    }

    private String get(String path) throws IOException {
        var connection = address.resolve(path + "?token=" + token).toURL().openConnection();
        connection.setReadTimeout(10_000);
        try (var in = connection.getInputStream()) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        }
    }

    @Override
    public void close() {
        server.descendants().forEach(ProcessHandle::destroy);
        server.destroy();
        try {
            if (!server.waitFor(20, TimeUnit.SECONDS)) {
                server.destroyForcibly();
            }
        } catch (InterruptedException _) {
            server.destroyForcibly();
            Thread.currentThread().interrupt();
        }
    }
}
