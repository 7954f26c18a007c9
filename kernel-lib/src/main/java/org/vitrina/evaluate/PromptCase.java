package org.vitrina.evaluate;

import java.util.List;
import java.util.Objects;

/// A question with the answers that are right.
///
/// @param id       names it in reports
/// @param prompt   what is asked
/// @param expected all answers that are right; at least one
/// @param match    how an answer is compared with them
/// @param kind     what sort of question it is, for reports; may be empty
public record PromptCase(String id, String prompt, List<String> expected, Match match, String kind) {
    public PromptCase {
        Objects.requireNonNull(match, "match");
        Objects.requireNonNull(kind, "kind");
        expected = List.copyOf(expected);
        if (id.isBlank() || prompt.isEmpty() || expected.isEmpty()) {
            throw new IllegalArgumentException("a case needs an id, a prompt and at least one expected answer, but got"
                    + " id '" + id + "', prompt '" + prompt + "' and " + expected.size() + " answers");
        }
        if (match != Match.EXACT && match != Match.PLAIN && expected.stream().anyMatch(String::isBlank)) {
            throw new IllegalArgumentException(
                    "an empty text stands in every answer; case '" + id + "' needs something to look for");
        }
    }

    /// Returns a case that compares texts but for case and marks at the end.
    public static PromptCase of(String id, String prompt, String... expected) {
        return new PromptCase(id, prompt, List.of(expected), Match.PLAIN, "");
    }

    /// Returns whether `answer` is right.
    public boolean isRight(String answer) {
        return expected.stream().anyMatch(one -> match.fits(answer, one));
    }

    /// Returns the expected answers as they are printed: `'Ana.' or 'Ana'`.
    String printed() {
        String what = switch (match) {
            case EXACT, PLAIN -> "";
            case CONTAINS -> "something with ";
            case BEGINS -> "something that begins with ";
        };
        return what
                + String.join(
                        " or ", expected.stream().map(one -> "'" + one + "'").toList());
    }

    @Override
    public String toString() {
        return id + ": " + prompt;
    }
}
