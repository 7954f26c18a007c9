package org.vitrina.kernel.jupyter;

/// A message that cannot be taken: not signed by the front end, not JSON, or not what the protocol says.
/// The message of this exception says what was wrong and what was expected.
final class BadMessage extends Exception {
    BadMessage(String message) {
        super(message);
    }

    BadMessage(String message, Throwable cause) {
        super(message, cause);
    }
}
