package org.vitrina.arena;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HashSet;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.arena.Challenge.Form;

@DisplayName("A contest")
class ContestTests {
    /// Who is right about the first so many of 40 numbers.
    private static Contestant knows(String name, int numbers) {
        return Contestant.of(name, c -> Integer.parseInt(c.text()) < numbers ? c.text() : "?");
    }

    private static final List<Challenge> NUMBERS = IntStream.range(0, 40)
            .mapToObj(i -> new Challenge(
                    "number",
                    Integer.toString(i),
                    Form.QUESTION,
                    4,
                    answer -> answer.equals(Integer.toString(i)) ? 1 : 0))
            .toList();

    private final Contest contest = Contest.of(List.of(knows("all", 40), knows("half", 20), knows("few", 5)), NUMBERS);

    @Test
    @DisplayName("with the truth as judge is won by who is right, tied where both are, and both are bad where none is")
    void truth() {
        Battles battles = contest.battles(Voter.truth(), 1);
        assertEquals(3 * 40, battles.size());
        for (Battle battle : battles) {
            boolean left = !battle.leftAnswer().equals("?");
            boolean right = !battle.rightAnswer().equals("?");
            Outcome expected =
                    left && right ? Outcome.TIE : left ? Outcome.LEFT : right ? Outcome.RIGHT : Outcome.BOTH_BAD;
            assertEquals(expected, battle.outcome());
        }
        long bad = battles.stream().filter(b -> b.outcome() == Outcome.BOTH_BAD).count();
        assertEquals(20, bad); // half and few, on the upper half
    }

    @Test
    @DisplayName("puts each model on the left about as often as on the right, and no battle comes twice")
    void sides() {
        Battles battles = contest.battles(Voter.truth(), 1);
        long left = battles.stream().filter(b -> b.left().equals("all")).count();
        // of 80, 40 give or take 4.5; four of those
        assertEquals(40, left, 18);
        var seen = new HashSet<List<String>>();
        battles.forEach(b ->
                assertTrue(seen.add(List.of(Battles.pair(b.left(), b.right()).toString(), b.prompt())), b.toString()));
    }

    @Test
    @DisplayName("is the same for the same seed, and tells the shares of right answers")
    void seeds() {
        assertEquals(contest.battles(50, Voter.careless(0.3), 7), contest.battles(50, Voter.careless(0.3), 7));
        assertEquals(List.of("all", "half", "few"), List.copyOf(contest.scores().keySet()));
        assertEquals(50.0, contest.right("half").value());
    }

    @Test
    @DisplayName("with a careless judge has about as many mistakes as the judge is careless")
    void careless() {
        Battles truth = contest.battles(Voter.truth(), 1);
        long differ = contest.battles(Voter.careless(0.4), 1).stream()
                .filter(b -> b.outcome() != outcomeOf(b))
                .count();
        // a verdict by chance is the right one in one of four: 30 % of 120 differ, 36 give or take 5
        assertEquals(36, differ, 20);
        assertEquals(120, truth.size());
    }

    private static Outcome outcomeOf(Battle b) {
        var challenge = NUMBERS.get(Integer.parseInt(b.prompt()));
        return Voter.truth().vote(challenge, b.leftAnswer(), b.rightAnswer(), RandomGenerator.getDefault());
    }

    @Test
    @DisplayName("with a judge who is impressed by length is won by the longer answer")
    void impressed() {
        Contest wordy = Contest.of(
                List.of(knows("all", 40), Contestant.of("wordy", _ -> "I have thought about this for a long time.")),
                NUMBERS);
        Battles battles = wordy.battles(Voter.impressed(1), 1);
        assertTrue(battles.stream()
                .allMatch(b -> (b.left().equals("wordy") ? Outcome.LEFT : Outcome.RIGHT) == b.outcome()));
    }

    @Test
    @DisplayName("shows what all said to one challenge, with what it is worth")
    void answersToOne() {
        var table = contest.answersTo(10);
        assertEquals("10", table.name());
        assertEquals(List.of("10", "10", "?"), table.stringColumn("answer").asList());
        assertEquals(List.of("1", "1", "0"), table.stringColumn("score").asList());
    }

    @Test
    @DisplayName("says what it lacks")
    void errors() {
        assertEquals(
                "a contest needs two or more contestants of different names and at least one challenge, but got [a, a]"
                        + " and 40 challenges",
                message(() -> Contest.of(List.of(knows("a", 1), knows("a", 2)), NUMBERS)));
        assertEquals(
                "3 models and 40 challenges make 120 battles, but 121 were asked for",
                message(() -> contest.battles(121, Voter.truth(), 1)));
        Contest open = Contest.of(List.of(knows("a", 1), knows("b", 2)), List.of(Challenge.open("7", 5)));
        assertEquals(
                "nobody knows the truth about '7', so people have to vote on it",
                message(() -> open.battles(Voter.truth(), 1)));
    }

    private static String message(org.junit.jupiter.api.function.Executable call) {
        return assertThrows(IllegalArgumentException.class, call).getMessage();
    }
}
