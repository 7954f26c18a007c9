package org.vitrina.file;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrina.tokenize.Tokenizer;

@DisplayName("A tokenizer.json")
class TokenizerJsonTests {
    private static final Path TRAINED = Path.of("src/test/resources/org/vitrina/file/tokenizers");

    /// A small one with every member; quotes are written as backticks.
    static final String SMALL = """
            {`version`: `1.0`, `truncation`: null, `padding`: null,
             `added_tokens`: [
              {`id`: 9, `content`: `<s>`, `single_word`: false, `lstrip`: false, `rstrip`: false,
               `normalized`: false, `special`: true},
              {`id`: 10, `content`: `<u>`, `single_word`: true, `lstrip`: true, `rstrip`: true,
               `normalized`: true, `special`: false}],
             `normalizer`: {`type`: `Sequence`, `normalizers`: [{`type`: `NFC`},
              {`type`: `Replace`, `pattern`: {`Regex`: `\\\\s{2,}`}, `content`: ` `}]},
             `pre_tokenizer`: {`type`: `Sequence`, `pretokenizers`: [
              {`type`: `Split`, `pattern`: {`Regex`: `\\\\p{N}|[^a-z]+`}, `behavior`: `Isolated`, `invert`: false},
              {`type`: `ByteLevel`, `add_prefix_space`: false, `trim_offsets`: true, `use_regex`: false}]},
             `post_processor`: {`type`: `TemplateProcessing`,
              `single`: [{`SpecialToken`: {`id`: `<s>`, `type_id`: 0}}, {`Sequence`: {`id`: `A`, `type_id`: 0}}],
              `pair`: [], `special_tokens`: {`<s>`: {`id`: `<s>`, `ids`: [9], `tokens`: [`<s>`]}}},
             `decoder`: {`type`: `ByteLevel`, `add_prefix_space`: true, `trim_offsets`: true, `use_regex`: true},
             `model`: {`type`: `BPE`, `dropout`: null, `unk_token`: null, `continuing_subword_prefix`: null,
              `end_of_word_suffix`: null, `fuse_unk`: false, `byte_fallback`: false, `ignore_merges`: false,
              `vocab`: {`a`: 0, `b`: 1, `c`: 2, `\u0120`: 3, `ab`: 4, `abc`: 5, `\u0120a`: 6, `1`: 8},
              `merges`: [`a b`, [`ab`, `c`], `\u0120 a`]}}
            """.replace('`', '"').replace("\\u0120", "\u0120");

    static Tokenizer read(String json) {
        try {
            return TokenizerJson.read("small", json);
        } catch (ModelFileException e) {
            throw new AssertionError(e);
        }
    }

    static Stream<String> trained() throws IOException {
        try (var files = Files.list(TRAINED)) {
            return files
                    .map(file -> file.getFileName().toString())
                    .filter(name -> name.endsWith(".json"))
                    .map(name -> name.substring(0, name.length() - 5))
                    .sorted()
                    .toList()
                    .stream();
        }
    }

    @ParameterizedTest
    @MethodSource("trained")
    @DisplayName("gives the ids that Hugging Face's library gives (train_tokenizers.py, hugging_face_ids.py)")
    void equalsHuggingFace(String name) throws IOException {
        Tokenizer tokenizer = TokenizerJson.open(TRAINED.resolve(name + ".json"));
        List<PeerIds.Expected> expected = PeerIds.read(TRAINED.resolve(name + ".jsonl"));
        assertEquals(30, expected.size());
        assertEquals(List.of(), PeerIds.differences(tokenizer, expected));
    }

    @Test
    @DisplayName("is read with its ids, merges and added tokens")
    void small() {
        Tokenizer tokenizer = read(SMALL);
        assertEquals(11, tokenizer.vocabularySize());
        assertArrayEquals(new int[] {5, 3, 0, 8, 4}, tokenizer.encode("abc a1ab"));
        assertArrayEquals(new int[] {0, 10, 1}, tokenizer.encode("a <u> b"));
        assertArrayEquals(new int[] {9, 0}, tokenizer.encode("<s>a", Set.of("<s>")));
        assertArrayEquals(new int[] {9, 0}, tokenizer.encodeWhole("a"));
        assertEquals("abc a", tokenizer.decode(5, 6));
    }

    @Test
    @DisplayName("may have its merges before its vocabulary")
    void anyOrder() {
        String merges = SMALL.substring(SMALL.indexOf("\"merges\""), SMALL.lastIndexOf("]") + 1);
        String turned = SMALL.replace(",\n  " + merges, "").replace("\"vocab\"", merges + ", \"vocab\"");
        assertArrayEquals(new int[] {5}, read(turned).encode("abc"));
    }

