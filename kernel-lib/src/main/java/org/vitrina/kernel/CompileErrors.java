package org.vitrina.kernel;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.vitrina.kernel.CellSource.Piece;
import org.vitrina.kernel.CodeScan.Bracket;

/// Tells a learner why a cell does not compile: the line with the place marked, the compiler's words, what
/// was probably meant, and a sentence of help for the commonest errors.
final class CompileErrors {
    static final String NAME = "CompileError";
    private static final int MOST_ERRORS = 3;

    private CompileErrors() {}

    /// Returns what the compiler said about a piece that it rejected.
    static CellError rejected(JShell shell, Piece piece, Snippet snippet) {
        List<Diag> errors = errors(shell, snippet);
        if (errors.isEmpty()) {
            return error(
                    List.of(at(piece, 0, 0, "this does not compile, and the compiler does not say why", List.of())));
        }
        Optional<CellError> bracket =
                errors.stream().anyMatch(error -> isSyntax(error.getCode())) ? wrongBracket(piece) : Optional.empty();
        return bracket.orElseGet(() -> told(shell, piece, errors));
    }

    /// Returns what the compiler said about a declaration that uses something which no cell declares.
    static CellError unresolved(JShell shell, Piece piece, DeclarationSnippet snippet) {
        for (Snippet each : shell.sourceCodeAnalysis().sourceToSnippets(piece.text())) {
            List<Diag> errors = errors(shell, each);
            if (!errors.isEmpty()) {
                return told(shell, piece, errors);
            }
        }
        String names = String.join(", ", shell.unresolvedDependencies(snippet).toList());
        return error(List.of(at(piece, 0, 0, "cannot find " + names, List.of())));
    }

    /// Returns the error for a cell that ends too early.
    static CellError unfinished(Piece piece) {
        String text = piece.text();
        CodeScan scan = CodeScan.of(text);
        if (scan.wrong().isPresent()) {
            return wrongBracket(piece).orElseThrow();
        }
        if (!scan.open().isEmpty()) {
            Bracket open = scan.open().getLast();
            return error(List.of(at(
                    piece,
                    open.offset(),
                    open.offset() + 1,
                    "reached the end of the cell, but this '" + open.character() + "' is not closed",
                    List.of("Every '" + open.character() + "' needs its '" + open.closer()
                            + "': add it where it should end."))));
        }
        int end = Math.max(0, text.stripTrailing().length() - 1);
        return error(List.of(at(
                piece,
                end,
                end + 1,
                "reached the end of the cell while parsing: something is missing after this",
                List.of("A text, a comment or an expression was begun here and not ended."))));
    }

    static CellError tooDeep(Piece piece) {
        return error(List.of(at(
                piece,
                0,
                0,
                "this is nested too deeply for the compiler",
                List.of("Split it into several statements; the kernel and its variables are well."))));
    }

    private static Optional<CellError> wrongBracket(Piece piece) {
        return CodeScan.of(piece.text())
                .wrong()
                .map(wrong -> error(List.of(at(
                        piece,
                        wrong.offset(),
                        wrong.offset() + 1,
                        "this '" + wrong.character() + "' closes nothing that is open",
                        List.of("Take it out, or add the bracket that it should close.")))));
    }

    private static CellError told(JShell shell, Piece piece, List<Diag> errors) {
        var places = new ArrayList<Place>();
        for (Diag error : errors.subList(0, Math.min(errors.size(), MOST_ERRORS))) {
            int from = (int) Math.max(0, error.getStartPosition());
            int to = (int) error.getEndPosition();
            String message = message(error);
            if (message.endsWith("expected") && error.getPosition() > from) {
                from = (int) error.getPosition();
                to = from;
            }
            var help = new ArrayList<String>();
            Suggestions.of(shell, piece.text(), from, to, error).ifPresent(help::add);
            CompileHelp.of(error.getCode(), message).ifPresent(help::add);
            places.add(at(piece, from, to, message, help));
        }
        if (errors.size() > MOST_ERRORS) {
            places.getLast().help().add("… and " + (errors.size() - MOST_ERRORS) + " more errors in this piece.");
        }
        return error(places);
    }

    private static List<Diag> errors(JShell shell, Snippet snippet) {
        return shell.diagnostics(snippet)
                .filter(Diag::isError)
                .sorted(Comparator.comparingLong(Diag::getStartPosition))
                .toList();
    }

    private static boolean isSyntax(String code) {
        return code.startsWith("compiler.err.expected")
                || code.contains("illegal.start")
                || code.contains("premature.eof")
                || code.contains("else.without")
                || code.contains("not.stmt");
    }

    /// Returns javac's message in one line where it has the form "cannot find symbol, symbol: …, location: …".
    static String message(Diag error) {
        var lines = new ArrayList<String>();
        String symbol = null;
        for (String line :
                CellNames.clean(error.getMessage(Locale.ENGLISH)).lines().toList()) {
            String text = line.strip();
            if (text.startsWith("symbol:")) {
                symbol = text.substring("symbol:".length()).strip();
            } else if (!text.startsWith("location: class") && !text.isEmpty()) {
                lines.add(lines.isEmpty() ? text : "  " + text.replaceFirst("^location:\\s*", "in "));
            }
        }
        if (symbol != null && !lines.isEmpty()) {
            lines.set(0, lines.getFirst() + ": " + symbol);
        }
        return String.join("\n", lines).replace("java.lang.", "");
    }

    /// @param line    the line of the cell, from 1
    /// @param column  the column of the first character, from 0
    /// @param width   how many characters are marked
    /// @param message the compiler's words
    /// @param help    what else there is to say; may be added to
    private record Place(CellSource cell, int line, int column, int width, String message, List<String> help) {
        String name() {
            return cell.name() + ", line " + line;
        }

        List<String> lines() {
            String margin = "%4d | ".formatted(line);
            String text = cell.line(line);
            // tabs stay tabs, so that the mark stands under its place however wide they are shown
            String indent = text.substring(0, Math.min(column, text.length())).replaceAll("[^\t]", " ");
            var lines = new ArrayList<String>();
            lines.add(Ansi.dim(margin) + text);
            lines.add(" ".repeat(margin.length()) + indent + Ansi.red("^".repeat(width)));
            message.lines().forEach(each -> lines.add("  " + each));
            help.forEach(each -> lines.add("  " + each));
            return lines;
        }
    }

    private static Place at(Piece piece, int from, int to, String message, List<String> help) {
        CellSource cell = piece.cell();
        int begin = piece.inCell(from);
        int end = piece.inCell(Math.max(from, to));
        if (from == 0 && to == 0) {
            begin += indent(piece.text());
        }
        int line = cell.lineAt(begin);
        int column = cell.columnAt(begin);
        int width = Math.max(1, Math.min(end - begin, cell.line(line).length() - column));
        return new Place(cell, line, column, width, message, new ArrayList<>(help));
    }

    private static int indent(String text) {
        return text.length() - text.stripLeading().length();
    }

    private static CellError error(List<Place> places) {
        var trace = new ArrayList<String>();
        for (Place place : places) {
            trace.add(Ansi.red("Compile error") + " in " + Ansi.bold(place.name()));
            trace.addAll(place.lines());
        }
        Place first = places.getFirst();
        trace.add(Ansi.dim("Nothing in this cell was run."));
        return new CellError(
                NAME, first.name() + ": " + first.message().lines().findFirst().orElse(""), trace);
    }
}
