package org.vitrina.feedback;

import java.util.List;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// An answer that somebody marked.
///
/// @param good whether it was marked as right
public record Mark(Answer answer, boolean good) {
    /// Returns what `marker` says of each answer, asked in their order.
    public static List<Mark> of(List<Answer> answers, Marker marker) {
        return answers.stream()
                .map(answer -> new Mark(answer, marker.isGood(answer)))
                .toList();
    }

    /// Returns marks as a table, a row for each.
    public static Table table(List<Mark> marks) {
        return Table.create("marks")
                .addColumns(
                        StringColumn.create(
                                "prompt",
                                marks.stream()
                                        .map(mark -> Texts.shortened(
                                                mark.answer().prompt().text()))),
                        StringColumn.create(
                                "answer",
                                marks.stream().map(mark -> mark.answer().text())),
                        StringColumn.create("marked", marks.stream().map(mark -> mark.good() ? "right" : "wrong")));
    }
}
