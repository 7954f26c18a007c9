package org.vitrina.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.feedback.Prompt;
import org.vitrina.tokenize.BpeOptions;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.tokenize.Tokenizer;

@DisplayName("Questions about tales as prompts")
class TalePromptsTests {
    private static final Tokenizer TOKENIZER = BpeTokenizer.train(tales(), 1_000, BpeOptions.DEFAULT);
    private static final ChatTemplate TEMPLATE =
            ChatTemplate.of("{% for message in messages %}{{ message['content'] + '\n' }}{% endfor %}");

    private static String tales() {
        return LongStream.range(0, 60)
                .mapToObj(seed -> TaleQuestions.tale(Split.TRAINING, seed).text())
                .collect(Collectors.joining("\n"));
    }

    private static List<Prompt> brief(long from, int count, double untold) {
        return TalePrompts.brief(Split.TEST, Language.ENGLISH, from, count, untold, TEMPLATE, TOKENIZER);
    }

    @Test
    @DisplayName("know the right answer, and take no other for it")
    void judge() {
        Tale tale = TaleQuestions.tale(Split.TEST, 4);
        Question question = tale.questions().getFirst();
        Prompt prompt = TalePrompts.of(tale, question, TEMPLATE, TOKENIZER);
        assertTrue(prompt.isRight(question.answer()));
        assertFalse(prompt.isRight("In the moon."));
        assertEquals(tale.text() + "\n" + question.text() + "\n", TOKENIZER.decode(prompt.ids()));
    }

    @Test
    @DisplayName(
            "that are brief tell three sentences, and of any stretch as many ask for what is not told as was wished")
    void brief() {
        List<Prompt> prompts = brief(7, 20, 0.25);
        assertEquals(20, prompts.size());
        assertEquals(
                5,
                prompts.stream()
                        .filter(prompt -> prompt.kind().equals("not told"))
                        .count());
        Tale first = TaleQuestions.tale(Split.TEST, 14);
        assertTrue(prompts.getFirst().text().startsWith(first.upTo(3).text() + "\n"));
        assertEquals(
                0,
                brief(0, 9, 0).stream().filter(p -> p.kind().equals("not told")).count());
        assertEquals(
                9,
                brief(0, 9, 1).stream().filter(p -> p.kind().equals("not told")).count());
    }

    @Test
    @DisplayName("about whole tales ask one question of each kind, and leave room for an answer")
    void whole() {
        List<Prompt> prompts = TalePrompts.of(Split.TEST, Language.SPANISH, 6, TEMPLATE, TOKENIZER);
        Set<String> kinds = new HashSet<>();
        for (Prompt prompt : prompts) {
            kinds.add(prompt.kind());
            assertTrue(prompt.ids().length + TalePrompts.LONGEST_ANSWER <= 256, prompt.text());
        }
        assertTrue(kinds.containsAll(Set.of("where", "who", "yes no", "not told")), kinds.toString());
        assertEquals(
                prompts.size(), prompts.stream().map(Prompt::text).distinct().count());
    }
}