    @Test
    @DisplayName("lies in a folder whose tokenizer_config.json says which tokens begin and end a text")
    void folder(@TempDir Path folder) throws IOException {
        Path model = Files.createDirectory(folder.resolve("my-model"));
        Files.writeString(model.resolve("tokenizer.json"), SMALL);
        Files.writeString(
                model.resolve("tokenizer_config.json"),
                "{\"bos_token\": {\"content\": \"<s>\"}, \"eos_token\": \"<u>\", \"pad_token\": null}");
        Tokenizer tokenizer = TokenizerJson.open(model);
        assertEquals("my-model", tokenizer.name());
        assertEquals(OptionalInt.of(9), tokenizer.markers().begin());
        assertEquals(OptionalInt.of(10), tokenizer.markers().end());
        assertEquals(Set.of(10), tokenizer.markers().stops());
    }

    @Nested
    @DisplayName("that cannot be used")
    class Refused {
        @ParameterizedTest(name = "{0}")
        @DisplayName("is refused with the JSON path, what was expected and what was found")
        @CsvSource(delimiter = '¦', quoteCharacter = '\0', textBlock = """
                an unknown model ¦ `BPE` ¦ `Magic` ¦ $.model.type: expected a model that is known here (BPE), found 'Magic'
                an unknown normalizer ¦ `NFC` ¦ `NFX` ¦ $.normalizer.normalizers[0].type: expected a normalizer that is known here (NFC, NFD, NFKC, NFKD, Lowercase, StripAccents, Strip, Prepend, Replace, Sequence), found 'NFX'
                an unknown pre-tokenizer ¦ `Split` ¦ `Cut` ¦ $.pre_tokenizer.pretokenizers[0].type: expected a pre-tokenizer that is known here (ByteLevel, Split, Digits, Punctuation, Whitespace, WhitespaceSplit, BertPreTokenizer, CharDelimiterSplit, Metaspace, Sequence), found 'Cut'
                an unknown post-processor ¦ `TemplateProcessing` ¦ `Wrap` ¦ $.post_processor.type: expected a post-processor that is known here (ByteLevel, TemplateProcessing, BertProcessing, RobertaProcessing, Sequence), found 'Wrap'
                an unknown behaviour ¦ `Isolated` ¦ `Left` ¦ $.pre_tokenizer.pretokenizers[0].behavior: expected one of REMOVED, ISOLATED, MERGED_WITH_PREVIOUS, MERGED_WITH_NEXT, CONTIGUOUS, found 'Left'
                a merge of no token ¦ `a b` ¦ `a x` ¦ $.model.merges[0]: expected a merge of tokens in the vocabulary, found 'x'
                a merge that makes none ¦ `a b` ¦ `b a` ¦ $.model.merges[0]: expected a merge of tokens in the vocabulary, found 'ba'
                a merge of one ¦ `a b` ¦ `ab` ¦ $.model.merges[0]: expected two tokens with one space between them, found 'ab'
                a merge of three ¦ [`ab`, `c`] ¦ [`a`, `b`, `c`] ¦ $.model.merges[1]: expected two tokens and no more, found a text
                an id twice ¦ `b`: 1 ¦ `b`: 0 ¦ $.model.vocab: expected tokens unlike each other, found the token 'b' has id 0, which 'a' has as well; every token needs its own
                a token twice ¦ `b`: 1 ¦ `a`: 1 ¦ $.model.vocab['a']: expected each token once, found it again
                an id far off ¦ `b`: 1 ¦ `b`: 4000000 ¦ $.model.vocab['b']: expected an id up to 65552, as there are 8 tokens, found 4000000
                a giant id ¦ `b`: 1 ¦ `b`: 1e300 ¦ $.model.vocab['b']: expected an id from 0 to 4194303, found 1e300
                a fraction of an id ¦ `b`: 1 ¦ `b`: 1.5 ¦ $.model.vocab['b']: expected an id from 0 to 4194303, found 1.5
                an added id of another ¦ `id`: 9 ¦ `id`: 4 ¦ $: expected a tokenizer that fits together, found the added token '<s>' has id 4, which another token has as well; every token needs its own
                a suffix ¦ `end_of_word_suffix`: null ¦ `end_of_word_suffix`: `</w>` ¦ $.model.end_of_word_suffix: expected null or an empty text; no other is known here, found '</w>'
                dropout ¦ `dropout`: null ¦ `dropout`: 0.1 ¦ $.model.dropout: expected null: what is encoded must not depend on chance, found 0.1
                an unknown unknown ¦ `unk_token`: null ¦ `unk_token`: `<x>` ¦ $.model.unk_token: expected a token of the vocabulary, found '<x>'
                a wrong type ¦ `lstrip`: false ¦ `lstrip`: 0 ¦ $.added_tokens[0].lstrip: expected true or false, found 0
                an expression of Ruby's ¦ [^a-z]+ ¦ \\\\G[^a-z]+ ¦ $.pre_tokenizer.pretokenizers[0].pattern.Regex: expected an expression that can be written for Java, found '\\G', at character 6 of '\\p{N}|\\G[^a-z]+'
                a broken expression ¦ [^a-z]+ ¦ [^a-z+ ¦ $.pre_tokenizer.pretokenizers[0].pattern.Regex: expected an expression that can be written for Java, found a class without its ], at character 12 of '\\p{N}|[^a-z+'
                a member twice ¦ `padding` ¦ `version` ¦ $.version: expected each member once, found it again
                a text that ends ¦ `\u0120 a`]}} ¦ `\u0120 a`] ¦ $.model.merges: expected JSON, found a text that ends too early
                no JSON ¦ null, `padding` ¦ nil, `padding` ¦ $.truncation: expected JSON, found no JSON at line
                """)
        void messages(String what, String part, String by, String expected) {
            String json = SMALL.replaceFirst(
                    java.util.regex.Pattern.quote(part.replace('`', '"').replace("\\\\", "\\")),
                    java.util.regex.Matcher.quoteReplacement(by.replace('`', '"')));
            String message = assertThrows(ModelFileException.class, () -> TokenizerJson.read("x", json))
                    .getMessage();
            assertEquals(
                    expected.replace("\\\\", "\\"),
                    expected.endsWith("at line") ? message.replaceFirst(" at line .*", " at line") : message);
        }

