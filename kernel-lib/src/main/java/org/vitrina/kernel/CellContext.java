package org.vitrina.kernel;

import java.util.List;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;

/// The piece of a cell that is being written, with what stands before it in the cell put so that the compiler, which
/// looks at one piece at a time, sees what that declares.
///
/// @param types      the types and the methods, without what is in them, that stand before it
/// @param statements what else stands before it; imports cannot be put there
/// @param last       the piece itself, up to the cursor
record CellContext(String types, String statements, String last) {
    /// The class that holds the types and methods; a name that no cell has.
    private static final String HOLDER = "$Cell";

    static CellContext of(SourceCodeAnalysis analysis, String code) {
        var types = new StringBuilder();
        var statements = new StringBuilder();
        String rest = code;
        while (!rest.isBlank()) {
            CompletionInfo info = analysis.analyzeCompletion(rest);
            if (info.remaining() == null || info.remaining().isBlank() || info.source() == null) {
                break;
            }
            String piece = info.source();
            if (CellOrder.isMethod(piece)) {
                types.append(head(piece)).append("{ throw null; }\n");
            } else if (CellOrder.isType(piece)) {
                types.append(piece).append('\n');
            } else if (!CodeScan.of(piece).code().strip().startsWith("import ")) {
                statements.append(piece).append('\n');
            }
            rest = info.remaining();
        }
        return new CellContext(types.toString(), statements.toString(), rest);
    }

    private static String head(String method) {
        return method.substring(0, CodeScan.of(method).code().indexOf('{'));
    }

    /// Returns what to give the compiler, each ending in the piece itself: first with all that stands before it.
    List<String> inputs() {
        if (types.isEmpty()) {
            return statements.isEmpty() ? List.of(last) : List.of(statements + last, last);
        }
        String holder = "class " + HOLDER + " {\n" + types;
        String all = isMember() ? holder + last : holder + "Object run() throws Throwable {\n" + statements + last;
        return List.of(all, statements + last, last);
    }

    /// Whether the piece is becoming a method or a type, which cannot stand in a method.
    private boolean isMember() {
        var closed = new StringBuilder(last);
        CodeScan.of(last).open().reversed().forEach(each -> closed.append(each.closer()));
        return CellOrder.isMethod(closed.toString()) || CellOrder.isType(closed.toString());
    }

    /// Whether this is a name of what [#inputs()] puts around the cell.
    static boolean isOwnName(String name) {
        return name.startsWith(HOLDER);
    }

    /// Returns a signature as it is in the cell.
    static String clean(String signature) {
        return signature.replace(HOLDER + ".", "");
    }
}
