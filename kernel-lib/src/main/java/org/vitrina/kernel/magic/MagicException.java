package org.vitrina.kernel.magic;

/// A magic could not do what it was asked to; the message says what to do instead.
public final class MagicException extends Exception {
    public MagicException(String message) {
        super(message);
    }

    public MagicException(String message, Throwable cause) {
        super(message, cause);
    }
}
