package org.vitrina.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.SequencedMap;
import java.util.Set;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.vitrina.tokenize.Tokenizer;

@DisplayName("A tokenizer in a GGUF file")
class GgufTokenizerTests {
    /// Letters, two merges and a special token, numbered so that no id is its place in the order of merges.
    private static SequencedMap<String, Object> small() {
        var metadata = new LinkedHashMap<String, Object>();
        metadata.put("tokenizer.ggml.model", "gpt2");
        metadata.put("tokenizer.ggml.pre", "smollm");
        metadata.put(
                "tokenizer.ggml.tokens",
                List.of("<|end|>", "abc", "ab", "bc", "a", "b", "c", "Ġ", "Ġa", "1", "<user>", "<|call|>"));
        metadata.put("tokenizer.ggml.token_type", List.of(3, 1, 1, 1, 1, 1, 1, 1, 1, 1, 4, 1));
        metadata.put("tokenizer.ggml.merges", List.of("b c", "a b", "a bc", "Ġ a"));
        metadata.put("tokenizer.ggml.eos_token_id", 0L);
        return metadata;
    }

    private static Tokenizer of(SequencedMap<String, Object> metadata) {
        try {
            return GgufTokenizer.of(metadata);
        } catch (ModelFileException e) {
            throw new AssertionError(e);
        }
    }

    @Nested
    @DisplayName("of byte pairs")
    class BytePairs {
        @Test
        @DisplayName("merges in the order of the file, not of the ids")
        void order() {
            assertArrayEquals(new int[] {1}, of(small()).encode("abc"));
            assertArrayEquals(new int[] {2, 2, 4}, of(small()).encode("ababa"));
        }

        @Test
        @DisplayName("reaches a token only by merging, unless its way of cutting says otherwise")
        void wholePieces() {
            var metadata = small();
            metadata.put("tokenizer.ggml.merges", List.of("a b", "b c"));
            assertArrayEquals(new int[] {2, 6}, of(metadata).encode("abc"));
            metadata.put("tokenizer.ggml.pre", "llama-bpe");
            metadata.put("tokenizer.ggml.add_bos_token", false);
            assertArrayEquals(new int[] {1}, of(metadata).encode("abc"));
        }

        @Test
        @DisplayName("writes a space as Ġ, and gives it back as a space")
        void alphabet() {
            assertArrayEquals(new int[] {4, 8, 7, 9}, of(small()).encode("a a 1"));
            assertEquals("a a 1", of(small()).decode(4, 8, 7, 9));
        }

        @Test
        @DisplayName("leaves out a byte that has no token, after merging what stands beside it")
        void missing() {
            assertArrayEquals(new int[] {2, 6}, of(small()).encode("abxc"));
            assertArrayEquals(new int[] {4, 5}, of(small()).encode("axb"));
        }

        @Test
        @DisplayName("reads a token of the user's as itself, a special one only where it is allowed")
        void special() {
            assertArrayEquals(new int[] {4, 10, 5}, of(small()).encode("a<user>b"));
            assertArrayEquals(new int[] {4, 5}, of(small()).encode("a<|end|>b"));
            assertArrayEquals(new int[] {4, 0, 5}, of(small()).encode("a<|end|>b", Set.of("<|end|>")));
            assertEquals(Map.of("<|end|>", 0), of(small()).specialTokens());
        }

        @Test
        @DisplayName("says which tokens begin and end a text, and which end a turn")
        void markers() {
            var metadata = small();
            metadata.put("tokenizer.ggml.bos_token_id", 11L);
            metadata.put("tokenizer.ggml.add_bos_token", true);
            metadata.put("tokenizer.ggml.eot_token_id", 10L);
            Tokenizer tokenizer = of(metadata);
            assertEquals(OptionalInt.of(11), tokenizer.markers().begin());
            assertEquals(OptionalInt.of(0), tokenizer.markers().end());
            assertEquals(Set.of(0, 10), tokenizer.markers().stops());
            assertArrayEquals(new int[] {11, 4}, tokenizer.encodeWhole("a"));
        }
    }