        @Test
        @DisplayName("is refused where it nests deeper than any tokenizer does")
        void nesting() {
            String deep = SMALL.replace("\"truncation\": null", "\"truncation\": " + "[".repeat(100_000));
            String message = assertThrows(ModelFileException.class, () -> TokenizerJson.read("x", deep))
                    .getMessage();
            assertEquals("expected JSON", message.replaceFirst("^.*: (expected JSON), .*$", "$1"));
        }

        @Test
        @DisplayName("is refused where its expression could be tried for ever")
        void expressions() {
            String loops = SMALL.replace("\\\\s{2,}", "((?:){9999}){9999}");
            assertEquals(
                    "$.normalizer.normalizers[1].pattern.Regex: expected an expression that can be written for Java, "
                            + "found groups that are repeated more than 10000 times, at character 12 of "
                            + "'((?:){9999}){9999}'",
                    assertThrows(ModelFileException.class, () -> TokenizerJson.read("x", loops))
                            .getMessage());
            Tokenizer slow = read(SMALL.replace("\\\\p{N}|[^a-z]+", "(a|aa)+$|(x+x+)+y"));
            assertEquals(
                    "the expression '(a|aa)+$|(x+x+)+y' tries too much on a text of 300 characters; cut the text, or "
                            + "use a tokenizer with a simpler expression",
                    assertThrows(IllegalArgumentException.class, () -> slow.encode("x".repeat(300)))
                            .getMessage());
        }

        @Test
        @DisplayName("is refused where it is no text in UTF-8, or is too large")
        void bytes(@TempDir Path folder) throws IOException {
            Path file = folder.resolve("t.json");
            Files.write(file, new byte[] {'{', '"', (byte) 0xFF, '"'});
            assertEquals(
                    "expected text in UTF-8, found bytes that are none",
                    assertThrows(ModelFileException.class, () -> TokenizerJson.open(file))
                            .getMessage()
                            .replaceFirst("^.*?: ", ""));
            try (var channel = java.nio.channels.FileChannel.open(file, java.nio.file.StandardOpenOption.WRITE)) {
                channel.write(java.nio.ByteBuffer.wrap(new byte[1]), TokenizerJson.LARGEST_FILE);
            }
            assertEquals(
                    file + ": expected at most 67108864 bytes, found 67108865 bytes",
                    assertThrows(ModelFileException.class, () -> TokenizerJson.open(file))
                            .getMessage());
        }
    }
}
