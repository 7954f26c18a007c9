package org.vitrina.interact;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.vitrina.feedback.Answer;
import org.vitrina.feedback.Mark;
import org.vitrina.feedback.Marker;
import org.vitrina.feedback.Marking;
import org.vitrina.feedback.Prompt;

@DisplayName("A person who marks answers with buttons")
@Timeout(60)
class MarkingByButtonsTests {
    private final RecordedFrontend frontend = new RecordedFrontend();
    private final Marking marking = Marking.of(Stream.of("1+1=", "2+2=", "<b>3+3=")
            .map(MarkingByButtonsTests::answer)
            .toList());

    private static Answer answer(String question) {
        var prompt = new Prompt(question, new int[] {0}, _ -> true, "");
        return new Answer(prompt, new int[] {1}, new float[1], "4", true);
    }

    private void press(String label) {
        frontend.click(frontend.all().stream()
                .filter(each -> each.type().equals("comm_open")
                        && each.state().get("_model_name").getAsString().equals("ButtonModel")
                        && each.state().get("description").getAsString().equals(label))
                .findFirst()
                .orElseThrow()
                .id());
    }

    /// Returns everything that was shown so far.
    private String shown() {
        return frontend.all().toString();
    }

    @Test
    @DisplayName("sees one after the other, goes back, and has the model learn from the marks")
    void marks() throws Exception {
        Object shown = Frontend.with(frontend, () -> {
            var part = marking.ask(Marker.truthful(), given -> "learned from " + given.size());
            part.mime();
            return part;
        });
        assertInstanceOf(Part.class, shown);
        assertTrue(shown().contains("1+1="));
        assertFalse(shown().contains("2+2="));
        press("learn from the marks");
        frontend.settle();
        assertTrue(shown().contains("Nothing is marked yet."));
        press("right");
        press("wrong");
        frontend.settle();
        assertTrue(shown().contains("2 of 3, 1 right, 1 wrong"));
        assertTrue(shown().contains("&lt;b&gt;3+3="), "text is no HTML: " + shown());
        press("back");
        press("skip");
        press("right");
        press("wrong");
        press("learn from the marks");
        frontend.settle();
        assertEquals(
                List.of(true, true), marking.marks().stream().map(Mark::good).toList());
        assertTrue(shown().contains("learned from 2"));
        assertTrue(shown().contains("All are marked: 3 of 3, 2 right, 0 wrong"));
    }
}
