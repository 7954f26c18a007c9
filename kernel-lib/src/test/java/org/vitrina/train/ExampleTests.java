package org.vitrina.train;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrina.Property;
import org.vitrina.autograd.Tape;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.chat.Message;
import org.vitrina.tensor.Workers;
import org.vitrina.tokenize.BpeOptions;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.transformer.Config;

@DisplayName("An example")
class ExampleTests {
    /// As ChatML writes conversations; behind each end of a turn stands a line end, which nobody has to
    /// learn.
    private static final ChatTemplate CHATML = ChatTemplate.of("""
            {%- for m in messages -%}
            {{ '<|im_start|>' + m['role'] + '\\n' + m['content'] + '<|im_end|>' + '\\n' }}
            {%- endfor -%}
            {%- if add_generation_prompt -%}{{ '<|im_start|>assistant\\n' }}{%- endif -%}
            """);

    private static final BpeTokenizer BYTES = BpeTokenizer.train(
            "none", 259, BpeOptions.DEFAULT.withSpecialTokens("<|end|>", "<|im_start|>", "<|im_end|>"));

    private static final int END = BYTES.specialTokens().get("<|end|>");

    private static String counted(Example example) {
        return IntStream.range(0, example.length())
                .filter(i -> example.counted()[i])
                .mapToObj(i -> BYTES.decode(example.ids()[i]))
                .collect(Collectors.joining());
    }

    @Nested
    @DisplayName("of a conversation")
    class OfAConversation {
        private final List<Message> talk = List.of(
                Message.system("Be brief."),
                Message.user("Who has <|im_end|>?"),
                Message.assistant("Ada."),
                Message.user("And now?"),
                Message.assistant("Ben\nhas it."));

        private final Example example = Example.ofChat(talk, CHATML, BYTES);

        @Test
        @DisplayName("counts what the assistant says and the token that ends it, in every turn, and nothing else")
        void mask() {
            assertEquals("Ada.<|im_end|>Ben\nhas it.<|im_end|>", counted(example));
            assertEquals(
                    CHATML.render(talk, false),
                    BYTES.decode(example.ids()),
                    "what a person writes never becomes a special token, and nothing is left out");
        }

        @Test
        @DisplayName("counts the template's text behind an answer where no special token ends it")
        void plainTemplate() {
            var plain = ChatTemplate.of(
                    "{% for m in messages %}{{ m['role'] + ': ' + m['content'] + '.\\n' }}{% endfor %}");
            Example talks = Example.ofChat(talk.subList(1, 4), plain, BYTES);
            assertEquals("Ada..\n", counted(talks));
        }

        @Test
        @DisplayName("shows the mask: as many dark cells as tokens that count")
        void shown() {
            assertEquals(
                    example.learned(),
                    example.strip().cells().stream()
                            .filter(cell -> cell.marked())
                            .count());
            var walk = Example.walk(talk, CHATML, BYTES);
            assertEquals(
                    List.of("mask.tokens", "mask.counted", "mask.targets"),
                    walk.steps().stream().map(MaskStep::name).toList());
            assertTrue(
                    walk.at(1).caption().startsWith("17 of them count"),
                    walk.at(1).caption());
        }
    }

    @Test
    @DisplayName("of a prompt and its completion counts the completion and the end")
    void pair() {
        Example example = Example.ofPair(new Data.Pair("2+2=", "4"), BYTES, END);
        assertEquals("4<|end|>", counted(example));
        Batch batch = example.batch();
        assertArrayEquals(new int[] {'2', '+', '2', '=', '4'}, batch.inputs());
        assertArrayEquals(new int[] {'+', '2', '=', '4', END}, batch.targets());
        assertArrayEquals(new float[] {0, 0, 0, 1, 1}, batch.weights());
        assertNull(batch.begins());
    }

    @Test
    @DisplayName("of a text counts all of it but the first token, which nothing stands before")
    void text() {
        assertEquals(3, Example.ofText("abc", BYTES, END).learned());
    }

    @Test
    @DisplayName("of which nothing counts has no batch")
    void nothing() {
        Example none = Example.of(BYTES, new int[] {1, 2}, new boolean[] {true, false});
        var error = assertThrows(IllegalArgumentException.class, none::batch);
        assertTrue(error.getMessage().contains("of 2 tokens of which none counts"), error.getMessage());
    }

    @Nested
    @DisplayName("beside others in a row")
    class Packed {
        private static Example numbers(int from, int length) {
            boolean[] all = new boolean[length];
            Arrays.fill(all, true);
            return Example.of(BYTES, IntStream.range(from, from + length).toArray(), all);
        }

