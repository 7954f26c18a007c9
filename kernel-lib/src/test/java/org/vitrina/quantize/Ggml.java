package org.vitrina.quantize;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Locale;

/// ggml itself, called in the library that the npm package node-llama-cpp carries.
final class Ggml {
    private static final String HOW = "ggml is not installed; npm install --prefix target/peers --ignore-scripts"
            + " node-llama-cpp@3.22.1 @node-llama-cpp/linux-x64@3.22.1 puts it into place (VITRINA_PEERS names another)";

    private final SymbolLookup symbols;

    private Ggml(SymbolLookup symbols) {
        this.symbols = symbols;
    }

    /// Returns the installed library; a test that calls this is skipped where there is none.
    static Ggml installed() throws IOException {
        Path peers = Path.of(System.getenv().getOrDefault("VITRINA_PEERS", "../target/peers"));
        Path packages = peers.resolve("node_modules/@node-llama-cpp");
        assumeTrue(Files.isDirectory(packages), HOW);
        try (var files = Files.walk(packages)) {
            var library = files.filter(file -> file.getFileName().toString().matches("libggml-base\\.(so|dylib)"))
                    .findFirst();
            assumeTrue(library.isPresent(), HOW);
            return new Ggml(SymbolLookup.libraryLookup(library.get(), Arena.global()));
        }
    }

    byte[] quantize(Format format, float[] weights) {
        MethodHandle quantize = function(
                "ggml_quantize_chunk",
                FunctionDescriptor.of(
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_INT,
                        ValueLayout.ADDRESS,
                        ValueLayout.ADDRESS,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.JAVA_LONG,
                        ValueLayout.ADDRESS));
        try (var arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocateFrom(ValueLayout.JAVA_FLOAT, weights);
            MemorySegment to = arena.allocate(format.bytes(weights.length), 64);
            long written = (long) quantize.invokeExact(
                    Formats.ggmlType(format), from, to, 0L, 1L, (long) weights.length, MemorySegment.NULL);
            if (written != to.byteSize()) {
                throw new AssertionError("ggml wrote " + written + " bytes of " + format.name());
            }
            return to.toArray(ValueLayout.JAVA_BYTE);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    float[] dequantize(Format format, byte[] blocks, int count) {
        String name = switch (format.name()) {
            case "F16" -> "ggml_fp16_to_fp32_row";
            case "BF16" -> "ggml_bf16_to_fp32_row";
            case String quantized ->
                "dequantize_row_" + quantized.toLowerCase(Locale.ROOT).replace("_k", "_K");
        };
        MethodHandle dequantize = function(
                name, FunctionDescriptor.ofVoid(ValueLayout.ADDRESS, ValueLayout.ADDRESS, ValueLayout.JAVA_LONG));
        try (var arena = Arena.ofConfined()) {
            MemorySegment from = arena.allocate(blocks.length, 64);
            MemorySegment.copy(blocks, 0, from, ValueLayout.JAVA_BYTE, 0, blocks.length);
            MemorySegment to = arena.allocate(4L * count, 64);
            dequantize.invokeExact(from, to, (long) count);
            return to.toArray(ValueLayout.JAVA_FLOAT);
        } catch (Throwable e) {
            throw new AssertionError(e);
        }
    }

    private MethodHandle function(String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(symbols.find(name).orElseThrow(), descriptor);
    }
}
