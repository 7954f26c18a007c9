package org.vitrina.kernel;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Gets a kernel back to work whose heap is full.
final class CellMemory {
    private static final String MESSAGE = "the memory that the kernel may use, "
            + (Runtime.getRuntime().maxMemory() >> 20) + " MB, was not enough for this cell";

    /// Made while there is room for it, for when there is none.
    private static final Outcome.Failed LAST_RESORT = new Outcome.Failed(
            new CellError("OutOfMemoryError", MESSAGE, List.of(Ansi.red("OutOfMemoryError") + ": " + MESSAGE + ".")));

    /// Given away first, so that there is room to do the rest.
    private static byte[][] reserve;

    private CellMemory() {}

    /// Puts some memory aside; called while there is plenty.
    static synchronized void putAside() {
        if (reserve == null) {
            reserve = new byte[64][1 << 16];
        }
    }

    /// Gives away what was put aside; called first when the heap is full, and allocates nothing itself.
    static void release() {
        reserve = null;
    }

    /// Returns the error of a cell that filled the heap.
    static Outcome.Failed failed(OutOfMemoryError full, Cell cell, CellCompiler compiler) {
        release();
        try {
            return new Outcome.Failed(survive(full, cell, compiler));
        } catch (OutOfMemoryError again) {
            return LAST_RESORT;
        } finally {
            try {
                putAside();
            } catch (OutOfMemoryError again) {
                // it is put aside before the next cell
            }
        }
    }

    /// Returns the error to show, after variables have been emptied as far as that was needed: first those
    /// that the cell names, then all.
    private static CellError survive(OutOfMemoryError full, Cell cell, CellCompiler compiler) {
        var emptied = new ArrayList<String>();
        if (isFull()) {
            empty(compiler, emptied, CodeScan.of(cell.source).names());
            if (isFull()) {
                empty(compiler, emptied, null);
                System.gc();
            }
        }
        String message = full.getMessage() != null && full.getMessage().contains("array size")
                ? "an array cannot be that long"
                : MESSAGE;
        var trace = new ArrayList<>(List.of(Ansi.red("OutOfMemoryError") + ": " + message + "."));
        CellError told = CellTrace.of(full, compiler);
        trace.addAll(told.traceback().subList(1, told.traceback().size()));
        if (!emptied.isEmpty()) {
            trace.add("  To get memory back, set to null: " + String.join(", ", emptied)
                    + ". The other variables keep their values.");
        }
        return new CellError("OutOfMemoryError", message, trace);
    }

    private static void empty(CellCompiler compiler, List<String> emptied, Set<String> named) {
        compiler.variables().forEach((name, field) -> {
            if ((named == null || named.contains(name)) && holdsMuch(field)) {
                Declarations.clear(field);
                emptied.add(name);
            }
        });
    }

    /// Numbers, texts and the like are not what fills a heap.
    private static boolean holdsMuch(Field field) {
        try {
            return switch (field.get(null)) {
                case null -> false;
                case Number _, Boolean _, Character _, Enum<?> _, Class<?> _ -> false;
                case String text -> text.length() > 1 << 20;
                default -> true;
            };
        } catch (IllegalAccessException e) {
            return false;
        }
    }

    private static boolean isFull() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory() > runtime.maxMemory() / 10 * 7;
    }
}
