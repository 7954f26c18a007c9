package org.vitrina.file;

import java.io.IOException;

/// Says that a model is neither a file nor in the cache, and what to do.
public final class NoSuchModelException extends IOException {
    NoSuchModelException(String message) {
        super(message);
    }
}
