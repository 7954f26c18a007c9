package org.vitrina.prompt;

import java.util.ArrayList;
import java.util.List;
import org.vitrina.prompt.Expression.Characters;
import org.vitrina.prompt.Expression.Either;
import org.vitrina.prompt.Expression.Repeat;
import org.vitrina.prompt.Expression.Sequence;

/// Reads the part of Java's regular expressions that an automaton can hold to: everything that says
/// which texts there are, and nothing that looks back, looks around or depends on how a match is found.
///
/// What it reads means what `java.util.regex.Pattern` means by it, matched against the whole text.
final class RegexParser {
    private static final int LONGEST = 20_000;
    private static final int DEEPEST = 100;
    private static final int MOST_TIMES = 1_000;

    private static final CodePoints DIGIT = CodePoints.of('0', '9');
    private static final CodePoints WORD = CodePoints.of('0', '9', 'A', 'Z', '_', '_', 'a', 'z');
    private static final CodePoints SPACE = CodePoints.of('\t', '\r', ' ', ' ');
    private static final CodePoints LINE_END = CodePoints.of('\n', '\n', '\r', '\r', 0x85, 0x85, 0x2028, 0x2029);

    private final String source;
    private int at;
    private int depth;

    private RegexParser(String source) {
        this.source = source;
    }

    /// @throws GrammarException if it is no regular expression, or uses what is not known here
    static Expression parse(String regex) {
        if (regex.length() > LONGEST) {
            throw new GrammarException("a regular expression may have %,d characters, but this one has %,d"
                    .formatted(LONGEST, regex.length()));
        }
        var parser = new RegexParser(regex);
        Expression whole = parser.either();
        if (parser.at < regex.length()) {
            throw parser.wrong("')' closes no group; write \\) for the character itself");
        }
        return whole;
    }

    private Expression either() {
        if (++depth > DEEPEST) {
            throw wrong("groups are nested deeper than " + DEEPEST);
        }
        var ways = new ArrayList<Expression>();
        ways.add(sequence());
        while (isNext('|')) {
            at++;
            ways.add(sequence());
        }
        depth--;
        return ways.size() == 1 ? ways.getFirst() : new Either(ways);
    }

    private Expression sequence() {
        var parts = new ArrayList<Expression>();
        while (at < source.length() && !isNext('|') && !isNext(')')) {
            if (isNext('^') || isNext('$')) {
                anchor();
            } else {
                parts.add(repeated(atom()));
            }
        }
        return parts.size() == 1 ? parts.getFirst() : new Sequence(parts);
    }

    /// At the ends of an expression an anchor says what holds anyway: the whole text has to match.
    private void anchor() {
        boolean begins = isNext('^') && at == 0;
        boolean ends = isNext('$') && at == source.length() - 1;
        if (!begins && !ends) {
            throw wrong("'%c' is known only as the expression's first (^) or last ($) character; the whole text has to"
                            .formatted(source.charAt(at))
                    + " match anyway, so leave it out, or write \\" + source.charAt(at) + " for the character itself");
        }
        at++;
    }

    private Expression repeated(Expression part) {
        Expression all = part;
        while (at < source.length()) {
            int from = at;
            int least;
            int most;
            switch (source.charAt(at)) {
                case '*' -> {
                    least = 0;
                    most = Expression.MANY;
                    at++;
                }
                case '+' -> {
                    least = 1;
                    most = Expression.MANY;
                    at++;
                }
                case '?' -> {
                    least = 0;
                    most = 1;
                    at++;
                }
                case '{' -> {
                    at++;
                    least = times();
                    most = least;
                    if (isNext(',')) {
                        at++;
                        most = isNext('}') ? Expression.MANY : times();
                    }
                    expect('}', "a repetition is written {3}, {3,} or {3,5}");
                    if (most != Expression.MANY && most < least) {
                        at = from;
                        throw wrong("the least number of times, " + least + ", is larger than the most, " + most);
                    }
                }
                default -> {
                    return all;
                }
            }
            if (isNext('+')) {
                throw wrong("possessive repetitions such as x*+ are not known here; x* allows the same or more");
            }
            if (isNext('?')) {
                at++; // reluctant: another match is found first, but the same texts match
            }
            if (at < source.length() && "*+?{".indexOf(source.charAt(at)) >= 0) {
                throw wrong("a repetition is repeated; put the first into a group, (?:x{2})*");
            }
            all = new Repeat(all, least, most);
        }
        return all;
    }

    private int times() {
        int from = at;
        while (at < source.length() && source.charAt(at) >= '0' && source.charAt(at) <= '9') at++;
        if (at == from || at - from > 4 || Integer.parseInt(source, from, at, 10) > MOST_TIMES) {
            at = from;
            throw wrong("a number of times is expected, 0 to " + MOST_TIMES);
        }
        return Integer.parseInt(source, from, at, 10);
    }

    private Expression atom() {
        char c = source.charAt(at);
        return switch (c) {
            case '(' -> group();
            case '[' -> {
                at++;
                yield new Characters(set());
            }
            case '.' -> {
                at++;
                yield new Characters(LINE_END.complement());
            }
            case '\\' -> new Characters(escape(false));
            case '*', '+', '?', '{' ->
                throw wrong(
                        "'%c' has nothing before it to repeat; write \\%c for the character itself".formatted(c, c));
            default -> new Characters(literal());
        };
    }

