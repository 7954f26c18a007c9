package org.vitrina.kernel;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// One look over Java source that need not compile: what is code, what is string or comment, and which
/// brackets are open.
///
/// @param code   the source with the contents of strings, characters and comments blanked, as long as the
///               source
/// @param open   brackets that are not closed at the end, outermost first
/// @param wrong  the first closing bracket that closes nothing or something else, if any
/// @param depth  the most brackets that are open at once
/// @param inside for each line, whether it begins inside brackets, a text block or a comment
record CodeScan(String code, List<Bracket> open, Optional<Bracket> wrong, int depth, List<Boolean> inside) {

    /// @param character the bracket
    /// @param offset    where it stands
    record Bracket(char character, int offset) {
        char closer() {
            return character == '(' ? ')' : character == '[' ? ']' : '}';
        }
    }

    static CodeScan of(String source) {
        return new Scanner(source).scan();
    }

    /// Returns the names that stand in the code, keywords among them.
    Set<String> names() {
        var names = new LinkedHashSet<String>();
        for (int i = 0; i < code.length(); ) {
            if (Character.isJavaIdentifierStart(code.charAt(i))) {
                int end = i + 1;
                while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
                    end++;
                }
                names.add(code.substring(i, end));
                i = end;
            } else {
                i++;
            }
        }
        return names;
    }

    /// Returns the code with everything inside curly braces blanked as well.
    String skeleton() {
        var text = new StringBuilder(code);
        int depth = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '}') {
                depth = Math.max(0, depth - 1);
            }
            if (depth > 0) {
                text.setCharAt(i, ' ');
            }
            if (c == '{') {
                depth++;
            }
        }
        return text.toString();
    }

    private static final class Scanner {
        private final String source;
        private final StringBuilder code;
        private final Deque<Bracket> open = new ArrayDeque<>();
        private final List<Boolean> inside = new ArrayList<>(List.of(false));
        private Bracket wrong;
        private int depth;
        private int at;

        Scanner(String source) {
            this.source = source;
            this.code = new StringBuilder(source);
        }

        CodeScan scan() {
            while (at < source.length()) {
                char c = source.charAt(at);
                int begin = at;
                if (source.startsWith("//", at)) {
                    blank(endOfLine());
                } else if (source.startsWith("/*", at)) {
                    int end = source.indexOf("*/", at + 2);
                    blank(end < 0 ? source.length() : end + 2);
                } else if (source.startsWith("\"\"\"", at)) {
                    blank(endOfTextBlock());
                    keepQuotes(begin);
                } else if (c == '"' || c == '\'') {
                    blank(endOfLiteral(c));
                    keepQuotes(begin);
                } else {
                    bracket(c);
                    if (c == '\n') {
                        inside.add(!open.isEmpty());
                    }
                    at++;
                }
            }
            return new CodeScan(
                    code.toString(), List.copyOf(open), Optional.ofNullable(wrong), depth, List.copyOf(inside));
        }

        private void bracket(char c) {
            switch (c) {
                case '(', '[', '{' -> {
                    open.addLast(new Bracket(c, at));
                    depth = Math.max(depth, open.size());
                }
                case ')', ']', '}' -> {
                    char opener = c == ')' ? '(' : c == ']' ? '[' : '{';
                    if (!open.isEmpty() && open.getLast().character() == opener) {
                        open.removeLast();
                    } else if (wrong == null) {
                        wrong = new Bracket(c, at);
                    }
                }
                default -> {}
            }
        }

        private void blank(int end) {
            for (; at < end; at++) {
                if (source.charAt(at) == '\n') {
                    inside.add(true);
                } else {
                    code.setCharAt(at, ' ');
                }
            }
        }

        /// A blanked literal is still something that stands there.
        private void keepQuotes(int begin) {
            code.setCharAt(begin, '"');
            code.setCharAt(at - 1, '"');
        }

        private int endOfLine() {
            int end = source.indexOf('\n', at);
            return end < 0 ? source.length() : end;
        }

        private int endOfTextBlock() {
            int i = at + 3;
            while (i < source.length() && !source.startsWith("\"\"\"", i)) {
                i += source.charAt(i) == '\\' ? 2 : 1;
            }
            return Math.min(source.length(), i + 3);
        }

        private int endOfLiteral(char quote) {
            int i = at + 1;
            while (i < source.length() && source.charAt(i) != quote && source.charAt(i) != '\n') {
                i += source.charAt(i) == '\\' ? 2 : 1;
            }
            boolean closed = i < source.length() && source.charAt(i) == quote;
            return Math.min(source.length(), closed ? i + 1 : i);
        }
    }
}
