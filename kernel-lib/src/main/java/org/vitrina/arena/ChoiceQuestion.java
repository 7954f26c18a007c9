package org.vitrina.arena;

import java.util.List;
import java.util.stream.IntStream;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// A question with answers to choose from.
///
/// @param part    of the benchmark that it belongs to
/// @param text    what is asked
/// @param choices the answers, two or more
/// @param right   which of them is right, counted from 0
public record ChoiceQuestion(String part, String text, List<String> choices, int right) implements Showable {
    public ChoiceQuestion {
        choices = List.copyOf(choices);
        if (choices.size() < 2 || right < 0 || right >= choices.size()) {
            throw new IllegalArgumentException("a question to choose from has two or more answers, one of them right,"
                    + " but '" + text + "' has " + choices.size() + " and number " + right + " is right");
        }
        if (choices.stream().anyMatch(String::isEmpty)) {
            throw new IllegalArgumentException("an answer to choose has a text, but one to '" + text + "' has none");
        }
    }

    /// Returns the question with its answers.
    @Override
    public MimeBundle mime() {
        return new Figure.Data(Table.create(text)
                        .addColumns(
                                StringColumn.create("to choose from", choices),
                                StringColumn.create(
                                        "",
                                        IntStream.range(0, choices.size()).mapToObj(i -> i == right ? "right" : ""))))
                .mime();
    }
}
