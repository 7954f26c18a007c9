package org.vitrina.world;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.vitrina.show.Progress;
import org.vitrina.train.Evaluation;
import org.vitrina.train.Measurement;
import org.vitrina.transformer.Model;
import org.vitrina.world.Question.Kind;

/// Measures whether a model answers questions about tales that it has never seen: how many answers are
/// right, how many are made up, how often it says that something is not told that was.
final class QuestionsEvaluation implements Evaluation {
    /// How many questions of each kind are asked in each language.
    static final int EACH = 50;

    @Override
    public String name() {
        return "tale-questions";
    }

    @Override
    public String about() {
        return EACH
                + " questions of each kind in each language about whole tales of the test part, the likeliest answer;"
                + " right is what the state of the world at the tale's end says";
    }

    @Override
    public List<String> models() {
        return List.of("tales-base", "tales-chat", "tales-feedback");
    }

    /// An answer that was given.
    record Given(Tale tale, Question question, String answer) {
        boolean isRight() {
            return question.isRight(answer);
        }
    }

    @Override
    public List<Measurement> measure(Model model) {
        var given = new ArrayList<Given>();
        for (Language language : Language.values()) {
            given.addAll(ask(model, language, EACH));
        }
        return measurements(given);
    }

    /// Returns what the model answers to `each` questions of each kind.
    static List<Given> ask(Model model, Language language, int each) {
        var asker = new Asker(model);
        var left = new EnumMap<Kind, Integer>(Kind.class);
        for (Kind kind : Kind.values()) left.put(kind, each);
        var given = new ArrayList<Given>();
        int all = each * left.size();
        try (var task = Progress.task("questions, " + language.name().toLowerCase(Locale.ROOT), all)) {
            for (long seed = language.ordinal(); !left.isEmpty(); seed += 2) {
                Tale tale = TaleQuestions.tale(Split.TEST, seed);
                // one of each kind, so that no tale weighs more than another
                for (Question question : onePerKind(tale)) {
                    if (left.containsKey(question.kind()) && asker.fits(tale, question)) {
                        given.add(new Given(tale, question, asker.answer(tale, question)));
                        left.computeIfPresent(question.kind(), (_, count) -> count == 1 ? null : count - 1);
                        task.at(given.size());
                    }
                }
            }
        }
        return given;
    }

    static List<Question> onePerKind(Tale tale) {
        Map<Kind, List<Question>> byKind = new EnumMap<>(Kind.class);
        tale.questions()
                .forEach(question -> byKind.computeIfAbsent(question.kind(), _ -> new ArrayList<>())
                        .add(question));
        return byKind.values().stream()
                .map(questions -> questions.get((int) Long.remainderUnsigned(tale.seed(), questions.size())))
                .toList();
    }

    static List<Measurement> measurements(List<Given> given) {
        var measured = new ArrayList<Measurement>();
        List<Given> told = ofKind(given, Kind.NOT_TOLD, false);
        List<Given> untold = ofKind(given, Kind.NOT_TOLD, true);
        measured.add(right("answers that are right, of what is told", told));
        for (Language language : Language.values()) {
            measured.add(right("  " + name(language), in(told, language)));
        }
        for (Kind kind : Kind.values()) {
            if (kind != Kind.NOT_TOLD) {
                measured.add(right("  " + name(kind), ofKind(given, kind, true)));
            }
        }
        measured.add(share("made-up answers, where nothing is told", untold, one -> !one.isRight()));
        for (Language language : Language.values()) {
            measured.add(share("  " + name(language), in(untold, language), one -> !one.isRight()));
        }
        measured.add(share(
                "said not to be told, where it is", told, one -> one.question().isNotTold(one.answer())));
        return measured;
    }

    private static Measurement right(String name, List<Given> given) {
        return share(name, given, Given::isRight);
    }

    private static Measurement share(String name, List<Given> given, java.util.function.Predicate<Given> counts) {
        return Measurement.share(name, given.stream().filter(counts).count(), given.size());
    }

    private static List<Given> ofKind(List<Given> given, Kind kind, boolean is) {
        return given.stream()
                .filter(one -> (one.question().kind() == kind) == is)
                .toList();
    }

    private static List<Given> in(List<Given> given, Language language) {
        return given.stream()
                .filter(one -> one.question().language() == language)
                .toList();
    }

    private static String name(Enum<?> constant) {
        String name = constant.name().toLowerCase(Locale.ROOT).replace('_', ' ');
        return constant instanceof Language ? name.substring(0, 1).toUpperCase(Locale.ROOT) + name.substring(1) : name;
    }
}
