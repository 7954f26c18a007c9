package io.github.spencerpark.ijava;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.util.List;
import org.vitrina.kernel.CellFunctions;
import org.vitrina.kernel.IJavaCells;

/// What cells ask of IJava's kernel: its renderer, its magics, its class path.
public final class JavaKernel {
    private final IJavaCells cells;

    JavaKernel(IJavaCells cells) {
        this.cells = cells;
    }

    /// Returns where a notebook registers how its own types are shown.
    public Renderer getRenderer() {
        return cells.renderer();
    }

    /// Returns where a notebook registers magics of its own.
    public Magics getMagics() {
        return cells.magics();
    }

    /// Lets the cells that follow use a jar or a folder of classes.
    public void addToClasspath(String path) {
        cells.addToClassPath(path);
    }

    /// Lets the cells that follow use Maven artifacts, each `group:artifact:version`, and what they need.
    public void addMavenDependencies(List<String> coordinates) throws Exception {
        CellFunctions.lineMagic("maven", coordinates);
    }

    /// Shows something below the cell.
    public void display(DisplayData data) {
        cells.display(data);
    }

    /// Runs what could be a cell inside this one, and returns its value.
    public Object evalRaw(String code) throws Exception {
        return CellFunctions.eval(code);
    }
}
