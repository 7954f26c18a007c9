package org.vitrina.kernel;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tells the Java in a cell from its magics: lines that begin with `%`, cells that begin with `%%`, and values that
/// a magic gives, `List<String> jars = %jars lib/*.jar`.
///
/// @param code  the cell with each magic that gives a value written as a call in Java; it has the lines of the cell
/// @param parts the parts of the cell, in order; places in them are places in `code`
/// @param values the names of the magics that give values
record CellParts(String code, List<CellParts.Part> parts, Set<String> values) {
    private static final Pattern CELL_MAGIC = Pattern.compile("\\A\\s*%%([A-Za-z_]\\w*)[ \\t]*([^\\n]*)(?:\\n|\\z)");
    private static final Pattern LINE_MAGIC =
            Pattern.compile("^[ \\t]*%([A-Za-z_]\\w*)(?:[ \\t]+([^\\n]*?))?[ \\t\\r]*$");
    /// What no Java can go on with: an assignment of something that begins with `%`.
    private static final Pattern VALUE_MAGIC =
            Pattern.compile("(?<![=!<>+\\-*/%&|^])=[ \\t]*(%([A-Za-z_]\\w*)(?:[ \\t]+([^\\n]*?))?)[ \\t\\r]*$");

    /// A part of a cell.
    sealed interface Part {
        /// Java from one place in the cell to another.
        record Code(int from, int to) implements Part {}

        /// A magic.
        ///
        /// @param argument what stands behind its name
        /// @param at       where that begins in the cell
        /// @param body     where the lines below it begin, for the magic of a whole cell; -1 for that of a line
        record Magic(String name, String argument, int at, int body) implements Part {
            boolean ofCell() {
                return body >= 0;
            }
        }
    }

    /// @param known the names of line magics; what else begins with `%` is a magic only where no Java could
    ///     go on
    static CellParts of(String source, Set<String> known) {
        Matcher whole = CELL_MAGIC.matcher(source);
        if (whole.find()) {
            return new CellParts(
                    source,
                    List.of(new Part.Magic(whole.group(1), whole.group(2).strip(), whole.start(2), whole.end())),
                    Set.of());
        }
        return new Reader(source, known).read();
    }

    /// Goes through the lines of a cell.
    private static final class Reader {
        private final Set<String> known;
        private final List<Part> parts = new ArrayList<>();
        private final Set<String> values = new LinkedHashSet<>();
        private String code;
        private int codeFrom;

        Reader(String source, Set<String> known) {
            this.code = source;
            this.known = known;
        }

        CellParts read() {
            for (int line = 0; line < code.length(); line = nextLine(code, line)) {
                int end = code.indexOf('\n', line);
                String text = code.substring(line, end < 0 ? code.length() : end);
                Matcher magic = LINE_MAGIC.matcher(text);
                Matcher value = VALUE_MAGIC.matcher(text);
                if (magic.find() && isMagic(code.substring(codeFrom, line), magic.group(1), known)) {
                    addCode(parts, code, codeFrom, line);
                    int at = magic.group(2) == null ? magic.end() : magic.start(2);
                    String argument = Objects.requireNonNullElse(magic.group(2), "");
                    parts.add(new Part.Magic(magic.group(1), argument, line + at, -1));
                    codeFrom = nextLine(code, line);
                } else if (value.find()) {
                    writeAsCall(value, line);
                }
            }
            addCode(parts, code, codeFrom, code.length());
            return new CellParts(code, List.copyOf(parts), values);
        }

        private void writeAsCall(Matcher value, int line) {
            String before = code.substring(codeFrom, line + value.start(1));
            // the `=` stands in a string or a comment otherwise
            if (!CodeScan.of(before).code().stripTrailing().endsWith("=")) {
                return;
            }
            values.add(value.group(2));
            String call = call(value.group(2), Objects.requireNonNullElse(value.group(3), ""));
            code = code.substring(0, line + value.start(1)) + call + code.substring(line + value.end(1));
            int next = nextLine(code, line);
            // what follows may need what the magic brings, so it is compiled when the magic has run
            if (CodeScan.of(code.substring(codeFrom, next)).open().isEmpty()) {
                addCode(parts, code, codeFrom, next);
                codeFrom = next;
            }
        }

        private static String call(String name, String argument) {
            return "%s.magicValue(%s, %s);".formatted(CellFunctions.class.getName(), literal(name), literal(argument));
        }

        private static String literal(String text) {
            return '"' + text.replace("\\", "\\\\").replace("\"", "\\\"") + '"';
        }
    }

    private static void addCode(List<Part> parts, String source, int from, int to) {
        if (!source.substring(from, to).isBlank()) {
            parts.add(new Part.Code(from, to));
        }
    }

    private static int nextLine(String source, int line) {
        int end = source.indexOf('\n', line);
        return end < 0 ? source.length() : end + 1;
    }

    /// `x\n% time` is a remainder, `foo();\n%time` is a magic.
    private static boolean isMagic(String before, String name, Set<String> known) {
        CodeScan scan = CodeScan.of(before);
        if (scan.inside().getLast()) {
            return false;
        }
        String code = scan.code().strip();
        if (code.isEmpty() || code.endsWith(";") || code.endsWith("}")) {
            return true;
        }
        return known.contains(name)
                && (code.endsWith(")") || Character.isJavaIdentifierPart(code.charAt(code.length() - 1)))
                && before.endsWith("\n");
    }
}
