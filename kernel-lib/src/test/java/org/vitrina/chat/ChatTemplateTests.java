package org.vitrina.chat;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrina.chat.ChatTokens.ChatToken;
import org.vitrina.chat.Segment.Part;
import org.vitrina.show.Walk;
import org.vitrina.tokenize.BpeOptions;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.tokenize.Tokenizers;

@DisplayName("A chat template")
class ChatTemplateTests {
    private static final Path TEMPLATES = Path.of("src/test/resources/org/vitrina/chat");

    private static final ChatTemplate MARKED = ChatTemplate.of(
            "{% for message in messages %}{{'<|im_start|>' + message['role'] + '\n' + message['content'] +"
                    + " '<|im_end|>' + '\n'}}{% endfor %}{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif"
                    + " %}");

    private static final BpeTokenizer TOKENIZER = BpeTokenizer.train(
            "user\nHow are you? assistant\nI am well, and you? I am well. system\nYou are a machine.\n".repeat(4),
            320,
            BpeOptions.DEFAULT.withSpecialTokens("<|im_start|>", "<|im_end|>"));

    static Stream<Path> templates() throws IOException {
        try (var files = Files.list(TEMPLATES)) {
            return files.filter(file -> file.toString().endsWith(".jinja")).sorted().toList().stream();
        }
    }

    @ParameterizedTest
    @MethodSource("templates")
    @DisplayName("writes conversations as Jinja2 does, and refuses those that it refuses (render_templates.py)")
    void equalsJinja2(Path template) throws IOException {
        assertEquals(List.of(), PeerTexts.differences(template));
        assertEquals(40, Files.readAllLines(PeerTexts.expected(template)).size());
    }

    @Test
    @DisplayName("is read from a model's metadata, with the tokens of a beginning and an end")
    void metadata() {
        var metadata = new LinkedHashMap<String, Object>();
        assertEquals(
                "this model's file has no chat template (tokenizer.chat_template): it may be a model that was not tuned to "
                        + "converse; ChatTemplate.of(String) takes a template of your own",
                assertThrows(IllegalArgumentException.class, () -> ChatTemplate.of(metadata))
                        .getMessage());
        metadata.put("tokenizer.chat_template", "{{ bos_token }}{{ messages[0].content }}{{ eos_token }}");
        metadata.put("tokenizer.ggml.tokens", List.of("a", "<b>", "<e>"));
        metadata.put("tokenizer.ggml.bos_token_id", 1L);
        metadata.put("tokenizer.ggml.eos_token_id", 2L);
        assertEquals("<b>Hi<e>", ChatTemplate.of(metadata).render(List.of(Message.user("Hi")), false));
    }

    @Test
    @DisplayName("takes variables")
    void variables() {
        assertEquals(
                "no 3 x",
                ChatTemplate.of("{{ 'no' if enable_thinking is false }} {{ n }} {{ list[0] }}")
                        .with("enable_thinking", false)
                        .with("n", 3)
                        .with("list", List.of("x"))
                        .render(List.of(), false));
    }

    @Nested
    @DisplayName("as tokens")
    class Tokens {
        private final List<Message> messages =
                List.of(Message.system("You are a machine."), Message.user("How are you?"));

        @Test
        @DisplayName("gives the ids of the whole text, where the messages hold no special tokens")
        void wholeText() {
            ChatTokens tokens = MARKED.encode(messages, true, TOKENIZER);
            String text = MARKED.render(messages, true);
            assertEquals(text, tokens.content());
            assertArrayEquals(TOKENIZER.encode(text, TOKENIZER.specialTokens().keySet()), tokens.ids());
        }

        @Test
        @DisplayName("gives these also with a tokenizer that knows nothing of places")
        void jtokkit() {
            var template = ChatTemplate.of("{% for m in messages %}{{ m.content + '<|endoftext|>' }}{% endfor %}");
            var gpt2 = Tokenizers.named("gpt2");
            List<Message> one = List.of(Message.user("a <|endoftext|> b"));
            int[] ids = template.encode(one, false, gpt2).ids();
            assertEquals(50_256, ids[ids.length - 1]);
            assertEquals(
                    1, java.util.Arrays.stream(ids).filter(id -> id == 50_256).count());
            assertEquals("a <|endoftext|> b<|endoftext|>", gpt2.decode(ids));
        }

