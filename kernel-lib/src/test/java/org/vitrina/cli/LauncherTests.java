package org.vitrina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.DisabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Runs the real script in a made-up project, with a `mvn` and JDKs that only write down that they were called.
@DisplayName("The launcher ./vitrina")
@DisabledOnOs(value = OS.WINDOWS, disabledReason = "on Windows vitrina.cmd is the launcher")
class LauncherTests {
    private static final String[] TOOLS = {
        "bash",
        "cat",
        "cksum",
        "cp",
        "cut",
        "dirname",
        "env",
        "find",
        "grep",
        "head",
        "ln",
        "ls",
        "mkdir",
        "mv",
        "readlink",
        "rm",
        "sed",
        "sleep",
        "sort",
        "tr",
        "uname",
        "wc",
        "xargs"
    };

    @TempDir
    private Path folder;

    private Path project;
    private Path programs;
    private Path jdks;
    private final Map<String, String> environment = new TreeMap<>();

    /// How a call of the launcher ended.
    private record Call(int code, String out, String err) {}

    @BeforeEach
    void makeProject() throws IOException {
        project = Files.createDirectories(folder.resolve("a project with spaces"));
        programs = Files.createDirectories(folder.resolve("programs"));
        jdks = Files.createDirectories(folder.resolve("jdks"));
        Files.copy(Path.of("..", "vitrina"), project.resolve("vitrina"));
        assertTrue(project.resolve("vitrina").toFile().setExecutable(true));
        for (String source : List.of(
                "pom.xml",
                "kernel-lib/pom.xml",
                "kernel-lib/src/main/java/A.java",
                "tiny-models/pom.xml",
                "tiny-models/src/main/java/B.java")) write(project.resolve(source), "first");
        for (String tool : TOOLS) script(programs.resolve(tool), "exec '%s' \"$@\"".formatted(tool(tool)));
        environment.put("PATH", programs.toString());
        environment.put("HOME", folder.toString());
        environment.put("LC_ALL", "C.UTF-8");
        environment.put("VITRINA_JDKS", jdks.toString());
    }

    private static Path tool(String name) {
        return Arrays.stream(System.getenv("PATH").split(":"))
                .map(path -> Path.of(path, name))
                .filter(Files::isExecutable)
                .findFirst()
                .orElseThrow();
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private static void script(Path file, String text) throws IOException {
        write(file, "#!/bin/sh\n" + text);
        assertTrue(file.toFile().setExecutable(true));
    }

    /// Makes a JDK whose `java` prints where it is and what it was given.
    private Path jdk(String name, String version) throws IOException {
        Path home = jdks.resolve(name);
        write(home.resolve("release"), "IMPLEMENTOR=\"test\"\nJAVA_VERSION=\"" + version + "\"\n");
        script(home.resolve("bin/javac"), "");
        script(home.resolve("bin/java"), """
                for argument; do
                    case $argument in -XX:ArchiveClassesAtExit=*) echo archive > "${argument#*=}"; exit 0 ;; esac
                done
                while [ "$1" != org.vitrina.cli.Vitrina ]; do shift; done
                shift
                printf 'java of %s:' "$(basename_of "$0")"
                printf ' [%s]' "$@"
                echo
                case $1 in exit*) exit "${1#exit}" ;; wait) exec sleep 60 ;; esac
                """.replace("$(basename_of \"$0\")", name));
        return home;
    }

    private void maven() throws IOException {
        script(programs.resolve("mvn"), """
                echo "$JAVA_HOME | $*" >> "%s/mvn-calls"
                [ ! -e "%s/broken" ] || { echo '[INFO] begin'; echo '[ERROR] A.java:[3,1] broken'; exit 1; }
                sleep 0.3
                mkdir -p kernel-lib/target/lib tiny-models/target
                echo jar > kernel-lib/target/kernel-lib-1.jar
                echo jar > kernel-lib/target/lib/other.jar
                echo jar > tiny-models/target/tiny-models-1.jar
                """.formatted(folder, folder));
    }

    private List<String> builds() throws IOException {
        Path calls = folder.resolve("mvn-calls");
        return Files.exists(calls) ? Files.readAllLines(calls) : List.of();
    }

    private Process start(Path directory, Path out, Path err, String... line) throws IOException {
        var builder = new ProcessBuilder(line).directory(directory.toFile());
        builder.environment().clear();
        builder.environment().putAll(environment);
        Process process =
                builder.redirectOutput(out.toFile()).redirectError(err.toFile()).start();
        process.getOutputStream().close();
        return process;
    }

    private Process start(String... arguments) throws IOException {
        return start(project, folder.resolve("out"), folder.resolve("err"), line("./vitrina", arguments));
    }

    private static String[] line(String command, String... arguments) {
        List<String> line = new ArrayList<>(List.of(command));
        line.addAll(List.of(arguments));
        return line.toArray(String[]::new);
    }

    private Call vitrina(String... arguments) throws IOException, InterruptedException {
        return call(project, "./vitrina", arguments);
    }

    private Call call(Path directory, String command, String... arguments) throws IOException, InterruptedException {
        Path out = Files.createTempFile(folder, "out", "");
        Path err = Files.createTempFile(folder, "err", "");
        Process process = start(directory, out, err, line(command, arguments));
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroy();
            throw new AssertionError("the launcher does not end; it said: " + Files.readString(err));
        }
        return new Call(process.exitValue(), Files.readString(out), Files.readString(err));
    }

