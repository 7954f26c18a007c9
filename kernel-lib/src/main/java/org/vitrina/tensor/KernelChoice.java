package org.vitrina.tensor;

import java.util.Locale;

/// Which kernels compute in this JVM, decided once.
///
/// @param kernels the set that was chosen
/// @param reason  one sentence that says which and why
record KernelChoice(Kernels kernels, String reason) {
    static final String PROPERTY = "vitrina.kernels";

    private static final int FUSED = 50;

    /// Interpreted, the instruction takes some 30 nanoseconds, and what stands for it some 10,000.
    private static final long FUSED_NANOS = 1_000;

    static final KernelChoice CHOSEN = choose();

    private static KernelChoice choose() {
        String wish = System.getProperty(PROPERTY, "").toLowerCase(Locale.ROOT);
        boolean present = ModuleLayer.boot().findModule("jdk.incubator.vector").isPresent();
        // Vectors is loaded by the first call to it, which must not happen where the module is missing
        KernelChoice choice = choose(wish, present, present ? Vectors.bits() : 0, fuses());
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
    /// @param fuses   whether the CPU multiplies and adds in one instruction
    static KernelChoice choose(String wish, boolean present, int bits, boolean fuses) {
        return switch (wish) {
            case "scalar" -> scalar("scalar kernels, as -D" + PROPERTY + "=scalar asks");
            case "", "vector" -> {
                if (!present) {
                    yield scalar("computing with scalar kernels, many times slower: the vector module is missing;"
                            + " start Java with --add-modules jdk.incubator.vector");
                }
                if (wish.isEmpty() && bits < Vectors.LEAST_BITS) {
                    yield scalar("computing with scalar kernels: this CPU has vectors of " + bits
                            + " bits, and vector kernels (--add-modules jdk.incubator.vector) pay from "
                            + Vectors.LEAST_BITS + " on; -D" + PROPERTY + "=vector forces them");
                }
                if (wish.isEmpty() && !fuses) {
                    yield scalar("computing with scalar kernels: this CPU does not multiply and add in one instruction"
                            + " (FMA), and vector kernels (--add-modules jdk.incubator.vector) would be slower still; -D"
                            + PROPERTY + "=vector forces them");
                }
                yield new KernelChoice(
                        Vectors.preferred(), "vector kernels, " + bits + " bits wide, the width this CPU prefers");
            }
            default ->
                throw new IllegalArgumentException("the system property " + PROPERTY
                        + " chooses the kernels and is scalar or vector, but was \"" + wish + "\"");
        };
    }

    /// Returns whether `a * b + c` with one rounding is an instruction. Where it is none, Java computes it with
    /// numbers of any length, which takes a thousand times as long; no property says which it is.
    private static boolean fuses() {
        long least = Long.MAX_VALUE;
        float x = 1;
        for (int round = 0; round < 5; round++) {
            long begin = System.nanoTime();
            for (int i = 0; i < FUSED; i++) {
                x = Math.fma(x, 0.5f, 1.1f);
            }
            least = Math.min(least, System.nanoTime() - begin);
        }
        return x > 0 && least < FUSED * FUSED_NANOS;
    }

    private static KernelChoice scalar(String reason) {
        return new KernelChoice(new ScalarKernels(), reason);
    }
}