    @Nested
    @DisplayName("of SentencePiece")
    class SentencePiece {
        private SequencedMap<String, Object> scored() {
            var metadata = new LinkedHashMap<String, Object>();
            metadata.put("tokenizer.ggml.model", "llama");
            metadata.put(
                    "tokenizer.ggml.tokens",
                    List.of(
                            "<unk>", "<s>", "</s>", "<0xC3>", "<0xA9>", "a", "b", "c", "ab", "bc", "\u2581", "\u2581a",
                            "x\u00E8"));
            metadata.put("tokenizer.ggml.token_type", List.of(2, 3, 3, 6, 6, 1, 1, 1, 1, 1, 1, 1, 1));
            metadata.put("tokenizer.ggml.scores", List.of(0f, 0f, 0f, 0f, 0f, -9f, -9f, -9f, -3f, -2f, -9f, -4f, -1f));
            return metadata;
        }

        @Test
        @DisplayName("gives the ids that llama.cpp gives, where scores are equal and characters have no token "
                + "(vocabulary_gguf.py, llama_cpp_ids.mjs)")
        void equalsLlamaCpp() throws IOException {
            Path folder = Path.of("src/test/resources/org/vitrina/file/tokenizers");
            List<PeerIds.Expected> expected = PeerIds.read(folder.resolve("sentencepiece-ids.jsonl"));
            assertEquals(30, expected.size());
            assertEquals(
                    new ArrayList<>(),
                    PeerIds.differences(PeerIds.open(folder.resolve("sentencepiece.gguf")), expected));
        }

        @Test
        @DisplayName("merges what makes the token with the highest score")
        void scores() {
            assertArrayEquals(new int[] {11, 9}, of(scored()).encode("abc"));
            assertArrayEquals(new int[] {10, 8}, of(scored()).encode("ab"));
        }

        @Test
        @DisplayName("puts a space before a text, and takes it away again")
        void spaces() {
            assertEquals("a b", of(scored()).decode(of(scored()).encode("a b")));
            var metadata = scored();
            metadata.put("tokenizer.ggml.add_space_prefix", false);
            assertArrayEquals(new int[] {5}, of(metadata).encode("a"));
        }

        @Test
        @DisplayName("writes a character without a token as its bytes, or as unknown where these have none")
        void bytes() {
            assertArrayEquals(new int[] {10, 3, 4, 0}, of(scored()).encode("\u00E9\u00F1"));
            assertEquals("\u00E9", of(scored()).decode(3, 4));
        }

        @Test
        @DisplayName("merges a character that is no token where both together are one")
        void characters() {
            assertArrayEquals(new int[] {10, 12}, of(scored()).encode("x\u00E8"));
            assertArrayEquals(new int[] {10, 0, 5}, of(scored()).encode("\u00E8a"));
        }

        @Test
        @DisplayName("begins a whole text with its token of a beginning, unless the file says otherwise")
        void begin() {
            assertArrayEquals(new int[] {1, 11}, of(scored()).encodeWhole("a"));
        }
    }

    @Nested
    @DisplayName("that does not fit together")
    class Refused {
        private void refused(String expected, String key, Object value) {
            var metadata = small();
            if (value == null) {
                metadata.remove(key);
            } else {
                metadata.put(key, value);
            }
            assertEquals(
                    expected,
                    assertThrows(ModelFileException.class, () -> GgufTokenizer.of(metadata))
                            .getMessage());
        }

