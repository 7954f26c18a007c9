package org.vitrina.world;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// One way to tell one kind of event: a sentence with slots, which can be filled and can be recognized.
///
/// @param kind    the kind of event that it tells
/// @param named   the sentence that names its subject
/// @param unnamed the sentence with a pronoun, or in Spanish without a subject
/// @param opens   whether a word such as `Then` may stand before it
/// @param parses  recognize it, named or not, opened or not, with a group for each slot
record Frame(String kind, String named, String unnamed, boolean opens, List<Pattern> parses) {
    private static final Pattern SLOT = Pattern.compile("\\{([A-Za-z]+)}");

    static Frame of(Language language, String kind, String line, List<String> openers) {
        boolean opens = line.startsWith("~");
        String text = opens ? line.substring(1) : line;
        String named = laterUnnamed(language, text);
        String unnamed = unnamed(language, text);
        var parses = new ArrayList<Pattern>();
        for (String form : new LinkedHashSet<>(List.of(named, unnamed))) {
            parses.add(Pattern.compile(regex(language, form)));
            if (opens) {
                String words = openers.stream().map(Pattern::quote).collect(Collectors.joining("|"));
                parses.add(Pattern.compile("(?:" + words + ") " + regex(language, opened(form))));
            }
        }
        return new Frame(kind, named, unnamed, opens, List.copyOf(parses));
    }

    /// Leaves the first `{P}` and takes a pronoun for the others.
    private static String laterUnnamed(Language language, String text) {
        int after = text.indexOf("{P}") + 3;
        return after < 3 ? text : text.substring(0, after) + unnamed(language, text.substring(after));
    }

    private static String unnamed(Language language, String text) {
        var out = new StringBuilder();
        int from = 0;
        for (int at = text.indexOf("{P}"); at >= 0; at = text.indexOf("{P}", from)) {
            out.append(text, from, at);
            boolean begins = out.isEmpty() || out.toString().matches(".*[.?] ");
            from = at + 3;
            if (language == Language.ENGLISH) {
                out.append(begins ? "{C}" : "{p}");
            } else {
                // the verb tells who it is
                from += text.startsWith(" ", from) ? 1 : 0;
                if (begins) {
                    out.append(text.substring(from, from + 1).toUpperCase(Locale.ROOT));
                    from++;
                } else if (text.startsWith(",", from) || text.startsWith(".", from)) {
                    out.setLength(out.length() - 1);
                }
            }
        }
        return out.append(text, from, text.length()).toString();
    }

    /// Returns the sentence with its slots filled.
    ///
    /// @param name   whether the subject is named
    /// @param opener a word to stand before it, or an empty string
    /// @param slots  what each slot is filled with
    String fill(boolean name, String opener, Map<String, String> slots) {
        String form = name ? named : unnamed;
        String text = opener.isEmpty() ? form : opener + " " + opened(form);
        return SLOT.matcher(text)
                .replaceAll(slot -> Matcher.quoteReplacement(slots.getOrDefault(slot.group(1), slot.group())));
    }

    /// A pronoun or a verb behind an opener begins no sentence; a name stays as it is.
    private static String opened(String form) {
        if (form.startsWith("{C}")) {
            return "{p}" + form.substring(3);
        }
        return form.startsWith("{") ? form : form.substring(0, 1).toLowerCase(Locale.ROOT) + form.substring(1);
    }

    private static String regex(Language language, String form) {
        var out = new StringBuilder();
        Matcher slot = SLOT.matcher(form);
        int from = 0;
        while (slot.find()) {
            out.append(Pattern.quote(form.substring(from, slot.start())));
            String group = slot.group(1);
            // a slot that occurs twice says the same twice
            out.append(
                    out.indexOf("(?<" + group + ">") >= 0
                            ? "\\k<" + group + ">"
                            : "(?<" + group + ">" + Slots.any(language, group) + ")");
            from = slot.end();
        }
        return out.append(Pattern.quote(form.substring(from))).toString();
    }
}
