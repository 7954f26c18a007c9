package org.vitrina.kernel;

import java.lang.reflect.Method;
import java.util.List;
import java.util.Optional;
import java.util.TreeSet;
import java.util.stream.Collectors;
import jdk.jshell.Diag;
import jdk.jshell.JShell;
import jdk.jshell.SourceCodeAnalysis.Suggestion;
import org.vitrina.kernel.magic.Spelling;

/// What was probably meant by a name that the compiler cannot find.
final class Suggestions {
    private Suggestions() {}

    /// Returns "did you mean …?" for an error about the code from `from` to `to`.
    static Optional<String> of(JShell shell, String code, int from, int to, Diag error) {
        if (!error.getCode().contains("cant.resolve") || from >= to || to > code.length()) {
            return Optional.empty();
        }
        // the error spans 'text.lenght'; what cannot be found is behind the last dot
        String span = code.substring(from, to);
        String last = span.substring(span.lastIndexOf('.') + 1);
        int start = to - last.length() + last.length() - last.stripLeading().length();
        String name = identifier(code, start);
        if (name.isEmpty()) {
            return Optional.empty();
        }
        if (code.substring(0, start).stripTrailing().endsWith(".")) {
            return didYouMean(Spelling.nearest(name, members(shell, code.substring(0, start))));
        }
        if (Character.isUpperCase(name.charAt(0))) {
            Optional<String> elsewhere = imported(name);
            return elsewhere.isPresent() ? elsewhere : didYouMean(Spelling.nearest(name, types(shell)));
        }
        return didYouMean(Spelling.nearest(name, names(shell)));
    }

    private static Optional<String> didYouMean(Optional<String> name) {
        return name.map(meant -> "Did you mean " + meant + "?");
    }

    private static List<String> members(JShell shell, String before) {
        return shell.sourceCodeAnalysis().completionSuggestions(before, before.length(), new int[1]).stream()
                .map(Suggestion::continuation)
                .map(each -> identifier(each, 0))
                .filter(each -> !each.isEmpty())
                .distinct()
                .toList();
    }

    private static List<String> types(JShell shell) {
        var found = new TreeSet<>(TypeIndex.imported());
        shell.types().forEach(each -> found.add(each.name()));
        return List.copyOf(found);
    }

    private static List<String> names(JShell shell) {
        var found = new TreeSet<String>();
        shell.variables().forEach(each -> found.add(each.name()));
        shell.methods().forEach(each -> found.add(each.name()));
        for (Method each : CellFunctions.class.getMethods()) {
            found.add(each.getName());
        }
        return List.copyOf(found);
    }

    private static Optional<String> imported(String name) {
        List<String> found = TypeIndex.elsewhere(name);
        return found.isEmpty() || found.size() > 5
                ? Optional.empty()
                : Optional.of("There is a type of this name that is not imported; put this first: "
                        + found.stream().map(each -> "import " + each + ";").collect(Collectors.joining(" or ")));
    }

    private static String identifier(String code, int start) {
        int end = start;
        while (end < code.length() && Character.isJavaIdentifierPart(code.charAt(end))) {
            end++;
        }
        return code.substring(start, end);
    }
}
