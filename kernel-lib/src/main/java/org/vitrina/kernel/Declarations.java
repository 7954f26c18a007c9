package org.vitrina.kernel;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.VarSnippet;
import org.vitrina.kernel.CellSource.Piece;

/// What the cells have declared and not replaced since, and where the values of variables are.
///
/// JShell gives a variable a class of its own, and a new one when something that it depends on is declared anew;
/// it then starts from nothing. Here its value goes with it, where its type still allows that.
final class Declarations {
    private final JShell shell;
    private final CellLoader loader;
    private final SequencedMap<String, Declared> declared = new LinkedHashMap<>();
    private final List<String> lostValues = new ArrayList<>();

    /// @param field where a variable's value is; null for what is no variable
    private record Declared(Snippet snippet, Piece piece, Field field) {
        String name() {
            return snippet instanceof PersistentSnippet named ? named.name() : "";
        }
    }

    Declarations(JShell shell, CellLoader loader) {
        this.shell = shell;
        this.loader = loader;
    }

    void add(Snippet snippet, Piece piece) {
        declared.put(snippet.id(), new Declared(snippet, piece, field(snippet)));
    }

    /// Forgets what was replaced, and moves the values of variables to where they now belong.
    void settle() {
        declared.values().removeIf(each -> !shell.status(each.snippet()).isActive());
        for (var each : List.copyOf(declared.entrySet())) {
            Declared variable = each.getValue();
            if (variable.field() == null) {
                continue;
            }
            if (shell.status(variable.snippet()) != Snippet.Status.VALID) {
                // its own declaration does not compile with what was declared anew
                declared.remove(each.getKey());
                shell.drop(variable.snippet());
                lostValues.add(variable.name());
                continue;
            }
            Field now = field(variable.snippet());
            if (now != null && !now.equals(variable.field())) {
                if (!move(variable.field(), now)) {
                    lostValues.add(variable.name());
                }
                declared.put(each.getKey(), new Declared(variable.snippet(), variable.piece(), now));
            }
        }
    }

    /// Declares again, with its value, what a cell has replaced that is then undone.
    ///
    /// @param pieces takes where the new snippets came from
    void restore(Map<String, Piece> pieces) {
        for (var each : List.copyOf(declared.entrySet())) {
            Declared lost = each.getValue();
            if (shell.status(lost.snippet()).isActive()) {
                continue;
            }
            declared.remove(each.getKey());
            for (SnippetEvent event : shell.eval(lost.snippet().source())) {
                // 'int a, b;' is the source of both its variables
                if (event.causeSnippet() == null
                        && event.snippet() instanceof PersistentSnippet again
                        && again.name().equals(lost.name())) {
                    pieces.put(again.id(), lost.piece());
                    declared.put(again.id(), new Declared(again, lost.piece(), lost.field()));
                }
            }
        }
        settle();
    }

    /// Forgets one declaration, and the value if it is a variable.
    void forget(Snippet snippet) {
        Declared gone = declared.remove(snippet.id());
        if (gone != null) {
            clear(gone.field());
        }
        shell.drop(snippet);
    }

    static void clear(Field field) {
        try {
            if (field != null && !field.getType().isPrimitive()) {
                field.set(null, null);
            }
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a variable of a cell is not public: " + field, e);
        }
    }

    static Object value(Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a variable of a cell is not public: " + field, e);
        }
    }

    /// Returns what was declared, as it was written.
    Stream<String> sources() {
        return declared.values().stream().map(each -> each.snippet().source());
    }

    /// Returns the fields that hold the values of variables, by name, oldest first.
    SequencedMap<String, Field> variables() {
        var fields = new LinkedHashMap<String, Field>();
        declared.values().stream()
                .filter(each -> each.field() != null)
                .forEach(each -> fields.put(each.name(), each.field()));
        return fields;
    }

    List<String> takeLostValues() {
        var lost = List.copyOf(lostValues);
        lostValues.clear();
        return lost;
    }

    private static boolean move(Field from, Field to) {
        try {
            Object value = from.get(null);
            boolean fits = to.getType().isPrimitive()
                    ? from.getType() == to.getType()
                    : value != null && to.getType().isInstance(value);
            if (fits) {
                to.set(null, value);
            }
            return fits || value == null;
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a variable of a cell is not public: " + from, e);
        }
    }

    private Field field(Snippet snippet) {
        if (!(snippet instanceof VarSnippet variable)) {
            return null;
        }
        try {
            String className = shell.sourceCodeAnalysis().wrapper(snippet).fullClassName();
            Field field = Class.forName(className, false, loader).getDeclaredField(variable.name());
            field.setAccessible(true);
            return field;
        } catch (ReflectiveOperationException e) {
            // a variable that does not compile has no class
            return null;
        }
    }
}
