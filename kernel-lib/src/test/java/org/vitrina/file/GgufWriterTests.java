package org.vitrina.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.math.BigInteger;
import java.nio.file.FileSystemException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrina.Property;
import org.vitrina.quantize.Formats;

@DisplayName("A GGUF writer")
class GgufWriterTests {
    @TempDir
    private Path folder;

    private static String message(Class<? extends Exception> type, org.junit.jupiter.api.function.Executable call) {
        return assertThrows(type, call).getMessage();
    }

    @ParameterizedTest
    @ValueSource(strings = {"every-type.gguf", "aligned-to-256.gguf"})
    @DisplayName("writes what llama.cpp's Python package wrote, byte for byte")
    void copies(String name) throws IOException {
        Path copy = folder.resolve(name);
        try (GgufFile file = Gguf.open(Samples.path(name))) {
            GgufWriter writer = Gguf.writer().metadata(file);
            file.tensors().values().forEach(writer::tensor);
            writer.write(copy);
        }
        assertArrayEquals(Samples.bytes(name), Files.readAllBytes(copy));
    }

    @Test
    @DisplayName("writes values of every type so that the reader gives them back, whatever they are")
    void roundTrip() {
        Property.forRandom(200, random -> {
            GgufWriter writer = Gguf.writer();
            var expected = new java.util.LinkedHashMap<String, Object>();
            for (int i = 0; i < 20; i++) {
                String key = "k" + i;
                long bits = random.nextLong() >> random.nextInt(64);
                switch (random.nextInt(9)) {
                    case 0 -> expected.put(key, set(writer, key, GgufType.UINT8, (int) bits & 0xFF));
                    case 1 -> expected.put(key, set(writer, key, GgufType.INT16, (int) (short) bits));
                    case 2 -> expected.put(key, set(writer, key, GgufType.UINT32, bits & 0xFFFF_FFFFL));
                    case 3 -> expected.put(key, set(writer, key, GgufType.INT64, bits));
                    case 4 -> expected.put(key, set(writer, key, GgufType.FLOAT64, (double) bits / 3));
                    case 5 -> expected.put(key, set(writer, key, GgufType.BOOL, bits % 2 == 0));
                    case 6 -> expected.put(key, set(writer, key, GgufType.STRING, "ä" + bits));
                    case 7 -> {
                        List<String> texts = Stream.generate(() -> "t" + random.nextInt())
                                .limit(random.nextInt(5))
                                .toList();
                        writer.texts(key, texts);
                        expected.put(key, texts);
                    }
                    default -> {
                        List<Integer> numbers =
                                random.ints(random.nextInt(5)).boxed().toList();
                        writer.list(key, GgufType.INT32, numbers);
                        expected.put(key, numbers);
                    }
                }
            }
            float[] weights = new float[1 + random.nextInt(50)];
            for (int i = 0; i < weights.length; i++) weights[i] = random.nextFloat();
            writer.tensor(NewTensor.of("w", List.of((long) weights.length), weights));
            Path path = folder.resolve("any.gguf");
            try {
                writer.write(path);
                try (GgufFile file = Gguf.open(path)) {
                    assertEquals(
                            List.copyOf(expected.entrySet()),
                            List.copyOf(file.metadata().entrySet()));
                    assertArrayEquals(weights, file.tensor("w").floats());
                }
            } catch (IOException e) {
                throw new java.io.UncheckedIOException(e);
            }
        });
    }

    private static Object set(GgufWriter writer, String key, GgufType type, Object value) {
        writer.value(key, type, value);
        return value;
    }

    @Test
    @DisplayName("puts a key that is set again where it was, and leaves out one that is removed")
    void keys() throws IOException {
        Path path = folder.resolve("keys.gguf");
        Gguf.writer()
                .text("a", "old")
                .uint32("b", 1)
                .float32("c", 0.5)
                .bool("d", true)
                .text("a", "new")
                .without("c")
                .write(path);
        try (GgufFile file = Gguf.open(path)) {
            assertEquals("{a=new, b=1, d=true}", file.metadata().toString());
            assertEquals(GgufType.UINT32, file.type("b"));
        }
    }

    @Test
    @DisplayName("takes a tensor's bytes in pieces, when their turn comes")
    void pieces() throws IOException {
        Path path = folder.resolve("pieces.gguf");
        Gguf.writer()
                .tensor(new NewTensor("t", Formats.F32, List.of(3L), sink -> {
                    for (float weight : new float[] {1, 2, 3}) {
                        MemorySegment piece = MemorySegment.ofArray(new byte[4]);
                        Formats.F32.encode(new float[] {weight}, 0, 1, piece, 0);
                        sink.write(piece);
                    }
                }))
                .tensor(NewTensor.of("u", List.of(), new float[] {4}))
                .write(path);
        try (GgufFile file = Gguf.open(path)) {
            assertArrayEquals(new float[] {1, 2, 3}, file.tensor("t").floats());
            assertArrayEquals(new float[] {4}, file.tensor("u").floats());
            assertEquals(List.of(), file.tensor("u").shape());
        }
    }

