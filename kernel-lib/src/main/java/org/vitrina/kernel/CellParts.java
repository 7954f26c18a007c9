package org.vitrina.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Tells the Java in a cell from its magics: lines that begin with `%`, and cells that begin with `%%`.
final class CellParts {
    private static final Pattern CELL_MAGIC = Pattern.compile("\\A\\s*%%([A-Za-z_]\\w*)[ \\t]*([^\\n]*)(?:\\n|\\z)");
    private static final Pattern LINE_MAGIC =
            Pattern.compile("^[ \\t]*%([A-Za-z_]\\w*)(?:[ \\t]+([^\\n]*?))?[ \\t\\r]*$");

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

    private CellParts() {}

    /// Returns the parts of a cell, in order.
    ///
    /// @param known the names of line magics; what else begins with `%` is a magic only where no Java could
    ///     go on
    static List<Part> of(String source, Set<String> known) {
        Matcher whole = CELL_MAGIC.matcher(source);
        if (whole.find()) {
            return List.of(new Part.Magic(whole.group(1), whole.group(2).strip(), whole.start(2), whole.end()));
        }
        var parts = new ArrayList<Part>();
        int codeFrom = 0;
        for (int line = 0; line < source.length(); line = nextLine(source, line)) {
            int end = source.indexOf('\n', line);
            Matcher magic = LINE_MAGIC.matcher(source.substring(line, end < 0 ? source.length() : end));
            if (magic.find() && isMagic(source.substring(codeFrom, line), magic.group(1), known)) {
                addCode(parts, source, codeFrom, line);
                int at = magic.group(2) == null ? magic.end() : magic.start(2);
                parts.add(new Part.Magic(magic.group(1), magic.group(2) == null ? "" : magic.group(2), line + at, -1));
                codeFrom = nextLine(source, line);
            }
        }
        addCode(parts, source, codeFrom, source.length());
        return parts;
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
