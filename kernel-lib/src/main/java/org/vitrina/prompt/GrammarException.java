package org.vitrina.prompt;

/// A regular expression or a JSON schema that cannot be made into a [Grammar]. The message says where,
/// what was found, and what to write instead.
public final class GrammarException extends IllegalArgumentException {
    private static final long serialVersionUID = 1;

    GrammarException(String message) {
        super(message);
    }
}