    @Nested
    @DisplayName("looks for a JDK and")
    class Jdks {
        @Test
        @DisplayName("finds one that is new enough though the java on the path is 17 and JAVA_HOME is not set")
        void olderOnPath() throws Exception {
            maven();
            Files.createSymbolicLink(
                    programs.resolve("java"), jdk("jdk-17", "17.0.15").resolve("bin/java"));
            jdk("jdk-25", "25.0.3");
            Call call = vitrina("hello");
            assertEquals("java of jdk-25: [hello]\n", call.out());
            assertEquals(0, call.code());
        }

        @ParameterizedTest(name = "{0}: {1}")
        @CsvSource({"1.8.0_402, no", "17.0.15, no", "24, no", "25, yes", "25.0.3, yes", "26-ea, yes", "100.1, yes"})
        @DisplayName("takes 25 or newer, whatever the version looks like")
        void versions(String version, String taken) throws Exception {
            maven();
            jdk("candidate", version);
            assertEquals(taken.equals("yes") ? 0 : 1, vitrina("hello").code());
        }

        @Test
        @DisplayName("prefers the one in JAVA_HOME, unless it is too old or no JDK")
        void javaHome() throws Exception {
            maven();
            jdk("a-jdk-25", "25");
            environment.put("JAVA_HOME", jdk("my-jdk", "26").toString());
            assertEquals("java of my-jdk: [x]\n", vitrina("x").out());
            environment.put("JAVA_HOME", jdk("old-jdk", "17").toString());
            assertEquals("java of a-jdk-25: [x]\n", vitrina("x").out());
            environment.put("JAVA_HOME", folder.resolve("nowhere").toString());
            assertEquals("java of a-jdk-25: [x]\n", vitrina("x").out());
        }

        @Test
        @DisplayName("passes over a Java without a compiler")
        void runtimeOnly() throws Exception {
            maven();
            Files.delete(jdk("a-jre", "25").resolve("bin/javac"));
            jdk("jdk-25", "25");
            assertEquals("java of jdk-25: [x]\n", vitrina("x").out());
        }

        @Test
        @DisplayName("finds it in a bundle of macOS")
        void bundle() throws Exception {
            maven();
            jdk("temurin-25.jdk/Contents/Home", "25");
            assertEquals(
                    "java of temurin-25.jdk/Contents/Home: [x]\n", vitrina("x").out());
        }

        @Test
        @DisplayName("if there is none says what was found and how to get one, and builds nothing")
        void none() throws Exception {
            maven();
            Path old = jdk("jdk-17", "17.0.15");
            Call call = vitrina("run");
            assertEquals(1, call.code());
            assertTrue(
                    call.err()
                            .startsWith(
                                    "vitrina: a JDK 25 or newer is needed, and none was found.\n  found: 17.0.15 in "
                                            + old + "\n  install one: "),
                    call.err());
            assertTrue(call.err().contains("export JAVA_HOME="), call.err());
            assertEquals(List.of(), builds());
        }
    }

