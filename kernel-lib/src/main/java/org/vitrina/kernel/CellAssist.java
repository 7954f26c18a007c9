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
import org.vitrina.kernel.doc.DocComments;
import org.vitrina.kernel.magic.Magics;
import org.vitrina.kernel.path.CompilerFiles;

/// Helps with a cell that is being written: what could come next, what a name is, whether it is finished.
final class CellAssist {
    private CellAssist() {}

    static Completeness isComplete(CellCompiler compiler, String source) {
        CellParts read = CellParts.of(source, Magics.lineNames());
        for (Part part : read.parts()) {
            if (part instanceof Part.Code(int from, int to)) {
                String code = read.code().substring(from, to);
                Completeness found = compiler.withAnalysis(analysis -> isCodeComplete(analysis, code));
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
        CompilerFiles.helpWanted();
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
        CellContext context = CellContext.of(analysis, code);
        for (String input : context.inputs()) {
            int[] anchor = {-1};
            List<Suggestion> found = analysis.completionSuggestions(input, input.length(), anchor);
            if (!found.isEmpty()) {
                int from = end - (input.length() - anchor[0]);
                Set<String> matches = new LinkedHashSet<>();
                found.stream()
                        .filter(each -> !CellContext.isOwnName(each.continuation()))
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
        return compiler.withAnalysis(analysis -> inspect(analysis, code))
                .map(found -> new Inspection(found.stream()
                        .map(each -> entry(each, compiler.loader(), compiler.imports()))
                        .toList()));
    }

    private static Optional<List<Documentation>> inspect(SourceCodeAnalysis analysis, String code) {
        CellContext context = CellContext.of(analysis, code);
        for (String input : context.inputs()) {
            // a method or constructor is only looked up as a call, anything else only without one
            for (String call : isTypeName(code) ? List.of("", "(") : List.of("(", "")) {
                List<Documentation> found = analysis.documentation(input + call, input.length() + call.length(), true);
                if (!found.isEmpty()) {
                    return Optional.of(found);
                }
            }
        }
        return Optional.empty();
    }

    /// Whether what stands at the end is a type by its looks, and not one that is being made.
    private static boolean isTypeName(String code) {
        int begin = code.length();
        while (begin > 0 && Character.isJavaIdentifierPart(code.charAt(begin - 1))) {
            begin--;
        }
        return begin < code.length()
                && Character.isUpperCase(code.charAt(begin))
                && !code.substring(0, begin).matches("(?s).*\\bnew\\s+(?:\\w+\\s*\\.\\s*)*");
    }

    /// JShell finds the comments of the JDK; those of libraries are looked for in their sources.
    private static Inspection.Entry entry(Documentation found, ClassLoader loader, List<String> imports) {
        String signature = CellContext.clean(CellNames.clean(found.signature()));
        String readable = DocComments.readable(signature);
        if (found.javadoc() != null) {
            return new Inspection.Entry(readable, found.javadoc());
        }
        return DocComments.of(signature, loader, imports)
                .map(comment -> new Inspection.Entry(readable, comment.text(), comment.markdown()))
                .orElseGet(() -> new Inspection.Entry(readable, ""));
    }

    private static String withoutMagics(String source) {
        CellParts read = CellParts.of(source, Magics.lineNames());
        var code = new StringBuilder(read.code());
        for (Part part : read.parts()) {
            if (part instanceof Part.Magic magic && !magic.ofCell()) {
                int from = code.lastIndexOf("\n", Math.max(0, magic.at() - 1)) + 1;
                for (int i = from; i < magic.at() + magic.argument().length(); i++) {
                    code.setCharAt(i, ' ');
                }
            }
        }
        return code.toString();
    }
}
