package org.vitrina.cli;

import java.io.File;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;

/// Where Jupyter looks for kernels
/// ([kernel specs](https://jupyter-client.readthedocs.io/en/stable/kernels.html#kernel-specs)).
///
/// @param home        the user's folder
/// @param environment as `System.getenv` gives it
record JupyterFolders(Machine machine, Path home, Map<String, String> environment) {

    static JupyterFolders here() {
        return new JupyterFolders(Machine.here(), Path.of(System.getProperty("user.home")), System.getenv());
    }

    /// Returns the folder of the user's own kernels.
    Path user() {
        Optional<Path> data = variable("JUPYTER_DATA_DIR").map(Path::of);
        return data.orElseGet(this::usualData).resolve("kernels");
    }

    private Path usualData() {
        if (machine.isMac()) return home.resolve("Library/Jupyter");
        if (machine.isWindows()) {
            return variable("APPDATA")
                    .map(Path::of)
                    .orElse(home.resolve("AppData/Roaming"))
                    .resolve("jupyter");
        }
        return variable("XDG_DATA_HOME")
                .map(Path::of)
                .orElse(home.resolve(".local/share"))
                .resolve("jupyter");
    }

    /// Returns the folder of the kernels of one installation of Python.
    static Path under(Path prefix) {
        return prefix.resolve("share").resolve("jupyter").resolve("kernels");
    }

    /// Returns the prefix of the Python that is active: of the virtual environment, or of what `python3` on the path
    /// says.
    ///
    /// @throws IllegalStateException if there is none
    Path pythonPrefix() {
        Optional<String> active = variable("VIRTUAL_ENV").or(() -> variable("CONDA_PREFIX"));
        if (active.isPresent()) return Path.of(active.get());
        Path python = machine.program("python3", "python")
                .orElseThrow(
                        () -> new IllegalStateException(
                                "--sys-prefix needs a Python, but there is no python3 on the path; use --user or --prefix DIR"));
        return asked(python, "import sys; print(sys.prefix)");
    }

    private static Path asked(Path python, String question) {
        try {
            Process process = new ProcessBuilder(python.toString(), "-c", question)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            process.getOutputStream().close();
            String answer = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip();
            if (!process.waitFor(20, TimeUnit.SECONDS) || process.exitValue() != 0 || answer.isEmpty()) {
                throw new IllegalStateException(python + " does not say where it is; use --user or --prefix DIR");
            }
            return Path.of(answer);
        } catch (IOException cannotStart) {
            throw new IllegalStateException(python + " cannot be started: " + cannotStart.getMessage(), cannotStart);
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("stopped while asking " + python, stopped);
        }
    }

    /// Returns the folders that Jupyter searches, in its order, as far as that can be known without asking it.
    List<Path> searched() {
        var folders = new LinkedHashSet<Path>();
        variable("JUPYTER_PATH")
                .ifPresent(all -> Arrays.stream(all.split(File.pathSeparator))
                        .filter(each -> !each.isBlank())
                        .forEach(each -> folders.add(Path.of(each).resolve("kernels"))));
        folders.add(user());
        var prefixes = new ArrayList<Path>();
        variable("VIRTUAL_ENV").map(Path::of).ifPresent(prefixes::add);
        variable("CONDA_PREFIX").map(Path::of).ifPresent(prefixes::add);
        // a program in PREFIX/bin belongs to an installation in PREFIX
        machine.program("jupyter-lab", "jupyter", "python3")
                .map(Path::getParent)
                .map(Path::getParent)
                .ifPresent(prefixes::add);
        if (!machine.isWindows()) {
            prefixes.add(Path.of("/usr/local"));
            prefixes.add(Path.of("/usr"));
        }
        prefixes.forEach(prefix -> folders.add(under(prefix)));
        return List.copyOf(folders);
    }

    /// Returns where the private Jupyter of `vitrina lab` is, or would be.
    Path privateJupyter() {
        Path cache;
        if (machine.isMac()) cache = home.resolve("Library/Caches");
        else if (machine.isWindows()) {
            cache = variable("LOCALAPPDATA").map(Path::of).orElse(home.resolve("AppData/Local"));
        } else cache = variable("XDG_CACHE_HOME").map(Path::of).orElse(home.resolve(".cache"));
        return cache.resolve("vitrina").resolve("jupyter");
    }

    private Optional<String> variable(String name) {
        return Optional.ofNullable(environment.get(name)).filter(value -> !value.isBlank());
    }
}
