package org.vitrina.tokenize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("A tokenizer's file")
class BpeFileTests {
    @TempDir
    Path folder;

    private final BpeTokenizer tokenizer = BpeTokenizer.train(
            "el niño y la niña, the boy and the girl",
            280,
            new BpeOptions(
                    "of \"two\" languages",
                    Normalization.of(Normalization.Rule.NFC, Normalization.Rule.LOWER_CASE),
                    SplitPattern.O200K,
                    java.util.List.of("<|end|>", "é"),
                    2));

    @Nested
    @DisplayName("that was saved")
    class Saved {
        @Test
        @DisplayName("loads as the same tokenizer")
        void same() throws IOException {
            BpeTokenizer loaded = saveAndLoad(tokenizer);
            assertEquals(tokenizer.name(), loaded.name());
            assertEquals(tokenizer.normalization(), loaded.normalization());
            assertEquals(tokenizer.split(), loaded.split());
            assertEquals(tokenizer.specialTokens(), loaded.specialTokens());
            assertEquals(tokenizer.vocabularySize(), loaded.vocabularySize());
            assertArrayEquals(tokenizer.learnedMerges(), loaded.learnedMerges());
            forRandom(500, random -> {
                String text = RandomText.of(random, 20);
                assertArrayEquals(tokenizer.encode(text), loaded.encode(text));
            });
        }

        @Test
        @DisplayName("holds published ranks as well, gaps and special tokens included")
        void ranks() throws IOException {
            BpeTokenizer p50k = BpeTokenizer.published("p50k");
            BpeTokenizer loaded = saveAndLoad(p50k);
            assertEquals(p50k.specialTokens(), loaded.specialTokens());
            assertEquals(50_281, loaded.vocabularySize());
            forRandom(500, random -> {
                String text = RandomText.of(random, 20);
                assertArrayEquals(p50k.encode(text), loaded.encode(text));
            });
        }

        @Test
        @DisplayName("is text that a person can read, a line for each merge")
        void readable() throws IOException {
            Path file = folder.resolve("small.json");
            BpeTokenizer.train("aaabdaaabac", 259).save(file);
            assertEquals("""
                    {
                     "format": "vitrina-bpe",
                     "version": 1,
                     "name": "our own",
                     "normalization": [],
                     "split": "GPT2",
                     "special": {},
                     "merges": [
                      [97, 97],
                      [97, 98],
                      [256, 257]
                     ]
                    }
                    """, Files.readString(file));
        }

        @Test
        @DisplayName("replaces the one before, and leaves nothing else behind")
        void replaces() throws IOException {
            Path file = folder.resolve("bpe.json");
            Files.writeString(file, "old");
            tokenizer.save(file);
            assertEquals(tokenizer.name(), BpeTokenizer.load(file).name());
            try (Stream<Path> files = Files.list(folder)) {
                assertEquals(1, files.count());
            }
        }

        @Test
        @DisplayName("needs a folder that is there, and is no folder itself")
        void places() {
            Path nowhere = folder.resolve("no/such/bpe.json");
            assertTrue(assertThrows(IOException.class, () -> tokenizer.save(nowhere))
                    .getMessage()
                    .endsWith("cannot be written: there is no directory " + nowhere.getParent() + "; create it first"));
            assertTrue(assertThrows(IOException.class, () -> tokenizer.save(folder))
                    .getMessage()
                    .endsWith("is a directory; a tokenizer is saved to a file"));
        }
    }

