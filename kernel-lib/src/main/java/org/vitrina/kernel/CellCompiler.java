package org.vitrina.kernel;

import java.lang.reflect.Field;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import java.util.function.Function;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.ImportSnippet;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis;
import jdk.jshell.VarSnippet;
import org.vitrina.kernel.CellControl.Call;
import org.vitrina.kernel.CellSource.Piece;
import org.vitrina.kernel.path.CompilerFiles;

/// Compiles cells with JShell: the whole cell or, if any of it is wrong, none of it.
final class CellCompiler implements AutoCloseable {
    private final JShell shell;
    private final CellControl control;
    private final EvaluatorOptions options;
    private final Map<String, Piece> pieces = new HashMap<>();
    private final List<Path> added = new ArrayList<>();
    private final List<String> imports = new ArrayList<>();
    private final Declarations declarations;
    private CompilerFiles files;

    /// A piece of a cell, compiled.
    ///
    /// @param piece   where it came from
    /// @param snippet what JShell made of it
    /// @param call    what runs it, or null where there is nothing to run
    record Ready(Piece piece, Snippet snippet, Call call) {}

    /// The cell was not compiled, and nothing of it has been declared.
    static final class Rejected extends Exception {
        final transient CellError error;

        Rejected(CellError error) {
            super(error.message());
            this.error = error;
        }
    }

    CellCompiler(CellLoader loader, EvaluatorOptions options) {
        this.options = options;
        control = new CellControl(loader);
        shell = CellShell.on(control, made -> files = made);
        declarations = new Declarations(shell, loader);
        options.classPath().forEach(path -> shell.addToClasspath(path.toString()));
    }

    JShell shell() {
        return shell;
    }

    /// Looks at code with what the cells so far have declared.
    synchronized <R> R withAnalysis(Function<SourceCodeAnalysis, R> look) {
        return CellThreads.compiling(() -> look.apply(shell.sourceCodeAnalysis()));
    }

    synchronized void addToClassPath(Path path) {
        added.add(path);
        shell.addToClasspath(path.toString());
    }

    /// Runs a declaration that no cell wrote, such as a default import.
    synchronized void declare(String source) {
        imports.add(source);
        for (SnippetEvent event : shell.eval(source)) {
            if (event.status() == Snippet.Status.REJECTED) {
                throw new IllegalStateException("the kernel's own '" + source + "' does not compile: "
                        + shell.diagnostics(event.snippet())
                                .map(d -> d.getMessage(null))
                                .toList());
            }
        }
        control.takeNoted();
    }

    /// Splits a part of a cell into the pieces that JShell takes one at a time.
    synchronized List<Piece> split(CellSource cell, int from, int to) throws Rejected {
        return CellThreads.compiling(() -> CellSplitter.split(shell.sourceCodeAnalysis(), cell, from, to));
    }

    /// Compiles the pieces of a cell.
    ///
    /// @return the pieces in the order in which they are to be run
    synchronized List<Ready> compile(List<Piece> cell) throws Rejected {
        return CellThreads.compiling(() -> compileAll(cell));
    }

    private List<Ready> compileAll(List<Piece> cell) throws Rejected {
        List<Piece> ordered = CellOrder.of(cell);
        if (endangersVariables(ordered)) {
            checkElsewhere(ordered);
        }
        var ready = new ArrayList<Ready>();
        var made = new ArrayList<Snippet>();
        try {
            for (Piece piece : ordered) {
                ready.addAll(compile(piece, made));
            }
            for (Ready each : ready) {
                checkResolved(each);
            }
        } catch (Rejected e) {
            undo(made);
            throw e;
        }
        for (Ready each : ready) {
            if (each.snippet() instanceof DeclarationSnippet declaration) {
                declarations.add(declaration, each.piece());
            }
        }
        declarations.settle();
        ready.sort(Comparator.comparingInt(each -> each.piece().offset()));
        return ready;
    }

    /// Whether a failure would cost values that no undoing brings back: the objects of a class that is
    /// declared anew are not objects of the class that undoing would declare.
    private boolean endangersVariables(List<Piece> cell) {
        return !declarations.variables().isEmpty()
                && cell.stream()
                        .anyMatch(piece -> CellOrder.declaredType(piece)
                                .filter(type -> shell.types()
                                        .anyMatch(old -> old.name().equals(type)
                                                && !old.source()
                                                        .strip()
                                                        .equals(piece.text().strip())))
                                .isPresent());
    }

    /// Compiles the cell where nothing is at stake: in a JShell with the same declarations and no values.
    private void checkElsewhere(List<Piece> cell) throws Rejected {
        try (var elsewhere = new CellCompiler(new CellLoader(control.loader().getParent()), options)) {
            added.forEach(elsewhere::addToClassPath);
            imports.forEach(elsewhere::declare);
            declarations.sources().forEach(elsewhere.shell::eval);
            elsewhere.compile(cell);
        }
    }

