package org.vitrina.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.sun.management.ThreadMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.vitrina.Mutations;
import org.vitrina.Property;
import org.vitrina.quantize.Formats;

@DisplayName("A safetensors file")
class SafetensorsTests {
    @TempDir
    private Path folder;

    private static byte[] file(String header, int weights) {
        byte[] json = header.getBytes(StandardCharsets.UTF_8);
        return Samples.file((long) json.length, json, new byte[weights]);
    }

    private static void refused(String message, String header, int weights) {
        var e = assertThrows(
                ModelFileException.class, () -> Safetensors.read(Samples.segment(file(header, weights))), "was read");
        assertEquals(message, e.getMessage());
    }

    private static String message(Executable call) {
        return assertThrows(ModelFileException.class, call).getMessage();
    }

    @Nested
    @DisplayName("written by Hugging Face's package")
    class Golden {
        @Test
        @DisplayName("gives its texts, and the weights in each type of float")
        void read() throws IOException {
            try (SafetensorsFile file = Safetensors.open(Samples.path("small.safetensors"))) {
                assertEquals(Map.of("format", "pt", "note", "quotes \" and a jarrón"), file.metadata());
                assertEquals(8, file.tensors().size());
                float[] expected = {1.5f, -2.25f, 0, 3, 96, 32768};
                assertArrayEquals(expected, file.tensor("single").floats());
                assertArrayEquals(expected, file.tensor("half").floats());
                assertArrayEquals(expected, file.tensor("brain").floats());
                assertEquals(Formats.BF16, file.tensor("brain").format());
                assertEquals(List.of(2L, 3L), file.tensor("brain").shape());
                assertArrayEquals(new float[] {2.5f}, file.tensor("scalar").floats());
                assertArrayEquals(new float[] {}, file.tensor("emptý").floats());
                assertEquals(List.of(0L, 4L), file.tensor("emptý").shape());
            }
        }

        @Test
        @DisplayName("lists tensors of other types, with their sizes")
        void listed() throws IOException {
            try (SafetensorsFile file = Safetensors.open(Samples.path("small.safetensors"))) {
                assertEquals("I64", file.tensor("whole").format().name());
                assertEquals(48, file.tensor("whole").data().byteSize());
                assertEquals("BOOL", file.tensor("mask").format().name());
                assertThrows(
                        UnsupportedOperationException.class,
                        () -> file.tensor("double").floats());
            }
        }

        @Test
        @DisplayName("in several files is one model, opened by its folder or its index")
        void sharded() throws IOException {
            for (Path path :
                    List.of(Samples.path("sharded"), Samples.path("sharded").resolve("model.safetensors.index.json"))) {
                try (SafetensorsFile file = Safetensors.open(path)) {
                    assertEquals(
                            List.of("embed", "head", "norm"),
                            List.copyOf(file.tensors().keySet()));
                    assertEquals(2, file.files().size());
                    assertArrayEquals(
                            new float[] {0, 1, 2, 3}, file.tensor("head").floats());
                    assertArrayEquals(
                            new float[] {0, 1, 2, 3, 4, 5}, file.tensor("embed").floats());
                    assertEquals(Map.of("format", "pt"), file.metadata());
                }
            }
        }
    }

    @Nested
    @DisplayName("that we write")
    class Written {
        @Test
        @DisplayName("is byte for byte the one that Hugging Face's package writes of the same tensors")
        void copies() throws IOException {
            Path copy = folder.resolve("copy.safetensors");
            try (SafetensorsFile file = Safetensors.open(Samples.path("small.safetensors"))) {
                SafetensorsWriter writer = Safetensors.writer();
                file.metadata().forEach((key, value) -> writer.text(key, (String) value));
                // given in another order than the one in which they are written
                file.tensors().reversed().values().forEach(writer::tensor);
                writer.write(copy);
            }
            assertArrayEquals(Samples.bytes("small.safetensors"), Files.readAllBytes(copy));
        }

        @Test
        @DisplayName("is cut into files with the same index and the same weights")
        void sharded() throws IOException {
            try (SafetensorsFile file = Safetensors.open(Samples.path("sharded"))) {
                SafetensorsWriter writer = Safetensors.writer().text("format", "pt");
                file.tensors().values().forEach(writer::tensor);
                writer.writeSharded(folder, 24);
            }
            for (String name : List.of(
                    "model-00001-of-00002.safetensors",
                    "model-00002-of-00002.safetensors",
                    "model.safetensors.index.json")) {
                assertArrayEquals(Samples.bytes("sharded/" + name), Files.readAllBytes(folder.resolve(name)), name);
            }
        }

