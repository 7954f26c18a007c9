package io.github.spencerpark.ijava.runtime;

import java.util.List;
import org.vitrina.kernel.CellFunctions;

/// Magics called from Java, by IJava's name.
public final class Magics {
    private Magics() {}

    public static <T> T lineMagic(String name, List<String> arguments) throws Exception {
        return CellFunctions.lineMagic(name, arguments);
    }

    public static <T> T cellMagic(String name, List<String> arguments, String body) throws Exception {
        return CellFunctions.cellMagic(name, arguments, body);
    }
}
