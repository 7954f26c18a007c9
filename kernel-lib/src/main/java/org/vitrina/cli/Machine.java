package org.vitrina.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// The machine as the doctor sees it: its system, and the programs that can be started by name.
///
/// @param system  as in the property `os.name`
/// @param folders where programs are looked for, in order
record Machine(String system, List<Path> folders) {

    static Machine here() {
        String path = Optional.ofNullable(System.getenv("PATH")).orElse("");
        return new Machine(
                System.getProperty("os.name"),
                Arrays.stream(path.split(File.pathSeparator))
                        .filter(folder -> !folder.isEmpty())
                        .map(Path::of)
                        .toList());
    }

    boolean isWindows() {
        return system.toLowerCase(Locale.ROOT).startsWith("windows");
    }

    boolean isMac() {
        return system.toLowerCase(Locale.ROOT).startsWith("mac");
    }

    /// Returns the first of these programs that is there.
    Optional<Path> program(String... names) {
        List<String> endings = isWindows() ? List.of(".exe", ".cmd", ".bat") : List.of("");
        return Arrays.stream(names)
                .flatMap(name -> folders.stream()
                        .flatMap(folder -> endings.stream().map(ending -> folder.resolve(name + ending))))
                .filter(file -> Files.isRegularFile(file) && Files.isExecutable(file))
                .findFirst();
    }

    /// Returns the first line that a program writes which holds a digit, as versions do, or why there is none.
    String version(Path program, String... arguments) {
        String[] command = new String[arguments.length + 1];
        command[0] = program.toString();
        System.arraycopy(arguments, 0, command, 1, arguments.length);
        try {
            Path answer = Files.createTempFile("vitrina-doctor", ".txt");
            try {
                Process process = new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectInput(ProcessBuilder.Redirect.from(new File(isWindows() ? "NUL" : "/dev/null")))
                        .redirectOutput(answer.toFile())
                        .start();
                if (!process.waitFor(20, TimeUnit.SECONDS)) {
                    process.descendants().forEach(ProcessHandle::destroyForcibly);
                    process.destroyForcibly().waitFor();
                    return "gives no answer";
                }
                return new String(Files.readAllBytes(answer), StandardCharsets.UTF_8)
                        .lines()
                        .map(line -> line.replaceAll("\u001B\\[[0-9;]*m", "").strip())
                        .filter(line -> line.matches(".*\\d.*"))
                        .findFirst()
                        .orElse("gives no version, exit code " + process.exitValue());
            } finally {
                Files.deleteIfExists(answer);
            }
        } catch (IOException cannotStart) {
            return "cannot be started: " + cannotStart.getMessage();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            return "was not waited for";
        }
    }
}
