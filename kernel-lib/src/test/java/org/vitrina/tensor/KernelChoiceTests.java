package org.vitrina.tensor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Which kernels compute")
class KernelChoiceTests {
    /// What the child JVM prints: how the chosen kernels compute, and why they were chosen.
    static final class Child {
        private Child() {}

        public static void main(String[] arguments) {
            System.out.println(Kernels.best().dot(new float[] {2, 3}, 0, new float[] {5, 7}, 0, 2));
            System.out.println(Kernels.best().getClass().getSimpleName().replaceAll("[+/].*", ""));
            System.out.println(Kernels.reason());
            Tensor x = Tensor.of(new float[] {1, 2}, 1, 2);
            Tensor out = Tensor.zeros(1, 2);
            FloatMatrix.of(Tensor.of(new float[] {1, 1, 2, -1}, 2, 2)).multiply(x, out, Workers.all());
            System.out.println(List.of(out.get(0, 0), out.get(0, 1)));
        }
    }

    private record Output(List<String> out, List<String> err, int exit) {}

    private static Output child(String... options) throws IOException, InterruptedException {
        var command = new ArrayList<String>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(List.of(options));
        command.addAll(List.of("-Xmx128m", "-cp", System.getProperty("java.class.path"), Child.class.getName()));
        Process process = new ProcessBuilder(command).start();
        var out = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        var err = new String(process.getErrorStream().readAllBytes(), StandardCharsets.UTF_8);
        return new Output(out.lines().toList(), err.lines().toList(), process.waitFor());
    }

    @Test
    @DisplayName("without the vector module: the scalar ones, and one line that names the flag")
    void moduleMissing() throws Exception {
        String reason = "computing with scalar kernels, many times slower: the vector module is missing; start Java"
                + " with --add-modules jdk.incubator.vector";
        assertEquals(
                new Output(List.of("31.0", "ScalarKernels", reason, "[3.0, 0.0]"), List.of("vitrina: " + reason), 0),
                child());
    }

    @Test
    @DisplayName("with the module: the vector ones, without a word except the JVM's own")
    void modulePresent() throws Exception {
        Output output = child("--add-modules", "jdk.incubator.vector", "-Dvitrina.kernels=vector");
        assertEquals(List.of("31.0", "VectorKernels"), output.out.subList(0, 2));
        assertEquals("[3.0, 0.0]", output.out.get(3));
        assertEquals(List.of("WARNING: Using incubator modules: jdk.incubator.vector"), output.err);
    }

    @Test
    @DisplayName("with -Dvitrina.kernels=scalar: the scalar ones, as asked, without a word")
    void scalarForced() throws Exception {
        assertEquals(
                new Output(
                        List.of(
                                "31.0",
                                "ScalarKernels",
                                "scalar kernels, as -Dvitrina.kernels=scalar asks",
                                "[3.0, 0.0]"),
                        List.of(),
                        0),
                child("-Dvitrina.kernels=scalar"));
    }

    @Test
    @DisplayName("on a CPU with short vectors: the scalar ones, unless vector ones are forced")
    void shortVectors() {
        KernelChoice choice = KernelChoice.choose("", true, 64, true);
        assertInstanceOf(ScalarKernels.class, choice.kernels());
        assertEquals(
                "computing with scalar kernels: this CPU has vectors of 64 bits, and vector kernels (--add-modules"
                        + " jdk.incubator.vector) pay from 128 on; -Dvitrina.kernels=vector forces them",
                choice.reason());
        assertSame(
                Vectors.preferred(),
                KernelChoice.choose("vector", true, 64, false).kernels());
    }

    @Test
    @DisplayName("on a CPU without FMA: the scalar ones, and one line that says so")
    void withoutFma() throws Exception {
        String reason =
                "computing with scalar kernels: this CPU does not multiply and add in one instruction (FMA), and"
                        + " vector kernels (--add-modules jdk.incubator.vector) would be slower still; -Dvitrina.kernels=vector"
                        + " forces them";
        assertEquals(reason, KernelChoice.choose("", true, 256, false).reason());
        Output output = child(
                "--add-modules",
                "jdk.incubator.vector",
                "-XX:+UnlockDiagnosticVMOptions",
                "-XX:+IgnoreUnrecognizedVMOptions",
                "-XX:-UseFMA");
        assumeTrue(!System.getProperty("os.arch").equals("aarch64"), "every aarch64 has FMA");
        assertEquals(List.of("31.0", "ScalarKernels", reason, "[3.0, 0.0]"), output.out);
        assertEquals("vitrina: " + reason, output.err.getLast());
    }

    @Test
    @DisplayName("with another value of the property: none, but a sentence that says which there are")
    void wrongProperty() {
        var refused = assertThrows(IllegalArgumentException.class, () -> KernelChoice.choose("fast", true, 512, true));
        assertEquals(
                "the system property vitrina.kernels chooses the kernels and is scalar or vector, but was \"fast\"",
                refused.getMessage());
    }

    @Test
    @DisplayName("are the same for everybody who asks")
    void same() {
        assertSame(Kernels.best(), Kernels.best());
        assertSame(Vectors.kernels(256), Vectors.kernels(256));
    }
}
