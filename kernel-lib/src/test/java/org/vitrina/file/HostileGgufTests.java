package org.vitrina.file;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.file.Samples.gguf;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.Mutations;

@DisplayName("A GGUF file that lies")
class HostileGgufTests {
    private static final byte[] PADDING = new byte[32];

    private static void refused(String message, Object... parts) {
        var e = assertThrows(
                ModelFileException.class, () -> Gguf.read(Samples.segment(Samples.file(parts))), "was read");
        assertEquals(message, e.getMessage());
    }

    @Nested
    @DisplayName("about what it is")
    class Kind {
        @Test
        @DisplayName("is refused by its first bytes or its version")
        void version() {
            refused("magic number at byte 0: expected the letters GGUF, found the bytes 47474D4C", 0x4C4D4747);
            refused(
                    "version at byte 4: expected 2 or 3, found 1, which is older than this library reads; convert the"
                            + " model again",
                    GgufReader.MAGIC,
                    1);
            refused("version at byte 4: expected 2 or 3, found 4294967295", GgufReader.MAGIC, -1);
        }

        @Test
        @DisplayName("is refused where it ends too early")
        void truncated() {
            refused("magic number at byte 0: expected 4 bytes, found the end of the file after 2", new byte[2]);
            refused(
                    "number of tensors at byte 8: expected 8 bytes, found the end of the file after 4",
                    GgufReader.MAGIC,
                    3,
                    0);
        }
    }

    @Nested
    @DisplayName("about its keys")
    class Keys {
        @Test
        @DisplayName("is told how many the rest of the file can hold, before anything is made for them")
        void count() {
            refused(
                    "number of keys at byte 16: expected at most 2 keys, as many as the rest of the file can hold,"
                            + " found 4,611,686,018,427,387,904",
                    gguf(0, 1L << 62, new byte[26]));
            refused(
                    "number of keys at byte 16: expected at most 0 keys, as many as the rest of the file can hold,"
                            + " found 18446744073709551615",
                    gguf(0, -1));
        }

        @Test
        @DisplayName("is told the first byte of a text that cannot be there")
        void text() {
            refused(
                    "key 0 at byte 24: expected at most 12 bytes of text, as many as the rest of the file can hold,"
                            + " found 13",
                    gguf(0, 1, 13L, new byte[12]));
            refused(
                    "key 0 at byte 24: expected at most 65,535 bytes of text, which is this library's limit,"
                            + " found 65,536",
                    gguf(0, 1, 65_536L, "x".repeat(66_000).getBytes()));
            refused(
                    "key 'k' at byte 46: expected text in UTF-8, found the byte 0xFF, which cannot stand there",
                    gguf(0, 1, "k", GgufType.STRING.ordinal(), 2L, new byte[] {'a', (byte) 0xFF}));
            refused(
                    "key 'k' at byte 45: expected text in UTF-8, found the byte 0xE2, which cannot stand there",
                    gguf(0, 1, "k", GgufType.STRING.ordinal(), 2L, new byte[] {(byte) 0xE2, (byte) 0x82}));
            refused("key 0 at byte 24: expected a name, found an empty one", gguf(0, 1, "", 4, 1, 0));
        }

        @Test
        @DisplayName("is told which key stands there twice")
        void twice() {
            refused("key 'k' at byte 41: expected each key once, found it again", gguf(0, 2, "k", 4, 1, "k", 4, 1));
        }

        @Test
        @DisplayName("is told which type of value there is none of")
        void type() {
            refused("key 'k' at byte 33: expected a type of value from 0 to 12, found type 13", gguf(0, 1, "k", 13));
            refused(
                    "key 'k' at byte 37: expected a type of value from 0 to 12, found type 4294967295",
                    gguf(0, 1, "k", 9, -1, 1L));
            refused("key 'k' at byte 37: expected 0 or 1 for false or true, found 2", gguf(0, 1, "k", 7, (byte) 2));
            refused(
                    "key 'k' at byte 50: expected 0 or 1 for false or true, found 255",
                    gguf(0, 1, "k", 9, 7, 2L, new byte[] {1, -1}));
        }

        @Test
        @DisplayName("is told how many elements a list can have")
        void list() {
            refused(
                    "key 'k' at byte 41: expected at most 2 elements, as many as the rest of the file can hold, found 3",
                    gguf(0, 1, "k", 9, 4, 3L, new byte[11]));
            refused(
                    "key 'k' at byte 41: expected at most 1 elements, as many as the rest of the file can hold,"
                            + " found 9,223,372,036,854,775,807",
                    gguf(0, 1, "k", 9, 8, Long.MAX_VALUE, new byte[8]));
        }

