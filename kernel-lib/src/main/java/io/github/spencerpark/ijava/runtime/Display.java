package io.github.spencerpark.ijava.runtime;

import org.dflib.jjava.jupyter.kernel.display.DisplayData;
import org.vitrina.kernel.CellFunctions;

/// `display` and its like, by IJava's name; they are those of [CellFunctions].
public final class Display {
    private Display() {}

    public static DisplayData render(Object value, String... as) {
        return CellFunctions.render(value, as);
    }

    public static String display(Object value) {
        return CellFunctions.display(value);
    }

    public static String display(Object value, String... as) {
        return CellFunctions.display(value, as);
    }

    public static void updateDisplay(String id, Object value, String... as) {
        CellFunctions.updateDisplay(id, value, as);
    }
}
