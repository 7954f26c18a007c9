package org.vitrina.kernel;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.nio.file.Path;
import java.util.Set;
import org.vitrina.kernel.magic.MagicCall;
import org.vitrina.show.MimeBundle;

/// What a notebook that was written for IJava asks its kernel for through
/// `io.github.spencerpark.ijava.IJava.getKernelInstance()`. Nothing of IJava's libraries is loaded before a cell asks.
public final class IJavaCells {
    private final Evaluator evaluator;
    private volatile IJavaRenderer renderer;
    private volatile IJavaMagics magics;

    IJavaCells(Evaluator evaluator) {
        this.evaluator = evaluator;
    }

    /// Returns those of the cell that this thread runs for, or null for a thread that no cell started.
    public static IJavaCells current() {
        Cell cell = Cell.current();
        return cell == null ? null : cell.evaluator.ijava();
    }

    /// Returns the renderer at which a notebook registers how its own types are shown.
    public Renderer renderer() {
        return ownRenderer();
    }

    private synchronized IJavaRenderer ownRenderer() {
        if (renderer == null) {
            renderer = new IJavaRenderer();
        }
        return renderer;
    }

    /// Returns where a notebook registers magics of its own.
    public synchronized Magics magics() {
        if (magics == null) {
            magics = new IJavaMagics();
        }
        return magics;
    }

    /// Lets the cells that follow use a jar or a folder of classes.
    public void addToClassPath(String path) {
        evaluator.compiler().addToClassPath(Path.of(path));
    }

    /// Shows something below the cell.
    public void display(DisplayData data) {
        Cell cell = Cell.current();
        cell.output.give(new Output.Display(IJavaRenderer.bundle(data, ""), data.getDisplayId()));
    }

    Set<String> magicNames() {
        IJavaMagics registered = magics;
        return registered == null ? Set.of() : registered.lineNames();
    }

    boolean hasMagic(String name, boolean ofCell) {
        IJavaMagics registered = magics;
        return registered != null && registered.has(name, ofCell);
    }

    Object callMagic(String name, boolean ofCell, MagicCall call) throws Exception {
        return ofCell
                ? magics.applyCellMagic(name, call.arguments(), call.body())
                : magics.applyLineMagic(name, call.arguments());
    }

    /// Whether `value` is shown by what a notebook has registered, or as one of IJava's own types.
    boolean knows(Object value) {
        IJavaRenderer registered = renderer;
        return registered != null && registered.knows(value)
                || value.getClass().getName().startsWith("io.github.spencerpark.jupyter.kernel.display.");
    }

    /// @param types the MIME types asked for; if there are none, those that it prefers
    MimeBundle show(Object value, String... types) {
        return ownRenderer().show(value, types);
    }
}
