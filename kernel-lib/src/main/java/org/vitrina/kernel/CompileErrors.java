package org.vitrina.kernel;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.vitrina.kernel.CellSource.Piece;

/// Tells a learner why a cell does not compile: the line, the place in it, the compiler's words.
final class CompileErrors {
    static final String NAME = "CompileError";

    private CompileErrors() {}

    static CellError rejected(JShell shell, Piece piece, Snippet snippet) {
        List<Diag> errors = shell.diagnostics(snippet).filter(Diag::isError).toList();
        if (errors.isEmpty()) {
            return at(piece, 0, piece.text().length(), "this does not compile", List.of());
        }
        Diag first = errors.getFirst();
        return at(
                piece,
                (int) first.getStartPosition(),
                (int) first.getEndPosition(),
                first.getMessage(Locale.ENGLISH),
                List.of());
    }

    static CellError unresolved(JShell shell, Piece piece, DeclarationSnippet snippet) {
        for (Snippet scratch : shell.sourceCodeAnalysis().sourceToSnippets(piece.text())) {
            List<Diag> errors = shell.diagnostics(scratch).filter(Diag::isError).toList();
            if (!errors.isEmpty()) {
                Diag first = errors.getFirst();
                return at(
                        piece,
                        (int) first.getStartPosition(),
                        (int) first.getEndPosition(),
                        first.getMessage(Locale.ENGLISH),
                        List.of());
            }
        }
        String names = String.join(", ", shell.unresolvedDependencies(snippet).toList());
        return at(piece, 0, 1, "cannot find " + names, List.of());
    }

    static CellError unfinished(Piece piece) {
        return at(
                piece,
                piece.text().length(),
                piece.text().length(),
                "reached the end of the cell while parsing",
                List.of());
    }

    static CellError tooDeep(Piece piece) {
        return at(
                piece, 0, 1, "this is nested too deeply for the compiler: split it into several statements", List.of());
    }

    private static CellError at(Piece piece, int from, int to, String message, List<String> help) {
        CellSource cell = piece.cell();
        int line = cell.lineAt(piece.offset() + from);
        int column = cell.columnAt(piece.offset() + from);
        String text = cell.line(line);
        int width = Math.max(1, Math.min(to - from, text.length() - column));
        var trace = new ArrayList<String>();
        String place = "cell " + cell.number() + ", line " + line;
        String margin = "%4d | ".formatted(line);
        trace.add("Compile error in " + place);
        trace.add(margin + text);
        trace.add(" ".repeat(margin.length() + column) + "^".repeat(width));
        trace.add(message);
        trace.addAll(help);
        return new CellError(NAME, place + ": " + message, trace);
    }
}
