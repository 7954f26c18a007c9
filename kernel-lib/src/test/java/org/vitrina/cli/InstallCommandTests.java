package org.vitrina.cli;

import static org.junit.jupiter.api.Assertions.assertAll;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;

@DisplayName("vitrina install")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs it is given here are shell scripts")
class InstallCommandTests {
    @TempDir
    private Path folder;

    private final Map<String, String> environment = new HashMap<>();
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private String homeBefore;

    @BeforeEach
    void project() throws IOException {
        homeBefore = System.getProperty("vitrina.home");
        Path project = Files.createDirectories(folder.resolve("my project"));
        Files.writeString(project.resolve("vitrina"), "#!/bin/sh\n");
        System.setProperty("vitrina.home", project.toString());
    }

    @AfterEach
    void homeAsBefore() {
        if (homeBefore == null) System.clearProperty("vitrina.home");
        else System.setProperty("vitrina.home", homeBefore);
    }

    private JupyterFolders folders(String system) {
        return new JupyterFolders(
                new Machine(system, List.of(folder.resolve("bin"))), folder.resolve("home"), environment);
    }

    private int run(Callable<Integer> command, String... arguments) {
        return new CommandLine(command)
                .setOut(new PrintWriter(out, true))
                .setErr(new PrintWriter(err, true))
                .setExecutionExceptionHandler((e, line, _) -> {
                    line.getErr().println(Failure.message(e));
                    return 1;
                })
                .execute(arguments);
    }

    private int install(String... arguments) {
        return run(new InstallCommand(folders("Linux")), arguments);
    }

    private static JsonObject spec(Path kernels) throws IOException {
        return JsonParser.parseString(Files.readString(kernels.resolve("vitrina/kernel.json")))
                .getAsJsonObject();
    }

    @Test
    @DisplayName("tells Jupyter to start the launcher, to interrupt by message, and shows two icons of the right size")
    void spec() throws IOException {
        assertEquals(0, install(), err::toString);
        Path kernels = folder.resolve("home/.local/share/jupyter/kernels");
        JsonObject spec = spec(kernels);
        assertAll(
                () -> assertEquals(
                        "[\"" + folder.resolve("my project/vitrina") + "\",\"kernel\",\"{connection_file}\"]",
                        spec.get("argv").toString()),
                () -> assertEquals("Java (Vitrina)", spec.get("display_name").getAsString()),
                () -> assertEquals("message", spec.get("interrupt_mode").getAsString()),
                () -> assertEquals("java", spec.get("language").getAsString()));
        for (int size : List.of(32, 64)) {
            var icon = ImageIO.read(kernels.resolve("vitrina/logo-%dx%d.png".formatted(size, size))
                    .toFile());
            assertEquals(size, icon.getWidth());
            assertEquals(size, icon.getHeight());
        }
        assertTrue(out.toString().startsWith("installed the kernel in " + kernels.resolve("vitrina")), out::toString);
    }

    @Test
    @DisplayName("gives the kernel's JVM the heap that was asked for, and refuses what is no size")
    void heap() throws IOException {
        assertEquals(0, install("--heap", "512m"));
        Path kernels = folder.resolve("home/.local/share/jupyter/kernels");
        assertEquals(
                "-Xmx512m",
                spec(kernels)
                        .getAsJsonObject("env")
                        .get("VITRINA_KERNEL_OPTIONS")
                        .getAsString());
        assertEquals(2, install("--heap", "512m -javaagent:x"));
        assertTrue(err.toString().contains("--heap must be a number with k, m or g behind it"), err::toString);
    }

    @Nested
    @DisplayName("puts it")
    class Places {
        @Test
        @DisplayName("where each system's Jupyter looks for the user's kernels")
        void user() {
            Path home = folder.resolve("home");
            assertEquals(
                    home.resolve("Library/Jupyter/kernels"), folders("Mac OS X").user());
            assertEquals(
                    home.resolve("AppData/Roaming/jupyter/kernels"),
                    folders("Windows 11").user());
            environment.put("XDG_DATA_HOME", "/data");
            assertEquals(Path.of("/data/jupyter/kernels"), folders("Linux").user());
            environment.put("JUPYTER_DATA_DIR", "/jupyter");
            assertEquals(Path.of("/jupyter/kernels"), folders("Linux").user());
        }

