package org.vitrina.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// `vitrina install`: makes Jupyter know the kernel.
@Command(
        name = "install",
        description = "Installs the kernel, so that Jupyter and VS Code offer it as Java (Vitrina).",
        footer = {
            "",
            "The kernel starts this folder's launcher, which finds a JDK; after moving the folder, install again.",
            "With --heap 512m, thirty students fit on a server of 24 GB."
        })
final class InstallCommand implements Callable<Integer> {
    @Mixin
    private KernelPlace place;

    @Option(
            names = "--heap",
            paramLabel = "SIZE",
            description = "The most memory for a kernel's objects, such as 512m or 4g; 2g by default.")
    private String heap;

    @Spec
    private CommandSpec spec;

    private final JupyterFolders folders;

    InstallCommand() {
        this(JupyterFolders.here());
    }

    InstallCommand(JupyterFolders folders) {
        this.folders = folders;
    }

    @Override
    public Integer call() throws IOException {
        if (heap != null && !heap.matches("[1-9]\\d{0,6}[kKmMgG]")) {
            throw new ParameterException(
                    spec.commandLine(),
                    "--heap must be a number with k, m or g behind it, such as 512m, but is " + heap);
        }
        Path kernels = place.kernels(folders);
        Kernelspec kernel = Kernelspec.ofProject(folders.machine(), heap == null ? "" : "-Xmx" + heap);
        Path folder = kernel.write(kernels);
        PrintWriter out = spec.commandLine().getOut();
        out.println("installed the kernel in " + folder);
        if (folders.machine().program("jupyter", "jupyter-lab").isEmpty()) {
            out.println("there is no jupyter on the path yet; ./vitrina lab brings one");
        }
        return 0;
    }
}
