package org.vitrina.kernel;

import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;

/// Finds the forms in which a value is shown.
final class Displayers {
    MimeBundle show(Object value) {
        return switch (value) {
            case null -> MimeBundle.of("null");
            case MimeBundle bundle -> bundle;
            case Showable showable -> showable.mime();
            default -> MimeBundle.of(String.valueOf(value));
        };
    }
}
