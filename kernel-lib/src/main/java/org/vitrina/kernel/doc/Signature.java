package org.vitrina.kernel.doc;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;

/// What a signature that JShell prints is the signature of, such as
/// `String org.vitrina.kernel.CellFunctions.display(Object value, String... as)`.
///
/// @param owner      the type that it is or that it belongs to, with its package where JShell names that
/// @param member     the name of the method or field, or empty for a type or a constructor
/// @param parameters the simple types of a method's or constructor's parameters without their type arguments, empty
///     where there are no parentheses
/// @param ofRecord   whether it is that of something that belongs to a record, by its looks
record Signature(String owner, Optional<String> member, Optional<List<String>> parameters, boolean ofRecord) {
    private static final Pattern PACKAGE = Pattern.compile("\\b(?:[a-z]\\w*\\.)+(?=[A-Z])");
    private static final Pattern ANNOTATION = Pattern.compile("@[\\w.]+(?:\\([^)]*\\))?\\s*");

    /// Returns what `text` is the signature of, or nothing for that of a variable.
    ///
    /// `A.B` may be a type or a constant; it is read as the type `A.B`, and [#asConstant()] reads it as the other.
    static Optional<Signature> of(String text) {
        String whole = withoutArguments(ANNOTATION.matcher(text).replaceAll(""));
        String plain = withoutHeaders(whole, false);
        boolean ofRecord = plain.length() < whole.length();
        int throwing = plain.indexOf(" throws ");
        plain = (throwing < 0 ? plain : plain.substring(0, throwing)).strip();
        int colon = plain.indexOf(':');
        if (colon >= 0) {
            return member(plain.substring(0, colon), Optional.empty(), ofRecord);
        }
        int open = plain.indexOf('(');
        if (open >= 0 && plain.endsWith(")")) {
            String name = plain.substring(0, open);
            Optional<List<String>> parameters = Optional.of(parameters(plain.substring(open + 1, plain.length() - 1)));
            int type = name.lastIndexOf(' ');
            return type < 0
                    ? Optional.of(new Signature(name, Optional.empty(), parameters, ofRecord))
                    : member(name.substring(type + 1), parameters, ofRecord);
        }
        return plain.isEmpty() || plain.indexOf(' ') >= 0
                ? Optional.empty()
                : Optional.of(new Signature(plain, Optional.empty(), Optional.empty(), ofRecord));
    }

    /// Returns a signature that JShell printed as a reader wants it: types without their packages, but for that which
    /// it is the signature of, and records without their components, but likewise.
    static String readable(String text) {
        String plain = withoutHeaders(text, false);
        boolean isType = withoutArguments(plain).matches("[\\w.]+(?:\\(.*\\))?");
        int own = 0;
        while (isType
                && own < plain.length()
                && (Character.isJavaIdentifierPart(plain.charAt(own)) || plain.charAt(own) == '.')) {
            own++;
        }
        return plain.substring(0, own) + PACKAGE.matcher(plain.substring(own)).replaceAll("");
    }

    Optional<Signature> asConstant() {
        return member.isEmpty() && parameters.isEmpty() ? member(owner, Optional.empty(), ofRecord) : Optional.empty();
    }

    /// Returns the name under which [SourceComments] keeps a method, constructor or field of its type.
    String key() {
        return key(member.orElse("<init>"), parameters);
    }

    static String key(String name, Optional<List<String>> parameters) {
        return parameters
                .map(types -> name + "(" + String.join(",", types) + ")")
                .orElse(name);
    }

    private static Optional<Signature> member(String qualified, Optional<List<String>> parameters, boolean ofRecord) {
        int dot = qualified.lastIndexOf('.');
        return dot < 0
                ? Optional.empty()
                : Optional.of(new Signature(
                        qualified.substring(0, dot), Optional.of(qualified.substring(dot + 1)), parameters, ofRecord));
    }

    private static List<String> parameters(String list) {
        return list.isBlank()
                ? List.of()
                : Arrays.stream(list.split(","))
                        .map(each -> simple(each.strip().split("\\s+")[0]))
                        .toList();
    }

    /// Returns a type as it is compared: without its package or outer type, its arguments and its annotations.
    static String simple(String type) {
        String plain = withoutArguments(ANNOTATION.matcher(type).replaceAll(""))
                .replace("...", "[]")
                .replaceAll("\\s", "");
        return plain.substring(plain.lastIndexOf('.') + 1);
    }

    private static String withoutArguments(String text) {
        var plain = new StringBuilder();
        int depth = 0;
        for (char c : text.toCharArray()) {
            if (c == '<') {
                depth++;
            } else if (c == '>') {
                depth--;
            } else if (depth == 0) {
                plain.append(c);
            }
        }
        return plain.toString();
    }

    /// JShell prints a record's type with its components in parentheses, wherever it stands.
    private static String withoutHeaders(String text, boolean inParameters) {
        var plain = new StringBuilder();
        for (int i = 0; i < text.length(); i++) {
            int end = text.charAt(i) == '(' ? closing(text, i) : -1;
            if (end < 0) {
                plain.append(text.charAt(i));
                continue;
            }
            String rest = text.substring(end + 1);
            boolean header = inParameters
                    || rest.startsWith(".")
                    || rest.startsWith("(")
                    || rest.startsWith("[")
                    || rest.startsWith(" ") && !rest.startsWith(" throws ");
            if (!header) {
                plain.append('(')
                        .append(withoutHeaders(text.substring(i + 1, end), true))
                        .append(')');
            }
            i = end;
        }
        return plain.toString();
    }

    private static int closing(String text, int open) {
        int depth = 0;
        for (int i = open; i < text.length(); i++) {
            depth += text.charAt(i) == '(' ? 1 : text.charAt(i) == ')' ? -1 : 0;
            if (depth == 0) {
                return i;
            }
        }
        return -1;
    }
}
