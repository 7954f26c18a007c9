package org.vitrina.kernel.jupyter;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A cell that asks about a name instead of running code: `?String`, `list.stream?`.
///
/// @param name what is asked about
record Question(String name) {
    private static final Pattern FORM = Pattern.compile("\\s*(?:\\?{1,2}\\s*([\\w.$]+)|([\\w.$]+)\\s*\\?{1,2})\\s*");

    static Optional<Question> in(String cell) {
        Matcher form = FORM.matcher(cell);
        if (!form.matches()) {
            return Optional.empty();
        }
        return Optional.of(new Question(form.group(1) == null ? form.group(2) : form.group(1)));
    }
}
