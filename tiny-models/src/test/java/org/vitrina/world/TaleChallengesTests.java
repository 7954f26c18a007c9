package org.vitrina.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.vitrina.arena.Challenge;
import org.vitrina.arena.ChallengeSource;

@DisplayName("Challenges of the tiny world")
class TaleChallengesTests {
    private static final int COUNT = 40;

    private static Tale tale(Language language, long number) {
        return TaleQuestions.tale(Split.TEST, 2 * number + language.ordinal());
    }

    private static Question question(Challenge challenge, Language language, long number) {
        String asked = challenge.text().substring(challenge.text().lastIndexOf('\n') + 1);
        return tale(language, number).upTo(3).questions().stream()
                .filter(question -> question.text().equals(asked))
                .findFirst()
                .orElseThrow();
    }

    @Nested
    @DisplayName("that ask")
    class Asking {
        @ParameterizedTest
        @EnumSource(Language.class)
        @DisplayName("are about the first three sentences of another tale each, and worth 1 if the answer is right")
        void worth(Language language) {
            List<Challenge> challenges = TaleChallenges.questions(language, 100, COUNT, 0.2);
            for (int i = 0; i < COUNT; i++) {
                Challenge challenge = challenges.get(i);
                assertTrue(challenge.text().startsWith(tale(language, 100 + i).beginning(3) + "\n"));
                Question question = question(challenge, language, 100 + i);
                for (String right : question.accepted()) {
                    assertEquals(1, challenge.score().applyAsDouble(right));
                }
                assertEquals(0, challenge.score().applyAsDouble(""));
                assertEquals(0, challenge.score().applyAsDouble("Because of the moon."));
            }
        }

        @Test
        @DisplayName("ask for what is not told in the share that was wanted, evenly spread")
        void untold() {
            List<Challenge> challenges = TaleChallenges.questions(Language.ENGLISH, 7, 100, 0.2);
            for (int from = 0; from < 100; from += 10) {
                long untold = challenges.subList(from, from + 10).stream()
                        .filter(challenge -> challenge.kind().equals("not told"))
                        .count();
                assertEquals(2, untold);
            }
            assertTrue(TaleChallenges.questions(Language.ENGLISH, 7, 50, 0).stream()
                    .noneMatch(challenge -> challenge.kind().equals("not told")));
            assertTrue(TaleChallenges.questions(Language.ENGLISH, 7, 50, 1).stream()
                    .allMatch(challenge -> challenge.kind().equals("not told")));
        }
    }

    @Nested
    @DisplayName("that are gone on with")
    class GoneOnWith {
        @ParameterizedTest
        @EnumSource(Language.class)
        @DisplayName("give the tale's own next sentences one each, up to three")
        void own(Language language) {
            List<Challenge> challenges = TaleChallenges.beginnings(language, 0, COUNT);
            for (int i = 0; i < COUNT; i++) {
                Tale tale = tale(language, i);
                int told = tale.sentences().size() / 2;
                assertEquals(tale.beginning(told), challenges.get(i).text());
                List<String> rest = tale
                        .sentences()
                        .subList(told, tale.sentences().size())
                        .stream()
                        .map(Tale.Sentence::text)
                        .toList();
                for (int count = 0; count <= rest.size(); count++) {
                    String continuation = rest.subList(0, count).stream().collect(Collectors.joining(" "));
                    assertEquals(
                            Math.min(3, count), challenges.get(i).score().applyAsDouble(continuation), continuation);
                }
            }
        }

        @Test
        @DisplayName("count until a sentence that is none of the world, whatever comes behind")
        void untilTheFirst() {
            Challenge challenge =
                    TaleChallenges.beginnings(Language.ENGLISH, 0, 1).getFirst();
            Tale tale = tale(Language.ENGLISH, 0);
            int told = tale.sentences().size() / 2;
            String first = tale.sentences().get(told).text();
            String second = tale.sentences().get(told + 1).text();
            assertEquals(1, challenge.score().applyAsDouble(first + " The moon fell into the soup. " + second));
            assertEquals(0, challenge.score().applyAsDouble("The moon fell into the soup. " + first));
        }

        @Test
        @DisplayName("count until a sentence that cannot be: a walk to where somebody is already")
        void contradiction() {
            int tried = 0;
            List<Challenge> challenges = TaleChallenges.beginnings(Language.ENGLISH, 0, 200);
            for (int i = 0; i < challenges.size(); i++) {
                Tale tale = tale(Language.ENGLISH, i);
                int told = tale.sentences().size() / 2;
                String last = tale.sentences().get(told - 1).text();
                // "Ana went to the kitchen." was just told; said again, it cannot be
                if (!last.matches("[A-Z]\\w+ went to the \\w+\\.")) continue;
                tried++;
                assertEquals(0, challenges.get(i).score().applyAsDouble(last), last);
            }
            assertTrue(tried >= 3, "tried " + tried);
        }
    }

    @Nested
    @DisplayName("for a class")
    class ForAClass {
        private final ChallengeSource source = ChallengeSource.all().stream()
                .filter(each -> each.name().equals("tales"))
                .findFirst()
                .orElseThrow();

        @Test
        @DisplayName("are found by the service loader, in English and Spanish in turn")
        void turns() {
            List<Challenge> challenges = source.challenges(21, 1);
            assertEquals(21, challenges.size());
            assertEquals(
                    IntStream.range(0, 21)
                            .mapToObj(i -> tale(i % 2 == 0 ? Language.ENGLISH : Language.SPANISH, 1_000 + i / 2)
                                    .beginning(3))
                            .toList(),
                    challenges.stream()
                            .map(challenge -> challenge
                                    .text()
                                    .substring(0, challenge.text().lastIndexOf('\n')))
                            .toList());
        }

        @Test
        @DisplayName("are the same for the same seed, others for another, and a larger number begins with a smaller")
        void seeds() {
            assertEquals(texts(30, 5), texts(30, 5));
            assertNotEquals(texts(30, 5), texts(30, 6));
            assertEquals(texts(10, 5), texts(30, 5).subList(0, 10));
            assertEquals(30, texts(30, -3).size());
        }

        private List<String> texts(int count, long seed) {
            return source.challenges(count, seed).stream().map(Challenge::text).toList();
        }
    }
}
