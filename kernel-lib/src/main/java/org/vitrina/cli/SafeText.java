package org.vitrina.cli;

import org.vitrina.show.VisibleText;

/// Makes a model's text fit for a terminal.
final class SafeText {
    private SafeText() {}

    /// Returns `text` with control characters, but for line ends and tabs, as their code points, so that no
    /// text can steer the terminal.
    static String of(String text) {
        var safe = new StringBuilder(text.length());
        text.codePoints().forEach(c -> {
            boolean steers = Character.getType(c) == Character.CONTROL && c != '\n' && c != '\t';
            safe.append(steers ? VisibleText.of(Character.toString(c)) : Character.toString(c));
        });
        return safe.toString();
    }
}
