package org.vitrina.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.vitrina.kernel.jupyter.KernelProcess;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/// `vitrina kernel`: what Jupyter calls. The launcher starts [KernelProcess] itself where it can, which is faster.
@Command(name = "kernel", description = "Runs the kernel for a front end; Jupyter calls this.")
final class KernelCommand implements Callable<Integer> {
    @Parameters(paramLabel = "CONNECTION_FILE", description = "The file in which Jupyter says where to meet.")
    private Path connectionFile;

    @Override
    public Integer call() {
        return KernelProcess.run(connectionFile);
    }
}
