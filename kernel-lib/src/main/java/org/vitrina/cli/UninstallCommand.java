package org.vitrina.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/// `vitrina uninstall`: takes back what `vitrina install` did.
@Command(name = "uninstall", description = "Removes the kernel from where install put it.")
final class UninstallCommand implements Callable<Integer> {
    @Mixin
    private KernelPlace place;

    @Spec
    private CommandSpec spec;

    private final JupyterFolders folders;

    UninstallCommand() {
        this(JupyterFolders.here());
    }

    UninstallCommand(JupyterFolders folders) {
        this.folders = folders;
    }

    @Override
    public Integer call() throws IOException {
        Path kernels = place.kernels(folders);
        if (!Kernelspec.remove(kernels)) {
            spec.commandLine().getErr().println("there is no kernel vitrina in " + kernels);
            return 1;
        }
        spec.commandLine().getOut().println("removed the kernel from " + kernels);
        return 0;
    }
}
