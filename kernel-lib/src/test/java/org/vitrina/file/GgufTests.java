package org.vitrina.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.RandomAccessFile;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrina.quantize.Format;
import org.vitrina.quantize.Formats;

@DisplayName("A GGUF file")
class GgufTests {
    private static List<Float> flat(JsonElement numbers) {
        var flat = new ArrayList<Float>();
        if (numbers instanceof JsonArray array) {
            array.forEach(element -> flat.addAll(flat(element)));
        } else {
            flat.add(numbers.getAsFloat());
        }
        return flat;
    }

    private static List<Float> list(float[] floats) {
        var list = new ArrayList<Float>();
        for (float each : floats) {
            list.add(each);
        }
        return list;
    }

    @Nested
    @DisplayName("written by llama.cpp's Python package")
    class Golden {
        @Test
        @DisplayName("gives each type of value as the number, text or list that was written")
        void metadata() throws IOException {
            try (GgufFile file = Gguf.open(Samples.path("every-type.gguf"))) {
                var metadata = file.metadata();
                assertEquals(3, file.version());
                assertEquals("llama", metadata.get("general.architecture"));
                assertEquals(255, metadata.get("type.uint8"));
                assertEquals(-128, metadata.get("type.int8"));
                assertEquals(65_535, metadata.get("type.uint16"));
                assertEquals(-32_768, metadata.get("type.int16"));
                assertEquals(4_294_967_295L, metadata.get("type.uint32"));
                assertEquals(Integer.MIN_VALUE, metadata.get("type.int32"));
                assertEquals(new BigInteger("18446744073709551615"), metadata.get("type.uint64"));
                assertEquals(7L, metadata.get("type.uint64.small"));
                assertEquals(Long.MIN_VALUE, metadata.get("type.int64"));
                assertEquals(0.1f, metadata.get("type.float32"));
                assertEquals(0.1, metadata.get("type.float64"));
                assertEquals(true, metadata.get("type.bool"));
                assertEquals("jarrón de cristal 🏺", metadata.get("type.string"));
                assertEquals(List.of("<s>", "▁a", "Ġb", "🏺"), metadata.get("type.strings"));
                assertEquals(List.of(1, -2, 3), metadata.get("type.int32s"));
                assertEquals(List.of(0.5f, -0.25f), metadata.get("type.float32s"));
                assertEquals(List.of(true, false), metadata.get("type.bools"));
                assertEquals(List.of(0, 127, 128, 255), metadata.get("type.bytes"));
                assertEquals(List.of(List.of(1, 2), List.of(3), List.of("a")), metadata.get("type.lists"));
                assertEquals(GgufType.UINT16, file.type("type.uint16"));
                assertThrows(UnsupportedOperationException.class, () -> metadata.put("more", 1));
            }
        }

        @Test
        @DisplayName("gives each tensor's shape, outermost axis first, and the weights that the package decodes")
        void tensors() throws IOException {
            JsonObject expected = JsonParser.parseString(Files.readString(Samples.path("every-type.json")))
                    .getAsJsonObject();
            try (GgufFile file = Gguf.open(Samples.path("every-type.gguf"))) {
                assertEquals(9, file.tensors().size());
                assertEquals(List.of(3L, 64L), file.tensor("matrix.Q4_0").shape());
                assertEquals(List.of(2L, 3L, 4L), file.tensor("cube").shape());
                assertEquals(Formats.Q4_0, file.tensor("matrix.Q4_0").format());
                assertEquals(3 * 2 * 18, file.tensor("matrix.Q4_0").data().byteSize());
                for (String name : expected.keySet()) {
                    assertEquals(
                            flat(expected.get(name)), list(file.tensor(name).floats()), name);
                }
                for (StoredTensor tensor : file.tensors().values()) {
                    assertEquals(0, file.offset(tensor) % 32, tensor.name());
                }
            }
        }

