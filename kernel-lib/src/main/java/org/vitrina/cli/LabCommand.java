package org.vitrina.cli;

import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.stream.Stream;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;
import sun.misc.Signal;
import sun.misc.SignalHandler;

/// `vitrina lab`: the course in JupyterLab.
@Command(
        name = "lab",
        description = "Opens the lessons in JupyterLab, with the kernel.",
        footer = {
            "",
            "Uses the JupyterLab on the path; if there is none, makes a private one with pip in the user's cache folder.",
            "What stands behind -- goes to JupyterLab: ./vitrina lab -- --no-browser --port 9000"
        })
final class LabCommand implements Callable<Integer> {
    private static final Signal INTERRUPT = new Signal("INT");

    /// What the private environment gets; live controls need ipywidgets.
    private static final List<String> PACKAGES = List.of("jupyterlab>=4.2,<5", "ipywidgets>=8.1,<9");

    @Option(names = "--private", description = "Uses the private JupyterLab even if there is another.")
    private boolean ownJupyter;

    @Parameters(arity = "0..*", paramLabel = "OPTION", description = "Options of JupyterLab.")
    private List<String> options = List.of();

    @Spec
    private CommandSpec spec;

    private final JupyterFolders folders;

    LabCommand() {
        this(JupyterFolders.here());
    }

    LabCommand(JupyterFolders folders) {
        this.folders = folders;
    }

    @Override
    public Integer call() throws IOException, InterruptedException {
        Optional<Path> installed =
                ownJupyter ? Optional.empty() : folders.machine().program("jupyter-lab");
        Path lab = installed.isPresent() ? installed.get() : privateLab();
        return start(lab);
    }

    /// Starts JupyterLab as one that knows the kernel, whether or not it was installed, and waits for its end.
    private int start(Path lab) throws IOException, InterruptedException {
        Path home = Project.home().toAbsolutePath();
        Path data = home.resolve("target").resolve("jupyter");
        Kernelspec.ofProject(folders.machine(), "").write(data.resolve("kernels"));
        Path lessons = home.resolve("notebooks");
        var command = new ArrayList<>(List.of(
                lab.toString(),
                "--ServerApp.root_dir=" + (Files.isDirectory(lessons) ? lessons : home),
                "--MultiKernelManager.default_kernel_name=" + Kernelspec.NAME));
        command.addAll(options);
        var builder = new ProcessBuilder(command).inheritIO();
        String before = builder.environment().get("JUPYTER_PATH");
        builder.environment()
                .put("JUPYTER_PATH", data + (before == null || before.isBlank() ? "" : File.pathSeparator + before));
        // Ctrl-C is for JupyterLab, which asks whether it is meant; this process ends when that one does.
        SignalHandler handler = Signal.handle(INTERRUPT, _ -> {});
        try {
            Process process = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroy));
            return process.waitFor();
        } finally {
            Signal.handle(INTERRUPT, handler);
        }
    }

    private Path privateLab() throws IOException, InterruptedException {
        Path environment = folders.privateJupyter();
        Path programs = environment.resolve(folders.machine().isWindows() ? "Scripts" : "bin");
        var there = new Machine(folders.machine().system(), List.of(programs));
        Optional<Path> lab = there.program("jupyter-lab");
        if (lab.isPresent()) return lab.get();
        Path python = folders.machine()
                .program("python3", "python")
                .orElseThrow(() -> new IllegalStateException(
                        "there is no jupyter-lab on the path, and no python3 to make " + "one with; " + remedy()));
        PrintWriter err = spec.commandLine().getErr();
        err.println(
                (ownJupyter ? "" : "there is no jupyter-lab on the path; ") + "making a private one in " + environment);
        make(List.of(python.toString(), "-m", "venv", environment.toString()), environment);
        var install = new ArrayList<>(List.of(
                there.program("python3", "python").orElse(python).toString(),
                "-m",
                "pip",
                "install",
                "--quiet",
                "--disable-pip-version-check"));
        install.addAll(PACKAGES);
        make(install, environment);
        return there.program("jupyter-lab")
                .orElseThrow(() -> new IllegalStateException("pip brought no jupyter-lab; " + remedy()));
    }

    /// Runs one step of making the environment; if it fails, nothing of it is left.
    private void make(List<String> command, Path environment) throws IOException, InterruptedException {
        int code = new ProcessBuilder(command).inheritIO().start().waitFor();
        if (code != 0) {
            delete(environment);
            throw new IllegalStateException("could not make it: '%s' ended with code %d; %s"
                    .formatted(String.join(" ", command), code, remedy()));
        }
    }

    private String remedy() {
        Machine machine = folders.machine();
        String withPip = "pip install jupyterlab ipywidgets";
        return machine.program("apt-get").isPresent()
                ? "install it: apt-get install python3-venv, and then again; or " + withPip
                : "install it: " + withPip + ", or see https://jupyter.org/install";
    }

    private static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) return;
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) Files.delete(file);
        }
    }
}
