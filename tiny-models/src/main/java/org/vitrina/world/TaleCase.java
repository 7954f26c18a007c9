package org.vitrina.world;

import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.vitrina.evaluate.Match;
import org.vitrina.evaluate.PromptCase;
import org.vitrina.world.Question.Kind;

/// A tale and one question about it: what a test asks.
public record TaleCase(Tale tale, Question question) {
    /// Returns what a model is asked.
    public String prompt() {
        return TaleQuestions.ask(tale, question).content();
    }

    /// Returns the question as a case whose answers are known.
    public PromptCase promptCase() {
        String kind = question.kind().name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return new PromptCase("tale " + tale.seed() + ", " + kind, prompt(), question.accepted(), Match.PLAIN, kind);
    }

    /// Returns whether `answer` is right.
    public boolean isRight(String answer) {
        return question.isRight(answer);
    }

    /// Returns questions about the beginnings of the first tales of a part of the data, one about each tale, the
    /// kinds in turn.
    ///
    /// @param count     how many
    /// @param sentences how much of each tale is told, at most
    /// @param kinds     of questions; none means all of them
    public static List<TaleCase> of(Split split, Language language, int count, int sentences, Kind... kinds) {
        Set<Kind> wanted = kinds.length == 0 ? EnumSet.allOf(Kind.class) : EnumSet.copyOf(List.of(kinds));
        var turn = new ArrayList<>(wanted);
        var cases = new ArrayList<TaleCase>();
        for (long i = 0; cases.size() < count; i++) {
            Tale tale = TaleQuestions.tale(split, 2 * i + language.ordinal());
            Tale told = tale.upTo(Math.min(sentences, tale.sentences().size()));
            Kind kind = turn.get(cases.size() % turn.size());
            List<Question> questions =
                    told.questions().stream().filter(one -> one.kind() == kind).toList();
            // not every tale has told a reason by then
            if (!questions.isEmpty()) {
                int which = (int) Long.remainderUnsigned(tale.seed() * 31, questions.size());
                cases.add(new TaleCase(told, questions.get(which)));
            } else if (i > 50L * count + 500) {
                throw new IllegalArgumentException("of the first %,d tales too few ask '%s' after %d sentences"
                        .formatted(i, kind.name().toLowerCase(Locale.ROOT), sentences));
            }
        }
        return List.copyOf(cases);
    }

    @Override
    public String toString() {
        return promptCase().id();
    }
}
