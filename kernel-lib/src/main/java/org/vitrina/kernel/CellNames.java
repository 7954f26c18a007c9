package org.vitrina.kernel;

import java.util.regex.Pattern;

/// Names as the person who wrote them knows them.
final class CellNames {
    /// JShell wraps every piece in a class such as `REPL.$JShell$12B`.
    private static final Pattern WRAPPER =
            Pattern.compile("(?:REPL[./])?\\$JShell\\$[0-9]+[0-9A-Z_]*(?:[$.]|(?![\\w$]))");

    private CellNames() {}

    /// Returns `text` without the names of the classes that JShell wraps cells in.
    static String clean(String text) {
        return text.contains("$JShell$") ? WRAPPER.matcher(text).replaceAll("") : text;
    }

    /// Returns a class's name as one would write it: `ArithmeticException`, `java.io.IOException`, `P`.
    static String ofClass(String name) {
        String own = clean(name);
        return own.startsWith("java.lang.") && own.indexOf('.', "java.lang.".length()) < 0
                ? own.substring("java.lang.".length())
                : own.replace('$', '.');
    }
}