    @Nested
    @DisplayName("builds")
    class Builds {
        @BeforeEach
        void tools() throws IOException {
            maven();
            jdk("jdk-25", "25");
        }

        @Test
        @DisplayName("with the JDK it found, once: a second start builds nothing")
        void once() throws Exception {
            Call first = vitrina("x");
            assertTrue(first.err().startsWith("vitrina: building"), first.err());
            assertEquals(
                    List.of(jdks.resolve("jdk-25") + " | -B -q -Dvitrina.quick -Dmaven.test.skip=true package"),
                    builds());
            assertEquals(new Call(0, "java of jdk-25: [x]\n", ""), vitrina("x"));
            assertEquals(1, builds().size());
        }

        @Test
        @DisplayName("again when a source changes, though its time and size stay; not when it changes back")
        void contentCounts() throws Exception {
            Path source = project.resolve("kernel-lib/src/main/java/A.java");
            var time = Files.getLastModifiedTime(source);
            vitrina("x");
            write(source, "other");
            Files.setLastModifiedTime(source, time);
            vitrina("x");
            assertEquals(2, builds().size());
            write(source, "first");
            vitrina("x");
            assertEquals(2, builds().size());
        }

        @Test
        @DisplayName("again when a source is added or removed, but not for a test or a notebook")
        void addedAndRemoved() throws Exception {
            vitrina("x");
            write(project.resolve("kernel-lib/src/test/java/ATests.java"), "test");
            write(project.resolve("notebooks/01.ipynb"), "{}");
            vitrina("x");
            assertEquals(1, builds().size());
            write(project.resolve("tiny-models/src/main/java/C.java"), "new");
            vitrina("x");
            assertEquals(2, builds().size());
            Files.delete(project.resolve("tiny-models/src/main/java/B.java"));
            vitrina("x");
            assertEquals(3, builds().size());
        }

        @Test
        @DisplayName("once when two start at the same time")
        void twoAtOnce() throws Exception {
            Process one = start("x");
            Process other = start("x");
            assertEquals(0, one.waitFor());
            assertEquals(0, other.waitFor());
            assertEquals(1, builds().size());
        }

        @Test
        @DisplayName("although a launcher that was killed left its lock")
        void staleLock() throws Exception {
            Process gone = new ProcessBuilder("true").start();
            gone.waitFor();
            write(project.resolve("target/launcher/lock/pid"), gone.pid() + "\n");
            assertEquals(0, vitrina("x").code());
        }

        @Test
        @DisplayName("not where nothing can be written: it says so and ends, and does not wait for a lock for ever")
        void unwritable() throws Exception {
            write(project.resolve("target"), "a file where the folder should be");
            Call call = vitrina("x");
            assertEquals(1, call.code());
            assertTrue(
                    call.err().matches("(?s)vitrina: cannot write to .*/target/launcher\n.*may write to\n"),
                    call.err());
        }

        @Test
        @DisplayName(
                "and shows Maven's errors when that fails, nothing else of what it said, and tries again next time")
        void broken() throws Exception {
            write(folder.resolve("broken"), "");
            Call call = vitrina("x");
            assertEquals(1, call.code());
            assertTrue(
                    call.err()
                            .contains(
                                    "\n[ERROR] A.java:[3,1] broken\nvitrina: the build failed.\n  everything that Maven said: "),
                    call.err());
            assertFalse(call.err().contains("[INFO]"), call.err());
            Files.delete(folder.resolve("broken"));
            assertEquals(0, vitrina("x").code());
        }

        @Test
        @DisplayName("only with Maven, and says so without; what is built already needs none")
        void noMaven() throws Exception {
            vitrina("x");
            Files.delete(programs.resolve("mvn"));
            assertEquals(new Call(0, "java of jdk-25: [x]\n", ""), vitrina("x"));
            write(project.resolve("pom.xml"), "changed");
            Call call = vitrina("x");
            assertEquals(1, call.code());
            assertTrue(call.err().startsWith("vitrina: Maven is needed to build, and there is no mvn on the path.\n"));
        }