    private CodePoints literal() {
        int codePoint = source.codePointAt(at);
        if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            throw wrong("half a surrogate pair is no character, and no text can hold it");
        }
        at += Character.charCount(codePoint);
        return CodePoints.of(codePoint, codePoint);
    }

    private Expression group() {
        int from = at++;
        if (isNext('?')) {
            if (source.startsWith("?:", at)) {
                at += 2;
            } else {
                throw wrong("of the groups that begin with (? only (?:x) is known; look-around, flags, names and atomic"
                        + " groups are not");
            }
        }
        Expression inside = either();
        if (!isNext(')')) {
            at = from;
            throw wrong("this group is not closed; a ')' is missing");
        }
        at++;
        return inside;
    }

    private CodePoints set() {
        int from = at - 1;
        boolean negated = isNext('^');
        if (negated) {
            at++;
        }
        CodePoints set = CodePoints.of();
        boolean first = true;
        while (true) {
            if (at == source.length()) {
                at = from;
                throw wrong("this set of characters is not closed; a ']' is missing");
            }
            if (isNext(']') && !first) {
                at++;
                return negated ? set.complement() : set;
            }
            set = set.with(member());
            first = false;
        }
    }

    /// Returns a character of a set, or a range of characters.
    private CodePoints member() {
        refuseInSet();
        int from = at;
        CodePoints one = isNext('\\') ? escape(true) : literal();
        boolean isRange = isNext('-') && at + 1 < source.length() && source.charAt(at + 1) != ']';
        if (!isRange) {
            return one;
        }
        at++;
        refuseInSet();
        CodePoints other = isNext('\\') ? escape(true) : literal();
        if (single(one) < 0 || single(other) < 0 || single(one) > single(other)) {
            at = from;
            throw wrong("a range goes from one character to a later one, such as a-z; write \\- for a hyphen");
        }
        return CodePoints.of(single(one), single(other));
    }

    private void refuseInSet() {
        if (isNext('[') || isNext(']') || source.startsWith("&&", at)) {
            throw wrong("sets inside of sets and && are not known here; write \\[, \\] or \\& for the characters");
        }
    }

    /// Returns the one character of the set, or -1 if it has more.
    private static int single(CodePoints set) {
        List<CodePoints.Range> ranges = set.ranges();
        boolean one = ranges.size() == 1
                && ranges.getFirst().from() == ranges.getFirst().to();
        return one ? ranges.getFirst().from() : -1;
    }

    private CodePoints escape(boolean inSet) {
        int from = at++;
        if (at == source.length()) {
            at = from;
            throw wrong("'\\' ends the expression; write \\\\ for the character itself");
        }
        char c = source.charAt(at);
        if (!(c >= 'a' && c <= 'z' || c >= 'A' && c <= 'Z' || c >= '0' && c <= '9')) {
            return literal();
        }
        at++;
        return switch (c) {
            case 'd' -> DIGIT;
            case 'D' -> DIGIT.complement();
            case 'w' -> WORD;
            case 'W' -> WORD.complement();
            case 's' -> SPACE;
            case 'S' -> SPACE.complement();
            case 't' -> CodePoints.of('\t', '\t');
            case 'n' -> CodePoints.of('\n', '\n');
            case 'r' -> CodePoints.of('\r', '\r');
            case 'f' -> CodePoints.of('\f', '\f');
            case 'x' -> hex(2);
            case 'u' -> hex(4);
            default -> {
                at = from;
                throw wrong("\\" + c + " is not known" + (inSet ? " in a set" : "") + "; known are \\d \\D \\w \\W \\s"
                        + " \\S \\t \\n \\r \\f \\x41 \\u0041 and \\ before any mark; "
                        + (c >= '1' && c <= '9'
                                ? "an automaton cannot look back to a group"
                                : "\\b, \\p{…} and \\Q…\\E are not among them"));
            }
        };
    }

    private CodePoints hex(int digits) {
        int from = at;
        int codePoint = 0;
        for (int i = 0; i < digits; i++) {
            int digit = at < source.length() ? Character.digit(source.charAt(at), 16) : -1;
            if (digit < 0 || source.charAt(at) > 'f') {
                at = from;
                throw wrong(digits + " hexadecimal digits are expected here, such as "
                        + (digits == 2 ? "\\x41" : "\\u0041"));
            }
            codePoint = 16 * codePoint + digit;
            at++;
        }
        if (codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE) {
            at = from;
            throw wrong("half a surrogate pair is no character; write the character itself");
        }
        return CodePoints.of(codePoint, codePoint);
    }

    private boolean isNext(char c) {
        return at < source.length() && source.charAt(at) == c;
    }

    private void expect(char c, String otherwise) {
        if (!isNext(c)) {
            throw wrong(otherwise);
        }
        at++;
    }

    private GrammarException wrong(String what) {
        String shown = source.length() <= 80 ? source : source.substring(0, source.offsetByCodePoints(0, 60)) + "…";
        return new GrammarException("regular expression '%s', character %d: %s".formatted(shown, at + 1, what));
    }
}
