package org.vitrina.kernel.notebook;

import java.util.Set;

/// How the format writes each MIME type.
final class MimeTypes {
    private static final Set<String> TEXT_WITHOUT_THE_NAME = Set.of("application/javascript", "image/svg+xml");

    private MimeTypes() {}

    /// Returns whether a form of this type is JSON itself.
    static boolean isJson(String type) {
        return type.equals("application/json") || type.startsWith("application/") && type.endsWith("+json");
    }

    /// Returns whether a form of this type is written as a list of its lines.
    static boolean isLines(String type) {
        return type.startsWith("text/") || TEXT_WITHOUT_THE_NAME.contains(type);
    }
}