        @Test
        @DisplayName("under a prefix")
        void prefix() throws IOException {
            Path prefix = folder.resolve("prefix");
            assertEquals(0, install("--prefix", prefix.toString()), err::toString);
            assertTrue(Files.exists(prefix.resolve("share/jupyter/kernels/vitrina/kernel.json")));
        }

        @Test
        @DisplayName("into the active virtual environment, or else where python3 says it is")
        void sysPrefix() throws IOException {
            Path bin = Files.createDirectories(folder.resolve("bin"));
            Path python = Files.writeString(bin.resolve("python3"), "#!/bin/sh\necho '" + folder + "/py'\n");
            assertTrue(python.toFile().setExecutable(true));
            assertEquals(0, install("--sys-prefix"), err::toString);
            assertTrue(Files.exists(folder.resolve("py/share/jupyter/kernels/vitrina/kernel.json")));
            environment.put("VIRTUAL_ENV", folder.resolve("venv").toString());
            assertEquals(0, install("--sys-prefix"), err::toString);
            assertTrue(Files.exists(folder.resolve("venv/share/jupyter/kernels/vitrina/kernel.json")));
        }

        @Test
        @DisplayName("and says what to do where there is no Python to ask")
        void noPython() {
            assertEquals(1, install("--sys-prefix"));
            assertTrue(err.toString().contains("no python3 on the path; use --user or --prefix DIR"), err::toString);
        }
    }

    @Test
    @DisplayName("says that a launcher is missing, instead of installing what cannot start")
    void noLauncher() {
        System.setProperty("vitrina.home", folder.toString());
        assertEquals(1, install());
        assertTrue(err.toString().contains("there is no launcher " + folder.resolve("vitrina")), err::toString);
    }

    @Nested
    @DisplayName("is taken back by uninstall,")
    class Uninstall {
        @Test
        @DisplayName("which leaves nothing, and says so where there is nothing")
        void removes() {
            install();
            assertEquals(0, run(new UninstallCommand(folders("Linux"))), err::toString);
            assertFalse(Files.exists(folder.resolve("home/.local/share/jupyter/kernels/vitrina")));
            assertEquals(1, run(new UninstallCommand(folders("Linux"))));
            assertTrue(err.toString().contains("there is no kernel vitrina in"), err::toString);
        }
    }

    @Test
    @DisplayName("can be read back, and what somebody else wrote in its place is no kernelspec")
    void readBack() throws IOException {
        install("--heap", "1g");
        Path kernels = folder.resolve("home/.local/share/jupyter/kernels");
        assertEquals(
                Optional.of(new Kernelspec(
                        List.of(folder.resolve("my project/vitrina").toString(), "kernel"), "-Xmx1g")),
                Kernelspec.read(kernels));
        for (String wrong :
                List.of("", "[]", "{}", "{\"argv\": 3}", "{\"argv\": []}", "{\"argv\": [\"a\"], \"env\": 1}")) {
            Files.writeString(kernels.resolve("vitrina/kernel.json"), wrong);
            assertEquals(Optional.empty(), Kernelspec.read(kernels), wrong);
        }
    }

    @Test
    @DisplayName("is found by the doctor, who also sees that the kernel is another project's")
    void doctor() {
        var doctor = new Doctor(folders("Linux").machine(), folders("Linux"));
        assertFalse(doctor.kernel().present());
        install();
        assertTrue(doctor.kernel().present(), doctor.kernel()::found);
        System.setProperty("vitrina.home", folder.toString());
        assertFalse(doctor.kernel().present());
        assertTrue(doctor.kernel().found().contains("starts another project's"), doctor.kernel()::found);
    }
}