        @Test
        @DisplayName("is read at the alignment that it states")
        void alignment() throws IOException {
            try (GgufFile file = Gguf.open(Samples.path("aligned-to-256.gguf"))) {
                assertEquals(256, file.alignment());
                for (StoredTensor tensor : file.tensors().values()) {
                    assertEquals(0, file.offset(tensor) % 256, tensor.name());
                }
                assertArrayEquals(
                        new float[] {0, 1, 2, 3, 4}, file.tensor("vector").floats());
            }
        }

        @Test
        @DisplayName("in big-endian order is refused with the way out")
        void bigEndian() {
            var e = assertThrows(ModelFileException.class, () -> Gguf.open(Samples.path("big-endian.gguf")));
            assertEquals(
                    Samples.path("big-endian.gguf")
                            + ": version at byte 4: expected a little-endian file, found version"
                            + " 3 in big-endian order; gguf-convert-endian of the Python package gguf turns such a file"
                            + " round",
                    e.getMessage());
            assertEquals(4, e.offset());
            assertEquals("version", e.where());
        }

        @Test
        @DisplayName("is read in version 2, which differs in nothing else")
        void version2() throws IOException {
            byte[] bytes = Samples.bytes("every-type.gguf");
            bytes[4] = 2;
            GgufHeader header = Gguf.read(Samples.segment(bytes));
            assertEquals(2, header.version());
            assertEquals(9, header.tensors().size());
        }
    }

    @Nested
    @DisplayName("on disk")
    class OnDisk {
        @TempDir
        private Path folder;

        @Test
        @DisplayName("cannot be read any more once it is closed, and may be closed again")
        void closed() throws IOException {
            GgufFile file = Gguf.open(Samples.path("every-type.gguf"));
            StoredTensor tensor = file.tensor("vector");
            file.close();
            file.close();
            assertThrows(IllegalStateException.class, tensor::floats);
            assertEquals("llama", file.metadata().get("general.architecture"));
        }

        @Test
        @DisplayName("may be larger than 4 GB: offsets are 64 bits wide")
        void large() throws IOException {
            long hole = 5L << 30;
            Path file = folder.resolve("large.gguf");
            byte[] header = Samples.file(Samples.gguf(2, 0, "hole", 1, hole, 24, 0L, "end", 1, 2L, 0, hole));
            try (var out = new RandomAccessFile(file.toFile(), "rw")) {
                out.write(header);
                long data = (header.length + 31) / 32 * 32;
                // a file with a hole: it takes a block or two of the disk
                out.setLength(data + hole + 8);
                out.seek(data + hole + 4);
                out.writeInt(Integer.reverseBytes(Float.floatToIntBits(2.5f)));
            }
            try (GgufFile large = Gguf.open(file)) {
                assertEquals(hole, large.tensor("hole").data().byteSize());
                assertArrayEquals(new float[] {0, 2.5f}, large.tensor("end").floats());
            }
        }

        @Test
        @DisplayName("that is missing, empty, a folder or something else is told so")
        void notThere() throws IOException {
            assertThrows(NoSuchFileException.class, () -> Gguf.open(folder.resolve("none.gguf")));
            Path empty = Files.createFile(folder.resolve("empty.gguf"));
            assertEquals(
                    empty + ": file at byte 0: expected a model, found no byte",
                    assertThrows(ModelFileException.class, () -> Gguf.open(empty))
                            .getMessage());
            assertEquals(
                    "model: expected a file, found the folder " + folder,
                    assertThrows(ModelFileException.class, () -> Gguf.open(folder))
                            .getMessage());
            Path text = Files.writeString(folder.resolve("text.gguf"), "a text", StandardCharsets.UTF_8);
            assertEquals(
                    text + ": magic number at byte 0: expected the letters GGUF, found the bytes 61207465",
                    assertThrows(ModelFileException.class, () -> Gguf.open(text))
                            .getMessage());
        }
    }