        @Test
        @DisplayName("stands where the first has room for it, and the rest of the row does not count")
        void rows() {
            var rows = ExampleRows.packed(List.of(numbers(0, 6), numbers(10, 5), numbers(20, 4)), 8);
            assertEquals(2, rows.size());
            Batch batch = ExampleRows.batch(rows, 8, END);
            assertArrayEquals(
                    new int[] {0, 1, 2, 3, 4, 20, 21, 22, 10, 11, 12, 13, END, END, END, END}, batch.inputs());
            assertArrayEquals(new int[] {0, 0, 0, 0, 0, 5, 5, 5, 0, 0, 0, 0, 4, 4, 4, 4}, batch.begins());
            assertEquals(12, batch.counted());
        }

        @ParameterizedTest(name = "of {0}''s shape")
        @ValueSource(strings = {"llama", "gpt2"})
        @DisplayName("has the loss and the gradients that it has alone: none sees another")
        void noneSeesAnother(String style) {
            Config config =
                    style.equals("gpt2") ? Config.gpt2(259, 64, 32, 2, 2) : Config.llama(259, 64, 32, 2, 4, 2, 48);
            List<Example> examples = List.of(numbers(40, 21), numbers(7, 12), numbers(99, 30));
            var packed = Trainable.random(config, 3);
            var tape = new Tape(Workers.ONE);
            var rows = ExampleRows.packed(examples, 64);
            assertEquals(1, rows.size());
            var loss = packed.loss(tape, ExampleRows.batch(rows, 64, END));
            tape.backward(loss);
            var alone = Trainable.random(config, 3);
            double sum = 0;
            var gradients = new HashMap<String, double[]>();
            for (Example example : examples) {
                var its = new Tape(Workers.ONE);
                var one = alone.loss(its, example.batch());
                sum += one.scalar() * example.learned();
                its.backward(one);
                alone.parameters().forEach(parameter -> {
                    double[] all = gradients.computeIfAbsent(
                            parameter.name(), _ -> new double[parameter.value().size()]);
                    for (int i = 0; i < all.length; i++) {
                        all[i] += parameter.gradient().data()[i] * example.learned();
                    }
                    Arrays.fill(parameter.gradient().data(), 0);
                });
            }
            int learned = examples.stream().mapToInt(Example::learned).sum();
            assertEquals(sum / learned, loss.scalar(), 1e-5);
            packed.parameters().forEach(parameter -> {
                double[] expected = gradients.get(parameter.name());
                for (int i = 0; i < expected.length; i++) {
                    assertEquals(expected[i] / learned, parameter.gradient().data()[i], 2e-6, parameter.name());
                }
            });
        }

        @Test
        @DisplayName("loses no token, whatever the lengths and the order")
        void losesNothing() {
            Property.forRandom(200, random -> {
                var examples = new ArrayList<Example>();
                for (int i = random.nextInt(1, 200); i > 0; i--) {
                    examples.add(numbers(random.nextInt(50), random.nextInt(2, 66)));
                }
                var rows = ExampleRows.packed(examples, 64);
                var left = new ArrayList<>(examples);
                rows.forEach(row -> row.forEach(example -> assertTrue(left.remove(example))));
                assertTrue(left.isEmpty());
                Batch batch = ExampleRows.batch(rows, 64, END);
                assertEquals(examples.stream().mapToInt(Example::learned).sum(), batch.counted());
            });
        }
    }

    @Nested
    @DisplayName("among many")
    class AmongMany {
        private static List<List<Example>> rows(int kind, int count) {
            return IntStream.range(0, count)
                    .mapToObj(i -> List.of(Example.of(BYTES, new int[] {kind, i, 0}, new boolean[] {true, true, true})))
                    .toList();
        }

        private final ExampleBatches batches = new ExampleBatches(
                List.of(new ExampleBatches.Kind(rows(1, 30), 3), new ExampleBatches.Kind(rows(2, 7), 1)), 10, 2, 0, 5);

        @Test
        @DisplayName("comes as often as its kind's share, and all of a kind come before one comes again")
        void shares() {
            var seen = new ArrayList<Integer>();
            int ofFirst = 0;
            for (int step = 0; step < 100; step++) {
                Batch batch = batches.at(step);
                for (int row = 0; row < 10; row++) {
                    if (batch.inputs()[2 * row] == 1) {
                        ofFirst++;
                        seen.add(batch.inputs()[2 * row + 1]);
                    }
                }
            }
            assertEquals(750, ofFirst);
            for (int epoch = 0; epoch < 25; epoch++) {
                assertEquals(
                        30,
                        seen.subList(30 * epoch, 30 * epoch + 30).stream()
                                .distinct()
                                .count());
            }
            assertFalse(seen.subList(0, 30).equals(seen.subList(30, 60)), "each time in another order");
        }

        @Test
        @DisplayName("stands in the same batch whenever that is asked for")
        void anyOrder() {
            int[] late = batches.at(77).inputs();
            batches.at(3);
            assertArrayEquals(late, batches.at(77).inputs());
        }
    }
}
