package org.vitrina.kernel;

import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/// `System.out`, `System.err` and `System.in`, set once for the process: what a cell's thread prints goes to
/// that cell, what any other thread prints goes where it went before.
final class CellStreams {
    private static boolean installed;

    private CellStreams() {}

    static synchronized void install() {
        if (!installed) {
            installed = true;
            System.setOut(new PrintStream(new Router(System.out, false), true, StandardCharsets.UTF_8));
            System.setErr(new PrintStream(new Router(System.err, true), true, StandardCharsets.UTF_8));
            System.setIn(new CellInput(System.in));
        }
    }

    private static final class Router extends OutputStream {
        private final PrintStream original;
        private final boolean err;

        Router(PrintStream original, boolean err) {
            this.original = original;
            this.err = err;
        }

        @Override
        public void write(int b) {
            write(new byte[] {(byte) b}, 0, 1);
        }

        @Override
        public void write(byte[] bytes, int from, int length) {
            Cell cell = Cell.current();
            if (cell == null || cell.output.isSending()) {
                original.write(bytes, from, length);
            } else {
                cell.output.printed(err, bytes, from, length);
            }
        }

        @Override
        public void flush() {
            Cell cell = Cell.current();
            if (cell == null || cell.output.isSending()) {
                original.flush();
            }
        }
    }
}
