package org.vitrina.feedback;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrina.tokenize.BpeOptions;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.tokenize.Markers;
import org.vitrina.transformer.Config;
import org.vitrina.transformer.Model;

@DisplayName("A policy")
class PolicyTests {
    private final List<Prompt> prompts = List.of(Toys.prompt("?"), Toys.prompt("!?"), Toys.prompt("?ab!"));

    @ParameterizedTest(name = "at temperature {0}")
    @ValueSource(floats = {1, 0.6f, 1.7f})
    @DisplayName("draws each token as often as the softmax of its logits says")
    void frequencies(float temperature) {
        Policy policy = Toys.policy(1, temperature, 1);
        int n = 6_000;
        for (Prompt prompt : prompts) {
            double[] chances = Toys.chances(policy, prompt);
            int[] counts = new int[chances.length];
            policy.answers(List.of(prompt), n, 11).forEach(answer -> counts[answer.ids()[0]]++);
            for (int i = 0; i < counts.length; i++) {
                double deviation = Math.sqrt(n * chances[i] * (1 - chances[i]));
                assertEquals(n * chances[i], counts[i], 4.5 * deviation + 1, "letter " + Toys.LETTERS.charAt(i));
            }
        }
    }

    @ParameterizedTest(name = "at temperature {0}")
    @ValueSource(floats = {1, 0.6f})
    @DisplayName("knows how likely its answers were when it gave them: as much as when it reads them again")
    void logProbabilities(float temperature) {
        Policy policy = Toys.policy(5, temperature, 2);
        List<Answer> answers = policy.answers(prompts, 20, 5);
        float[][] again = policy.logProbabilities(answers);
        for (int i = 0; i < answers.size(); i++) {
            assertArrayEquals(again[i], answers.get(i).logProbabilities(), 2e-4f);
        }
    }

    @Test
    @DisplayName("gives the same answers for a seed on 1, 2 and 3 threads, and others for another seed")
    void threads() {
        List<String> one = said(Toys.policy(6, 1, 1), 7);
        assertEquals(one, said(Toys.policy(6, 1, 2), 7));
        assertEquals(one, said(Toys.policy(6, 1, 3), 7));
        assertFalse(one.equals(said(Toys.policy(6, 1, 1), 8)));
    }

    private List<String> said(Policy policy, long seed) {
        return policy.answers(prompts, 30, seed).stream()
                .map(answer -> answer.text() + java.util.Arrays.toString(answer.logProbabilities()))
                .toList();
    }

    @Test
    @DisplayName("says the likeliest token each time when it is greedy")
    void greedy() {
        Policy policy = Toys.policy(1);
        for (Prompt prompt : prompts) {
            double[] chances = Toys.chances(policy, prompt);
            int said = policy.greedy(List.of(prompt)).getFirst().ids()[0];
            for (double chance : chances) assertTrue(chance <= chances[said]);
        }
    }

    @Test
    @DisplayName("ends an answer with its end, which is no part of the text; without it the answer is never right")
    void ends() {
        List<Answer> answers = Toys.policy(4).answers(prompts, 200, 3);
        assertTrue(answers.stream().anyMatch(Answer::ended));
        for (Answer answer : answers) {
            boolean ended = answer.ids()[answer.length() - 1] == Toys.END;
            assertEquals(ended, answer.ended());
            assertEquals(answer.length() - (ended ? 1 : 0), answer.text().length());
            assertTrue(ended || answer.length() == 4);
        }
        var never = new Answer(prompts.getFirst(), new int[] {3}, new float[1], "b", false);
        assertFalse(never.isRight());
        assertTrue(new Answer(prompts.getFirst(), new int[] {3, 5}, new float[2], "b", true).isRight());
    }

    @Test
    @DisplayName("stops where the model can hold no more")
    void full() {
        Policy policy = Toys.policy(50);
        for (Answer answer : policy.answers(prompts, 50, 3)) {
            assertTrue(answer.prompt().ids().length + answer.length() <= 12, answer.toString());
        }
    }

    @Test
    @DisplayName("says how likely an answer is that somebody wrote")
    void written() {
        Policy policy = Toys.policy(4);
        Answer answer = policy.written(prompts.getFirst(), "a");
        assertEquals(2, answer.length());
        double[] first = Toys.chances(policy, prompts.getFirst());
        assertEquals(Math.log(first[Toys.LETTERS.indexOf('a')]), answer.logProbabilities()[0], 1e-4);
        double[] second = Toys.chances(policy, Toys.prompt("?a"));
        assertEquals(Math.log(second[Toys.END]), answer.logProbabilities()[1], 1e-4);
    }

    @Test
    @DisplayName("that is frozen does not learn what the other one learns")
    void frozen() {
        Policy policy = Toys.policy(2);
        Policy frozen = policy.frozen();
        double[] before = Toys.chances(policy, prompts.getFirst());
        policy.model().parameters().getFirst().value().data()[0] += 1;
        assertArrayEquals(before, Toys.chances(frozen, prompts.getFirst()));
    }

    @Test
    @DisplayName("made of a model says what the model says, and needs one that tells how a text ends")
    void ofModel() {
        var tokenizer = BpeTokenizer.train("", 257, BpeOptions.DEFAULT.withSpecialTokens("<end>"));
        int end = tokenizer.specialTokens().get("<end>");
        var marked = tokenizer.withMarkers(new Markers(
                OptionalInt.empty(),
                OptionalInt.of(end),
                OptionalInt.empty(),
                OptionalInt.empty(),
                List.of(),
                List.of(),
                Set.of(end)));
        Model model = Model.random(Config.llama(257, 12, 16, 1, 2, 2, 24), 1, marked);
        Policy policy = Policy.of(model, 4);
        assertEquals(new Policy.Settings(end, 4), policy.settings());
        assertArrayEquals(
                model.session().next(65, 66), policy.model("copy").session().next(65, 66), 1e-6f);
        var error = assertThrows(
                IllegalArgumentException.class, () -> Policy.of(Model.random(model.config(), 1, tokenizer), 4));
        assertTrue(
                error.getMessage().contains("say which token ends an answer; new Policy.Settings(end, …) does"),
                error.getMessage());
    }

    @Test
    @DisplayName("refuses settings with which it could not answer, and says what is needed")
    void refused() {
        var error = assertThrows(IllegalArgumentException.class, () -> new Policy.Settings(5, 3, 0));
        assertEquals(
                "a policy needs an id for the end, answers of at least 1 token and a temperature above 0, but got end 5,"
                        + " 3 tokens and temperature 0.0",
                error.getMessage());
        var empty = assertThrows(IllegalArgumentException.class, () -> Prompt.of(Toys.TOKENIZER, ""));
        assertEquals("a prompt needs at least one token to read, but '' has none", empty.getMessage());
    }
}
