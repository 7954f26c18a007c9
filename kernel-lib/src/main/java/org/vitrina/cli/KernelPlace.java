package org.vitrina.cli;

import java.nio.file.Path;
import picocli.CommandLine.ArgGroup;
import picocli.CommandLine.Option;

/// The options of `install` and `uninstall` that say where.
final class KernelPlace {
    @ArgGroup
    private Choice choice = new Choice();

    private static final class Choice {
        @Option(names = "--user", description = "For this user; so it is if nothing else is said.")
        private boolean user;

        @Option(
                names = "--sys-prefix",
                description = "For the Python that is active: a virtual environment, or the python3 on the path.")
        private boolean sysPrefix;

        @Option(names = "--prefix", paramLabel = "DIR", description = "Under DIR/share/jupyter/kernels.")
        private Path prefix;
    }

    /// Returns the folder of kernels that was chosen.
    Path kernels(JupyterFolders folders) {
        if (choice.prefix != null) {
            return JupyterFolders.under(choice.prefix.toAbsolutePath().normalize());
        }
        return choice.sysPrefix ? JupyterFolders.under(folders.pythonPrefix()) : folders.user();
    }
}
