package org.vitrina.kernel;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SequencedMap;
import jdk.jshell.DeclarationSnippet;
import jdk.jshell.EvalException;
import jdk.jshell.JShell;
import jdk.jshell.JShellException;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;
import org.vitrina.kernel.CellControl.Call;
import org.vitrina.kernel.CellSource.Piece;

/// Compiles cells with JShell: the whole cell or, if any of it is wrong, none of it.
final class CellCompiler implements AutoCloseable {
    private final JShell shell;
    private final CellControl control;
    private final Map<String, Piece> pieces = new HashMap<>();

    /// The declarations in force, by JShell's name of the snippet.
    private final SequencedMap<String, Declared> declared = new LinkedHashMap<>();

    private record Declared(Snippet snippet, Piece piece) {}

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
        control = new CellControl(loader);
        var builder = JShell.builder()
                .executionEngine(
                        new ExecutionControlProvider() {
                            @Override
                            public String name() {
                                return "cells";
                            }

                            @Override
                            public ExecutionControl generate(ExecutionEnv env, Map<String, String> parameters) {
                                return control;
                            }
                        },
                        Map.of());
        if (ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent()) {
            builder.compilerOptions("--add-modules", "jdk.incubator.vector", "-Xlint:-incubating");
        }
        shell = builder.build();
        options.classPath().forEach(path -> shell.addToClasspath(path.toString()));
    }

    JShell shell() {
        return shell;
    }

    void addToClassPath(java.nio.file.Path path) {
        shell.addToClasspath(path.toString());
    }

    /// Runs a declaration that no cell wrote, such as a default import.
    void declare(String source) {
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

    /// Splits the cell into the pieces that JShell takes one at a time.
    List<Piece> split(CellSource cell) throws Rejected {
        var found = new ArrayList<Piece>();
        var analysis = shell.sourceCodeAnalysis();
        String rest = cell.text();
        while (!rest.isBlank()) {
            CompletionInfo info = analysis.analyzeCompletion(rest);
            int offset = cell.text().length() - rest.length();
            switch (info.completeness()) {
                case EMPTY -> rest = "";
                case DEFINITELY_INCOMPLETE ->
                    throw new Rejected(CompileErrors.unfinished(new Piece(cell, rest, offset)));
                case COMPLETE, CONSIDERED_INCOMPLETE, COMPLETE_WITH_SEMI, UNKNOWN -> {
                    String source = info.source() == null || info.source().isBlank() ? rest : info.source();
                    found.add(new Piece(cell, source, offset));
                    rest = info.source() == null ? "" : info.remaining();
                }
            }
        }
        return found;
    }

    /// Compiles the pieces of a cell, in order.
    List<Ready> compile(List<Piece> cell) throws Rejected {
        var ready = new ArrayList<Ready>();
        var made = new ArrayList<Snippet>();
        try {
            for (Piece piece : cell) {
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
            if (each.snippet() instanceof DeclarationSnippet) {
                declared.put(each.snippet().id(), new Declared(each.snippet(), each.piece()));
            }
        }
        return ready;
    }

    private List<Ready> compile(Piece piece, List<Snippet> made) throws Rejected {
        control.takeNoted();
        List<SnippetEvent> events;
        try {
            events = shell.eval(piece.text());
        } catch (StackOverflowError e) {
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
        for (var each : List.copyOf(declared.entrySet())) {
            Declared lost = each.getValue();
            if (shell.status(lost.snippet()).isActive()) {
                continue;
            }
            declared.remove(each.getKey());
            for (SnippetEvent event : shell.eval(lost.snippet().source())) {
                if (event.causeSnippet() == null) {
                    pieces.put(event.snippet().id(), lost.piece());
                    declared.put(event.snippet().id(), new Declared(event.snippet(), lost.piece()));
                }
            }
        }
        control.takeNoted();
    }

    /// Returns `thrown` and its causes as JShell translates them: with the lines of snippets.
    EvalException translate(Throwable thrown) {
        control.translateNext(thrown);
        JShellException translated = shell.eval("if (true) {}").getFirst().exception();
        return (EvalException) translated;
    }

    /// Returns the piece that JShell calls `id`, or null.
    Piece piece(String id) {
        return pieces.get(id);
    }

    @Override
    public void close() {
        shell.close();
    }
}