    @Nested
    @DisplayName("asked by key")
    class Asked {
        @Test
        @DisplayName("gives texts, numbers of any width, truth and lists, and says when there is none")
        void typed() throws IOException {
            try (ModelFile file = Gguf.open(Samples.path("every-type.gguf"))) {
                assertEquals(Optional.of("llama"), file.text("general.architecture"));
                assertEquals(OptionalLong.of(255), file.integer("type.uint8"));
                assertEquals(OptionalLong.of(4_294_967_295L), file.integer("type.uint32"));
                assertEquals(0.1f, file.number("type.float32").getAsDouble());
                assertEquals(7, file.number("type.uint64.small").getAsDouble());
                assertEquals(Optional.of(true), file.truth("type.bool"));
                assertEquals(Optional.of(List.of("<s>", "▁a", "Ġb", "🏺")), file.list("type.strings", String.class));
                assertEquals(Optional.of(List.of(1, -2, 3)), file.list("type.int32s", Integer.class));
                assertEquals(Optional.empty(), file.text("none"));
                assertEquals(OptionalLong.empty(), file.integer("none"));
                assertTrue(file.list("none", String.class).isEmpty());
                assertFalse(file.number("none").isPresent());
            }
        }

        @Test
        @DisplayName("names key, what was expected and what is there, when the value is of another kind")
        void wrongKind() throws IOException {
            try (ModelFile file = Gguf.open(Samples.path("every-type.gguf"))) {
                assertEquals(
                        "key 'general.architecture': expected a whole number, found String 'llama'",
                        assertThrows(ModelFileException.class, () -> file.integer("general.architecture"))
                                .getMessage());
                assertEquals(
                        "key 'type.int32s': expected a list of String, found Integer '1'",
                        assertThrows(ModelFileException.class, () -> file.list("type.int32s", String.class))
                                .getMessage());
                assertEquals(
                        "key 'type.strings': expected a text, found a list of 4",
                        assertThrows(ModelFileException.class, () -> file.text("type.strings"))
                                .getMessage());
                assertEquals(
                        "tensors: expected one called 'matrix', found none among 9",
                        assertThrows(ModelFileException.class, () -> file.tensor("matrix"))
                                .getMessage());
            }
        }
    }

    @Nested
    @DisplayName("with a tensor in a format that is not computed with")
    class Unreadable {
        @Test
        @DisplayName("can be listed with the size that ggml states, and says what to do when the weights are asked for")
        void known() throws IOException {
            byte[] file = Samples.file(Samples.gguf(1, 0, "t", 1, 256L, 16, 0L, new byte[27], new byte[66]));
            StoredTensor tensor = Gguf.read(Samples.segment(file)).tensors().get("t");
            assertEquals("IQ2_XXS", tensor.format().name());
            assertEquals(66, tensor.data().byteSize());
            assertEquals(
                    "weights in the format IQ2_XXS can be listed but not computed with; use a file in another format,"
                            + " such as Q8_0 or Q4_K",
                    assertThrows(UnsupportedOperationException.class, tensor::floats)
                            .getMessage());
        }

        @Test
        @DisplayName("whose number nobody knows, can be listed without a size")
        void unknown() throws IOException {
            byte[] file = Samples.file(Samples.gguf(1, 0, "t", 1, 7L, 99, 0L, new byte[27]));
            StoredTensor tensor = Gguf.read(Samples.segment(file)).tensors().get("t");
            assertEquals("type 99", tensor.format().name());
            assertEquals(List.of(7L), tensor.shape());
            assertEquals(0, tensor.data().byteSize());
            assertTrue(Double.isNaN(tensor.format().bitsPerWeight()));
            assertThrows(UnsupportedOperationException.class, tensor::floats);
        }
    }

    @Test
    @DisplayName("keeps tensors in formats whose block sizes agree with those that are computed with")
    void sizes() {
        for (Format format : Formats.all()) {
            GgmlType type = GgmlType.valueOf(format.name());
            assertEquals(Formats.ggmlType(format), type.number(), format.name());
            assertEquals(format.blockSize(), type.listed().blockSize(), format.name());
            assertEquals(format.blockBytes(), type.listed().blockBytes(), format.name());
        }
    }
}
