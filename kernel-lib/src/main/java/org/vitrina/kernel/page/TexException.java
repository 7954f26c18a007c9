package org.vitrina.kernel.page;

/// A formula cannot be read; the message says why.
final class TexException extends RuntimeException {
    private static final long serialVersionUID = 1;

    TexException(String message) {
        super(message);
    }
}