        @Test
        @DisplayName("gives back any names and weights")
        void roundTrip() {
            Property.forRandom(200, random -> {
                var writer = Safetensors.writer();
                var expected = new java.util.LinkedHashMap<String, float[]>();
                for (int i = random.nextInt(6); i >= 0; i--) {
                    String name = random.ints(random.nextInt(8), 1, 0x2FFF)
                            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                            .toString();
                    float[] weights = new float[random.nextInt(20)];
                    for (int w = 0; w < weights.length; w++) {
                        weights[w] = random.nextFloat();
                    }
                    if (expected.putIfAbsent(name, weights) == null) {
                        writer.tensor(NewTensor.of(name, List.of((long) weights.length), weights));
                    }
                }
                try {
                    Path path = folder.resolve("any");
                    Files.createDirectories(path);
                    writer.writeSharded(path, 40);
                    try (SafetensorsFile file = Safetensors.open(path)) {
                        assertEquals(expected.keySet(), file.tensors().keySet());
                        for (var entry : expected.entrySet()) {
                            assertArrayEquals(
                                    entry.getValue(),
                                    file.tensor(entry.getKey()).floats());
                        }
                    }
                    try (var files = Files.list(path)) {
                        for (Path each : files.toList()) {
                            Files.delete(each);
                        }
                    }
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }

        @Test
        @DisplayName("cannot hold what safetensors has no type for")
        void formats() {
            var packed = new NewTensor("t", Formats.Q4_0, List.of(32L), _ -> {});
            assertEquals(
                    "safetensors cannot hold weights of format Q4_0; it can hold F32, F16, BF16 and others, but no blocks",
                    assertThrows(
                                    IllegalArgumentException.class,
                                    () -> Safetensors.writer().tensor(packed))
                            .getMessage());
        }
    }

    @Nested
    @DisplayName("that lies")
    class Lying {
        @Test
        @DisplayName("about its header's length or syntax is told the byte")
        void header() {
            assertEquals(
                    "length of the header at byte 0: expected at most 2 bytes, as many as follow, found 3",
                    message(() -> Safetensors.read(Samples.segment(Samples.file(3L, new byte[2])))));
            assertEquals(
                    "length of the header at byte 0: expected at most 2 bytes, as many as follow, found"
                            + " 18446744073709551615",
                    message(() -> Safetensors.read(Samples.segment(Samples.file(-1L, new byte[2])))));
            assertEquals(
                    "length of the header at byte 0: expected 8 bytes, found the end of the file after 4",
                    message(() -> Safetensors.read(Samples.segment(new byte[4]))));
            refused("header at byte 8: expected '{', the beginning of an object, found '['", "[]", 0);
            refused("header at byte 8: expected '{', the beginning of an object, found the end of the text", "", 0);
            refused("header at byte 10: expected nothing more, found 'x'", "{}x", 0);
            refused("header at byte 9: expected a text in quotes, found 'a'", "{a:1}", 0);
            refused("header at byte 12: expected a colon after a name, found '}'", "{\"a\"}", 0);
            refused("header at byte 11: expected the quote that ends a text, found the byte 0x0A", "{\"a\nb\"}", 0);
            refused("header at byte 11: expected the quote that ends a text, found the end of the text", "{\"a", 0);
            refused("header at byte 10: expected an escape of JSON, found a backslash before 'x'", "{\"\\x\":1}", 0);
            refused(
                    "header at byte 10: expected whole characters, found half of a surrogate pair",
                    "{\"\\ud800\":1}",
                    0);
        }

        @Test
        @DisplayName("about a tensor is told which, and what would fit")
        void tensor() {
            refused(
                    "tensor 'a' at byte 9: expected 8 bytes for the shape [2] in F32, found data_offsets with 4",
                    "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,4]}}",
                    4);
            refused(
                    "tensor 'a' at byte 9: expected a whole number of bytes for the shape [3] in F4, found data_offsets"
                            + " with 2",
                    "{\"a\":{\"dtype\":\"F4\",\"shape\":[3],\"data_offsets\":[0,2]}}",
                    2);
            refused(
                    "tensor 'a' at byte 9: expected fewer than 2^63 weights, found the shape [4294967296, 4294967296]",
                    "{\"a\":{\"dtype\":\"F32\",\"shape\":[4294967296,4294967296],\"data_offsets\":[0,0]}}",
                    0);
            refused(
                    "tensor 'a' at byte 37: expected a whole number, 0 or more, written in digits, found '-'",
                    "{\"a\":{\"dtype\":\"F32\",\"shape\":[-1],\"data_offsets\":[0,0]}}",
                    0);
            refused(
                    "tensor 'a' at byte 37: expected a whole number, 0 or more, written in digits, found '1'",
                    "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.0],\"data_offsets\":[0,4]}}",
                    4);
            refused(
                    "tensor 'a' at byte 37: expected a number below 2^63, found a larger one",
                    "{\"a\":{\"dtype\":\"F32\",\"shape\":[9223372036854775808],\"data_offsets\":[0,4]}}",
                    4);
            refused(
                    "tensor 'a' at byte 9: expected data_offsets with a begin and an end that is not before it, found"
                            + " [4, 0]",
                    "{\"a\":{\"dtype\":\"F32\",\"shape\":[1],\"data_offsets\":[4,0]}}",
                    4);
            refused("tensor 'a' at byte 9: expected its shape, found none", "{\"a\":{\"dtype\":\"F32\"}}", 0);
            refused("tensor 'a' at byte 14: expected dtype, shape or data_offsets, found 'x'", "{\"a\":{\"x\":1}}", 0);
            refused(
                    "tensor 'a' at byte 28: expected each member once, found 'dtype' again",
                    "{\"a\":{\"dtype\":\"F32\",\"dtype\":\"F32\"}}",
                    0);
            String a = "\"a\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}";
            refused("tensor 'a' at byte 61: expected each name once, found it again", "{" + a + "," + a + "}", 1);
            refused(
                    "key 'k' at byte 33: expected each key once, found it again",
                    "{\"__metadata__\":{\"k\":\"1\",\"k\":\"2\"}}",
                    0);
        }

        @Test
        @DisplayName("about places is told of the gap, the overlap or the end of the file")
        void places() {
            String header = "{\"a\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[0,2]},"
                    + "\"b\":{\"dtype\":\"U8\",\"shape\":[2],\"data_offsets\":[%d,%d]}}";
            refused(
                    "tensor 'b' at byte 61: expected its weights to begin at 2, where the last ones end, found the begin"
                            + " 3, which leaves a gap",
                    header.formatted(3, 5),
                    5);
            refused(
                    "tensor 'b' at byte 61: expected its weights to begin at 2, where the last ones end, found the begin"
                            + " 1, which leaves an overlap",
                    header.formatted(1, 3),
                    4);
            refused(
                    "tensor 'b' at byte 61: expected its weights to end at 3 or before, where those of the file end,"
                            + " found the end 4; was the file downloaded completely?",
                    header.formatted(2, 4),
                    3);
            refused("weights at byte 117: expected the end of the file, found 2 bytes more", header.formatted(2, 4), 6);
        }

        @Test
        @DisplayName("in an index is told which tensor or file, and cannot lead to another folder")
        void index() throws IOException {
            Path index = folder.resolve("model.safetensors.index.json");
            Path shard = folder.resolve("a.safetensors");
            Files.write(shard, file("{\"t\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]}}", 1));
            record Case(String map, String message) {}
            for (Case each : List.of(
                    new Case(
                            "{\"weight_map\":{\"t\":\"../a.safetensors\"}}",
                            "tensor 't' at byte 19: expected the name of a .safetensors file in the same folder, found"
                                    + " '../a.safetensors'"),
                    new Case(
                            "{\"weight_map\":{\"t\":\"/etc/passwd\"}}",
                            "tensor 't' at byte 19: expected the name of a .safetensors file in the same folder, found"
                                    + " '/etc/passwd'"),
                    new Case(
                            "{\"weight_map\":{\"t\":\"b.safetensors\"}}",
                            "index: expected the file 'b.safetensors' beside it, found none"),
                    new Case(
                            "{\"weight_map\":{\"u\":\"a.safetensors\"}}",
                            "tensor 'u': expected in a.safetensors, as the index says, found none there"),
                    new Case(
                            "{\"metadata\":{\"x\":[1.5e3,true,{\"y\":null}]},\"weight_map\":{}, \"weight_map\":{}}",
                            "index at byte 59: expected 'weight_map' once, found it again"),
                    new Case("{}", "index: expected the member 'weight_map', found none"),
                    new Case(
                            "{\"metadata\":" + "[".repeat(40) + "}",
                            "'metadata' at byte 45: expected values at most 32 deep, found '['"),
                    new Case("{\"metadata\":tru}", "'metadata' at byte 12: expected a value of JSON, found 't'"))) {
                Files.writeString(index, each.map());
                assertEquals(index + ": " + each.message(), message(() -> Safetensors.open(folder)));
            }
            Files.writeString(index, "{\"weight_map\":{\"t\":\"a.safetensors\"}}");
            Safetensors.open(folder).close();
            Files.write(
                    shard,
                    file(
                            "{\"t\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[0,1]},"
                                    + "\"u\":{\"dtype\":\"U8\",\"shape\":[1],\"data_offsets\":[1,2]}}",
                            2));
            assertEquals(
                    index + ": tensor 'u': expected what the index knows of, found it in a.safetensors",
                    message(() -> Safetensors.open(folder)));
        }

        @Test
        @DisplayName("or is no model at all is told what is missing")
        void folder() {
            assertEquals(
                    "folder " + folder
                            + ": expected a file model.safetensors or model.safetensors.index.json, found neither",
                    message(() -> Safetensors.open(folder)));
        }
    }

    @Test
    @DisplayName("in 100,000 ways is read or refused, each time in memory that grows with its own size only")
    void mutations() {
        List<byte[]> samples =
                List.of(Samples.bytes("small.safetensors"), Samples.bytes("sharded/model-00002-of-00002.safetensors"));
        var result = Mutations.read(100_000, samples, ModelFileException.class, 1 << 20, file -> {
            SafetensorsHeader header = Safetensors.read(Samples.segment(file));
            for (StoredTensor tensor : header.tensors().values()) {
                if (!(tensor.format() instanceof ListedFormat)) {
                    tensor.floats();
                }
            }
        });
        assertTrue(result.read() > 2_000, result.toString());
        assertTrue(result.refused() > 50_000, result.toString());
    }

    @Test
    @DisplayName("whose index is broken in 100,000 ways is read or refused")
    void indexMutations() {
        List<byte[]> samples = List.of(
                Samples.bytes("sharded/model.safetensors.index.json"),
                "{\"metadata\":{\"x\":[1.5e3,true,{\"y\":null,\"z\":\"\\u00e4\\n\"}]},\"weight_map\":{}}".getBytes());
        var result = Mutations.read(
                100_000,
                samples,
                ModelFileException.class,
                1 << 20,
                file -> SafetensorsIndex.read(Samples.segment(file)));
        assertTrue(result.read() > 2_000, result.toString());
        assertTrue(result.refused() > 50_000, result.toString());
    }

    @Nested
    @DisplayName("in nothing, but is as large inside as files may be")
    class Largest {
        private void readsWithin256Megabytes(String header) throws ModelFileException {
            byte[] file = file(header, 0);
            var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            SafetensorsHeader read = Safetensors.read(Samples.segment(file));
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(read.tensors().size() + read.metadata().size() > 0);
            assertTrue(allocated < 256_000_000, "%,d bytes".formatted(allocated));
        }

        @Test
        @DisplayName("takes less than 256 MB for the most tensors with the most axes")
        void tensors() throws ModelFileException {
            var header = new StringBuilder("{");
            for (int i = 0; i < SafetensorsReader.MOST_TENSORS; i++) {
                header.append(i == 0 ? "" : ",")
                        .append("\"%d\":{\"dtype\":\"U8\",\"shape\":[0,999%s],\"data_offsets\":[0,0]}"
                                .formatted(i, ",1".repeat(SafetensorsReader.MOST_AXES - 2)));
            }
            readsWithin256Megabytes(header.append('}').toString());
        }

        @Test
        @DisplayName("takes less than 256 MB for texts that fill the header")
        void texts() throws ModelFileException {
            String text = "\u00E9\\n\u4E2D".repeat(2_000_000);
            readsWithin256Megabytes("{\"__metadata__\":{\"a\":\"%s\",\"b\":\"%s\"}}".formatted(text, text));
        }

        @Test
        @DisplayName("is refused beyond its limits")
        void limits() {
            long most = SafetensorsReader.MOST_HEADER;
            assertEquals(
                    "length of the header at byte 0: expected at most 33,554,432 bytes, which is this library's limit,"
                            + " found 33,554,433",
                    message(() -> Safetensors.read(Samples.segment(lengthBefore(most + 1)))));
            refused(
                    "tensor 'a' at byte 52: expected at most 8 numbers, found '1'",
                    "{\"a\":{\"dtype\":\"U8\",\"shape\":[" + "1,".repeat(8) + "1],\"data_offsets\":[0,1]}}",
                    1);
        }

        private static byte[] lengthBefore(long length) {
            byte[] file = new byte[8 + (int) length];
            for (int i = 0; i < 8; i++) {
                file[i] = (byte) (length >> 8 * i);
            }
            return file;
        }
    }
}
