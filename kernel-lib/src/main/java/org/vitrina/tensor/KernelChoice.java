package org.vitrina.tensor;

import java.util.Locale;

/// Which kernels compute in this JVM, decided once.
///
/// @param kernels the set that was chosen
/// @param reason  one sentence that says which and why
record KernelChoice(Kernels kernels, String reason) {
    static final String PROPERTY = "vitrina.kernels";

    static final KernelChoice CHOSEN = choose();

    private static KernelChoice choose() {
        String wish = System.getProperty(PROPERTY, "").toLowerCase(Locale.ROOT);
        boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        // Vectors is loaded by the first call to it, which must not happen where the module is missing
        KernelChoice choice = choose(wish, present, present ? Vectors.bits() : 0);
        if (choice.kernels instanceof ScalarKernels && !wish.equals("scalar")) {
            System.err.println("vitrina: " + choice.reason);
        }
        return choice;
    }

    /// Returns what is chosen.
    ///
    /// @param wish    the property's value, empty for none
    /// @param present whether the vector module is there
    /// @param bits    how wide the vectors are that the CPU prefers, if it is
    static KernelChoice choose(String wish, boolean present, int bits) {
        return switch (wish) {
            case "scalar" -> scalar("scalar kernels, as -D" + PROPERTY + "=scalar asks");
            case "", "vector" -> {
                if (!present) {
                    yield scalar("computing with scalar kernels, many times slower: the vector module is missing;"
                            + " start Java with --add-modules jdk.incubator.vector");
                }
                if (bits < Vectors.LEAST_BITS && wish.isEmpty()) {
                    yield scalar("computing with scalar kernels: this CPU has vectors of " + bits
                            + " bits, and vector kernels (--add-modules jdk.incubator.vector) pay from "
                            + Vectors.LEAST_BITS + " on; -D" + PROPERTY + "=vector forces them");
                }
                yield new KernelChoice(
                        Vectors.preferred(), "vector kernels, " + bits + " bits wide, the width this CPU prefers");
            }
            default ->
                throw new IllegalArgumentException("the system property " + PROPERTY
                        + " chooses the kernels and is scalar or vector, but was \"" + wish + "\"");
        };
    }

    private static KernelChoice scalar(String reason) {
        return new KernelChoice(new ScalarKernels(), reason);
    }
}
