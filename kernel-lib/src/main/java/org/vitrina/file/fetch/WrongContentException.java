package org.vitrina.file.fetch;

import java.io.IOException;

/// Says that a file is not the model that was to be there.
final class WrongContentException extends IOException {
    WrongContentException(String message) {
        super(message);
    }
}