        @Test
        @DisplayName("is told how deep lists may lie in lists")
        void nesting() {
            refused(
                    "key 'k' at byte 85: expected lists at most 4 deep, found another list inside",
                    gguf(0, 1, "k", 9, 9, 1L, 9, 1L, 9, 1L, 9, 1L, 9, 1L, 4, 0L));
        }

        @Test
        @DisplayName("shows what would steer a terminal as code points")
        void escaped() {
            refused(
                    "key '⟨U+001B⟩[2Ja↵b⟨U+202E⟩' at byte 42: expected a type of value from 0 to 12, found type 77",
                    gguf(0, 1, "\u001B[2Ja\nb\u202E", 77));
        }

        @Test
        @DisplayName("is told that its alignment is none")
        void alignment() {
            String key = "general.alignment";
            refused(
                    "key 'general.alignment': expected a power of two, of type UINT32, found UINT32 '24'",
                    gguf(0, 1, key, 4, 24));
            refused(
                    "key 'general.alignment': expected a power of two, of type UINT32, found UINT32 '0'",
                    gguf(0, 1, key, 4, 0));
            refused(
                    "key 'general.alignment': expected a power of two, of type UINT32, found UINT64 '32'",
                    gguf(0, 1, key, 10, 32L));
            refused(
                    "key 'general.alignment': expected a power of two, of type UINT32, found UINT32 '2147483648'",
                    gguf(0, 1, key, 4, 1 << 31));
        }
    }

    @Nested
    @DisplayName("about its tensors")
    class Tensors {
        @Test
        @DisplayName("is told how many the rest of the file can hold")
        void count() {
            refused(
                    "number of tensors at byte 8: expected at most 1, as many as the rest of the file can hold, found 2",
                    gguf(2, 0, new byte[49]));
            refused(
                    "number of tensors at byte 8: expected at most 0, as many as the rest of the file can hold,"
                            + " found 18446744073709551615",
                    gguf(-1, 0));
        }

        @Test
        @DisplayName("is told what is wrong with a name")
        void name() {
            refused(
                    "name of tensor 0 at byte 24: expected at most 64 bytes of text, which is this library's limit,"
                            + " found 65",
                    gguf(1, 0, "n".repeat(65), PADDING));
            refused("tensor 0 at byte 24: expected a name, found an empty one", gguf(1, 0, "", 0, 0, 0L, PADDING));
            refused(
                    "tensor 't' at byte 57: expected each name once, found it again",
                    gguf(2, 0, "t", 1, 1L, 0, 0L, "t", 1, 1L, 0, 32L, PADDING, PADDING, PADDING));
        }

        @Test
        @DisplayName("is told what is wrong with a shape")
        void shape() {
            refused("tensor 't' at byte 33: expected at most 4 axes, found 5", gguf(1, 0, "t", 5, PADDING));
            refused("tensor 't' at byte 33: expected at most 4 axes, found 4294967295", gguf(1, 0, "t", -1, PADDING));
            refused(
                    "tensor 't' at byte 45: expected an axis of at least 1, found 0",
                    gguf(1, 0, "t", 2, 1L, 0L, PADDING));
            refused(
                    "tensor 't' at byte 37: expected an axis of at least 1, found 18446744073709551615",
                    gguf(1, 0, "t", 2, -1L, 1L, PADDING));
            refused(
                    "tensor 't' at byte 37: expected fewer than 2^63 weights, found more, with an axis of 4,294,967,296",
                    gguf(1, 0, "t", 2, 1L << 31, 1L << 32, PADDING));
            refused(
                    "tensor 't' at byte 37: expected fewer than 2^63 bytes, found more",
                    gguf(1, 0, "t", 1, 1L << 61, 0, 0L, PADDING));
            refused(
                    "tensor 't' at byte 45: expected rows of whole blocks of 32 weights, as Q4_0 keeps them, found rows"
                            + " of 33",
                    gguf(1, 0, "t", 1, 33L, 2, 0L, PADDING));
        }

