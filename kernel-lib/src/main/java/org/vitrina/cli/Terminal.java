package org.vitrina.cli;

import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;

/// Where a command reads and writes, always in UTF-8.
///
/// @param in         standard input, bytes
/// @param out        standard output: results
/// @param err        standard error: progress, errors
/// @param asks       whether a person types what `in` gives
/// @param colours    whether results go to a terminal that shows colours
/// @param updates    whether a line written to `err` can be overwritten
/// @param columns    how many characters a line may have
record Terminal(
        InputStream in, PrintWriter out, PrintWriter err, boolean asks, boolean colours, boolean updates, int columns) {

    /// Returns the process's own streams. Whether they are terminals is told by the launcher, which can know it, in
    /// the property `vitrina.terminals`: the numbers of those that are, of 0, 1 and 2.
    ///
    /// Colours follow [no-color.org](https://no-color.org).
    static Terminal ofProcess() {
        String terminals = System.getProperty("vitrina.terminals");
        if (terminals == null)
            terminals = System.console() != null && System.console().isTerminal() ? "012" : "";
        boolean dumb = "dumb".equals(System.getenv("TERM"));
        String noColour = System.getenv("NO_COLOR");
        var out = new PrintStream(new FileOutputStream(FileDescriptor.out), false, StandardCharsets.UTF_8);
        var err = new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8);
        System.setOut(out);
        System.setErr(err);
        return new Terminal(
                new FileInputStream(FileDescriptor.in),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                terminals.contains("0"),
                terminals.contains("1") && !dumb && (noColour == null || noColour.isEmpty()),
                terminals.contains("2") && !dumb,
                columns(Integer.getInteger("vitrina.columns", 0)));
    }

    /// A terminal that does not tell its width says 0.
    private static int columns(int told) {
        return told == 0 ? 80 : Math.max(20, told);
    }
}
