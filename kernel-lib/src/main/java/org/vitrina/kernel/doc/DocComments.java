package org.vitrina.kernel.doc;

import java.util.ArrayDeque;
import java.util.Collection;
import java.util.Deque;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Finds doc comments in the sources of libraries.
public final class DocComments {
    /// The comments of source files that were read, by the name of their class; a class of another loader, or one that
    /// was replaced, is another class.
    private static final Map<Class<?>, SourceComments> READ = new ConcurrentHashMap<>();

    private static final SourceComments NONE = new SourceComments(Map.of());

    private DocComments() {}

    /// Returns the comment of what a signature is the signature of; where it has none itself, that of what it
    /// overrides.
    ///
    /// @param signature as JShell prints it
    /// @param loader    finds the classes of cells and of their libraries
    /// @param imported  the packages and types whose names JShell may print short, each ending in `.*` or not
    public static Optional<DocComment> of(String signature, ClassLoader loader, Collection<String> imported) {
        Optional<Signature> found = Signature.of(signature);
        Optional<DocComment> comment = found.flatMap(each -> of(each, loader, imported));
        return comment.isPresent()
                ? comment
                : found.flatMap(Signature::asConstant).flatMap(each -> of(each, loader, imported));
    }

    /// Returns a signature that JShell printed as a reader wants it, with simple names for types.
    public static String readable(String signature) {
        return Signature.readable(signature);
    }

    private static Optional<DocComment> of(Signature signature, ClassLoader loader, Collection<String> imported) {
        Optional<Class<?>> type = type(signature.owner(), loader, imported);
        if (type.isEmpty()) {
            return Optional.empty();
        }
        // a record's own signature looks like a constructor's, a record's constructor has its parameters twice
        boolean isType = signature.member().isEmpty()
                && (signature.parameters().isEmpty() || type.get().isRecord() && !signature.ofRecord());
        if (isType) {
            return comments(type.get()).ofType(name(type.get()));
        }
        Optional<DocComment> own = inherited(type.get(), signature.key());
        return own.isPresent() ? own : ofRecord(type.get(), signature);
    }

    /// What nobody wrote in a record, its constructor and the methods that return its components, is told where the
    /// record is.
    private static Optional<DocComment> ofRecord(Class<?> type, Signature signature) {
        if (!type.isRecord()) {
            return Optional.empty();
        }
        Optional<DocComment> whole = comments(type).ofType(name(type));
        if (signature.member().isEmpty() || whole.isEmpty()) {
            return whole;
        }
        Matcher parameter = Pattern.compile("(?ms)^\\s*@param\\s+"
                        + Pattern.quote(signature.member().get()) + "\\s+(.*?)(?=^\\s*@\\w|\\z)")
                .matcher(whole.get().text());
        return parameter.find()
                ? Optional.of(
                        new DocComment(parameter.group(1).strip(), whole.get().markdown()))
                : Optional.empty();
    }

    private static Optional<DocComment> inherited(Class<?> type, String key) {
        Deque<Class<?>> open = new ArrayDeque<>(Set.of(type));
        var seen = new HashSet<Class<?>>();
        while (!open.isEmpty()) {
            Class<?> next = open.removeFirst();
            if (!seen.add(next)) {
                continue;
            }
            Optional<DocComment> found = comments(next).of(name(next), key);
            if (found.isPresent() || key.startsWith("<init>")) {
                return found;
            }
            if (next.getSuperclass() != null) {
                open.add(next.getSuperclass());
            }
            open.addAll(Set.of(next.getInterfaces()));
        }
        return Optional.empty();
    }

    private static SourceComments comments(Class<?> type) {
        Class<?> top = type;
        while (top.getEnclosingClass() != null) {
            top = top.getEnclosingClass();
        }
        return READ.computeIfAbsent(
                top, each -> SourceText.of(each).map(SourceComments::of).orElse(NONE));
    }

    /// Returns a class's name in its source file: `Outer.Inner`.
    private static String name(Class<?> type) {
        String full = type.getName();
        return full.substring(full.lastIndexOf('.') + 1).replace('$', '.');
    }

    private static Optional<Class<?>> type(String name, ClassLoader loader, Collection<String> imported) {
        Optional<Class<?>> whole = nested(name, loader);
        if (whole.isPresent()) {
            return whole;
        }
        int dot = name.indexOf('.');
        String first = dot < 0 ? name : name.substring(0, dot);
        for (String each : imported) {
            boolean fits = each.endsWith(".*") || each.endsWith("." + first);
            Optional<Class<?>> found =
                    fits ? nested(each.substring(0, each.lastIndexOf('.') + 1) + name, loader) : Optional.empty();
            if (found.isPresent()) {
                return found;
            }
        }
        return Optional.empty();
    }

    /// Finds `a.b.Outer.Inner`, of whose dots none says which of them is before a nested type.
    private static Optional<Class<?>> nested(String name, ClassLoader loader) {
        String binary = name;
        while (true) {
            try {
                return Optional.of(Class.forName(binary, false, loader));
            } catch (ClassNotFoundException | LinkageError e) {
                int dot = binary.lastIndexOf('.');
                if (dot < 0) {
                    return Optional.empty();
                }
                binary = binary.substring(0, dot) + "$" + binary.substring(dot + 1);
            }
        }
    }
}