        @Test
        @DisplayName("is told which tensor's weights are not in the file")
        void outside() {
            refused(
                    "tensor 't' at byte 24: expected its 64 bytes from offset 0 to be among the 32 bytes of weights,"
                            + " found the end of the file; was it downloaded completely?",
                    gguf(1, 0, "t", 1, 16L, 0, 0L, new byte[7], new byte[32]));
            refused(
                    "tensor 't' at byte 24: expected its 4 bytes from offset 9,223,372,036,854,775,776 to be among the 32"
                            + " bytes of weights, found the end of the file; was it downloaded completely?",
                    gguf(1, 0, "t", 1, 1L, 0, Long.MAX_VALUE - 31, new byte[7], new byte[32]));
            refused(
                    "tensor 't' at byte 24: expected an offset that is a multiple of the alignment, 32, found 16",
                    gguf(1, 0, "t", 1, 1L, 0, 16L, new byte[7], new byte[64]));
            refused(
                    "tensor 't' at byte 24: expected an offset that is a multiple of the alignment, 32, found"
                            + " 18446744073709551584",
                    gguf(1, 0, "t", 1, 1L, 0, -32L, new byte[7], new byte[64]));
        }

        @Test
        @DisplayName("is told which two tensors claim the same bytes")
        void overlap() {
            refused(
                    "tensor 'b' at byte 57: expected weights of its own, found bytes 128 to 132, which belong to tensor"
                            + " 'a'",
                    gguf(2, 0, "a", 1, 16L, 0, 0L, "b", 1, 1L, 0, 32L, new byte[6], new byte[128]));
        }
    }

    @Test
    @DisplayName("in 100,000 ways is read or refused, each time in memory that grows with its own size only")
    void mutations() {
        List<byte[]> samples = List.of(Samples.bytes("every-type.gguf"), Samples.bytes("aligned-to-256.gguf"));
        var result = Mutations.read(100_000, samples, ModelFileException.class, 4 << 20, file -> {
            GgufHeader header = Gguf.read(Samples.segment(file));
            for (StoredTensor tensor : header.tensors().values()) {
                if (!(tensor.format() instanceof ListedFormat)) {
                    tensor.floats();
                }
            }
            header.metadata().toString();
        });
        assertTrue(result.read() > 5_000, result.toString());
        assertTrue(result.refused() > 50_000, result.toString());
    }

    @Nested
    @DisplayName("in nothing, but is as large inside as files may be")
    class Largest {
        private static final long ALLOWED = 256_000_000;

        private static void readsWithin(long allowed, ByteSink file) throws ModelFileException {
            byte[] bytes = file.toBytes();
            var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
            long before = threads.getCurrentThreadAllocatedBytes();
            GgufHeader header = Gguf.read(Samples.segment(bytes));
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            assertTrue(header.metadata().size() + header.tensors().size() > 0);
            assertTrue(allocated < allowed, "%,d bytes".formatted(allocated));
        }

        private static ByteSink begun(long tensors, long keys) {
            var file = new ByteSink();
            file.int32(GgufReader.MAGIC);
            file.int32(3);
            file.int64(tensors);
            file.int64(keys);
            return file;
        }

        @Test
        @DisplayName("takes less than 256 MB for two million short texts")
        void texts() throws ModelFileException {
            ByteSink file = begun(0, 1);
            file.string("k");
            file.int32(GgufType.ARRAY.ordinal());
            file.int32(GgufType.STRING.ordinal());
            file.int64(GgufReader.MOST_OBJECTS);
            for (int i = 0; i < GgufReader.MOST_OBJECTS; i++) {
                file.string("x");
            }
            readsWithin(ALLOWED, file);
        }

        @Test
        @DisplayName("takes less than 256 MB for half a million lists")
        void lists() throws ModelFileException {
            ByteSink file = begun(0, 1);
            file.string("k");
            file.int32(GgufType.ARRAY.ordinal());
            file.int32(GgufType.ARRAY.ordinal());
            file.int64(GgufReader.MOST_OBJECTS / GgufReader.LIST_WEIGHT);
            for (int i = 0; i < GgufReader.MOST_OBJECTS / GgufReader.LIST_WEIGHT; i++) {
                file.int32(GgufType.UINT8.ordinal());
                file.int64(1);
                file.int8(7);
            }
            readsWithin(ALLOWED, file);
        }

        @Test
        @DisplayName("takes less than 256 MB for the most keys and the most tensors")
        void entries() throws ModelFileException {
            ByteSink file = begun(GgufReader.MOST_TENSORS, GgufReader.MOST_KEYS);
            for (int i = 0; i < GgufReader.MOST_KEYS; i++) {
                file.string("k" + i);
                file.int32(GgufType.UINT32.ordinal());
                file.int32(i);
            }
            for (int i = 0; i < GgufReader.MOST_TENSORS; i++) {
                file.string("t" + i);
                file.int32(1);
                file.int64(1);
                file.int32(0);
                file.int64(32L * i);
            }
            file.bytes(Samples.segment(new byte[32 * GgufReader.MOST_TENSORS + 31]));
            readsWithin(ALLOWED, file);
        }
    }
}
