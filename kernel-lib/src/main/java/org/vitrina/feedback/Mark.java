package org.vitrina.feedback;

import java.util.List;

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
}
