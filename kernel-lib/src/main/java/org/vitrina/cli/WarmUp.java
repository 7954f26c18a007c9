package org.vitrina.cli;

import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import org.vitrina.kernel.jupyter.KernelTrial;
import org.vitrina.kernel.path.CompilerFiles;

/// What the launcher runs once after a build, to make a class-data archive of what it loads: the classes that the
/// commands use, so that they start faster afterwards. It also writes an index of the classes that cells are
/// compiled with.
final class WarmUp {
    private static final String NOTEBOOK = "warm-up.ipynb";

    private WarmUp() {}

    /// @param arguments a folder to write to
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        CompilerFiles.writeIndex(folder.resolve("index.txt"));
        try (InputStream notebook = WarmUp.class.getResourceAsStream(NOTEBOOK)) {
            Files.copy(notebook, folder.resolve(NOTEBOOK));
        }
        var said = new StringWriter();
        var out = new PrintWriter(said);
        var terminal = new Terminal(InputStream.nullInputStream(), out, out, false, true, true, 80);
        String[][] calls = {
            {"--help"},
            {"--version"},
            {"tokenize", "--json", "a glass case"},
            {"tokenize", "a glass case"},
            {
                "run",
                folder.resolve(NOTEBOOK).toString(),
                "--out",
                folder.resolve("out").toString()
            },
        };
        for (String[] call : calls) {
            int code = Vitrina.commandLine(terminal).execute(call);
            if (code != 0) throw new IllegalStateException("vitrina " + String.join(" ", call) + ": " + said);
        }
        KernelTrial.run("IO.println(1); List.of(1 + 1)", Duration.ofMinutes(1));
        Runtime.getRuntime().exit(0);
    }
}
