package org.vitrina.cli;

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
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import picocli.CommandLine;

@DisplayName("vitrina doctor")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "the programs it is given here are shell scripts")
class DoctorTests {
    @TempDir
    private Path folder;

    private final StringWriter out = new StringWriter();

    private void program(String name, String script) throws IOException {
        Path file = Files.writeString(folder.resolve(name), "#!/bin/sh\n" + script + "\n");
        assertTrue(file.toFile().setExecutable(true));
    }

    private Doctor doctor() {
        return new Doctor(new Machine("Linux", List.of(folder)));
    }

    private int run(String... arguments) {
        return new CommandLine(new DoctorCommand(doctor()))
                .setOut(new PrintWriter(out, true))
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .execute(arguments);
    }

    @Nested
    @DisplayName("on a machine with everything")
    class Everything {
        @Test
        @DisplayName("says ok to each, with what was found, and exits with 0")
        void ok() throws IOException {
            program("mvn", "echo 'Apache Maven 3.9.9'");
            program("jupyter-lab", "echo 4.2.0");
            program("chromium", "exit 1");
            assertEquals(0, run());
            assertTrue(out.toString().contains("ok       Maven             Apache Maven 3.9.9\n"), out.toString());
            assertTrue(out.toString().contains("ok       JupyterLab        4.2.0\n"), out.toString());
            assertTrue(out.toString().contains("ok       Chromium          " + folder.resolve("chromium")));
            assertTrue(out.toString().contains("ok       JDK 25 or newer   " + Runtime.version()));
            assertTrue(out.toString().endsWith("\nEverything that is needed is there.\n"));
        }
    }

    @Nested
    @DisplayName("on a machine without")
    class Missing {
        @Test
        @DisplayName("Maven says what is missing, what for and how to get it, and exits with 1")
        void maven() throws IOException {
            program("apt-get", "exit 1");
            assertEquals(1, run());
            assertTrue(out.toString().contains("""
                            missing  Maven             no mvn on the path
                                                       for: builds and tests
                                                       get it: apt-get install maven
                            """), out.toString());
            assertTrue(out.toString().endsWith("\nSomething that is needed is missing.\n"));
        }

        @Test
        @DisplayName("JupyterLab and a browser exits with 0, as only parts need them")
        void optional() throws IOException {
            program("mvn", "echo 'Apache Maven 3.9.9'");
            assertEquals(0, run());
            assertTrue(out.toString().contains("without  JupyterLab"), out.toString());
            assertTrue(out.toString().contains("without  Chromium"), out.toString());
        }

        @Test
        @DisplayName("says the same in JSON")
        void json() {
            assertEquals(1, run("--json"));
            JsonObject report = JsonParser.parseString(out.toString()).getAsJsonObject();
            assertFalse(report.get("ok").getAsBoolean());
            JsonObject maven = report.getAsJsonArray("checks").asList().stream()
                    .map(check -> check.getAsJsonObject())
                    .filter(check -> check.get("name").getAsString().equals("Maven"))
                    .findFirst()
                    .orElseThrow();
            assertEquals("missing", maven.get("state").getAsString());
            assertTrue(maven.get("needed").getAsBoolean());
            assertEquals(
                    "https://maven.apache.org/download.cgi", maven.get("remedy").getAsString());
        }
    }

    @ParameterizedTest(name = "{0} with {1}: {2}")
    @CsvSource({
        "Linux, apt-get, apt-get install chromium",
        "Linux, dnf, dnf install chromium",
        "Linux, none, https://www.chromium.org/getting-involved/download-chromium",
        "Mac OS X, none, brew install --cask chromium",
        "Windows 11, none, winget install Google.Chrome",
    })
    @DisplayName("says how to get a thing on each system")
    void remedies(String system, String manager, String remedy) throws IOException {
        program(manager, "exit 1");
        assertEquals(remedy, Remedy.CHROMIUM.on(new Machine(system, List.of(folder))));
    }

    @Test
    @DisplayName("is not held up by a program that writes no version, or fails")
    void strangePrograms() throws IOException {
        program("mvn", "echo nothing; exit 3");
        assertEquals("gives no version, exit code 3", doctor().maven().found());
    }
}
