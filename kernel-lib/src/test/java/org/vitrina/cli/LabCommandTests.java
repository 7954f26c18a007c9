package org.vitrina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

/// JupyterLab, Python and pip are scripts here that note how they were called.
@DisplayName("vitrina lab")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs are shell scripts")
class LabCommandTests {
    @TempDir
    private Path folder;

    private final StringWriter err = new StringWriter();
    private Path programs;
    private Path project;
    private Path environment;
    private String homeBefore;

    @BeforeEach
    void project() throws IOException {
        programs = Files.createDirectories(folder.resolve("bin"));
        project = Files.createDirectories(folder.resolve("my project"));
        Files.createDirectories(project.resolve("notebooks"));
        Files.writeString(project.resolve("vitrina"), "launcher");
        environment = folder.resolve("cache/vitrina/jupyter");
        homeBefore = System.setProperty("vitrina.home", project.toString());
    }

    @AfterEach
    void restore() {
        if (homeBefore == null) {
            System.clearProperty("vitrina.home");
        } else {
            System.setProperty("vitrina.home", homeBefore);
        }
    }

    private static void script(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, "#!/bin/sh\n" + text);
        assertTrue(file.toFile().setExecutable(true));
    }

    private String lab(String code) {
        return "{ echo \"lab of $0\"; echo \"$JUPYTER_PATH\"; for each; do echo \"$each\"; done; } > '" + calls("lab")
                + "'\nexit " + code + "\n";
    }

    private Path calls(String name) {
        return folder.resolve(name + "-calls");
    }

    /// A Python that makes environments with a Python in them that brings JupyterLab.
    private void python(String pip) throws IOException {
        Path lab = folder.resolve("jupyter-lab");
        script(lab, lab("0"));
        script(programs.resolve("python3"), """
                echo "$*" >> '%s'
                case "$2" in
                    venv) mkdir -p "$3/bin" && cp "$0" "$3/bin/python3" ;;
                    pip) %s; cp '%s' "${0%%/*}/jupyter-lab" ;;
                esac
                """.formatted(calls("python"), pip, lab));
    }

    private int run(String... arguments) {
        var folders = new JupyterFolders(
                new Machine("Linux", List.of(programs)),
                folder.resolve("home"),
                Map.of("XDG_CACHE_HOME", folder.resolve("cache").toString()));
        return new CommandLine(new LabCommand(folders))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((e, line, _) -> {
                    line.getErr().println(Failure.message(e));
                    return 1;
                })
                .execute(arguments);
    }

    @Test
    @DisplayName(
            "starts the JupyterLab on the path on the lessons, with the kernel known and chosen, and ends as it ends")
    void installed() throws IOException {
        script(programs.resolve("jupyter-lab"), lab("3"));
        assertEquals(3, run("--", "--no-browser", "--port", "9000"), err::toString);
        List<String> called = Files.readAllLines(calls("lab"));
        assertEquals("lab of " + programs.resolve("jupyter-lab"), called.get(0));
        assertTrue(called.get(1).startsWith(project.resolve("target/jupyter").toString()), called::toString);
        assertEquals(
                List.of(
                        "--ServerApp.root_dir=" + project.resolve("notebooks"),
                        "--MultiKernelManager.default_kernel_name=vitrina",
                        "--no-browser",
                        "--port",
                        "9000"),
                called.subList(2, called.size()));
        assertTrue(Files.exists(project.resolve("target/jupyter/kernels/vitrina/kernel.json")));
        assertFalse(Files.exists(environment));
    }

    @Test
    @DisplayName("with --private makes a JupyterLab of its own with pip, though there is another, and makes it once")
    void own() throws IOException {
        script(programs.resolve("jupyter-lab"), "exit 9\n");
        python(":");
        assertEquals(0, run("--private"), err::toString);
        assertEquals(0, run("--private"), err::toString);
        List<String> called = Files.readAllLines(calls("python"));
        assertEquals(2, called.size(), called::toString);
        assertEquals("-m venv " + environment, called.get(0));
        assertTrue(
                called.get(1).startsWith("-m pip install ")
                        && called.get(1).contains("jupyterlab>=4")
                        && called.get(1).contains("ipywidgets>=8"),
                called::toString);
        assertEquals(
                "lab of " + environment.resolve("bin/jupyter-lab"),
                Files.readAllLines(calls("lab")).getFirst());
        assertEquals("making a private one in " + environment + "\n", err.toString());
    }

    @Test
    @DisplayName("makes a private one where there is none, also where another attempt ended half-way")
    void none() throws IOException {
        Files.createDirectories(environment.resolve("bin"));
        python(":");
        assertEquals(0, run(), err::toString);
        assertTrue(err.toString().startsWith("there is no jupyter-lab on the path; making"), err::toString);
        assertTrue(Files.exists(environment.resolve("bin/jupyter-lab")));
    }

    @Test
    @DisplayName("leaves nothing of an environment that could not be made, and says what to install")
    void noNetwork() throws IOException {
        python("echo no network >&2; exit 7");
        assertEquals(1, run("--private"));
        assertFalse(Files.exists(environment));
        assertTrue(
                err.toString().contains("ended with code 7; install it: pip install jupyterlab ipywidgets"),
                err::toString);
    }

    @Test
    @DisplayName("says what to install where there is no Python either")
    void noPython() {
        assertEquals(1, run());
        assertTrue(
                err.toString()
                        .contains("there is no jupyter-lab on the path, and no python3 to make one with; install it:"),
                err::toString);
    }
}
