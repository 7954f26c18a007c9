package org.vitrina.tokenize;

import static org.vitrina.tokenize.CharClass.CASELESS;
import static org.vitrina.tokenize.CharClass.LETTER;
import static org.vitrina.tokenize.CharClass.LOWER;
import static org.vitrina.tokenize.CharClass.MARK;
import static org.vitrina.tokenize.CharClass.NEWLINE;
import static org.vitrina.tokenize.CharClass.NUMBER;
import static org.vitrina.tokenize.CharClass.SPACE;
import static org.vitrina.tokenize.CharClass.UPPER;

/// The split patterns as scanners: each finds in one look at the characters what the regular expression
/// finds by trying its alternatives in order. Their time is linear in the text.
///
/// Each returns the end of the piece in the low 32 bits and the number of the alternative above.
final class PieceScanner {
    /// `[\p{Lu}\p{Lt}\p{Lm}\p{Lo}\p{M}]` of o200k.
    private static final int HEAD = UPPER | CASELESS | MARK;
    /// `[\p{Ll}\p{Lm}\p{Lo}\p{M}]` of o200k.
    private static final int TAIL = LOWER | CASELESS | MARK;

    private static final int WORDS = LETTER | NUMBER;

    private PieceScanner() {}

    static long whole(String text, int from) {
        return found(0, text.length());
    }

    static long gpt2(String text, int from) {
        int ending = ending(text, from, false);
        if (ending > 0) {
            return found(0, from + ending);
        }
        int start = text.charAt(from) == ' ' && from + 1 < text.length() ? from + 1 : from;
        int type = CharClass.of(text.codePointAt(start));
        if ((type & LETTER) != 0) {
            return found(1, runOf(LETTER, text, start));
        }
        if ((type & NUMBER) != 0) {
            return found(2, runOf(NUMBER, text, start));
        }
        if ((type & SPACE) == 0) {
            return found(3, runWithout(WORDS | SPACE, text, start));
        }
        return space(text, from, runOf(SPACE, text, from), 4);
    }

    static long smollm(String text, int from) {
        int ending = ending(text, from, false);
        if (ending > 0) {
            return found(0, from + ending);
        }
        int start = text.charAt(from) == ' ' && from + 1 < text.length() ? from + 1 : from;
        int type = CharClass.of(text.codePointAt(start));
        if ((type & LETTER) != 0) {
            return found(1, runOf(LETTER, text, start));
        }
        if (start == from && (type & NUMBER) != 0) {
            return found(2, from + Character.charCount(text.codePointAt(from)));
        }
        if ((type & (SPACE | NUMBER)) == 0) {
            return found(3, runWithout(WORDS | SPACE, text, start));
        }
        int run = runOf(SPACE, text, from);
        return isAt(NUMBER, text, run) ? found(4, run) : space(text, from, run, 4);
    }

    static long cl100k(String text, int from) {
        return cl100k(text, from, 3);
    }

    static long qwen2(String text, int from) {
        return cl100k(text, from, 1);
    }

    private static long cl100k(String text, int from, int digits) {
        int ending = ending(text, from, true);
        if (ending > 0) {
            return found(0, from + ending);
        }
        int first = text.codePointAt(from);
        int type = CharClass.of(first);
        int second = from + Character.charCount(first);
        if ((type & LETTER) != 0) {
            return found(1, runOf(LETTER, text, from));
        }
        if ((type & (NUMBER | NEWLINE)) == 0 && isAt(LETTER, text, second)) {
            return found(1, runOf(LETTER, text, second));
        }
        if ((type & NUMBER) != 0) {
            return found(2, digits(text, from, digits));
        }
        return signsOrSpace(text, from, first, type, false);
    }

    static long o200k(String text, int from) {
        int first = text.codePointAt(from);
        int type = CharClass.of(first);
        boolean mayLead = (type & (WORDS | NEWLINE)) == 0;
        int second = from + Character.charCount(first);
        int end = mayLead ? endsLow(text, second) : -1;
        if (end < 0) {
            end = endsLow(text, from);
        }
        if (end > 0) {
            return found(0, end + ending(text, end, true));
        }
        end = mayLead ? beginsHigh(text, second) : -1;
        if (end < 0) {
            end = beginsHigh(text, from);
        }
        if (end > 0) {
            return found(1, end + ending(text, end, true));
        }
        if ((type & NUMBER) != 0) {
            return found(2, digits(text, from, 3));
        }
        return signsOrSpace(text, from, first, type, true);
    }

