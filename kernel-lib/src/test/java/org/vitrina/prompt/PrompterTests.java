package org.vitrina.prompt;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.chat.ChatTemplate;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.transformer.LanguageModel;

@DisplayName("A prompter")
class PrompterTests {
    private static final ChatTemplate CHAT = ChatTemplate.of(
            "{% for m in messages %}<{{ m.role }}>{{ m.content }}\n{% endfor %}{% if add_generation_prompt %}<assistant>{% endif %}");
    private static final PromptTask TASK = PromptTask.of(
            "letters",
            IntStream.rangeClosed('a', 'j')
                    .mapToObj(c -> TaskItem.of(Character.toString(c), Character.toString(c - 32))
                            .choices(Character.toString(c - 32), "XX"))
                    .toList(),
            4);

    /// Returns log p(choice | prompt), token by token, each token with a session of its own.
    private static double log(LanguageModel model, int[] prompt, int[] choice) {
        double log = 0;
        int[] read = prompt;
        for (int id : choice) {
            float[] logits = model.session().next(read);
            double sum = 0;
            for (float logit : logits) sum += Math.exp(logit);
            log += logits[id] - Math.log(sum);
            read = Arrays.copyOf(read, read.length + 1);
            read[read.length - 1] = id;
        }
        return log;
    }

    @Test
    @DisplayName("writes examples with their answers, and ends where the answer is to come")
    void text() {
        Prompter prompter = Prompter.of(new RandomModel(Tokens.BPE, 1)).shots(2).order(1, 0);
        List<TaskItem> shown = prompter.order(0, 1).examples(TASK, TASK.items().getFirst());
        String second = shown.get(1).fields().get("question");
        assertEquals(
                "Question: %s\nAnswer: %s\n\nQuestion: %s\nAnswer: %s\n\nQuestion: e\nAnswer:"
                        .formatted(
                                second,
                                second.toUpperCase(),
                                shown.get(0),
                                shown.get(0).answer()),
                prompter.text(TASK, TASK.items().getFirst()));
    }

    @Test
    @DisplayName("shows with a seed the same examples for all items, and with more shots the same ones first")
    void examples() {
        Prompter prompter = Prompter.of(new RandomModel(Tokens.BPE, 1)).seed(7);
        List<TaskItem> three = prompter.shots(3).examples(TASK, TASK.items().getFirst());
        assertEquals(three, prompter.shots(3).examples(TASK, TASK.items().getLast()));
        assertEquals(
                three.subList(0, 2),
                prompter.shots(2).examples(TASK, TASK.items().getFirst()));
        String said = assertThrows(
                        IllegalArgumentException.class,
                        () -> prompter.shots(5).examples(TASK, TASK.items().getFirst()))
                .getMessage();
        assertTrue(said.contains("5 examples are to be shown, but the task 'letters' has 4"), said);
    }

    @Test
    @DisplayName("makes examples messages where there is a chat template, with the system's message first")
    void chat() {
        Prompter prompter = Prompter.of(new RandomModel(Tokens.BPE, 1))
                .format(new PromptFormat("bare", PromptTemplate.of("{question}?"), " ", "\n", ""))
                .shots(1)
                .chat(CHAT)
                .system("Be brief.");
        TaskItem example = prompter.examples(TASK, TASK.items().getFirst()).getFirst();
        assertEquals(
                "<system>Be brief.\n<user>%s?\n<assistant>%s\n<user>e?\n<assistant>"
                        .formatted(example, example.answer()),
                prompter.text(TASK, TASK.items().getFirst()));
        String said = assertThrows(
                        IllegalArgumentException.class,
                        () -> prompter.chat(null).ids(TASK, TASK.items().getFirst()))
                .getMessage();
        assertTrue(said.contains("a message of the system needs a conversation"), said);
    }

    @Test
    @DisplayName("takes the likeliest choice, whose log-probability is that of its tokens one by one")
    void choices() {
        var model = new RandomModel(Tokens.BPE, 3);
        Prompter prompter = Prompter.of(model).shots(2).scoring(Scoring.LIKELIEST_CHOICE);
        PromptRun run = prompter.ask(TASK);
        for (PromptRun.Answer answer : run.answers()) {
            int[] prompt = prompter.ids(TASK, answer.item());
            double right = log(
                    model,
                    prompt,
                    Tokens.BPE.encode(" " + answer.item().choices().get(0)));
            double wrong = log(model, prompt, Tokens.BPE.encode(" XX"));
            assertEquals(right, answer.logProbabilities().get(0), 1e-4);
            assertEquals(wrong, answer.logProbabilities().get(1), 1e-4);
            assertEquals(right > wrong, answer.isRight());
        }
        for (PromptRun.Answer answer :
                prompter.scoring(Scoring.LIKELIEST_PER_CHARACTER).ask(TASK).answers()) {
            List<Double> logs = answer.logProbabilities();
            assertEquals(logs.get(0) > logs.get(1) / 2, answer.isRight());
        }
        String said = assertThrows(
                        IllegalArgumentException.class,
                        () -> prompter.shots(0).ask(PromptTask.of("free", List.of(TaskItem.of("a", "b")), List.of())))
                .getMessage();
        assertTrue(said.contains("has none; give it some, or take Scoring.GENERATED"), said);
    }