        @Test
        @DisplayName("never reads a special token in a message or a role as one, whatever is in there")
        void injection() {
            int start = TOKENIZER.specialTokens().get("<|im_start|>");
            int end = TOKENIZER.specialTokens().get("<|im_end|>");
            String[] parts = {"<|im_end|>", "<|im_start|>", "system\n", "<|im_", "end|>", "\n", "I am well", "<|", "é"};
            forRandom(2_000, random -> {
                var content = new StringBuilder();
                for (int i = random.nextInt(8); i > 0; i--) {
                    content.append(parts[random.nextInt(parts.length)]);
                }
                String role = random.nextInt(4) == 0 ? "user<|im_end|>" : "user";
                ChatTokens tokens = MARKED.encode(
                        List.of(new Message(role, content.toString()), Message.user(content.toString())),
                        false,
                        TOKENIZER);
                for (int special : new int[] {start, end}) {
                    assertEquals(
                            2,
                            java.util.Arrays.stream(tokens.ids())
                                    .filter(id -> id == special)
                                    .count());
                }
                assertEquals(tokens.content(), TOKENIZER.decode(tokens.ids()));
            });
        }

        @Test
        @DisplayName("does not make a special token of half a one in the template and half in a message")
        void halves() {
            var template = ChatTemplate.of("{{ '<|im_' + messages[0].content }}");
            List<ChatToken> tokens = template.encode(List.of(Message.user("end|>")), false, TOKENIZER)
                    .tokens();
            assertTrue(tokens.stream().noneMatch(ChatToken::special));
        }

        @Test
        @DisplayName("knows of each token whose it is")
        void whose() {
            List<ChatToken> tokens = MARKED.encode(messages, true, TOKENIZER).tokens();
            assertTrue(tokens.getFirst().special() && tokens.getFirst().part() == Part.TEMPLATE);
            assertEquals(0, tokens.getFirst().message());
            assertEquals("system", tokens.getFirst().role());
            assertEquals(
                    "How are you?",
                    String.join(
                            "",
                            tokens.stream()
                                    .filter(token -> token.part() == Part.CONTENT && token.message() == 1)
                                    .map(token -> token.token().text())
                                    .toList()));
            assertEquals(-1, tokens.getLast().message());
            assertEquals("", tokens.getLast().role());
        }

        @Test
        @DisplayName("is walked from the messages to the text to the tokens")
        void walk() {
            Walk<ChatStep> walk = MARKED.walk(messages, true, TOKENIZER);
            assertEquals(4, walk.size());
            assertEquals(
                    "Message 2, of the role 'user', becomes 40 characters: 12 of its 12, and 28 that the template adds.",
                    walk.at(1).caption());
            assertEquals(
                    "The conversation is one text of 110 characters, of which people and model wrote 30.",
                    walk.at(2).caption());
            var last = (ChatStep.TokensMade) walk.at(3);
            assertEquals(5, last.special());
            assertTrue(last.caption()
                    .startsWith("The model reads " + last.tokens().tokens().size() + " tokens: 5 special"));
            assertTrue(last.tokens().strip().cells().getFirst().marked());
            assertFalse(walk.html().isEmpty());
        }
    }

    @Nested
    @DisplayName("that cannot be used")
    class Refused {
        @ParameterizedTest(name = "{0}")
        @DisplayName("is refused with its line")
        @CsvSource(delimiter = '¦', quoteCharacter = '\0', textBlock = """
                {% include 'x' %} ¦ the tag {% include %} is not known here; known are if, for, set, macro, generation, break and continue
                {% if true %} ¦ expected {% elif %} or {% else %} or {% endif %}, found the end
                {% endif %} ¦ the tag {% endif %} is not known here; known are if, for, set, macro, generation, break and continue
                {{ 1 + }} ¦ expected a value, found '}}'
                {{ 'a ¦ a text begins here and does not end
                {{ a ? b }} ¦ there is '?', which begins nothing in an expression
                {{ a ¦ there is a tag without its '}}'
                {# a ¦ there is a comment '{#' without its '#}'
                {{ x | sort }} ¦ the filter 'sort' is not known here; known are abs, capitalize, count, d, default, first, float, int, items, join, last, length, list, lower, map, reject, rejectattr, replace, reverse, safe, select, selectattr, string, title, tojson, trim, upper
                {{ x is prime }} ¦ the test 'is prime' is not known here; known are boolean, callable, defined, divisibleby, eq, equalto, even, false, float, in, integer, iterable, lower, mapping, mapping
                {% break %} ¦ {% break %} stands in no loop
                {% set a.b.c = 1 %} ¦ expected '=', found '.'
                {% for a b in c %} ¦ expected 'in', found 'b'
                """)
        void parsed(String template, String expected) {
            String message = assertThrows(ChatTemplateException.class, () -> ChatTemplate.of("\n" + template))
                    .getMessage();
            String start = "chat template, line 2: " + expected.replace(", mapping, mapping", ", mapping");
            assertTrue(message.startsWith(start), message);
        }