        @Test
        @DisplayName("is refused with the key, what was expected and what was found")
        void messages() {
            refused(
                    "tokenizer.ggml.model: expected gpt2 or llama, which are known here, found rwkv",
                    "tokenizer.ggml.model",
                    "rwkv");
            refused("tokenizer.ggml.model: expected a text, found nothing", "tokenizer.ggml.model", null);
            refused("tokenizer.ggml.tokens: expected a list of texts, found Long 3", "tokenizer.ggml.tokens", 3L);
            refused(
                    "tokenizer.ggml.tokens[1]: expected a text, found Integer 7",
                    "tokenizer.ggml.tokens",
                    List.of("a", 7));
            refused(
                    "tokenizer.ggml.tokens[2]: expected a token unlike all others, "
                            + "found the token 'a' has two ids, 0 and 2, expected one",
                    "tokenizer.ggml.tokens",
                    List.of("a", "b", "a"));
            refused(
                    "tokenizer.ggml.merges[1]: expected a merge of tokens in the vocabulary, found 'x'",
                    "tokenizer.ggml.merges",
                    List.of("a b", "a x"));
            refused(
                    "tokenizer.ggml.merges[0]: expected a merge of tokens in the vocabulary, found 'ba'",
                    "tokenizer.ggml.merges",
                    List.of("b a"));
            refused(
                    "tokenizer.ggml.merges[0]: expected two tokens with a space between them, found 'ab'",
                    "tokenizer.ggml.merges",
                    List.of("ab"));
            refused(
                    "tokenizer.ggml.token_type: expected 12 numbers, one for each token, found 1",
                    "tokenizer.ggml.token_type",
                    List.of(1));
            refused(
                    "tokenizer.ggml.eos_token_id: expected the id of a token, 0 to 11, found Long 12",
                    "tokenizer.ggml.eos_token_id",
                    12L);
            refused(
                    "tokenizer.ggml.add_bos_token: expected true or false, found String yes",
                    "tokenizer.ggml.add_bos_token",
                    "yes");
        }

        @Test
        @DisplayName("is refused where its way of cutting is not known, with the names that are")
        void preTokenizer() {
            var metadata = small();
            metadata.put("tokenizer.ggml.pre", "gpt-9");
            String message = assertThrows(ModelFileException.class, () -> GgufTokenizer.of(metadata))
                    .getMessage();
            assertEquals("tokenizer.ggml.pre: expected one of gpt-2, ", message.substring(0, 43));
            assertEquals(", default, found 'gpt-9'", message.substring(message.length() - 24));
        }
    }

    @Nested
    @TestInstance(TestInstance.Lifecycle.PER_CLASS)
    @DisplayName("of SmolLM2-135M-Instruct")
    class SmolLm2 {
        private Tokenizer tokenizer;

        @BeforeAll
        void open() throws IOException {
            Path model = Optional.ofNullable(System.getenv("XDG_CACHE_HOME"))
                    .map(Path::of)
                    .orElse(Path.of(System.getProperty("user.home"), ".cache"))
                    .resolve("vitrina/models/smollm2-135m-instruct.gguf");
            assumeTrue(
                    Files.exists(model),
                    () -> "the model is not in the cache; to get it: ./vitrina model get smollm2-135m-instruct");
            tokenizer = PeerIds.open(model);
        }

        @Test
        @DisplayName("gives the ids that llama.cpp gives (smollm2-ids.jsonl, made by llama_cpp_ids.mjs)")
        void equalsLlamaCpp() throws IOException {
            List<PeerIds.Expected> expected =
                    PeerIds.read(Path.of("src/test/resources/org/vitrina/file/smollm2-ids.jsonl"));
            assertEquals(120, expected.size());
            assertEquals(new ArrayList<>(), PeerIds.differences(tokenizer, expected));
        }

        @Test
        @DisplayName("knows its tokens")
        void markers() {
            assertEquals(49_152, tokenizer.vocabularySize());
            assertEquals(Integer.valueOf(1), tokenizer.specialTokens().get("<|im_start|>"));
            assertEquals(OptionalInt.of(2), tokenizer.markers().end());
            assertEquals(Set.of(0, 2), tokenizer.markers().stops());
            assertEquals("<|im_start|>user", tokenizer.decode(1, 4093));
        }
    }
}
