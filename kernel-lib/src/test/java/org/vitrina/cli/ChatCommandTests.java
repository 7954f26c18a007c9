package org.vitrina.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.generate.Conversation;
import org.vitrina.generate.Generator;
import org.vitrina.generate.Sampling;
import org.vitrina.transformer.Model;

/// On a model of random numbers, whose answers mean nothing.
@DisplayName("vitrina chat")
class ChatCommandTests {
    private static final String TEMPLATE = "{% for m in messages %}{{ m.role }}: {{ m.content }}\n{% endfor %}"
            + "{% if add_generation_prompt %}assistant: {% endif %}";

    @TempDir
    private Path folder;

    private final CapturedTerminal terminal = CapturedTerminal.redirected();
    private Path template;

    @BeforeEach
    void write() throws IOException {
        template = Files.writeString(folder.resolve("template.jinja"), TEMPLATE);
    }

    private int chat(String input, String... more) {
        var call = new ArrayList<>(List.of(
                "chat",
                "--model",
                GenerateCommandTests.MODEL.toString(),
                "--template",
                template.toString(),
                "--max-tokens",
                "5",
                "--greedy"));
        call.addAll(List.of(more));
        return terminal.runOn(input, call.toArray(String[]::new));
    }

    /// What the library answers.
    private static List<String> answers(String system, String... said) throws IOException {
        try (Model model = Model.open(GenerateCommandTests.MODEL)) {
            var conversation = Conversation.with(
                            ChatTemplate.of(TEMPLATE),
                            Generator.of(model).sampling(Sampling.greedy()).maxTokens(5))
                    .system(system);
            var answers = new ArrayList<String>();
            for (String message : said)
                answers.add(SafeText.of(conversation.say(message).text()));
            return answers;
        }
    }

    @Test
    @DisplayName("answers each line of its input, the later ones knowing the earlier ones")
    void lines() throws IOException {
        assertEquals(0, chat("hello\n\nand you?\n"));
        assertEquals(String.join("\n\n", answers("", "hello", "and you?")) + "\n\n", terminal.out());
        assertEquals("", terminal.err());
    }

    @Test
    @DisplayName("begins anew with /reset, and is told something before with --system or /system")
    void commands() throws IOException {
        assertEquals(0, chat("hello\n/reset\nhello\n/system Be kind.\nhello\n/exit\nnever\n", "--system", "Be brief."));
        String brief = answers("Be brief.", "hello").getFirst();
        String kind = answers("Be kind.", "hello").getFirst();
        assertEquals(brief + "\n\n" + brief + "\n\n" + kind + "\n\n", terminal.out());
    }

    @Test
    @DisplayName("shows the conversation as tokens, and what can be typed")
    void shows() {
        assertEquals(0, chat("hello\n/tokens\n/help\n/nope\n"));
        assertTrue(terminal.out().contains("tokens by role: "), terminal.out());
        assertTrue(terminal.out().contains("/system TEXT"), terminal.out());
        assertEquals("there is no command /nope; /help tells those there are\n", terminal.err());
    }

    @Test
    @DisplayName("tells how fast it was with --show-speed, and that only the new was read")
    void speed() {
        assertEquals(0, chat("hello\nagain\n", "--show-speed"));
        List<String> lines = terminal.err().lines().toList();
        assertEquals(2, lines.size());
        assertTrue(lines.get(1).contains("more had been read before"), lines.get(1));
    }

    @Test
    @DisplayName("goes on after a message that is too long")
    void tooLong() throws IOException {
        assertEquals(0, chat("x".repeat(5_000) + "\nhello\n"));
        assertTrue(terminal.err().contains("/reset begins anew"), terminal.err());
        assertEquals("\n" + answers("", "hello").getFirst() + "\n\n", terminal.out());
    }

    @Test
    @DisplayName("says so when the model's file has no template")
    void noTemplate() {
        assertEquals(1, terminal.runOn("hello\n", "chat", "--model", GenerateCommandTests.MODEL.toString()));
        assertTrue(terminal.err().contains("has no chat template"), terminal.err());
        assertFalse(terminal.err().contains("\tat "), "a stack trace");
    }
}