        @Test
        @DisplayName("and keeps no more than two builds")
        void keepsTwo() throws Exception {
            for (int i = 0; i < 4; i++) {
                write(project.resolve("pom.xml"), "number " + i);
                vitrina("x");
            }
            try (var builds = Files.newDirectoryStream(project.resolve("target/launcher"), "*-*")) {
                int count = 0;
                for (Path _ : builds) count++;
                assertEquals(2, count);
            }
        }
    }

    @Nested
    @DisplayName("once it is built")
    class Built {
        @BeforeEach
        void build() throws Exception {
            maven();
            jdk("jdk-25", "25");
            vitrina("x");
        }

        @Test
        @DisplayName("works from any folder, through symbolic links, with spaces in its path")
        void anywhere() throws Exception {
            Path elsewhere = Files.createDirectories(folder.resolve("else where"));
            Path link = Files.createSymbolicLink(folder.resolve("link"), Path.of("a project with spaces", "vitrina"));
            Path linkToLink = Files.createSymbolicLink(elsewhere.resolve("my vitrina"), Path.of("..", "link"));
            for (Path launcher : List.of(project.resolve("vitrina"), link, linkToLink))
                assertEquals(
                        "java of jdk-25: [x]\n",
                        call(elsewhere, launcher.toString(), "x").out());
            assertEquals(1, builds().size());
        }

        @Test
        @DisplayName("hands on every argument as it is")
        void argumentsAsTheyAre() throws Exception {
            assertEquals(
                    "java of jdk-25: [tokenize] [two words] [] [*] [$HOME] [ñ] [--json]\n",
                    vitrina("tokenize", "two words", "", "*", "$HOME", "ñ", "--json")
                            .out());
        }

        @ParameterizedTest
        @CsvSource({"0", "1", "2", "130"})
        @DisplayName("ends with the command's exit code")
        void exitCode(int code) throws Exception {
            assertEquals(code, vitrina("exit" + code).code());
        }

        @Test
        @DisplayName("is stopped together with the command")
        void stopped() throws Exception {
            Process waiting = start("wait");
            Thread.sleep(1_000);
            assertTrue(waiting.isAlive());
            List<ProcessHandle> family = new ArrayList<>(waiting.descendants().toList());
            family.add(waiting.toHandle());
            waiting.destroy();
            for (ProcessHandle member : family) member.onExit().get(10, TimeUnit.SECONDS);
            assertEquals(143, waiting.waitFor());
        }
    }

    @Test
    @DisplayName("test runs mvn verify with the JDK it found, and hands on options")
    void test() throws Exception {
        maven();
        jdk("jdk-25", "25");
        assertEquals(0, vitrina("test", "-Dtest=A").code());
        assertEquals(List.of(jdks.resolve("jdk-25") + " | verify -Dtest=A"), builds());
    }

    @Test
    @DisplayName("doctor, where nothing can be started yet, says what is missing and how to get it")
    void doctor() throws Exception {
        jdk("jdk \"17\"", "17");
        Call call = vitrina("doctor");
        assertEquals(1, call.code());
        assertTrue(call.out().startsWith("missing  JDK 25 or newer    17 in "), call.out());
        assertTrue(call.out().contains("\nmissing  Maven "), call.out());
        JsonObject report =
                JsonParser.parseString(vitrina("doctor", "--json").out()).getAsJsonObject();
        assertFalse(report.get("ok").getAsBoolean());
        assertEquals(2, report.getAsJsonArray("checks").size());
    }

    @ParameterizedTest
    @CsvSource({"--help", "-h", "help"})
    @DisplayName("helps before there is anything to run")
    void help(String argument) throws Exception {
        Call call = vitrina(argument);
        assertEquals(0, call.code());
        assertTrue(call.out().startsWith("Usage: ./vitrina COMMAND"), call.out());
    }
}
