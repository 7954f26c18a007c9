package org.vitrina.world;

import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.vitrina.arena.ChoiceQuestion;
import org.vitrina.world.Question.Kind;

/// Questions about tales with answers to choose from: a benchmark whose parts are the kinds of questions.
/// Yes-or-no questions have two answers, all others four, of which those come first that other questions
/// about the same tale have.
public final class TaleChoices {
    private static final int CHOICES = 4;

    /// Some questions are rare, and some have few answers that differ.
    private static final int MOST_TALES = 1_000;

    /// How much of a tale is told.
    private static final int SENTENCES = 6;

    private TaleChoices() {}

    /// Returns questions about tales of the test part.
    ///
    /// @param each how many questions of each kind there are
    public static List<ChoiceQuestion> of(Language language, int each) {
        Map<Kind, Set<String>> answers = new EnumMap<>(Kind.class);
        Map<Kind, List<ChoiceQuestion>> chosen = new EnumMap<>(Kind.class);
        for (Kind kind : Kind.values()) {
            answers.put(kind, new LinkedHashSet<>());
            if (kind != Kind.NOT_TOLD) chosen.put(kind, new ArrayList<>());
        }
        // answers of other tales, to choose from where the tale itself has too few
        for (long number = 0; number < 60 || number < MOST_TALES && isShort(answers); number++) {
            for (Question question : tale(language, 1_000_000 + number).questions()) {
                answers.get(question.kind()).add(question.answer());
            }
        }
        for (long number = 0; chosen.values().stream().anyMatch(some -> some.size() < each); number++) {
            Tale tale = tale(language, number);
            for (Question question : QuestionsEvaluation.onePerKind(tale)) {
                List<ChoiceQuestion> some = chosen.get(question.kind());
                if (some != null && some.size() < each) {
                    some.add(choice(tale, question, answers.get(question.kind()), number));
                }
            }
        }
        return chosen.values().stream().flatMap(List::stream).toList();
    }

    /// Returns whether some kind has so few answers that of a question the wrong ones might not do.
    private static boolean isShort(Map<Kind, Set<String>> answers) {
        return answers.entrySet().stream()
                .anyMatch(entry -> entry.getKey() != Kind.YES_NO
                        && entry.getKey() != Kind.NOT_TOLD
                        && entry.getValue().size() < 3 * CHOICES);
    }

    private static Tale tale(Language language, long number) {
        Tale tale = TaleQuestions.tale(Split.TEST, 2 * number + language.ordinal());
        return tale.upTo(Math.min(SENTENCES, tale.sentences().size()));
    }

    private static ChoiceQuestion choice(Tale tale, Question question, Set<String> known, long number) {
        var random = new Random(number);
        var wrong = new LinkedHashSet<String>();
        if (question.kind() == Kind.YES_NO) {
            wrong.addAll(question.language() == Language.ENGLISH ? List.of("Yes.", "No.") : List.of("Sí.", "No."));
        } else {
            tale.questions().stream()
                    .filter(other -> other.kind() == question.kind())
                    .forEach(other -> wrong.add(other.answer()));
            var others = new ArrayList<>(known);
            Collections.shuffle(others, random);
            wrong.addAll(others);
        }
        wrong.removeIf(question::isRight);
        int all = question.kind() == Kind.YES_NO ? 2 : CHOICES;
        var choices = new ArrayList<>(wrong.stream().limit(all - 1).toList());
        choices.add(question.answer());
        Collections.shuffle(choices, random);
        return new ChoiceQuestion(
                question.kind().name().toLowerCase(Locale.ROOT).replace('_', ' '),
                TaleQuestions.ask(tale, question).content(),
                choices,
                choices.indexOf(question.answer()));
    }
}
