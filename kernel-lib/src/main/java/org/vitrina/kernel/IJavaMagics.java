package org.vitrina.kernel;

import io.github.spencerpark.jupyter.kernel.magic.registry.CellMagicFunction;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagicFunction;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// IJava's register of magics, which tells what is in it.
final class IJavaMagics extends Magics {
    private final Set<String> lines = ConcurrentHashMap.newKeySet();
    private final Set<String> cells = ConcurrentHashMap.newKeySet();

    @Override
    public void registerLineMagic(String name, LineMagicFunction<?> magic) {
        lines.add(name);
        super.registerLineMagic(name, magic);
    }

    @Override
    public void registerCellMagic(String name, CellMagicFunction<?> magic) {
        cells.add(name);
        super.registerCellMagic(name, magic);
    }

    @Override
    public <T extends LineMagicFunction<?> & CellMagicFunction<?>> void registerLineCellMagic(String name, T magic) {
        lines.add(name);
        cells.add(name);
        super.registerLineCellMagic(name, magic);
    }

    Set<String> lineNames() {
        return lines;
    }

    boolean has(String name, boolean ofCell) {
        return (ofCell ? cells : lines).contains(name);
    }
}