    @ParameterizedTest(name = "{0}")
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '`',
            value = {
                "no object             | [] | $: expected an object, but found a list",
                "another format        | {`format`:`tokenizer.json`} | $.format: expected 'vitrina-bpe', but found 'tokenizer.json'",
                "a later version       | {`version`:2} | $.version: expected version 1, the one that this library knows, but found version 2",
                "a member twice        | {`name`:`a`,`name`:`b`} | $.name: expected each member once, but found 'name' again",
                "an unknown member     | {`vocab`:{}} | $.vocab: expected format, version, name, normalization, split, special and merges or ranks, but found 'vocab'",
                "an unknown rule       | {`normalization`:[`NFX`]} | $.normalization[1]: expected one of [NFC, NFD, NFKC, NFKD, LOWER_CASE, LOWER_CASE_EACH, STRIP_MARKS, STRIP_ACCENTS, COLLAPSE_WHITESPACE], but found 'NFX'",
                "an unknown split      | {`split`:`GPT5`} | $.split: expected one of [NONE, GPT2, CL100K, QWEN2, SMOLLM, O200K], but found 'GPT5'",
                "a missing parent      | {`merges`:[[97,97],[257,98]]} | $.merges[1][0]: expected a token made before token 257, a whole number from 0 to 256, but found 257",
                "a merge of one        | {`merges`:[[97]]} | $.merges[0][1]: expected a number, but found the end of a list",
                "a merge of three      | {`merges`:[[97,98,99]]} | $.merges[0][2]: expected the end of a list, but found a number",
                "a negative id         | {`merges`:[[97,-1]]} | $.merges[0][1]: expected a token made before token 256, a whole number from 0 to 255, but found -1",
                "a broken id           | {`merges`:[[97,1.5]]} | $.merges[0][1]: expected a token made before token 256, a whole number from 0 to 255, but found 1.5",
                "a huge id             | {`merges`:[[97,99999999999999999999]]} | $.merges[0][1]: expected a token made before token 256, a whole number from 0 to 255, but found 99999999999999999999",
                "a merge twice         | {`merges`:[[97,97],[97,97]]} | $.merges[1][2]: expected different bytes for each token, but found those of token 256 again for token 257",
                "the same token twice  | {`merges`:[[97,97],[256,97],[97,256]]} | $.merges[2][2]: expected different bytes for each token, but found those of token 257 again for token 258",
                "a special token twice | {`special`:{`a`:300,`a`:301}} | $.special.a: expected each special token once, but found 'a' again",
                "no text for a name    | {`name`:null} | $.name: expected a text, but found null",
                "nothing at all        | {} | $: expected the members format, name, normalization, special, split, version, but found none of these",
                "ranks not in base64   | {`ranks`:[[`?`,1]]} | $.ranks[0][1]: this is not base64: Input byte[] should at least have 2 bytes for base64 bytes",
                "a rank too high       | {`ranks`:[[`YQ==`,2000000000]]} | $.ranks[0][1]: expected a rank, a whole number from 0 to 4194303, but found 2000000000",
            })
    @DisplayName("is refused if it has")
    void refused(String what, String content, String message) {
        assertRefused(content.replace('`', '"'), message);
    }

    @Nested
    @DisplayName("is refused if it")
    class Refused {
        private static final String HEAD =
                "\"format\":\"vitrina-bpe\",\"version\":1,\"name\":\"x\",\"normalization\":[],\"split\":\"GPT2\"";

        @Test
        @DisplayName("has both merges and ranks, or neither")
        void both() {
            assertRefused("{" + HEAD + ",\"special\":{}}", "$: expected either merges or ranks, but found neither");
            assertRefused(
                    "{" + HEAD + ",\"special\":{},\"merges\":[],\"ranks\":[]}",
                    "$: expected either merges or ranks, but found both of them");
        }

        @Test
        @DisplayName("gives a special token the id of another")
        void specialId() {
            assertRefused(
                    "{" + HEAD + ",\"special\":{\"<|end|>\":97},\"merges\":[]}",
                    "$: the special token '<|end|>' has id 97, which another token has as well");
            assertRefused(
                    "{" + HEAD + ",\"special\":{\"a\":300,\"b\":300},\"merges\":[]}",
                    "$: the special token 'b' has id 300, which another token has as well");
        }

        @Test
        @DisplayName("has ranks that lack a byte, or give a rank or a token twice")
        void ranks() {
            assertRefused(
                    "{" + HEAD + ",\"special\":{},\"ranks\":[[\"AA==\",0]]}",
                    "$: the ranks of 'x' lack a token for the single byte 0x01; all 256 bytes need one, so that any"
                            + " text can be encoded");
            assertRefused(
                    "{" + HEAD + ",\"special\":{},\"ranks\":[[\"AA==\",0],[\"AQ==\",0]]}",
                    "$: the token 0x01 has rank 0, which 0x00 has as well; every token needs its own");
            assertRefused(
                    "{" + HEAD + ",\"special\":{},\"ranks\":[[\"AA==\",0],[\"AA==\",1]]}",
                    "$: the token 0x00 has two ranks, 0 and 1, expected one");
        }

        @Test
        @DisplayName("would make tokens that grow without end")
        void growing() {
            var merges = new StringBuilder("[97,97]");
            for (int id = 256; id < 300; id++) {
                merges.append(",[").append(id).append(',').append(id).append(']');
            }
            assertRefused(
                    "{\"merges\":[" + merges + "]}",
                    "$.merges[10][2]: expected a token of at most 1024 bytes, but found 2048 bytes");
        }

        @Test
        @DisplayName("is not UTF-8, naming the byte")
        void notUtf8() throws IOException {
            Path file = folder.resolve("bad.json");
            Files.write(file, new byte[] {'{', '"', (byte) 0xC3, (byte) 0x28});
            assertEquals(
                    file + ", at byte 2: expected text in UTF-8, but found \\xC3",
                    assertThrows(TokenizerFileException.class, () -> BpeTokenizer.load(file))
                            .getMessage());
        }

        @Test
        @DisplayName("is not JSON, ends early, goes on after its end or nests too deep")
        void notJson() {
            for (String content : new String[] {
                "", "{", "{\"merges\":[[97,97]", "{'name':'x'}", "not json", "[".repeat(100_000), "{\"name\":\"\\q\"}",
            }) {
                Path file = write(content);
                var error = assertThrows(TokenizerFileException.class, () -> BpeTokenizer.load(file), content);
                assertTrue(error.getMessage().startsWith(file + ", at $"), error.getMessage());
            }
            assertThrows(
                    TokenizerFileException.class,
                    () -> BpeTokenizer.load(write("{" + HEAD + ",\"special\":{},\"merges\":[]} {}")));
        }

        @Test
        @DisplayName("is larger than any tokenizer")
        void tooLarge() throws IOException {
            Path file = folder.resolve("large.json");
            try (var out = Files.newByteChannel(
                    file, java.nio.file.StandardOpenOption.CREATE, java.nio.file.StandardOpenOption.WRITE)) {
                out.position(BpeFileReader.LARGEST_FILE + 10L).write(java.nio.ByteBuffer.allocate(1));
            }
            assertEquals(
                    file + ", at byte 33554432: expected the end of a file of at most 33554432 bytes, but found more",
                    assertThrows(TokenizerFileException.class, () -> BpeTokenizer.load(file))
                            .getMessage());
        }

        @Test
        @DisplayName("was cut off or had a byte changed, and never with another kind of error")
        void damaged() throws IOException {
            Path good = folder.resolve("good.json");
            tokenizer.save(good);
            byte[] bytes = Files.readAllBytes(good);
            Path file = folder.resolve("damaged.json");
            forRandom(3_000, random -> {
                byte[] damaged = bytes.clone();
                for (int n = 1 + random.nextInt(3); n > 0; n--) {
                    damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(256);
                }
                int length = random.nextBoolean() ? damaged.length : random.nextInt(damaged.length);
                try {
                    Files.write(file, java.util.Arrays.copyOf(damaged, length));
                    BpeTokenizer loaded = BpeTokenizer.load(file);
                    assertEquals("the boy", loaded.decode(loaded.encode("the boy")));
                } catch (TokenizerFileException e) {
                    assertTrue(e.getMessage().startsWith(file + ", at "), e.getMessage());
                } catch (IOException e) {
                    throw new UncheckedIOException(e);
                }
            });
        }
    }

    private void assertRefused(String content, String message) {
        Path file = write(content);
        var error = assertThrows(TokenizerFileException.class, () -> BpeTokenizer.load(file));
        assertEquals(file + ", at " + message, error.getMessage());
    }

    private Path write(String content) {
        try {
            return Files.writeString(folder.resolve("bpe.json"), content);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private BpeTokenizer saveAndLoad(BpeTokenizer tokenizer) throws IOException {
        Path file = folder.resolve("saved.json");
        tokenizer.save(file);
        return BpeTokenizer.load(file);
    }
}
