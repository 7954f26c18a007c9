package org.vitrina.file;

import java.lang.Character.UnicodeScript;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.vitrina.tokenize.RegexSplit;

/// Writes an expression of `tokenizer.json`, which Hugging Face's library reads as
/// [Oniguruma](https://github.com/kkos/oniguruma/blob/master/doc/RE) with Ruby's syntax, so that Java, with
/// [RegexSplit#FLAGS], finds the same.
///
/// What the two read differently is rewritten (`\h`, `\v`, `(?m)`, `\p{Han}`, `{,n}`); what has no equal is refused.
final class HuggingFaceRegex {
    private static final int LONGEST = 10_000;

    /// A group without characters could be repeated for ever otherwise: no look at the text would stop it.
    private static final int MOST_ROUNDS = 10_000;

    /// General categories, as Java has them too.
    private static final Set<String> CATEGORIES = Set.of(
            "L", "LU", "LL", "LT", "LM", "LO", "M", "MN", "MC", "ME", "N", "ND", "NL", "NO", "P", "PC", "PD", "PS",
            "PE", "PI", "PF", "PO", "S", "SM", "SC", "SK", "SO", "Z", "ZS", "ZL", "ZP", "C", "CC", "CF", "CO", "CN");

    private static final Set<String> POSIX = Set.of("ALPHA", "DIGIT", "UPPER", "LOWER", "SPACE");

    /// What `\w` fits in Oniguruma; Java's has other characters.
    private static final String WORD = "\\p{IsAlphabetic}\\p{M}\\p{Nd}\\p{Pc}\u00B2\u00B3\u00B9\u00BC\u00BD\u00BE";

    private final JsonPart part;
    private final String regex;
    private final StringBuilder java = new StringBuilder();
    private int at;
    /// How often a group may be repeated that stands in all the repetitions.
    private long rounds = 1;

    private HuggingFaceRegex(JsonPart part, String regex) {
        this.part = part;
        this.regex = regex;
    }

    /// @throws ModelFileException if it cannot be written for Java, or is no expression
    static String toJava(JsonPart part) throws ModelFileException {
        String regex = part.text();
        if (regex.isEmpty() || regex.length() > LONGEST) {
            throw part.wrong("an expression of 1 to " + LONGEST + " characters");
        }
        var translation = new HuggingFaceRegex(part, regex);
        translation.translate();
        String java = translation.java.toString();
        try {
            Pattern.compile(java, RegexSplit.FLAGS);
        } catch (PatternSyntaxException e) {
            throw part.wrong("a regular expression (" + e.getDescription() + ")");
        } catch (StackOverflowError _) {
            throw part.wrong("a regular expression that is less deep");
        }
        return java;
    }

    private void translate() throws ModelFileException {
        while (at < regex.length()) {
            char c = regex.charAt(at);
            switch (c) {
                case '\\' -> escape(false);
                case '[' -> characterClass(false);
                case '(' -> group();
                case '{' -> repetition();
                default -> {
                    java.append(c);
                    at++;
                }
            }
        }
    }

    private void group() throws ModelFileException {
        if (!regex.startsWith("(?", at)) {
            java.append('(');
            at++;
            return;
        }
        for (String known : new String[] {"(?:", "(?=", "(?!", "(?<=", "(?<!", "(?>"}) {
            if (regex.startsWith(known, at)) {
                java.append(known);
                at += known.length();
                return;
            }
        }
        int end = at + 2;
        while (end < regex.length() && "im-".indexOf(regex.charAt(end)) >= 0) {
            end++;
        }
        if (end == at + 2 || end == regex.length() || ":)".indexOf(regex.charAt(end)) < 0) {
            throw refused("the group '" + regex.substring(at, Math.min(at + 4, regex.length())) + "'");
        }
        // what is (?m) in Ruby, the dot that fits line ends too, is (?s) in Java
        java.append(regex.substring(at, end + 1).replace('m', 's'));
        at = end + 1;
    }

    private void repetition() throws ModelFileException {
        int end = regex.indexOf('}', at);
        String bounds = end < 0 ? "" : regex.substring(at + 1, end);
        if (!bounds.matches("\\d{1,4}(,\\d{0,4})?|,\\d{1,4}")) {
            throw refused("a '{' that begins no repetition; a plain one is \\{");
        }
        char next = end + 1 < regex.length() ? regex.charAt(end + 1) : ' ';
        if (next == '+' || next == '?' && !bounds.contains(",")) {
            throw refused("'" + regex.substring(at, end + 2) + "', which Ruby and Java read differently");
        }
        if (at > 0 && regex.charAt(at - 1) == ')') {
            String most = bounds.substring(bounds.indexOf(',') + 1);
            rounds *= Math.max(1, Integer.parseInt(most.isEmpty() ? bounds.substring(0, bounds.length() - 1) : most));
            if (rounds > MOST_ROUNDS) {
                throw refused("groups that are repeated more than " + MOST_ROUNDS + " times");
            }
        }
        java.append('{')
                .append(bounds.startsWith(",") ? "0" : "")
                .append(bounds)
                .append('}');
        at = end + 1;
    }

