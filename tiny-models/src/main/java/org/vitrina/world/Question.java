package org.vitrina.world;

import java.text.Normalizer;
import java.util.List;
import java.util.Locale;

/// A question about a tale, with what counts as a true answer.
///
/// @param kind     what it asks for
/// @param language the language it is asked in
/// @param text     the question
/// @param answer   the answer as it is taught
/// @param accepted every answer that is right, the taught one among them
public record Question(Kind kind, Language language, String text, String answer, List<String> accepted) {
    /// What a question asks for.
    public enum Kind {
        WHO,
        WHERE,
        WHAT,
        HOW_MANY,
        WHY,
        YES_NO,
        /// Something that the tale does not say.
        NOT_TOLD
    }

    public Question {
        accepted = List.copyOf(accepted);
    }

    /// Returns whether `given` is a right answer: case, space, and marks at the end do not matter.
    public boolean isRight(String given) {
        String plain = plain(given);
        return accepted.stream().anyMatch(right -> plain(right).equals(plain));
    }

    /// Returns whether `given` says that the tale does not tell.
    public boolean isNotTold(String given) {
        return saysNotTold(language, given);
    }

    static boolean saysNotTold(Language language, String given) {
        return plain(given).equals(plain(Questions.notTold(language)));
    }

    private static String plain(String text) {
        return Normalizer.normalize(text, Normalizer.Form.NFC)
                .strip()
                .replaceAll("[.!¡]+$", "")
                .strip()
                .toLowerCase(Locale.ROOT);
    }
}
