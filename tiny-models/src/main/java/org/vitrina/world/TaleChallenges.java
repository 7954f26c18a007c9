package org.vitrina.world;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.IntStream;
import org.vitrina.arena.Challenge;
import org.vitrina.arena.Challenge.Form;
import org.vitrina.arena.ChallengeSource;
import org.vitrina.world.Checker.Checked;
import org.vitrina.world.Checker.Verdict;

/// What the models of the tiny world are asked in an arena. The world knows the truth, so it can judge
/// itself.
public final class TaleChallenges implements ChallengeSource {
    /// How many sentences of a tale a question is about: a person in a class reads it at a glance.
    private static final int SENTENCES = 3;

    private static final int LONGEST_ANSWER = 24;

    /// How many sentences of a continuation count, and room for them.
    private static final int COUNTED = 3;

    private static final int LONGEST_CONTINUATION = 56;

    /// The share of questions that a class is asked about what the tale does not say.
    private static final double UNTOLD = 0.2;

    @Override
    public String name() {
        return "tales";
    }

    /// Returns questions about short tales, English and Spanish in turn.
    @Override
    public List<Challenge> challenges(int count, long seed) {
        long from = Math.floorMod(seed, 1000) * 1000L;
        List<Challenge> english = questions(Language.ENGLISH, from, (count + 1) / 2, UNTOLD);
        List<Challenge> spanish = questions(Language.SPANISH, from, count / 2, UNTOLD);
        return IntStream.range(0, count)
                .mapToObj(i -> (i % 2 == 0 ? english : spanish).get(i / 2))
                .toList();
    }

    /// Returns questions about the first three sentences of tales of the test part; an answer is worth 1 if
    /// it is right.
    ///
    /// @param from   the number of the first tale
    /// @param count  how many questions there are, each about another tale
    /// @param untold which share asks for what the tale does not say, in `[0, 1]`
    public static List<Challenge> questions(Language language, long from, int count, double untold) {
        var challenges = new ArrayList<Challenge>();
        for (int i = 0; i < count; i++) {
            long number = from + i;
            Tale tale = TaleQuestions.tale(Split.TEST, 2 * number + language.ordinal())
                    .upTo(SENTENCES);
            Question question = TalePrompts.oneOf(tale, number, untold);
            challenges.add(new Challenge(
                    question.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                    TaleQuestions.ask(tale, question).content(),
                    Form.QUESTION,
                    LONGEST_ANSWER,
                    answer -> question.isRight(answer) ? 1 : 0));
        }
        return List.copyOf(challenges);
    }

    /// Returns first halves of tales of the test part, to be gone on with. A continuation is worth as many
    /// of its first three sentences as come before one that cannot be, by the state of the world.
    ///
    /// @param from  the number of the first tale
    /// @param count how many there are
    public static List<Challenge> beginnings(Language language, long from, int count) {
        var challenges = new ArrayList<Challenge>();
        for (int i = 0; i < count; i++) {
            Tale tale = TaleQuestions.tale(Split.TEST, 2 * (from + i) + language.ordinal());
            int told = tale.sentences().size() / 2;
            challenges.add(new Challenge(
                    "continuation",
                    tale.beginning(told),
                    Form.BEGINNING,
                    LONGEST_CONTINUATION,
                    rest -> agreeing(Checker.check(tale, told, rest))));
        }
        return List.copyOf(challenges);
    }

    private static double agreeing(List<Checked> sentences) {
        return sentences.stream()
                .limit(COUNTED)
                .takeWhile(sentence -> sentence.verdict() == Verdict.AGREES)
                .count();
    }
}
