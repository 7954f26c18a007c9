package org.vitrina.lesson;

import java.util.StringJoiner;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;

/// What is said about one answer to an exercise. Parts that do not apply are empty.
///
/// @param exercise the exercise's id
/// @param right    what is right about the answer
/// @param wrong    what is not right yet
/// @param next     what to do or to know now: a hint, the question, or what a right answer teaches
public record Verdict(String exercise, Result result, String right, String wrong, String next) implements Showable {
    /// How an answer stands. Word and mark tell the results apart without any colour.
    public enum Result {
        RIGHT("✓", "Right"),
        NOT_YET("…", "Not yet"),
        OPEN("○", "Open");

        final String mark;
        final String word;

        Result(String mark, String word) {
            this.mark = mark;
            this.word = word;
        }
    }

    public boolean isRight() {
        return result == Result.RIGHT;
    }

    @Override
    public MimeBundle mime() {
        return MimeBundle.of(text()).withHtml(VerdictHtml.of(this));
    }

    @Override
    public String text() {
        var out = new StringJoiner("\n   ");
        out.add(result.mark + " " + result.word + ": exercise " + exercise);
        for (String line : new String[] {right, wrong, next}) {
            if (!line.isEmpty()) {
                out.add(line);
            }
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return text();
    }
}
