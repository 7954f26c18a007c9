package org.vitrina.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitrina.arena.ChoiceQuestion;

@DisplayName("Questions about tales, with answers to choose from,")
class TaleChoicesTests {
    private static final int EACH = 20;

    /// The tales of the test part as far as they are told, by their text.
    private static final Map<String, Tale> TALES = tales();

    private static Map<String, Tale> tales() {
        var tales = new HashMap<String, Tale>();
        for (Language language : Language.values()) {
            for (long number = 0; number < 1_000; number++) {
                Tale tale = TaleQuestions.tale(Split.TEST, 2 * number + language.ordinal());
                Tale told = tale.upTo(Math.min(6, tale.sentences().size()));
                tales.put(told.text(), told);
            }
        }
        return tales;
    }

    /// Returns the tale and the question that a text asks, found again by what it says: the tale is told up to its
    /// last line, which is the question.
    private static Map.Entry<Tale, Question> asked(ChoiceQuestion choice) {
        int end = choice.text().lastIndexOf('\n');
        Tale tale = TALES.get(choice.text().substring(0, end));
        return Map.entry(
                tale,
                tale.questions().stream()
                        .filter(question -> question.text().equals(choice.text().substring(end + 1)))
                        .findFirst()
                        .orElseThrow());
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    @DisplayName("have one right answer, by the state of the world, and no other that would be right as well")
    void oneIsRight(Language language) {
        for (ChoiceQuestion choice : TaleChoices.of(language, EACH)) {
            Question question = asked(choice).getValue();
            for (int i = 0; i < choice.choices().size(); i++) {
                String each = choice.choices().get(i);
                assertEquals(i == choice.right(), question.isRight(each), () -> each + " to " + choice.text());
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Language.class)
    @DisplayName("are as many of each kind that a tale answers, with four answers, or yes and no")
    void kinds(Language language) {
        List<ChoiceQuestion> all = TaleChoices.of(language, EACH);
        Map<String, Long> parts =
                all.stream().collect(Collectors.groupingBy(ChoiceQuestion::part, TreeMap::new, Collectors.counting()));
        long each = EACH;
        assertEquals(
                Map.of("who", each, "where", each, "what", each, "how many", each, "why", each, "yes no", each), parts);
        for (ChoiceQuestion choice : all) {
            var different = new HashSet<>(choice.choices());
            assertEquals(choice.part().equals("yes no") ? 2 : 4, different.size(), choice::toString);
            assertEquals(choice.choices().size(), different.size(), choice::toString);
            if (choice.part().equals("yes no")) {
                assertTrue(different.contains("No.") && (different.contains("Yes.") || different.contains("Sí.")));
            }
        }
    }

    @Test
    @DisplayName("tempt with what the same tale answers to its other questions of that kind")
    void tempting() {
        int tempted = 0;
        for (ChoiceQuestion choice : TaleChoices.of(Language.ENGLISH, EACH)) {
            var asked = asked(choice);
            List<String> others = asked.getKey().questions().stream()
                    .filter(other -> other.kind() == asked.getValue().kind())
                    .map(Question::answer)
                    .filter(answer -> !asked.getValue().isRight(answer))
                    .distinct()
                    .limit(choice.choices().size() - 1)
                    .toList();
            assertTrue(choice.choices().containsAll(others), () -> others + " are not all in " + choice);
            tempted += others.isEmpty() ? 0 : 1;
        }
        assertTrue(tempted > EACH, "only " + tempted + " questions have such an answer");
    }

    @Test
    @DisplayName("are not answered by their form: neither a place among the answers nor a length is right too often")
    void noGiveaway() {
        List<ChoiceQuestion> four = TaleChoices.of(Language.ENGLISH, 60).stream()
                .filter(choice -> choice.choices().size() == 4)
                .toList();
        int n = four.size();
        // four standard deviations of who guesses one of four
        double most = n / 4.0 + 4 * Math.sqrt(n * 3 / 16.0);
        for (int place = 0; place < 4; place++) {
            int at = place;
            long right = four.stream().filter(choice -> choice.right() == at).count();
            assertTrue(right < most, "place " + place + " is right " + right + " times of " + n);
        }
        for (int sign : new int[] {-1, 1}) {
            long right = four.stream()
                    .filter(choice -> choice.right()
                            == IntStream.range(0, 4)
                                    .boxed()
                                    .max((a, b) -> sign
                                            * Integer.compare(
                                                    choice.choices().get(a).length(),
                                                    choice.choices().get(b).length()))
                                    .orElseThrow())
                    .count();
            assertTrue(right < most, (sign > 0 ? "the longest" : "the shortest") + " is right " + right + " of " + n);
        }
    }

    @Test
    @DisplayName("are the same in each run, and others in the other language")
    void same() {
        assertEquals(TaleChoices.of(Language.SPANISH, 5), TaleChoices.of(Language.SPANISH, 5));
        assertNotEquals(TaleChoices.of(Language.SPANISH, 5), TaleChoices.of(Language.ENGLISH, 5));
    }
}