        @ParameterizedTest(name = "{0}")
        @DisplayName("stops with its line where it goes wrong")
        @CsvSource(delimiter = '¦', quoteCharacter = '\0', textBlock = """
                {{ raise_exception('no!') }} ¦ the template refuses these messages: no!
                {{ nothing.at_all }} ¦ 'nothing' is not defined, so it has no 'at_all'
                {{ nothing() }} ¦ cannot call 'nothing', which is not defined
                {{ 'a'.getClass() }} ¦ cannot call 'getClass', which is not defined
                {{ messages.add(1) }} ¦ cannot call 'add', which is not defined
                {{ 'a' + 1 }} ¦ cannot compute a text + a number
                {{ 1 // 0 }} ¦ 1 // 0 has no result: / by zero
                {{ 'a' < 1 }} ¦ cannot compare a text < a number
                {% set messages.x = 1 %} ¦ only attributes of a namespace() can be set, and 'messages' is none
                {% for i in range(1000000) %}{% endfor %} ¦ range() has more than 100000 numbers
                {% macro f() %}{{ f() }}{% endmacro %}{{ f() }} ¦ macros call each other more than 32 deep
                {{ strftime_now('%Q') }} ¦ strftime_now() does not know '%Q' here
                """)
        void run(String template, String expected) {
            ChatTemplate parsed = ChatTemplate.of("\n" + template);
            assertEquals(
                    "chat template, line 2: " + expected,
                    assertThrows(ChatTemplateException.class, () -> parsed.render(List.of(Message.user("")), false))
                            .getMessage());
        }

        @Test
        @DisplayName("is stopped where it would run on, or make ever longer texts")
        void bounded() {
            for (String template : List.of(
                    "{% for a in range(99999) %}{% for b in range(99999) %}{{ b }}{% endfor %}{% endfor %}",
                    "{% set ns = namespace(x='ab') %}{% for a in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}",
                    "{% set ns = namespace(x=[1]) %}{% for a in range(99) %}{% set ns.x = ns.x + ns.x %}{% endfor %}")) {
                ChatTemplate parsed = ChatTemplate.of(template);
                assertTimeoutPreemptively(
                        Duration.ofSeconds(30),
                        () -> assertThrows(ChatTemplateException.class, () -> parsed.render(List.of(), false)));
            }
            String deep = "{{ " + "(".repeat(10_000) + "1" + ")".repeat(10_000) + " }}";
            assertThrows(ChatTemplateException.class, () -> ChatTemplate.of(deep));
            assertThrows(ChatTemplateException.class, () -> ChatTemplate.of("{% if 1 %}".repeat(10_000)));
            assertThrows(ChatTemplateException.class, () -> ChatTemplate.of("{{ " + "-".repeat(10_000) + "1 }}"));
            for (String link : List.of(" + 1", " if 1", ".a", "|int", " or 0", "~1", "[0]")) {
                assertThrows(ChatTemplateException.class, () -> ChatTemplate.of("{{ 1" + link.repeat(10_000) + " }}"));
            }
        }

        @Test
        @DisplayName("is refused or runs, of 5,000 that are broken at random; none crashes")
        void broken() throws IOException {
            var sources = new ArrayList<String>();
            for (Path template : templates().toList()) {
                sources.add(Files.readString(template));
            }
            List<Message> messages = List.of(Message.user("Hi"), Message.assistant("Yo"), Message.user("Bye"));
            forRandom(5_000, random -> {
                var text = new StringBuilder(sources.get(random.nextInt(sources.size())));
                for (int i = 1 + random.nextInt(3); i > 0; i--) {
                    int at = random.nextInt(text.length());
                    int to = Math.min(text.length(), at + 1 + random.nextInt(12));
                    switch (random.nextInt(4)) {
                        case 0 -> text.setCharAt(at, (char) (' ' + random.nextInt(95)));
                        case 1 -> text.delete(at, to);
                        case 2 -> text.insert(at, text.substring(at, to));
                        default -> {
                            int from = random.nextInt(text.length());
                            text.insert(at, text.substring(from, Math.min(text.length(), from + random.nextInt(30))));
                        }
                    }
                }
                try {
                    ChatTemplate.of(text.toString()).render(messages, true);
                } catch (ChatTemplateException e) {
                    assertTrue(e.getMessage().startsWith("chat template, line "), e::getMessage);
                }
            });
        }
    }
}
