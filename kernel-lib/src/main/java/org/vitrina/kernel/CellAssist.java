package org.vitrina.kernel;

import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.SourceCodeAnalysis.Documentation;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import org.vitrina.kernel.CellParts.Part;
import org.vitrina.kernel.Completeness.Status;
import org.vitrina.kernel.magic.Magics;

/// Helps with a cell that is being written: what could come next, what a name is, whether it is finished.
final class CellAssist {
    private CellAssist() {}

    static Completeness isComplete(CellCompiler compiler, String source) {
        for (Part part : CellParts.of(source, Magics.lineNames()).parts()) {
            if (part instanceof Part.Code(int from, int to)) {
                Completeness found =
                        compiler.withAnalysis(analysis -> isCodeComplete(analysis, source.substring(from, to)));
                if (found.status() != Status.COMPLETE) {
                    return found;
                }
            }
        }
        return new Completeness(Status.COMPLETE, "");
    }

    private static Completeness isCodeComplete(SourceCodeAnalysis analysis, String code) {
        String rest = code;
        while (!rest.isBlank()) {
            CompletionInfo info = analysis.analyzeCompletion(rest);
            switch (info.completeness()) {
                case EMPTY -> rest = "";
                case UNKNOWN -> {
                    return new Completeness(Status.INVALID, "");
                }
                // of the second kind is `while (true)`, which JShell would end with a semicolon
                case DEFINITELY_INCOMPLETE, CONSIDERED_INCOMPLETE -> {
                    CodeScan scan = CodeScan.of(rest);
                    return scan.wrong().isPresent()
                            ? new Completeness(Status.INVALID, "")
                            : new Completeness(
                                    Status.INCOMPLETE, "    ".repeat(scan.open().size()));
                }
                case COMPLETE, COMPLETE_WITH_SEMI -> rest = info.remaining();
            }
        }
        return new Completeness(Status.COMPLETE, "");
    }

    static Completions complete(CellCompiler compiler, String source, int cursor) {
        int end = Math.clamp(cursor, 0, source.length());
        int lineStart = source.lastIndexOf('\n', end - 1) + 1;
        String line = source.substring(lineStart, end);
        if (line.matches("\\s*%\\w*")
                && !CodeScan.of(source.substring(0, lineStart)).inside().getLast()) {
            int from = lineStart + line.indexOf('%') + 1;
            String begun = source.substring(from, end);
            return new Completions(
                    from,
                    end,
                    Magics.lineNames().stream()
                            .filter(name -> name.startsWith(begun))
                            .sorted()
                            .toList());
        }
        String code = withoutMagics(source.substring(0, end));
        return compiler.withAnalysis(analysis -> complete(analysis, code, end));
    }

    private static Completions complete(SourceCodeAnalysis analysis, String code, int end) {
        Context context = Context.of(analysis, code);
        for (String before : context.before().isEmpty() ? List.of("") : List.of(context.before(), "")) {
            String input = before + context.last();
            int[] anchor = {-1};
            List<Suggestion> found = analysis.completionSuggestions(input, input.length(), anchor);
            if (!found.isEmpty()) {
                int from = end - (input.length() - anchor[0]);
                Set<String> matches = new LinkedHashSet<>();
                found.stream()
                        .sorted(Comparator.comparing((Suggestion each) -> !each.matchesType())
                                .thenComparing(Suggestion::continuation, String.CASE_INSENSITIVE_ORDER))
                        .forEach(each -> matches.add(each.continuation()));
                return new Completions(from, end, List.copyOf(matches));
            }
        }
        return new Completions(end, end, List.of());
    }

    static Optional<Inspection> inspect(CellCompiler compiler, String source, int cursor) {
        int end = Math.clamp(cursor, 0, source.length());
        while (end < source.length() && Character.isJavaIdentifierPart(source.charAt(end))) {
            end++;
        }
        while (end > 0 && !Character.isJavaIdentifierPart(source.charAt(end - 1))) {
            end--;
        }
        String code = withoutMagics(source.substring(0, end));
        return compiler.withAnalysis(analysis -> inspect(analysis, code));
    }

    private static Optional<Inspection> inspect(SourceCodeAnalysis analysis, String code) {
        Context context = Context.of(analysis, code);
        for (String before : List.of(context.before(), "")) {
            // a method is only looked up as a call, anything else only without one
            for (String call : List.of("(", "")) {
                String input = before + context.last() + call;
                List<Documentation> found = analysis.documentation(input, input.length(), true);
                if (!found.isEmpty()) {
                    return Optional.of(new Inspection(found.stream()
                            .map(each -> new Inspection.Entry(
                                    CellNames.clean(each.signature()),
                                    Optional.ofNullable(each.javadoc()).orElse("")))
                            .toList()));
                }
            }
        }
        return Optional.empty();
    }

    private static String withoutMagics(String source) {
        var code = new StringBuilder(source);
        for (Part part : CellParts.of(source, Magics.lineNames()).parts()) {
            if (part instanceof Part.Magic magic && !magic.ofCell()) {
                int from = source.lastIndexOf('\n', Math.max(0, magic.at() - 1)) + 1;
                for (int i = from; i < magic.at() + magic.argument().length(); i++) {
                    code.setCharAt(i, ' ');
                }
            }
        }
        return code.toString();
    }

    /// The piece that is being written, and what stands before it in the cell.
    ///
    /// @param before the pieces of the cell before it that can stand in a method body; the compiler then sees
    ///               what they declare
    /// @param last   the piece itself, up to the cursor
    private record Context(String before, String last) {
        static Context of(SourceCodeAnalysis analysis, String code) {
            var before = new StringBuilder();
            String rest = code;
            while (!rest.isBlank()) {
                CompletionInfo info = analysis.analyzeCompletion(rest);
                if (info.remaining() == null || info.remaining().isBlank() || info.source() == null) {
                    break;
                }
                String piece = info.source();
                String head = CodeScan.of(piece).skeleton().strip();
                if (!head.startsWith("import ") && !CellOrder.isMethod(piece)) {
                    before.append(piece).append('\n');
                }
                rest = info.remaining();
            }
            return new Context(before.toString(), rest);
        }
    }
}
