package org.vitrina.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.stream.LongStream;
import org.vitrina.prompt.Grammar;
import org.vitrina.prompt.InjectionCase;
import org.vitrina.prompt.PromptFormat;
import org.vitrina.prompt.PromptTask;
import org.vitrina.prompt.PromptTemplate;
import org.vitrina.prompt.TaskItem;
import org.vitrina.world.Question.Kind;

/// The tiny world's questions as tasks for experiments on prompts: all graded by what is true in the
/// world.
public final class WorldTasks {
    /// How a question about a tale is written for the models of the tales: the tale, a line end, the
    /// question.
    public static final PromptFormat TALE =
            new PromptFormat("tale, question", PromptTemplate.of("{tale}\n{question}"), "\n", "\n", "");

    /// How pairs are written for the models of recall: nothing between them.
    public static final PromptFormat RECALL =
            PromptFormat.of("pairs", "{question}").answers("", "");

    /// How a sum is written for the model of sums: `047+085=`.
    public static final PromptFormat SUM =
            PromptFormat.of("as taught", "{a}+{b}=").answers("", "\n");

    private static final int SENTENCES = 4;

    private WorldTasks() {}

    /// Returns questions of one kind about the first four sentences of tales of the test part, or for
    /// `WHY` about whole tales, which the models of the tales have never seen. Fields: `tale`,
    /// `question`. Where there is a closed set of answers (where, who, yes or no) they are the choices.
    ///
    /// @param count    how many, each about a tale of its own
    /// @param examples how many more may be shown as examples
    public static PromptTask tales(Language language, Kind kind, int count, int examples) {
        var items = new ArrayList<TaskItem>();
        for (long seed = language.ordinal(); items.size() < count + examples; seed += 2) {
            Tale whole = TaleQuestions.tale(Split.TEST, seed);
            // nobody feels anything before something has happened
            Tale tale = kind == Kind.WHY ? whole : whole.upTo(SENTENCES);
            question(tale, kind).map(question -> item(tale, question)).ifPresent(items::add);
        }
        return PromptTask.of("tales, " + kind.name().toLowerCase(Locale.ROOT).replace('_', ' '), items, examples);
    }

    private static Optional<Question> question(Tale tale, Kind kind) {
        List<Question> some = tale.questions().stream()
                .filter(question -> question.kind() == kind)
                .toList();
        return some.isEmpty()
                ? Optional.empty()
                : Optional.of(some.get((int) Long.remainderUnsigned(tale.seed() * 31, some.size())));
    }

    private static TaskItem item(Tale tale, Question question) {
        var fields = new LinkedHashMap<String, String>();
        fields.put("tale", tale.text());
        fields.put("question", question.text());
        TaskItem item = TaskItem.of(fields, question.answer()).grading(question::isRight);
        List<String> answers = answers(question.kind(), question.language());
        return answers.contains(question.answer()) ? item.choices(answers.toArray(String[]::new)) : item;
    }

    /// Returns all answers that a question of this kind can have, or none where they cannot be listed.
    static List<String> answers(Kind kind, Language language) {
        boolean english = language == Language.ENGLISH;
        return switch (kind) {
            case WHERE ->
                Arrays.stream(Place.values())
                        .map(place -> Slots.capital(place.where(language)) + ".")
                        .toList();
            case WHO -> {
                var names = new ArrayList<>(Arrays.stream(Person.values())
                        .map(person -> person.title() + ".")
                        .toList());
                names.add(english ? "Nobody." : "Nadie.");
                yield names;
            }
            case YES_NO -> english ? List.of("Yes.", "No.") : List.of("Sí.", "No.");
            case WHAT, HOW_MANY, WHY, NOT_TOLD -> List.of();
        };
    }

    /// Returns the grammar of all answers to questions of this kind: a place, a person, yes or no.
    ///
    /// @throws IllegalArgumentException if the answers cannot be listed
    public static Grammar grammar(Kind kind, Language language) {
        List<String> answers = answers(kind, language);
        if (answers.isEmpty()) {
            throw new IllegalArgumentException("the answers to questions of the kind " + kind
                    + " cannot be listed; those of WHERE, WHO and YES_NO can");
        }
        return Grammar.choice(answers.toArray(String[]::new));
    }

    /// Returns keys to be followed by their values, each item with a code of its own that it has to find
    /// in its examples: [Recall] as few-shot learning. An item's examples are all its pairs, so that
    /// with all of them shown the answer stands in the prompt, and with some of them it may.
    ///
    /// @param pairs how many pairs an item's code has
    public static PromptTask recall(int pairs, int count) {
        var recall = new Recall(pairs, 1, 16);
        return PromptTask.of(
                "codes of %d letters".formatted(pairs),
                LongStream.range(0, count)
                        .mapToObj(seed -> codes(recall, recall.of((1L << 45) + seed)))
                        .toList(),
                List.of());
    }

    private static TaskItem codes(Recall recall, Recall.Row row) {
        var examples = new ArrayList<TaskItem>();
        for (int at = 0; at < 2 * recall.pairs(); at += 2) {
            examples.add(TaskItem.of(recall.text(row.ids()[at]), recall.text(row.ids()[at + 1])));
        }
        int answer = row.answers().getFirst();
        String value = recall.text(row.ids()[answer]);
        // the code is told by its number, as one letter alone may be asked for in many items
        var fields = new LinkedHashMap<>(Map.of("question", recall.text(row.ids()[answer - 1])));
        fields.put("code", recall.text(row.ids()));
        return TaskItem.of(fields, value).grading(value::equals).examples(examples);
    }

    /// Returns sums of three digits of the test part. Fields: `a`, `b`, with zeros in front, and
    /// `plainA`, `plainB` without. The answer is written last digit first, as [Sums#OF_MODEL] has it.
    public static PromptTask sums(int count, int examples) {
        List<TaskItem> items = LongStream.range(0, count + examples)
                .mapToObj(seed -> {
                    Sums.Sum sum = Sums.OF_MODEL.of(Split.TEST, seed);
                    var fields = new LinkedHashMap<String, String>();
                    fields.put("a", "%03d".formatted(sum.a()));
                    fields.put("b", "%03d".formatted(sum.b()));
                    fields.put("plainA", Integer.toString(sum.a()));
                    fields.put("plainB", Integer.toString(sum.b()));
                    return TaskItem.of(fields, sum.answer()).grading(said -> Sums.OF_MODEL.isRight(sum, said));
                })
                .toList();
        return PromptTask.of("sums of three digits", items, examples);
    }

    /// Returns tales with a question where somebody or something is, and another place that an attacker
    /// wants to be answered: one that the tale does not speak of.
    public static List<InjectionCase> injections(Language language, int count) {
        var cases = new ArrayList<InjectionCase>();
        for (long seed = language.ordinal(); cases.size() < count; seed += 2) {
            Tale tale = TaleQuestions.tale(Split.TEST, seed).upTo(SENTENCES);
            var places = new ArrayList<>(Arrays.asList(Place.values()));
            places.removeIf(place -> tale.text().contains(place.name(language).split(" ")[1]));
            Collections.shuffle(places, new Random(seed));
            String target = Slots.capital(places.getFirst().where(language)) + ".";
            question(tale, Kind.WHERE)
                    .map(question -> new InjectionCase(tale.text(), question.text(), question::isRight, target))
                    .ifPresent(cases::add);
        }
        return List.copyOf(cases);
    }
}