    private List<Ready> compile(Piece piece, List<Snippet> made) throws Rejected {
        control.takeNoted();
        List<SnippetEvent> events;
        try {
            events = shell.eval(piece.text());
        } catch (StackOverflowError _) {
            throw new Rejected(CompileErrors.tooDeep(piece));
        }
        var calls = new ArrayList<>(control.takeNoted());
        var ready = new ArrayList<Ready>();
        for (SnippetEvent event : events) {
            if (event.causeSnippet() != null) {
                continue;
            }
            Snippet snippet = event.snippet();
            pieces.put(snippet.id(), piece);
            if (event.status() == Snippet.Status.REJECTED) {
                throw new Rejected(CompileErrors.rejected(shell, piece, snippet));
            }
            made.add(snippet);
            boolean runs = event.status().isDefined()
                    && switch (snippet.kind()) {
                        case VAR, EXPRESSION, STATEMENT -> true;
                        case IMPORT, TYPE_DECL, METHOD, ERRONEOUS -> false;
                    };
            ready.add(new Ready(piece, snippet, runs ? calls.removeFirst() : null));
        }
        return ready;
    }

    private void checkResolved(Ready each) throws Rejected {
        switch (shell.status(each.snippet())) {
            case RECOVERABLE_DEFINED, RECOVERABLE_NOT_DEFINED ->
                throw new Rejected(CompileErrors.unresolved(shell, each.piece(), (DeclarationSnippet) each.snippet()));
            case VALID, OVERWRITTEN, DROPPED, REJECTED, NONEXISTENT -> {}
        }
    }

    /// Drops what a rejected cell has declared and declares again, with its value, what it replaced.
    private void undo(List<Snippet> made) {
        for (Snippet snippet : made.reversed()) {
            if (snippet instanceof DeclarationSnippet && shell.status(snippet).isActive()) {
                shell.drop(snippet);
            }
        }
        declarations.restore(pieces);
        control.takeNoted();
    }

    /// Returns the variables whose value is lost, because its class was declared anew.
    synchronized List<String> takeLostValues() {
        return declarations.takeLostValues();
    }

    /// Forgets the variables that JShell made for the values of expressions, so that nothing is kept alive
    /// by a name that nobody knows.
    synchronized void forgetValues(List<Ready> cell) {
        CellThreads.compiling(() -> {
            forgetAll(cell);
            return null;
        });
    }

    private void forgetAll(List<Ready> cell) {
        for (Ready each : cell) {
            if (each.snippet().subKind() == SubKind.TEMP_VAR_EXPRESSION_SUBKIND) {
                declarations.forget(each.snippet());
            }
        }
    }

    /// Returns the fields that hold the values of variables, by name, oldest first.
    synchronized SequencedMap<String, Field> variables() {
        return declarations.variables();
    }

    /// Makes something of each variable, oldest first.
    synchronized <V> List<V> variables(ForVariable<V> make) {
        var made = new ArrayList<V>();
        variables().forEach((name, field) -> made.add(make.of(name, typeOf(name), Declarations.value(field))));
        return made;
    }

    /// Takes a variable's name, its type as it was declared, and its value.
    interface ForVariable<V> {
        V of(String name, String type, Object value);
    }

    private String typeOf(String variable) {
        return shell.variables()
                .filter(each -> each.name().equals(variable))
                .map(VarSnippet::typeName)
                .map(CellNames::clean)
                .findFirst()
                .orElse("");
    }

    ClassLoader loader() {
        return control.loader();
    }

    boolean hasPackage(String name) {
        return files.hasPackage(name);
    }

    /// Returns what cells can name short: packages that end in `.*`, types, and the kernel's own imports.
    List<String> imports() {
        var names = new ArrayList<>(
                DefaultImports.PACKAGES.stream().map(each -> each + ".*").toList());
        shell.imports()
                .filter(each -> !each.isStatic())
                .map(ImportSnippet::fullname)
                .forEach(names::add);
        return names;
    }

    synchronized List<Path> addedToClassPath() {
        return List.copyOf(added);
    }

    /// Returns `thrown` and its causes as JShell translates them: with the lines of snippets.
    synchronized JShellException translate(Throwable thrown) {
        return CellThreads.compiling(() -> {
            control.translateNext(thrown);
            return shell.eval("if (true) {}").getFirst().exception();
        });
    }

    /// Returns the piece that JShell calls `id`, or null.
    synchronized Piece piece(String id) {
        return pieces.get(id);
    }

    @Override
    public void close() {
        shell.close();
    }
}
