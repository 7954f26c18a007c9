package org.vitrina.file;

import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.lang.foreign.AddressLayout;
import java.lang.foreign.Arena;
import java.lang.foreign.FunctionDescriptor;
import java.lang.foreign.Linker;
import java.lang.foreign.MemoryLayout;
import java.lang.foreign.MemoryLayout.PathElement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.SegmentAllocator;
import java.lang.foreign.StructLayout;
import java.lang.foreign.SymbolLookup;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandle;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.MethodType;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/// llama.cpp's own quantizer, called in the libraries that the npm package node-llama-cpp carries.
final class LlamaQuantize {
    private static final String HOW = "llama.cpp is not installed; npm install --prefix target/peers --ignore-scripts"
            + " node-llama-cpp@3.22.1 @node-llama-cpp/linux-x64@3.22.1 puts it into place (VITRINA_PEERS names another)";

    private static final AddressLayout POINTER = ValueLayout.ADDRESS;

    /// `llama_model_quantize_params` of llama.h, as of the release in node-llama-cpp 3.22.1.
    private static final StructLayout PARAMETERS = MemoryLayout.structLayout(
            ValueLayout.JAVA_INT.withName("threads"),
            ValueLayout.JAVA_INT.withName("type"),
            ValueLayout.JAVA_INT.withName("output type"),
            ValueLayout.JAVA_INT.withName("embedding type"),
            ValueLayout.JAVA_BOOLEAN.withName("allow requantize"),
            ValueLayout.JAVA_BOOLEAN.withName("quantize output"),
            ValueLayout.JAVA_BOOLEAN.withName("only copy"),
            ValueLayout.JAVA_BOOLEAN.withName("pure"),
            ValueLayout.JAVA_BOOLEAN.withName("keep split"),
            ValueLayout.JAVA_BOOLEAN.withName("dry run"),
            MemoryLayout.paddingLayout(2),
            POINTER,
            POINTER,
            POINTER,
            POINTER,
            ValueLayout.JAVA_LONG);

    private final SymbolLookup ggml;
    private final SymbolLookup llama;

    private LlamaQuantize(SymbolLookup ggml, SymbolLookup llama) {
        this.ggml = ggml;
        this.llama = llama;
    }

    /// Returns the installed libraries; a test that calls this is skipped where there are none.
    static LlamaQuantize installed() throws Throwable {
        Path peers = Path.of(System.getenv().getOrDefault("VITRINA_PEERS", "../target/peers"));
        Path folder = peers.resolve("node_modules/@node-llama-cpp/linux-x64/bins/linux-x64");
        assumeTrue(Files.isDirectory(folder), HOW);
        var quantizer =
                new LlamaQuantize(library(folder, "libggml\\.v.*\\.so"), library(folder, "libllama\\.v.*\\.so"));
        quantizer.beQuiet();
        // the one for any x64 processor: quantizing does not use it, but loading a model asks for one
        MethodHandle load = function(quantizer.ggml, "ggml_backend_load", FunctionDescriptor.of(POINTER, POINTER));
        try (var arena = Arena.ofConfined()) {
            var backend = (MemorySegment) load.invokeExact(
                    arena.allocateFrom(folder.resolve("libggml-cpu-x64.so").toString()));
            assumeTrue(!backend.equals(MemorySegment.NULL), HOW);
        }
        function(quantizer.llama, "llama_backend_init", FunctionDescriptor.ofVoid())
                .invokeExact();
        return quantizer;
    }

    /// Takes what llama.cpp would write to standard error, three hundred lines a model.
    private void beQuiet() throws Throwable {
        MethodHandle ignore = MethodHandles.empty(
                MethodType.methodType(void.class, int.class, MemorySegment.class, MemorySegment.class));
        MemorySegment listener = Linker.nativeLinker()
                .upcallStub(ignore, FunctionDescriptor.ofVoid(ValueLayout.JAVA_INT, POINTER, POINTER), Arena.global());
        function(llama, "llama_log_set", FunctionDescriptor.ofVoid(POINTER, POINTER))
                .invokeExact(listener, MemorySegment.NULL);
    }

    /// @param type what `general.file_type` shall say
    void quantize(Path in, Path out, int type) throws Throwable {
        MethodHandle standard =
                function(llama, "llama_model_quantize_default_params", FunctionDescriptor.of(PARAMETERS));
        MethodHandle quantize = function(
                llama, "llama_model_quantize", FunctionDescriptor.of(ValueLayout.JAVA_INT, POINTER, POINTER, POINTER));
        try (var arena = Arena.ofConfined()) {
            var parameters = (MemorySegment) standard.invokeExact((SegmentAllocator) arena);
            set(parameters, "threads", 2);
            set(parameters, "type", type);
            set(parameters, "pure", true);
            set(parameters, "allow requantize", true);
            int failed = (int) quantize.invokeExact(
                    arena.allocateFrom(in.toString()), arena.allocateFrom(out.toString()), parameters);
            if (failed != 0) {
                throw new AssertionError("llama.cpp could not quantize " + in + " to type " + type);
            }
        }
    }

    private static void set(MemorySegment parameters, String name, Object value) {
        var place = PathElement.groupElement(name);
        switch (value) {
            case Integer number -> parameters.set(ValueLayout.JAVA_INT, PARAMETERS.byteOffset(place), number);
            case Boolean flag -> parameters.set(ValueLayout.JAVA_BOOLEAN, PARAMETERS.byteOffset(place), flag);
            default -> throw new AssertionError(value);
        }
    }

    private static SymbolLookup library(Path folder, String name) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            Path library = files.filter(file -> file.getFileName().toString().matches(name))
                    .max(Comparator.naturalOrder())
                    .orElseThrow();
            return SymbolLookup.libraryLookup(library, Arena.global());
        }
    }

    private static MethodHandle function(SymbolLookup library, String name, FunctionDescriptor descriptor) {
        return Linker.nativeLinker().downcallHandle(library.find(name).orElseThrow(), descriptor);
    }
}
