package org.vitrina.kernel.jupyter;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A cell that asks about a name instead of running code: `?String`, `list.stream?`.
///
/// @param code     what is asked about, with an opening parenthesis behind it if that helps
/// @param detailed whether two question marks ask for more
record Question(String code, boolean detailed) {
    private static final Pattern FORM =
            Pattern.compile("\\s*(?:(\\?{1,2})\\s*([\\w.$]+)|([\\w.$]+)\\s*(\\?{1,2}))\\s*");

    static Optional<Question> in(String cell) {
        Matcher form = FORM.matcher(cell);
        if (!form.matches()) {
            return Optional.empty();
        }
        String name = form.group(2) == null ? form.group(3) : form.group(2);
        String marks = form.group(1) == null ? form.group(4) : form.group(1);
        return Optional.of(new Question(name, marks.length() == 2));
    }
}
