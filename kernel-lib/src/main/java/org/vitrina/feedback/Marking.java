package org.vitrina.feedback;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.vitrina.interact.Area;
import org.vitrina.interact.Frontend;
import org.vitrina.interact.Interact;
import org.vitrina.interact.Part;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;

/// Answers that wait for a person to mark them, right or wrong, and the marks so far.
///
/// In a notebook it shows buttons ([#buttons]); in a terminal it is asked by keys ([#keys]); where nobody
/// is there, a simulated marker does it ([#by]).
///
/// ```java
/// var marking = Marking.of(policy, prompts, 7);
/// marking.buttons(marks -> PreferenceTraining.of(policy, marks, Kto.balanced(0.1f, marks), plan).run())
/// ```
public final class Marking implements Showable {
    private static final String RIGHT = "right";
    private static final String WRONG = "wrong";
    private static final String SKIP = "skip";
    private static final String BACK = "back";
    private static final String LEARN = "learn from the marks";

    private final List<Answer> answers;
    private final Boolean[] marks;
    private int current;

    private Marking(List<Answer> answers) {
        this.answers = List.copyOf(answers);
        marks = new Boolean[answers.size()];
    }

    /// Returns an answer to each prompt to be marked.
    ///
    /// @param seed of the draws
    public static Marking of(Policy policy, List<Prompt> prompts, long seed) {
        return of(policy.answers(prompts, 1, seed));
    }

    /// Returns these answers to be marked.
    public static Marking of(List<Answer> answers) {
        if (answers.isEmpty()) {
            throw new IllegalArgumentException("there are no answers to mark");
        }
        return new Marking(answers);
    }

    /// What is learned from marks when a person says so.
    @FunctionalInterface
    public interface Learning {
        /// Learns from the marks, and returns what is shown then; null for nothing.
        Object from(List<Mark> marks) throws Exception;
    }

    /// Returns the answer that is to be marked now, or null if all are.
    public synchronized Answer current() {
        return current < answers.size() ? answers.get(current) : null;
    }

    /// Returns how many answers wait.
    public synchronized int left() {
        return answers.size() - current;
    }

    /// Marks the current answer and goes on to the next.
    ///
    /// @throws IllegalStateException if all are marked
    public synchronized void mark(boolean good) {
        next();
        marks[current - 1] = good;
    }

    /// Goes on to the next answer without a mark for this one.
    ///
    /// @throws IllegalStateException if all are marked
    public synchronized void skip() {
        next();
        marks[current - 1] = null;
    }

    /// Goes back to the answer before, and takes its mark away; does nothing at the first.
    public synchronized void back() {
        if (current > 0) {
            marks[--current] = null;
        }
    }

    private void next() {
        if (current == answers.size()) {
            throw new IllegalStateException("all " + answers.size() + " answers are marked; back() takes a mark back");
        }
        current++;
    }

    /// Returns the marks so far, in the order of the answers.
    public synchronized List<Mark> marks() {
        var given = new ArrayList<Mark>();
        for (int i = 0; i < marks.length; i++) {
            if (marks[i] != null) given.add(new Mark(answers.get(i), marks[i]));
        }
        return List.copyOf(given);
    }

    /// Has `marker` mark all that wait, and returns this.
    public Marking by(Marker marker) {
        for (Answer answer = current(); answer != null; answer = current()) {
            mark(marker.isGood(answer));
        }
        return this;
    }

    /// Returns buttons for a person to mark with.
    public Part buttons() {
        return buttons(null);
    }

    /// Returns buttons for a person to mark with, and one to learn from the marks.
    ///
    /// @param learning null for no such button
    public Part buttons(Learning learning) {
        Area question = Interact.output();
        var labels = new ArrayList<>(List.of(RIGHT, WRONG, SKIP, BACK));
        if (learning != null) {
            labels.add(LEARN);
        }
        question.add(figure());
        return Interact.column(question, Interact.buttons(labels, pressed -> {
            if (pressed.equals(LEARN)) {
                List<Mark> given = marks();
                return given.isEmpty()
                        ? "Nothing is marked yet."
                        : Objects.requireNonNull(learning).from(given);
            }
            if (pressed.equals(BACK)) {
                back();
            } else if (current() != null) {
                if (pressed.equals(SKIP)) skip();
                else mark(pressed.equals(RIGHT));
            }
            question.show(figure());
            return null;
        }));
    }

    /// Asks for marks, one line each: `r` or `y` for right, `w` or `n` for wrong, `s` to skip, `b` to go
    /// back, `q` to stop. What is none of these is asked again.
    ///
    /// @return this, when all is marked, or it was stopped, or nothing more can be read
    public Marking keys(BufferedReader in, PrintStream out) {
        for (Answer answer = current(); answer != null; answer = current()) {
            out.printf("%s%n  [r]ight  [w]rong  [s]kip  [b]ack  [q]uit > ", Texts.plain(figureText(answer)));
            out.flush();
            String line;
            try {
                line = in.readLine();
            } catch (IOException e) {
                throw new UncheckedIOException("reading a mark", e);
            }
            switch (line == null ? "q" : line.strip().toLowerCase(Locale.ROOT)) {
                case "r", "y", "right", "yes" -> mark(true);
                case "w", "n", "wrong", "no" -> mark(false);
                case "s", "skip" -> skip();
                case "b", "back" -> back();
                case "q", "quit" -> {
                    return this;
                }
                default -> out.println("  one of r, w, s, b and q, please");
            }
        }
        return this;
    }

    /// Shows buttons if somebody can press them; otherwise has `otherwise` mark everything, and returns
    /// this.
    public Showable ask(Marker otherwise, Learning learning) {
        return Frontend.current().connected() ? buttons(learning) : by(otherwise);
    }

    private synchronized Figure figure() {
        List<Mark> given = marks();
        long good = given.stream().filter(Mark::good).count();
        String count = "%d of %d, %d right, %d wrong".formatted(current, answers.size(), good, given.size() - good);
        Answer answer = current();
        return new Figure.Note(answer == null ? "All are marked: " + count : figureText(answer) + "\n" + count);
    }

    private static String figureText(Answer answer) {
        return answer.prompt().text() + "\n→ " + answer.text() + (answer.ended() ? "" : " … (not ended)");
    }

    @Override
    public MimeBundle mime() {
        return figure().mime();
    }

    @Override
    public String text() {
        return mime().text();
    }
}
