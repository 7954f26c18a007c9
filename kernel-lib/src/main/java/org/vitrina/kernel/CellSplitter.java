package org.vitrina.kernel;

import java.util.ArrayList;
import java.util.List;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import org.vitrina.kernel.CellCompiler.Rejected;
import org.vitrina.kernel.CellSource.Piece;

/// Splits a part of a cell into the pieces that JShell takes one at a time.
final class CellSplitter {
    /// The compiler's time grows with the square of the depth; nobody writes as much by hand.
    private static final int MOST_DEPTH = 1_000;

    private CellSplitter() {}

    static List<Piece> split(SourceCodeAnalysis analysis, CellSource cell, int from, int to) throws Rejected {
        var found = new ArrayList<Piece>();
        String rest = cell.text().substring(from, to);
        if (CodeScan.of(rest).depth() > MOST_DEPTH) {
            throw new Rejected(CompileErrors.tooDeep(new Piece(cell, rest, from)));
        }
        while (!rest.isBlank()) {
            CompletionInfo info = analyze(analysis, new Piece(cell, rest, to - rest.length()));
            switch (info.completeness()) {
                case EMPTY -> rest = "";
                // of the second kind is `while (true)`, which JShell would end with a semicolon
                case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE ->
                    throw new Rejected(CompileErrors.unfinished(new Piece(cell, rest, to - rest.length())));
                case COMPLETE, COMPLETE_WITH_SEMI, UNKNOWN -> {
                    String source = info.source() == null || info.source().isBlank() ? rest : info.source();
                    found.add(piece(cell, source, to - rest.length()));
                    rest = info.source() == null ? "" : info.remaining();
                }
            }
        }
        return found;
    }

    /// JShell counts lines from the first code, not from the blank lines and comments before it.
    private static Piece piece(CellSource cell, String source, int offset) {
        String code = CodeScan.of(source).code();
        int blank = code.length() - code.stripLeading().length();
        return blank == code.length()
                ? new Piece(cell, source, offset)
                : new Piece(cell, source.substring(blank), offset + blank);
    }

    private static CompletionInfo analyze(SourceCodeAnalysis analysis, Piece piece) throws Rejected {
        try {
            return analysis.analyzeCompletion(piece.text());
        } catch (StackOverflowError _) {
            throw new Rejected(CompileErrors.tooDeep(piece));
        }
    }
}
