package io.github.spencerpark.ijava;

import org.vitrina.kernel.IJavaCells;

/// Stands where IJava has its main class, for cells that reach their kernel through it.
public final class IJava {
    private IJava() {}

    /// Returns the kernel that runs this cell, or null in a thread that no cell started.
    public static JavaKernel getKernelInstance() {
        IJavaCells cells = IJavaCells.current();
        return cells == null ? null : new JavaKernel(cells);
    }
}
