package org.vitrina.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrina.quantize.Formats;
import org.vitrina.tokenize.BpeOptions;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.tokenize.SplitPattern;
import org.vitrina.train.Trainable;

@DisplayName("A model that was written")
class ModelWriterTests {
    private static final String END = "<|endoftext|>";
    private static final String TEXT = "the red ball, the blue ball and the bell ";

    @TempDir
    Path folder;

    private final BpeTokenizer tokenizer = BpeTokenizer.train(
            TEXT.repeat(4), 270, BpeOptions.DEFAULT.withSplit(SplitPattern.GPT2).withSpecialTokens(END));

    private Path written(String name, Model model) throws IOException {
        Path file = folder.resolve(name + ".gguf");
        ModelWriter.of(model).text("tokenizer.chat_template", "{{ bos_token }}").write(file, Formats.F32, END);
        return file;
    }

    private Model model() {
        return Trainable.random(Config.llama(tokenizer.vocabularySize(), 32, 16, 2, 2, 1, 32), 3)
                .model("small", tokenizer);
    }

    @Test
    @DisplayName("can be opened and written again, to the same bytes")
    void again() throws IOException {
        Path first = written("small", model());
        Path second = folder.resolve("again.gguf");
        try (Model opened = Model.open(first)) {
            assertArrayEquals(tokenizer.encode(TEXT + END), opened.tokenizer().encode(TEXT + END));
            ModelWriter.of(Trainable.of(opened).model("small", opened.tokenizer()))
                    .text("tokenizer.chat_template", "{{ bos_token }}")
                    .write(second, Formats.F32, END);
        }
        assertArrayEquals(Files.readAllBytes(first), Files.readAllBytes(second));
    }

    @Test
    @DisplayName("may get tokens for turns: it expects the old ones as before, and reads the new ones as one token")
    void turns() throws IOException {
        try (Model opened = Model.open(written("small", model()))) {
            var file = (BpeTokenizer) opened.tokenizer();
            BpeTokenizer larger = file.withSpecialTokens("<|im_start|>", "<|im_end|>");
            assertEquals(Map.of(END, 269, "<|im_start|>", 270, "<|im_end|>", 271), larger.specialTokens());
            Model chat = Trainable.of(opened).withVocabulary(272, 1).model("chat", larger);
            try (Model again = Model.open(written("chat", chat))) {
                int[] ids = again.tokenizer()
                        .encode("<|im_start|>the bell<|im_end|>", Set.of("<|im_start|>", "<|im_end|>"));
                assertEquals(270, ids[0]);
                assertEquals(271, ids[ids.length - 1]);
                assertArrayEquals(file.encode("the bell"), Arrays.copyOfRange(ids, 1, ids.length - 1));
                assertTrue(again.tokenizer().markers().stops().containsAll(Set.of(269, 271)));
                int[] text = file.encode(TEXT);
                // panels of rows are padded, so that the last ones are added up in another order
                assertArrayEquals(
                        opened.session().next(text),
                        Arrays.copyOf(again.session().next(text), 270),
                        1e-6f);
            }
        }
    }

    @Test
    @DisplayName("gets no special token twice, and no smaller vocabulary")
    void wrong() {
        var twice = assertThrows(IllegalArgumentException.class, () -> tokenizer.withSpecialTokens("<|a|>", END));
        assertEquals(
                "a further special token needs a text of its own, but got '<|endoftext|>' beside [<|endoftext|>]"
                        + " and [<|a|>]",
                twice.getMessage());
        var smaller = assertThrows(
                IllegalArgumentException.class, () -> Trainable.of(model()).withVocabulary(100, 1));
        assertEquals(
                "a vocabulary may become larger, but this model has 270 tokens and 100 were asked for",
                smaller.getMessage());
    }
}
