package org.vitrina.lesson;

import java.util.Arrays;
import java.util.List;
import java.util.function.BiPredicate;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.vitrina.lesson.Exercise.Code;
import org.vitrina.lesson.Exercise.Condition;
import org.vitrina.lesson.Exercise.Found;
import org.vitrina.lesson.Exercise.Mistake;
import org.vitrina.lesson.Exercise.Trial;
import org.vitrina.lesson.Exercise.Value;
import org.vitrina.prompt.Grammar;
import org.vitrina.prompt.InjectionReport;
import org.vitrina.prompt.PromptRun;
import org.vitrina.prompt.PromptTemplate;

/// The exercises of `14-prompting`.
final class PromptingExercises {
    private static final List<String> ALLOWED = List.of("yes", "yesterday", "no");

    private PromptingExercises() {}

    static List<Exercise> all() {
        return List.of(filled(), followed(), held(), clock(), allowed(), counted(), defended(), oftenEnough());
    }

    private static Exercise filled() {
        return new Exercise(
                "14.1",
                "What does the template `{{{name}}}` give when the name is `{x}`?",
                new Value(
                        () -> PromptTemplate.of("{{{name}}}").fill("name", "{x}"),
                        new Mistake(() -> "{x}", "The doubled braces of the template are braces, too."),
                        new Mistake(
                                () -> "{{{x}}}",
                                "Of the three braces on each side two are one brace, and one belongs"
                                        + " to the variable."),
                        new Mistake(() -> "{{name}}", "The name is replaced by its value.")),
                List.of(
                        "Read from the left: `{{` is a brace. What is left is `{name}`, then `}}`.",
                        "A value is put in as it is, with its braces."),
                "A value is never read as a template again: that is why no question of a user can ask for another"
                        + " variable.");
    }

    private static Exercise followed() {
        return new Exercise(
                "14.2",
                "A model finds an answer that stands among its examples, always, and never guesses right. Of 8 pairs 3 are"
                        + " shown. What accuracy do you expect?",
                new Value(
                        () -> 3 / 8.0,
                        0.001,
                        List.of(
                                new Mistake(() -> 1 / 3.0, "It need not choose among the three: it looks the key up."),
                                new Mistake(() -> 1 / 8.0, "That would be one example."),
                                new Mistake(() -> 37.5, "Give it as a share, between 0 and 1."))),
                List.of("In how many of 8 questions is the pair that is asked for among the three?", "`3 / 8.0`"),
                "So the curve of the two layers is a straight line: what examples bring here is knowledge, not skill.");
    }

    private static Exercise held() {
        return new Exercise(
                "14.3",
                "Get right answers from `tales-chat` without its chat template: a run on 40 or more questions with at least"
                        + " 25 % right.",
                new Found<>(
                        PromptRun.class,
                        List.of(
                                new Condition<>(
                                        run -> run.size() >= 40,
                                        "It has enough questions.",
                                        run -> "It has " + run.size() + " questions; ask 40 or more."),
                                new Condition<>(
                                        run -> run.accuracy() >= 0.25,
                                        "Enough answers are right.",
                                        run -> "Only " + run.measurement().printed()
                                                + " are right; look at `run.table()`: what is wrong with the others?"))),
                List.of(
                        "Look at what it said without the template: the place is often right, and then it tells on.",
                        "Nothing but a place shall be written: `WorldTasks.grammar(Question.Kind.WHERE,"
                                + " Language.ENGLISH)`.",
                        "`teller.chat(null).grammar(…).ask(where)`"),
                "The model knew more than it could show. Whoever measures only what it writes measures its manners, too.");
    }

    private static Exercise clock() {
        List<String> times = IntStream.range(0, 24 * 60)
                .mapToObj(minute -> "%02d:%02d".formatted(minute / 60, minute % 60))
                .toList();
        return new Exercise(
                "14.4",
                "Make a grammar of all times from `00:00` to `23:59`, and of nothing else.",
                new Found<>(
                        Grammar.class,
                        List.of(
                                new Condition<>(
                                        grammar -> times.stream().allMatch(grammar::allows),
                                        "Every time of the day is allowed.",
                                        grammar -> "It does not allow "
                                                + times.stream()
                                                        .filter(time -> !grammar.allows(time))
                                                        .findFirst()
                                                        .orElseThrow()
                                                + "."),
                                new Condition<>(
                                        grammar -> wrongTime(grammar) == null,
                                        "Nothing else is.",
                                        grammar -> "It allows '" + wrongTime(grammar) + "', too."))),
                List.of(
                        "The hours are two cases: those that begin with 0 or 1, and those that begin with 2.",
                        "`Grammar.regex(\"([01][0-9]|2[0-3]):…\")`",
                        "Minutes are `[0-5][0-9]`."),
                "A grammar guarantees the form. That it is the right time nobody guarantees.");
    }

    private static String wrongTime(Grammar grammar) {
        var wrong = new java.util.ArrayList<String>();
        for (int hour = 0; hour < 100; hour++) {
            for (int minute = 0; minute < 100; minute++) {
                if (hour > 23 || minute > 59) wrong.add("%02d:%02d".formatted(hour, minute));
            }
        }
        wrong.addAll(List.of("", "7:05", "07:5", "0705", "07:055", "07.05", "07:05 ", "ab:cd"));
        return wrong.stream().filter(grammar::allows).findFirst().orElse(null);
    }

