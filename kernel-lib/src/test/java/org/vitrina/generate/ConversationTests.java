package org.vitrina.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.chat.Message;

@DisplayName("A conversation")
class ConversationTests {
    private static final TableModel.Words WORDS = TableModel.Words.of(
                    "hi", " you", "S:", "U:", "A:", "\n", "a", "b", "<s>", "</s>")
            .marked();
    private static final int HI = 0, YOU = 1, LINE = 5, END = 9;

    private static final ChatTemplate TEMPLATE =
            ChatTemplate.of("{% for m in messages %}{{ m.role[:1] | upper }}:{{ m.content }}\n{% endfor %}"
                    + "{% if add_generation_prompt %}A:{% endif %}");

    /// What the model was asked to go on with, each time.
    private final List<List<Integer>> read = new ArrayList<>();

    /// Says "hi you" and ends.
    private final TableModel model = new TableModel(WORDS, 40, ids -> {
        read.add(List.copyOf(ids));
        double[] p = new double[WORDS.vocabularySize()];
        Arrays.fill(p, 0.001);
        p[ids.getLast() == HI ? YOU : ids.getLast() == YOU ? END : HI] = 1;
        return p;
    });

    private final Conversation conversation =
            Conversation.with(TEMPLATE, Generator.of(model).sampling(Sampling.greedy()));

    @Test
    @DisplayName("hands the model all messages, and reads only what is new")
    void grows() {
        Generation first = conversation.system("a").say("b");
        assertEquals("hi you", first.text());
        assertEquals(EndReason.END_TOKEN, first.end());
        assertEquals("S:a\nU:b\nA:", first.prompt());
        Generation second = conversation.say("a");
        assertEquals("S:a\nU:b\nA:hi you\nU:a\nA:", second.prompt());
        // the answer's last word was picked and read, its end was not
        assertEquals(first.promptIds().length + 2, second.speed().reusedTokens());
        assertEquals(
                List.of(
                        Message.system("a"),
                        Message.user("b"),
                        Message.assistant("hi you"),
                        Message.user("a"),
                        Message.assistant("hi you")),
                conversation.messages());
    }

    @Test
    @DisplayName("begins anew with what the model was told, or with something else")
    void reset() {
        conversation.system("a").say("b");
        conversation.reset();
        assertEquals(List.of(Message.system("a")), conversation.messages());
        assertEquals("S:a\nU:b\nA:", conversation.say("b").prompt());
        conversation.system("");
        assertEquals(List.of(), conversation.messages());
    }

    @Test
    @DisplayName("keeps what there is of an answer that was interrupted")
    void interrupted() {
        var stopped = assertThrows(
                GenerationStopped.class,
                () -> conversation.say("a", _ -> Thread.currentThread().interrupt()));
        assertEquals("hi", stopped.soFar().text());
        assertEquals(List.of(Message.user("a"), Message.assistant("hi")), conversation.messages());
        assertEquals("hi you", conversation.say("b").text());
    }

    @Test
    @DisplayName("says nothing when it has become too long for the model")
    void tooLong() {
        conversation.say("a");
        var tooLong = assertThrows(IllegalArgumentException.class, () -> conversation.say("a".repeat(40)));
        assertTrue(tooLong.getMessage().contains("but table holds 40"), tooLong.getMessage());
        assertEquals(2, conversation.messages().size());
        assertEquals("hi you", conversation.say("b").text());
    }

    @Test
    @DisplayName("is shown as the tokens that the model reads")
    void tokens() {
        conversation.say("a");
        assertEquals("U:a\nA:hi you\n", conversation.tokens().content());
        assertEquals(7, conversation.tokens().ids().length);
        assertEquals(LINE, conversation.tokens().ids()[2]);
    }

    @Test
    @DisplayName("is led by generators of its own model only")
    void led() {
        assertEquals(
                "hi",
                conversation
                        .led(Generator.of(model).sampling(Sampling.greedy()).maxTokens(1))
                        .say("a")
                        .text());
        var other = new TableModel(WORDS, 9, _ -> null);
        assertThrows(IllegalArgumentException.class, () -> conversation.led(Generator.of(other)));
    }
}
