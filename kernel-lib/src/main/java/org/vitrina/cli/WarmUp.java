package org.vitrina.cli;

import java.io.InputStream;
import java.io.PrintWriter;
import java.io.StringWriter;

/// What the launcher runs once after a build, to make a class-data archive of what it loads: the classes that the
/// commands use, so that they start faster afterwards.
final class WarmUp {
    private WarmUp() {}

    public static void main(String[] arguments) {
        var nowhere = new PrintWriter(new StringWriter());
        var terminal = new Terminal(InputStream.nullInputStream(), nowhere, nowhere, true, true, 80);
        for (String line : new String[] {"--help", "--version", "--no-such-option"})
            Vitrina.commandLine(terminal).execute(line.split(" "));
    }
}