    private void characterClass(boolean inNegated) throws ModelFileException {
        if (inNegated) {
            throw refused("a class in a class that begins with ^, which Ruby and Java read differently");
        }
        boolean negated = regex.startsWith("[^", at);
        java.append(negated ? "[^" : "[");
        at += negated ? 2 : 1;
        if (regex.startsWith("]", at)) {
            java.append("\\]");
            at++;
        }
        while (at < regex.length() && regex.charAt(at) != ']') {
            char c = regex.charAt(at);
            if (c == '\\') {
                escape(true);
            } else if (regex.startsWith("[:", at)) {
                throw refused("a class in POSIX's spelling, '[:'");
            } else if (c == '[') {
                characterClass(negated);
            } else if (regex.startsWith("&&", at)) {
                throw refused("an intersection of classes, '&&'");
            } else {
                java.append(c);
                at++;
            }
        }
        if (at == regex.length()) {
            throw refused("a class without its ]");
        }
        java.append(']');
        at++;
    }

    private void escape(boolean inClass) throws ModelFileException {
        if (at + 1 == regex.length()) {
            throw refused("a backslash at the end");
        }
        char c = regex.charAt(at + 1);
        switch (c) {
            case 'p', 'P' -> property();
            case 'w' -> replace(inClass ? WORD : "[" + WORD + "]");
            case 'W' -> {
                if (inClass) {
                    throw refused("'\\W' in a class");
                }
                replace("[^" + WORD + "]");
            }
            case 'd', 'D', 's', 'S', 'n', 'r', 't', 'f', 'a', 'e' -> copy(2);
            case 'h' -> replace("[0-9a-fA-F]");
            case 'H' -> replace("[^0-9a-fA-F]");
            case 'v' -> replace("\\x0B");
            case 'u' -> copyDigits(4);
            case 'x' -> {
                if (regex.startsWith("{", at + 2)) {
                    int end = regex.indexOf('}', at);
                    if (end < 0 || !regex.substring(at + 3, end).matches("[0-9a-fA-F]{1,6}")) {
                        throw refused("'\\x{' without a code point and a '}'");
                    }
                    copy(end + 1 - at);
                } else {
                    copyDigits(2);
                }
            }
            case 'b', 'B', 'A', 'z', 'Z' -> {
                if (inClass) {
                    throw refused("'\\" + c + "' in a class");
                }
                switch (c) {
                    case 'b' -> replace("(?:(?<=[WORD])(?![WORD])|(?<![WORD])(?=[WORD]))".replace("WORD", WORD));
                    case 'B' -> replace("(?:(?<=[WORD])(?=[WORD])|(?<![WORD])(?![WORD]))".replace("WORD", WORD));
                    default -> copy(2);
                }
            }
            default -> {
                if (c < 0x80 && Character.isLetterOrDigit(c)) {
                    throw refused("'\\" + c + "'");
                }
                copy(2);
            }
        }
    }

    private void property() throws ModelFileException {
        int end = regex.indexOf('}', at);
        if (!regex.startsWith("{", at + 2) || end < 0) {
            throw refused("'\\p' without a name in braces");
        }
        String name = regex.substring(at + 3, end);
        boolean negated = name.startsWith("^");
        String plain =
                (negated ? name.substring(1) : name).toUpperCase(Locale.ROOT).replaceAll("[ _-]", "");
        boolean positive = regex.charAt(at + 1) == 'p' != negated;
        java.append(positive ? "\\p{" : "\\P{");
        if (CATEGORIES.contains(plain)) {
            java.append(plain.charAt(0)).append(plain.substring(1).toLowerCase(Locale.ROOT));
        } else if (POSIX.contains(plain)) {
            java.append(plain.charAt(0)).append(plain.substring(1).toLowerCase(Locale.ROOT));
        } else {
            java.append("Is").append(script(plain, name));
        }
        java.append('}');
        at = end + 1;
    }

    private String script(String plain, String name) throws ModelFileException {
        for (UnicodeScript script : UnicodeScript.values()) {
            if (script.name().replace("_", "").equals(plain)) {
                return script.name();
            }
        }
        throw refused("the property '" + name + "'");
    }

    private void copyDigits(int count) throws ModelFileException {
        int end = at + 2 + count;
        if (end > regex.length() || !regex.substring(at + 2, end).matches("[0-9a-fA-F]+")) {
            throw refused("'\\" + regex.charAt(at + 1) + "' without " + count + " digits");
        }
        copy(2 + count);
    }

    private void copy(int count) {
        java.append(regex, at, at + count);
        at += count;
    }

    private void replace(String by) {
        java.append(by);
        at += 2;
    }

    private ModelFileException refused(String what) {
        return new ModelFileException(
                part.path(),
                -1,
                "an expression that can be written for Java",
                what + ", at character " + at + " of '" + JsonPart.shortened(regex) + "'");
    }
}