    @Test
    @DisplayName("holds written answers to a grammar of each item")
    void grammar() {
        PromptRun run = Prompter.of(new RandomModel(Tokens.BPE, 5))
                .grammar(item -> Grammar.choice(item.answer()))
                .ask(TASK);
        assertEquals(run.size(), run.right());
        assertTrue(run.interval().low() > 0.5 && run.interval().high() == 1);
    }

    @Test
    @DisplayName("compares ways on the same items, and refuses to compare others")
    void comparison() {
        Prompter prompter = Prompter.of(new RandomModel(Tokens.BPE, 5)).scoring(Scoring.LIKELIEST_CHOICE);
        PromptComparison shots = Prompting.shots(prompter, TASK, 0, 2, 4);
        assertEquals(
                List.of("0", "2", "4"),
                shots.runs().stream().map(PromptRun::name).toList());
        assertEquals(3, shots.table().rowCount());
        assertFalse(shots.chart().getSeriesCollection().isEmpty());
        assertEquals(6, Prompting.orders(prompter, TASK, 3, 20).runs().size(), "3 examples have 6 orders");
        assertEquals(
                5,
                Prompting.formats(prompter, TASK, PromptFormat.spread("Letter", "Capital", 5, 1))
                        .runs()
                        .size());
        var other = PromptTask.of("other", List.of(TaskItem.of("x", "X").choices("X", "Y")), List.of());
        String said = assertThrows(
                        IllegalArgumentException.class,
                        () -> new PromptComparison("t", "w", List.of(prompter.ask(TASK), prompter.ask(other))))
                .getMessage();
        assertTrue(said.contains("compare ways to ask the same ones"), said);
    }

    @Test
    @DisplayName("has formats that all differ, hold the question, and end without a blank")
    void spread() {
        List<PromptFormat> all = PromptFormat.spread("Question", "Answer", 120, 3);
        var texts = all.stream()
                .map(f -> f.text(List.of(TaskItem.of("q", "a")), TaskItem.of("why", "w")))
                .toList();
        assertEquals(120, texts.stream().distinct().count());
        for (String text : texts) assertTrue(text.contains("why") && !text.endsWith(" "), text);
        assertThrows(IllegalArgumentException.class, () -> PromptFormat.spread("Q", "A", 121, 3));
    }

    @Test
    @DisplayName("refuses a task whose examples are asked, and choices without the right one")
    void tasks() {
        String both = assertThrows(
                        IllegalArgumentException.class,
                        () -> PromptTask.of("t", List.of(TaskItem.of("a", "b")), List.of(TaskItem.of("a", "b"))))
                .getMessage();
        assertTrue(both.contains("is asked and shown as an example as well"), both);
        String choice = assertThrows(
                        IllegalArgumentException.class,
                        () -> TaskItem.of("a", "b").choices("c"))
                .getMessage();
        assertTrue(choice.contains("'b', is not among the choices"), choice);
        assertTrue(TaskItem.of("a", "Paris").right().test(" paris. "));
    }

    @Test
    @DisplayName("asks the same with the same seed")
    void repeats() {
        Prompter prompter = Prompter.of(new RandomModel(Tokens.BPE, 8)).shots(2);
        assertEquals(
                prompter.ask(TASK).answers().stream()
                        .map(PromptRun.Answer::said)
                        .toList(),
                prompter.ask(TASK).answers().stream()
                        .map(PromptRun.Answer::said)
                        .toList());
    }

    @Test
    @DisplayName("lets nothing in a field become a special token, with a chat template or without")
    void specialTokens() {
        Tokenizer tokens = Tokens.of("a", "<", "/", "s", ">", "u", "e", "r", "i", "t", "n", "\n", "?", "</s>");
        var model = new RandomModel(tokens, 1);
        var task = PromptTask.of("t", List.of(TaskItem.of("a</s>a", "a")), List.of());
        Prompter prompter = Prompter.of(model).format(PromptFormat.of("bare", "{question}"));
        assertArrayEquals(
                new int[] {0, 1, 2, 3, 4, 0}, prompter.ids(task, task.items().getFirst()));
        var chat = ChatTemplate.of("{% for m in messages %}{{ m.content }}</s>{% endfor %}");
        assertArrayEquals(
                new int[] {0, 1, 2, 3, 4, 0, 13},
                prompter.chat(chat).ids(task, task.items().getFirst()),
                "the template's end is the token, the message's is text");
    }

    @Test
    @DisplayName("compares ways of any kind by their names")
    void ways() {
        var ways = new LinkedHashMap<String, Prompter>();
        Prompter prompter = Prompter.of(new RandomModel(Tokens.BPE, 5)).scoring(Scoring.LIKELIEST_CHOICE);
        ways.put("none", prompter);
        ways.put("two", prompter.shots(2));
        PromptComparison compared = Prompting.ways("Examples", TASK, ways);
        assertEquals(compared.run("two").right(), prompter.shots(2).ask(TASK).right());
        assertThrows(IllegalArgumentException.class, () -> compared.run("three"));
    }
}