    /// Returns the end of `HEAD* TAIL+` at `from`, or -1. Where nothing of the tail follows the longest
    /// head, the head gives back characters until its last one can be the tail.
    private static int endsLow(String text, int from) {
        int head = runOf(HEAD, text, from);
        int tail = runOf(TAIL, text, head);
        if (tail > head) {
            return tail;
        }
        for (int end = head; end > from; ) {
            int last = text.codePointBefore(end);
            if ((CharClass.of(last) & TAIL) != 0) {
                return end;
            }
            end -= Character.charCount(last);
        }
        return -1;
    }

    /// Returns the end of `HEAD+ TAIL*` at `from`, or -1.
    private static int beginsHigh(String text, int from) {
        int head = runOf(HEAD, text, from);
        return head > from ? runOf(TAIL, text, head) : -1;
    }

    /// What cl100k and o200k do alike after words and digits.
    private static long signsOrSpace(String text, int from, int first, int type, boolean slashes) {
        int start = first == ' ' && from + 1 < text.length() ? from + 1 : from;
        int startType = start == from ? type : CharClass.of(text.codePointAt(start));
        if ((startType & (WORDS | SPACE)) == 0) {
            int end = runWithout(WORDS | SPACE, text, start);
            while (end < text.length() && (isAt(NEWLINE, text, end) || slashes && text.charAt(end) == '/')) {
                end++;
            }
            return found(3, end);
        }
        int run = runOf(SPACE, text, from);
        for (int end = run; end > from; end--) {
            if (isAt(NEWLINE, text, end - 1)) {
                return found(4, end);
            }
        }
        return space(text, from, run, 5);
    }

    /// Returns the run of white space that ends at `run`, without its last character where a piece follows.
    private static long space(String text, int from, int run, int alternative) {
        if (run == text.length()) {
            return found(alternative, run);
        }
        return run - from > 1 ? found(alternative, run - 1) : found(alternative + 1, run);
    }

    private static int digits(String text, int from, int most) {
        int end = from;
        for (int i = 0; i < most && isAt(NUMBER, text, end); i++) {
            end += Character.charCount(text.codePointAt(end));
        }
        return end;
    }

    /// Returns the length of `'s`, `'t`, `'re`, `'ve`, `'m`, `'ll` or `'d` at `from`, or 0. In either case
    /// includes the long s, U+017F, which is a lower-case S to a case-insensitive expression.
    private static int ending(String text, int from, boolean eitherCase) {
        if (from + 1 >= text.length() || text.charAt(from) != '\'') {
            return 0;
        }
        char first = fold(text.charAt(from + 1), eitherCase);
        if (first == 's' || first == 'd' || first == 'm' || first == 't') {
            return 2;
        }
        if (from + 2 >= text.length()) {
            return 0;
        }
        char second = fold(text.charAt(from + 2), eitherCase);
        return first == 'l' && second == 'l' || (first == 'v' || first == 'r') && second == 'e' ? 3 : 0;
    }

    private static char fold(char c, boolean eitherCase) {
        if (!eitherCase) {
            return c;
        }
        return c >= 'A' && c <= 'Z' ? (char) (c + 32) : c == '\u017F' ? 's' : c;
    }

    private static boolean isAt(int classes, String text, int at) {
        return at < text.length() && (CharClass.of(text.codePointAt(at)) & classes) != 0;
    }

    private static int runOf(int classes, String text, int from) {
        int end = from;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            if ((CharClass.of(c) & classes) == 0) {
                break;
            }
            end += Character.charCount(c);
        }
        return end;
    }

    private static int runWithout(int classes, String text, int from) {
        int end = from;
        while (end < text.length()) {
            int c = text.codePointAt(end);
            if ((CharClass.of(c) & classes) != 0) {
                break;
            }
            end += Character.charCount(c);
        }
        return end;
    }

    private static long found(int alternative, int end) {
        return (long) alternative << 32 | end;
    }
}
