package org.vitrina.interact;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CancellationException;
import org.vitrina.show.MimeBundle;

/// A piece of what one call gives out, in order, for the output area of a control.
public sealed interface Piece {
    /// Text that was printed.
    ///
    /// @param channel `stdout` or `stderr`
    record Printed(String channel, String text) implements Piece {}

    /// Something shown.
    ///
    /// @param id by which an [Updated] replaces it, or null
    record Shown(MimeBundle data, String id) implements Piece {}

    /// New content for what was shown with this id.
    record Updated(MimeBundle data, String id) implements Piece {}

    /// Removes what came before.
    record Cleared() implements Piece {}

    /// How the call failed.
    ///
    /// @param name      the kind of error, such as an exception's class name
    /// @param message   one or two sentences: what was wrong
    /// @param traceback the whole account, line by line; may hold ANSI colours
    /// @param cause     what was thrown, or null
    record Failed(String name, String message, List<String> traceback, Throwable cause) implements Piece {
        public Failed {
            traceback = List.copyOf(traceback);
        }

        /// Returns the account of `thrown` with its causes and without frames, which would be ours.
        static Failed of(Throwable thrown) {
            if (thrown instanceof CancellationException || thrown instanceof InterruptedException) {
                String message = "stopped by an interrupt; move the control to compute again";
                return new Failed("Stopped", message, List.of("Stopped: " + message), thrown);
            }
            String name = thrown.getClass().getSimpleName();
            String message = thrown.getMessage() == null ? "" : thrown.getMessage();
            var lines = new ArrayList<String>();
            lines.add(line(thrown));
            int depth = 0;
            for (Throwable cause = thrown.getCause(); cause != null && depth < 10; cause = cause.getCause()) {
                lines.add("caused by " + line(cause));
                depth++;
            }
            return new Failed(name, message, lines, thrown);
        }

        /// Throws what was thrown: a first value is computed for a cell, and fails it.
        void rethrow() throws Exception {
            switch (cause) {
                case Exception e -> throw e;
                case Error e -> throw e;
                case null, default -> throw new IllegalStateException(name + ": " + message, cause);
            }
        }

        private static String line(Throwable thrown) {
            String name = thrown.getClass().getSimpleName();
            return thrown.getMessage() == null ? name : name + ": " + thrown.getMessage();
        }
    }
}
