package org.vitrina.kernel;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.vitrina.kernel.CellSource.Piece;

/// In which order the pieces of a cell are compiled: as they stand, but a class or method that an earlier
/// piece uses comes before that piece, as it would in a source file. They still run as they stand.
final class CellOrder {
    private static final String MODIFIERS =
            "(?:\\s|@[\\w.]+(?:\\([^)]*\\))?|\\b(?:public|protected|private|static|final|abstract|sealed|strictfp|"
                    + "synchronized|default)\\b|\\bnon-sealed\\b)*";
    private static final Pattern TYPE =
            Pattern.compile("^" + MODIFIERS + "\\b(?:class|interface|enum|record)\\s+([\\p{L}_$][\\w$]*)");
    private static final Pattern METHOD = Pattern.compile(
            "^" + MODIFIERS
                    + "(?:<[^(]*>\\s*)?(?!(?:if|for|while|switch|try|do|return|throw|new|else|yield|assert)\\b)"
                    + "[\\p{L}_$][\\w$.<>,?&\\[\\]\\s]*[\\s>\\]]([\\p{L}_$][\\w$]*)\\s*\\([^=;]*\\)[^=;()]*\\{\\s*}\\s*;?\\s*$");
    private static final Pattern CALLED = Pattern.compile("([\\p{L}_$][\\w$]*)\\s*\\(|::\\s*([\\p{L}_$][\\w$]*)");
    private static final Pattern SUPERTYPES = Pattern.compile("\\b(?:extends|implements)\\b([^{]*)");

    /// @param names  every name in it
    /// @param called those with an opening parenthesis or `::` beside them
    /// @param type   the type it declares, if any
    /// @param method the method it declares, if any
    /// @param head   its code without what is inside curly braces
    private record Look(
            Piece piece,
            Set<String> names,
            Set<String> called,
            Optional<String> type,
            Optional<String> method,
            String head) {
        static Look at(Piece piece) {
            var scan = CodeScan.of(piece.text());
            String head = scan.skeleton();
            Matcher type = TYPE.matcher(head);
            Optional<String> typeName = type.find() ? Optional.of(type.group(1)) : Optional.empty();
            Matcher method = METHOD.matcher(head);
            Optional<String> methodName =
                    typeName.isEmpty() && method.find() ? Optional.of(method.group(1)) : Optional.empty();
            Set<String> called = CALLED.matcher(scan.code())
                    .results()
                    .map(call -> call.group(1) == null ? call.group(2) : call.group(1))
                    .collect(Collectors.toSet());
            return new Look(piece, scan.names(), called, typeName, methodName, head);
        }

        boolean uses(Look other) {
            return other.type().filter(names::contains).isPresent()
                    || other.method().filter(called::contains).isPresent();
        }

        Optional<String> declares() {
            return type.or(() -> method);
        }
    }

    private CellOrder() {}

    /// Returns the name of the type that `piece` declares, if it does.
    static Optional<String> declaredType(Piece piece) {
        return Look.at(piece).type();
    }

    /// Whether `code` is the declaration of a method.
    static boolean isMethod(String code) {
        return look(code).method().isPresent();
    }

    /// Whether `code` is the declaration of a type.
    static boolean isType(String code) {
        return look(code).type().isPresent();
    }

    private static Look look(String code) {
        return Look.at(new Piece(new CellSource("", code), code, 0));
    }

    /// Returns the pieces in the order in which they are to be compiled.
    static List<Piece> of(List<Piece> pieces) {
        if (pieces.size() < 2) {
            return pieces;
        }
        List<Look> looks = pieces.stream().map(Look::at).toList();
        looks = permitted(looks);
        var ordered = new ArrayList<Piece>();
        var placed = new HashSet<Integer>();
        for (int i = 0; i < looks.size(); i++) {
            place(i, looks, placed, ordered);
        }
        return ordered;
    }

    private static void place(int i, List<Look> looks, Set<Integer> placed, List<Piece> ordered) {
        if (!placed.add(i)) {
            return;
        }
        Look look = looks.get(i);
        for (int later = i + 1; later < looks.size(); later++) {
            String name = looks.get(later).declares().orElse(null);
            if (name != null && look.uses(looks.get(later)) && !declaredBefore(name, later, looks)) {
                place(later, looks, placed, ordered);
            }
        }
        ordered.add(look.piece());
    }

    /// A cell may declare a name twice; what stands between uses the first.
    private static boolean declaredBefore(String name, int end, List<Look> looks) {
        return looks.subList(0, end).stream()
                .anyMatch(look -> look.declares().filter(name::equals).isPresent());
    }

    /// Lets a sealed type without `permits` have the subtypes that this cell declares: the compiler sees each
    /// piece as a file of its own, where it could have none.
    private static List<Look> permitted(List<Look> looks) {
        return looks.stream().map(look -> permitted(look, looks)).toList();
    }

    private static Look permitted(Look look, List<Look> looks) {
        int brace = look.head().indexOf('{');
        if (look.type().isEmpty() || brace < 0) {
            return look;
        }
        String head = look.head().substring(0, brace);
        if (!head.matches("(?s).*\\bsealed\\b.*") || head.matches("(?s).*(\\bpermits\\b|non-sealed).*")) {
            return look;
        }
        String name = look.type().get();
        List<String> subtypes = looks.stream()
                .filter(other -> other != look && other.type().isPresent())
                .filter(other -> hasSupertype(other.head(), name))
                .map(other -> other.type().get())
                .distinct()
                .toList();
        boolean nested = hasSupertype(CodeScan.of(look.piece().text()).code().substring(brace), name);
        return subtypes.isEmpty() || nested
                ? look
                : Look.at(look.piece().with(brace, " permits " + String.join(", ", subtypes) + " "));
    }

    private static boolean hasSupertype(String code, String name) {
        return SUPERTYPES
                .matcher(code)
                .results()
                .anyMatch(found -> found.group(1).matches("(?s).*\\b" + Pattern.quote(name) + "\\b.*"));
    }
}
