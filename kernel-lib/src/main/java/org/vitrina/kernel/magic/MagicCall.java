package org.vitrina.kernel.magic;

import java.util.ArrayList;
import java.util.List;

/// A magic as it was written in a cell.
///
/// @param argument what stands behind its name on the line
/// @param body     the lines below it, for the magic of a whole cell; else the empty string
/// @param kernel   what it can do there
public record MagicCall(String argument, String body, MagicKernel kernel) {

    /// Returns the argument cut at white space; "…" and '…' keep what is in them together.
    public List<String> arguments() throws MagicException {
        var words = new ArrayList<String>();
        var word = new StringBuilder();
        char quote = 0;
        boolean begun = false;
        for (char c : argument.toCharArray()) {
            if (quote != 0) {
                if (c == quote) {
                    quote = 0;
                } else {
                    word.append(c);
                }
            } else if (c == '"' || c == '\'') {
                quote = c;
                begun = true;
            } else if (Character.isWhitespace(c)) {
                if (begun || !word.isEmpty()) {
                    words.add(word.toString());
                }
                word.setLength(0);
                begun = false;
            } else {
                word.append(c);
            }
        }
        if (quote != 0) {
            throw new MagicException("a " + quote + " is opened and not closed in: " + argument);
        }
        if (begun || !word.isEmpty()) {
            words.add(word.toString());
        }
        return words;
    }

    /// Returns the arguments, of which there must be one at least.
    List<String> someArguments(String usage) throws MagicException {
        List<String> arguments = arguments();
        if (arguments.isEmpty()) {
            throw new MagicException("something is missing; it is written: " + usage);
        }
        return arguments;
    }
}