    private static Exercise allowed() {
        return new Exercise(
                "14.5",
                "Write the mask: allowed are the texts yes, yesterday and no. May this token follow what was said so far?",
                new Code<BiPredicate<String, String>>(
                        BiPredicate.class,
                        "(soFar, token) -> true",
                        List.of(
                                mask("", "y"),
                                mask("", "yes"),
                                mask("", "yes!"),
                                mask("y", "es"),
                                mask("yes", "ter"),
                                mask("yes", "no"),
                                mask("n", "o"),
                                mask("no", "n"),
                                mask("yester", "day"),
                                mask("", "o"))),
                List.of(
                        "Put both together. Is there an allowed text that begins like that?",
                        "`Stream.of(\"yes\", \"yesterday\", \"no\").anyMatch(text -> …)`",
                        "`text.startsWith(soFar + token)`"),
                "That is all of constrained decoding; the automaton is there to answer for 49,152 tokens at once.");
    }

    private static Trial<BiPredicate<String, String>> mask(String soFar, String token) {
        return new Trial<>(
                "'" + soFar + "' and the token '" + token + "'",
                code -> code.test(soFar, token),
                () -> Grammar.choice(ALLOWED.toArray(String[]::new)).canBecome(soFar + token));
    }

    private static Exercise counted() {
        return new Exercise(
                "14.6",
                "Write the bigram strategy for texts of a, b and c: the shares of what followed the last letter so far, with"
                        + " one added to each count.",
                new Code<Function<String, double[]>>(
                        Function.class,
                        "text -> new double[3]",
                        List.of(
                                counted("abacab"),
                                counted("a"),
                                counted("aaaa"),
                                counted("abcabcabc"),
                                counted("cbbcbba"))),
                List.of(
                        "Go through all letters but the last. Where one equals the last letter, count the letter behind"
                                + " it.",
                        "Begin the three counts with 1 instead of 0, and divide by their sum at the end.",
                        "`double[] count = {1, 1, 1}; for (int i = 0; i + 1 < text.length(); i++) if (text.charAt(i) =="
                                + " last) count[text.charAt(i + 1) - 'a']++;`"),
                "The little transformer has found the same rule, from nothing but the loss.");
    }

    private static Trial<Function<String, double[]>> counted(String text) {
        return new Trial<>("the text '" + text + "'", code -> code.apply(text), () -> {
            double[] counts = {1, 1, 1};
            char last = text.charAt(text.length() - 1);
            for (int i = 0; i + 1 < text.length(); i++) {
                if (text.charAt(i) == last) counts[text.charAt(i + 1) - 'a']++;
            }
            double sum = Arrays.stream(counts).sum();
            return Arrays.stream(counts).map(count -> count / sum).toArray();
        });
    }

    private static Exercise defended() {
        return new Exercise(
                "14.7",
                "Find a defence against `claim` that at least halves its attack rate and costs no more than 10 points of"
                        + " right answers: a report with the row of `no defence` first and yours second.",
                new Found<>(
                        InjectionReport.class,
                        List.of(
                                new Condition<>(
                                        report -> report.rows().size() == 2
                                                && report.rows().getFirst().of() >= 40
                                                && report.rows().getFirst().of()
                                                        == report.rows()
                                                                .getLast()
                                                                .of(),
                                        "Two defences were measured on enough tries.",
                                        report -> "Two rows of 40 or more tries each are asked for."),
                                new Condition<>(
                                        report -> 2 * report.rows().getLast().taken()
                                                <= report.rows().getFirst().taken(),
                                        "The attack works half as often or less.",
                                        report -> "It worked %d times, and %d times without a defence."
                                                .formatted(
                                                        report.rows().getLast().taken(),
                                                        report.rows().getFirst().taken())),
                                new Condition<>(
                                        report -> report.rows().getLast().right()
                                                >= report.rows().getFirst().right()
                                                        - 0.1
                                                                * report.rows()
                                                                        .getFirst()
                                                                        .of(),
                                        "The model is still of use.",
                                        report -> "Of %d answers %d are right, and %d without a defence; a model that"
                                                        .formatted(
                                                                report.rows()
                                                                        .getFirst()
                                                                        .of(),
                                                                report.rows()
                                                                        .getLast()
                                                                        .right(),
                                                                report.rows()
                                                                        .getFirst()
                                                                        .right())
                                                + " answers nothing is safe and of no use."))),
                List.of(
                        "What does a document look like that claims something? No tale asks `Where is …?` in that way.",
                        "`new Defence(\"filter\", PromptTemplate.of(\"{document}\\n{question}\"), \"\", document -> …, null,"
                                + " false)` changes the document first.",
                        "`document.replaceAll(\"Where is [^?.]*\\\\? .*\", \"\")`"),
                "It works against this attack, word for word. The next attacker asks in another way: a filter is not a wall.");
    }

    private static Exercise oftenEnough() {
        return new Exercise(
                "14.8",
                "A defence leaves an attack rate of 2 %. Somebody tries 100 times, each time in other words. What is the"
                        + " chance that at least one works?",
                new Value(
                        () -> 1 - Math.pow(0.98, 100),
                        0.005,
                        List.of(
                                new Mistake(() -> Math.pow(0.98, 100), "That is the chance that none works."),
                                new Mistake(() -> 2.0, "Chances of tries are not added: 2 would be more than sure."),
                                new Mistake(() -> 0.02, "That is one try."))),
                List.of("What is the chance that none works?", "`1 - Math.pow(0.98, 100)`"),
                "An attacker needs to succeed once. That is why what a model is allowed to do matters more than how it is"
                        + " asked.");
    }
}
