package org.vitrina.world;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.train.Evaluation;
import org.vitrina.train.Measurement;
import org.vitrina.train.TrainingParts;
import org.vitrina.world.Question.Kind;
import org.vitrina.world.QuestionsEvaluation.Given;

@DisplayName("What the tiny models are measured by")
class EvaluationTests {
    private static List<Given> answered(Function<Question, String> answers) {
        var given = new ArrayList<Given>();
        for (long seed = 0; seed < 60; seed++) {
            Tale tale = TaleQuestions.tale(Split.TEST, seed);
            for (Question question : tale.questions()) {
                given.add(new Given(tale, question, answers.apply(question)));
            }
        }
        return given;
    }

    private static Map<String, Double> measured(Function<Question, String> answers) {
        return QuestionsEvaluation.measurements(answered(answers)).stream()
                .filter(one -> !one.name().startsWith(" "))
                .collect(Collectors.toMap(Measurement::name, Measurement::value));
    }

    @Test
    @DisplayName("knows one who answers all questions truly")
    void perfect() {
        assertEquals(
                Map.of(
                        "answers that are right, of what is told", 100.0,
                        "made-up answers, where nothing is told", 0.0,
                        "said not to be told, where it is", 0.0),
                measured(Question::answer));
    }

    @Test
    @DisplayName("knows one who never says anything but that it is not told")
    void silent() {
        assertEquals(
                Map.of(
                        "answers that are right, of what is told", 0.0,
                        "made-up answers, where nothing is told", 0.0,
                        "said not to be told, where it is", 100.0),
                measured(question -> Questions.notTold(question.language())));
    }

    @Test
    @DisplayName("knows one who always makes something up: only half of what is yes or no is right by luck")
    void liar() {
        var measured = measured(question -> question.kind() == Kind.YES_NO ? "No." : "On the moon.");
        assertEquals(100, measured.get("made-up answers, where nothing is told"));
        assertEquals(0, measured.get("said not to be told, where it is"));
        List<Given> told = answered(question -> question.kind() == Kind.YES_NO ? "No." : "On the moon.").stream()
                .filter(given -> given.question().kind() != Kind.NOT_TOLD)
                .toList();
        double no = told.stream()
                .filter(given -> given.question().answer().equals("No."))
                .count();
        assertEquals(100 * no / told.size(), measured.get("answers that are right, of what is told"), 1e-9);
        assertTrue(no > 0);
    }

    @Test
    @DisplayName("gives each model that comes with the library something to be measured by")
    void models() {
        var models = TrainingParts.all().stream()
                .flatMap(parts -> parts.evaluations().stream())
                .map(Evaluation::models)
                .flatMap(List::stream)
                .collect(Collectors.toSet());
        assertTrue(
                models.containsAll(List.of(
                        "tales-base", "tales-chat", "tales-feedback", "sums", "recall-1layer", "recall-2layer")),
                () -> "only " + models);
    }
}
