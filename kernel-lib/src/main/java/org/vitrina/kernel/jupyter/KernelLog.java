package org.vitrina.kernel.jupyter;

import java.io.PrintStream;

/// What the kernel has to say to whoever runs it, and not to the notebook: problems with messages.
/// Jupyter shows it in the terminal or log of its server.
record KernelLog(PrintStream out) {
    void problem(String what) {
        out.println("[vitrina] " + what);
    }

    void problem(String what, Throwable cause) {
        problem(what + ": " + cause);
        cause.printStackTrace(out);
    }
}