    @Nested
    @DisplayName("when something goes wrong")
    class Wrong {
        @Test
        @DisplayName("leaves the file that was there as it was, and nothing beside it")
        void whole() throws IOException {
            Path path = Files.writeString(folder.resolve("there.gguf"), "as it was");
            var writer = Gguf.writer().tensor(new NewTensor("t", Formats.F32, List.of(2L), _ -> {
                throw new IOException("the disk is gone");
            }));
            assertEquals("the disk is gone", message(IOException.class, () -> writer.write(path)));
            assertEquals("as it was", Files.readString(path));
            try (var files = Files.list(folder)) {
                assertEquals(List.of(path), files.toList());
            }
        }

        @Test
        @DisplayName("says that a source gave too few bytes or too many")
        void counts() {
            var few = new NewTensor(
                    "t", Formats.F32, List.of(2L), sink -> sink.write(MemorySegment.ofArray(new byte[4])));
            assertEquals(
                    "tensor 't': its source gave 4 bytes fewer than the 8 it must",
                    message(
                            IllegalStateException.class,
                            () -> Gguf.writer().tensor(few).write(folder.resolve("f"))));
            var many = new NewTensor(
                    "t", Formats.F32, List.of(2L), sink -> sink.write(MemorySegment.ofArray(new byte[9])));
            assertEquals(
                    "tensor 't': its source gave more than the 8 bytes it must",
                    message(
                            IllegalStateException.class,
                            () -> Gguf.writer().tensor(many).write(folder.resolve("f"))));
        }

        @Test
        @DisplayName("says which value is outside its type's range")
        void values() {
            var writer = Gguf.writer();
            for (Object wrong : new Object[] {-1, 256, 0.5, "7", new BigInteger("18446744073709551616"), Double.NaN}) {
                assertEquals(
                        "key 'k': a value of type UINT8 is needed, but got "
                                + wrong.getClass().getSimpleName() + " '" + wrong + "'",
                        message(IllegalArgumentException.class, () -> writer.value("k", GgufType.UINT8, wrong)));
            }
            assertEquals(
                    "key 'k': a value of type STRING is needed, but got null",
                    message(IllegalArgumentException.class, () -> writer.text("k", null)));
            assertEquals(
                    "key 'k': a value of type INT32 is needed, but got String 'x'",
                    message(IllegalArgumentException.class, () -> writer.list("k", GgufType.INT32, List.of(1, "x"))));
            assertEquals(
                    "key 'k': a list is set with list(key, type of its elements, values)",
                    message(IllegalArgumentException.class, () -> writer.value("k", GgufType.ARRAY, List.of(1))));
            assertEquals(
                    "general.alignment must be a power of two, of type UINT32, but is UINT32 12",
                    message(
                            IllegalArgumentException.class,
                            () -> Gguf.writer().uint32("general.alignment", 12).write(folder.resolve("f"))));
        }

        @Test
        @DisplayName("says which name or shape llama.cpp would not read")
        void names() {
            var writer = Gguf.writer();
            float[] one = {1};
            assertEquals(
                    "tensor '" + "n".repeat(64) + "': a name needs 1 to 63 bytes, but has 64",
                    message(
                            IllegalArgumentException.class,
                            () -> writer.tensor(NewTensor.of("n".repeat(64), List.of(1L), one))));
            assertEquals(
                    "tensor 't': GGUF has at most 4 axes, but the shape is [1, 1, 1, 1, 1]",
                    message(
                            IllegalArgumentException.class,
                            () -> writer.tensor(NewTensor.of("t", List.of(1L, 1L, 1L, 1L, 1L), one))));
            assertEquals(
                    "tensor 't': GGUF has no tensors without weights, but the shape is [0]",
                    message(
                            IllegalArgumentException.class,
                            () -> writer.tensor(NewTensor.of("t", List.of(0L), new float[0]))));
            assertEquals(
                    "tensor 't': no axis can have a negative length, but the shape is [-1]",
                    message(IllegalArgumentException.class, () -> NewTensor.of("t", List.of(-1L), one)));
            assertEquals(
                    "tensor 't': Q4_0 keeps rows in blocks of 32 weights, and its rows have 33",
                    message(
                            IllegalArgumentException.class,
                            () -> new NewTensor("t", Formats.Q4_0, List.of(2L, 33L), _ -> {})));
            assertEquals(
                    "tensor 't': the shape [2] holds 2 weights, but 1 were given",
                    message(IllegalArgumentException.class, () -> NewTensor.of("t", List.of(2L), one)));
            writer.tensor(NewTensor.of("t", List.of(1L), one));
            assertEquals(
                    "tensor 't' was added already; each name stands once",
                    message(IllegalArgumentException.class, () -> writer.tensor(NewTensor.of("t", List.of(1L), one))));
        }

        @Test
        @DisplayName("says that there is no such folder")
        void folders() {
            Path file = folder.resolve("none").resolve("f.gguf");
            var e = assertThrows(FileSystemException.class, () -> Gguf.writer().write(file));
            assertEquals(
                    "cannot be written: there is no folder " + folder.resolve("none") + "; create it first",
                    e.getReason());
        }
    }
}
