package org.vitrina.kernel.jupyter;

import java.io.IOException;
import java.nio.file.Path;
import org.vitrina.kernel.EvaluatorOptions;

/// A process that is a kernel and nothing else: what Jupyter starts.
public final class KernelProcess {
    /// How long hooks of user code may hold up the end of the process.
    private static final long LAST_WISHES_MILLIS = 400;

    private KernelProcess() {}

    /// @param args one: the connection file
    public static void main(String[] args) {
        if (args.length != 1) {
            System.err.println("a kernel needs one argument, the connection file that Jupyter wrote, but got "
                    + args.length + "; to make Jupyter start it, use: vitrina install");
            System.exit(2);
        }
        System.exit(run(Path.of(args[0])));
    }

    /// Serves the front ends of a connection file until they ask the kernel to end, or the process that
    /// started it is gone.
    ///
    /// @return the exit code of the process; no thread keeps it from ending
    public static int run(Path connectionFile) {
        // IO.readln decodes with this, and CellInput encodes in UTF-8, whatever the terminal's encoding is.
        System.setProperty("stdin.encoding", "UTF-8");
        boolean well;
        StartingEvaluator starting = StartingEvaluator.begin(EvaluatorOptions.defaults());
        try (var server = KernelServer.start(ConnectionFile.read(connectionFile), starting)) {
            ParentWatch.start(() -> server.ended().complete(true));
            well = server.ended().join();
        } catch (IOException | IllegalStateException | IllegalArgumentException e) {
            System.err.println("[vitrina] the kernel cannot start: " + e.getMessage());
            return 1;
        }
        haltSoon(well ? 0 : 1);
        return well ? 0 : 1;
    }

    private static void haltSoon(int status) {
        var thread = new Thread(
                () -> {
                    try {
                        Thread.sleep(LAST_WISHES_MILLIS);
                    } catch (InterruptedException _) {
                        // then at once
                    }
                    Runtime.getRuntime().halt(status);
                },
                "jupyter end");
        thread.setDaemon(true);
        thread.start();
    }
}
