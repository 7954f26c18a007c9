package org.vitrina.kernel;

import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.vitrina.kernel.CellParts.Part;
import org.vitrina.kernel.CellRun.Value;
import org.vitrina.kernel.magic.MagicCall;
import org.vitrina.kernel.magic.MagicException;
import org.vitrina.kernel.magic.MagicKernel;
import org.vitrina.kernel.magic.Magics;
import org.vitrina.kernel.magic.MavenLibraries;
import org.vitrina.show.MimeBundle;

/// A magic in a cell, and what the kernel does for it.
final class CellMagic implements MagicKernel {
    private final CellRun run;
    private final Evaluator evaluator;
    private final Cell cell;
    private final CellSource source;
    private final Part.Magic magic;
    private Value value = Value.NONE;

    CellMagic(CellRun run, Evaluator evaluator, Cell cell, CellSource source, Part.Magic magic) {
        this.run = run;
        this.evaluator = evaluator;
        this.cell = cell;
        this.source = source;
        this.magic = magic;
    }

    /// Returns the names of the magics of a line.
    static Set<String> lineNames(Evaluator evaluator) {
        var names = new LinkedHashSet<>(Magics.lineNames());
        names.addAll(evaluator.ijava().magicNames());
        return names;
    }

    /// @throws MagicException if there is no such magic
    static void check(Evaluator evaluator, String name, boolean ofCell) throws MagicException {
        if (!evaluator.ijava().hasMagic(name, ofCell)) {
            Magics.check(name, ofCell);
        }
    }

    /// Calls a magic from Java.
    ///
    /// @param argument what would stand behind its name
    /// @param body     the lines below it, or null for the magic of a line
    static Object call(Cell cell, String name, String argument, String body) throws Exception {
        String text = argument + "\n" + (body == null ? "" : body);
        var source = new CellSource("%" + name + " in cell " + cell.number, text);
        var magic = new Part.Magic(name, argument, 0, body == null ? -1 : argument.length() + 1);
        return new CellMagic(new CellRun(cell.evaluator, cell), cell.evaluator, cell, source, magic).apply();
    }

    /// Returns words as the one argument that is cut into them again.
    static String joined(List<String> words) {
        return words.stream()
                .map(word -> {
                    char quote = word.indexOf('"') < 0 ? '"' : '\'';
                    boolean whole = !word.isEmpty() && word.chars().noneMatch(c -> " \t\n\r\f\"'".indexOf(c) >= 0);
                    return whole ? word : quote + word + quote;
                })
                .collect(Collectors.joining(" "));
    }

    /// Calls the magic; its value is that of the Java it ran, where it ran any.
    Value call() throws Exception {
        apply();
        return value;
    }

    private Object apply() throws Exception {
        String body = magic.ofCell() ? source.text().substring(magic.body()) : "";
        var call = new MagicCall(magic.argument(), body, this);
        return evaluator.ijava().hasMagic(magic.name(), magic.ofCell())
                ? evaluator.ijava().callMagic(magic.name(), magic.ofCell(), call)
                : Magics.call(magic.name(), magic.ofCell(), call);
    }

    @Override
    public void addToClassPath(List<Path> paths) {
        paths.forEach(evaluator.compiler()::addToClassPath);
    }

    @Override
    public Object runOwnCode() throws Exception {
        if (!magic.argument().isEmpty()) {
            value = run.run(source, magic.at(), magic.at() + magic.argument().length());
        }
        if (magic.ofCell()) {
            value = run.run(source, magic.body(), source.text().length());
        }
        return value.object();
    }

    @Override
    public Object run(String name, String text) throws Exception {
        return run.run(new CellSource(name, text)).object();
    }

    @Override
    public void print(String text) {
        cell.output.print(false, text);
    }

    @Override
    public void display(MimeBundle shown) {
        cell.output.give(new Output.Display(shown, null));
    }

    @Override
    public List<Variable> variables() {
        return evaluator.variables();
    }

    @Override
    public void reset() {
        evaluator.reset();
    }

    @Override
    public MavenLibraries maven() {
        return evaluator.maven();
    }
}
