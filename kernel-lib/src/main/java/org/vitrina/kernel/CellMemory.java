package org.vitrina.kernel;

import java.lang.reflect.Field;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Gets a kernel back to work whose heap is full.
final class CellMemory {
    /// Given away first, so that there is room to do the rest.
    private static byte[] reserve = new byte[2 << 20];

    private CellMemory() {}

    /// Returns the error to show, after variables have been emptied as far as that was needed: first those
    /// that the cell names, then all.
    static synchronized CellError survive(OutOfMemoryError full, Cell cell, CellCompiler compiler) {
        reserve = null;
        var emptied = new ArrayList<String>();
        if (isFull()) {
            Set<String> named = CodeScan.of(cell.source).names();
            empty(compiler, emptied, named);
            if (isFull()) {
                empty(compiler, emptied, null);
            }
        }
        reserve = new byte[2 << 20];
        long megabytes = Runtime.getRuntime().maxMemory() >> 20;
        String message = full.getMessage() != null && full.getMessage().contains("array size")
                ? "an array cannot be that long"
                : "the memory that the kernel may use, " + megabytes + " MB, was not enough for this cell";
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
                CellCompiler.clear(field);
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
