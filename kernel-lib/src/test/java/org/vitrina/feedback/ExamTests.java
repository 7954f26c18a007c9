package org.vitrina.feedback;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.function.Predicate;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("An exam")
class ExamTests {
    private final Policy policy = Toys.policy(3);

    /// Asks `texts`; whatever is answered is right where `right` is true.
    private static List<Prompt> prompts(String kind, boolean right, String... texts) {
        Predicate<String> judge = _ -> right;
        // an answer must be ended to be right, so the judge is not asked about others
        return java.util.Arrays.stream(texts)
                .map(text -> Prompt.of(Toys.TOKENIZER, text, judge).ofKind(kind))
                .toList();
    }

    private static List<Prompt> both() {
        var all = new java.util.ArrayList<>(prompts("easy", true, "?", "!", "?!", "ab"));
        all.addAll(prompts("hard", false, "??", "!!"));
        return all;
    }

    @Test
    @DisplayName("counts the right answers of each kind, and of all, as the answers themselves say")
    void counts() {
        Exam exam = Exam.of("toy", policy, both());
        long ended = policy.greedy(both()).subList(0, 4).stream()
                .filter(Answer::ended)
                .count();
        assertEquals(6, exam.answers("toy").size());
        assertEquals(100.0 * ended / 4, exam.right("toy", "easy").value(), 1e-12);
        assertEquals(0, exam.right("toy", "hard").value());
        assertEquals(100.0 * ended / 6, exam.right("toy").value(), 1e-12);
    }

    @Test
    @DisplayName("tells Wilson's interval: none of 2 may still be 66 of 100")
    void intervals() {
        // 1.96² / (2 + 1.96²) = 0.658
        var table = Exam.of("toy", policy, both()).table();
        assertEquals(
                List.of("easy", "hard", "all"), table.stringColumn("question").asList());
        assertEquals("0 (0–66)", table.stringColumn("toy").get(1));
        assertEquals(List.of(4, 2, 6), table.intColumn("asked").asList());
    }

    @Test
    @DisplayName("puts a second model beside the first, and draws both from 0 to 100")
    void sideBySide() {
        Exam exam = Exam.of("one", policy, both()).and("other", Toys.policy(2), both());
        assertEquals(List.of("question", "asked", "one", "other"), exam.table().columnNames());
        assertEquals(
                exam.right("other").value(), exam.chart().getSeries("other").getYData()[2], 1e-12);
        assertEquals(100, exam.chart().getStyler().getYAxisMax());
    }

    @Test
    @DisplayName("says what is wrong: a name twice, no question, a name or a kind that is not there")
    void refuses() {
        Exam exam = Exam.of("toy", policy, both());
        assertTrue(message(() -> exam.and("toy", policy, both())).contains("already"));
        assertTrue(message(() -> exam.and("none", policy, List.of())).contains("at least one question"));
        assertTrue(message(() -> exam.right("nobody")).endsWith("there is toy"));
        assertTrue(message(() -> exam.right("toy", "odd")).endsWith("there is easy, hard, all"));
    }

    private static String message(Runnable call) {
        return assertThrows(IllegalArgumentException.class, call::run).getMessage();
    }
}
