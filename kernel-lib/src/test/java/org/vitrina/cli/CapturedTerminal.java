package org.vitrina.cli;

import java.io.ByteArrayInputStream;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;

/// Runs commands in-process and keeps what they write.
final class CapturedTerminal {
    private final StringWriter out = new StringWriter();
    private final StringWriter err = new StringWriter();
    private final boolean isTerminal;

    private CapturedTerminal(boolean isTerminal) {
        this.isTerminal = isTerminal;
    }

    /// Both outputs go to files or pipes.
    static CapturedTerminal redirected() {
        return new CapturedTerminal(false);
    }

    /// Both outputs go to a terminal with colours, 80 columns wide.
    static CapturedTerminal terminal() {
        return new CapturedTerminal(true);
    }

    Terminal withInput(byte[] input) {
        return new Terminal(
                new ByteArrayInputStream(input),
                new PrintWriter(out, true),
                new PrintWriter(err, true),
                false,
                isTerminal,
                isTerminal,
                80);
    }

    int run(String... arguments) {
        return runOn("", arguments);
    }

    int runOn(String input, String... arguments) {
        return Vitrina.commandLine(withInput(input.getBytes(StandardCharsets.UTF_8)))
                .execute(arguments);
    }

    String out() {
        return out.toString();
    }

    String err() {
        return err.toString();
    }
}
