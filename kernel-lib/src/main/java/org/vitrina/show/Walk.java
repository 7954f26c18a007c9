package org.vitrina.show;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.function.IntFunction;
import java.util.stream.Stream;
import org.knowm.xchart.XYChart;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// What one run of a stage did, step by step.
///
/// A walk displays as a stepper in a notebook. In code it is read by position ([#at]), one after the other
/// ([#next], [#back]), as a stream, as a Tablesaw [#table()] or as an XChart [#chart].
///
/// The steps do not change; [#next] and [#back] move a cursor that belongs to this object, so a walk is for
/// one thread.
///
/// @param <S> the kind of step
public final class Walk<S extends Step> implements Iterable<S>, Showable {
    private final String title;
    private final List<S> steps;
    private final int first;
    private int cursor;

    private Walk(String title, List<S> steps, int first) {
        this.title = title;
        this.steps = steps;
        this.first = first;
    }

    /// Returns a walk over `steps`, in their order.
    public static <S extends Step> Walk<S> of(String title, List<? extends S> steps) {
        return new Walk<>(title, List.copyOf(steps), 0);
    }

    /// Returns an observer that keeps what it sees, to make a walk of.
    ///
    /// @param names the names to watch; none means all
    public static Recorder recorder(String... names) {
        return new Recorder(Set.of(names));
    }

    public String title() {
        return title;
    }

    /// Returns the number of steps.
    public int size() {
        return steps.size();
    }

    /// Returns the number that the first step of this walk has in the run; above 0 in a [#slice].
    public int first() {
        return first;
    }

    /// Returns the step at `index`, counted from 0.
    ///
    /// @throws IndexOutOfBoundsException if there is no such step
    public S at(int index) {
        if (index < 0 || index >= steps.size()) {
            throw new IndexOutOfBoundsException("the walk '" + title + "' has " + steps.size() + " steps, 0 to "
                    + (steps.size() - 1) + ", but step " + index + " was asked for");
        }
        return steps.get(index);
    }

    /// Returns whether [#next] has another step to return.
    public boolean hasNext() {
        return cursor < steps.size();
    }

    /// Returns the next step and moves on.
    ///
    /// @throws NoSuchElementException after the last step
    public S next() {
        if (!hasNext()) {
            throw new NoSuchElementException("the walk '" + title + "' is at its end after " + steps.size()
                    + " steps; back() returns to the last");
        }
        return steps.get(cursor++);
    }

    /// Returns whether [#back] has a step to return.
    public boolean hasBack() {
        return cursor > 0;
    }

    /// Moves one step back and returns the step that was read last, so that `back()` undoes `next()`.
    ///
    /// @throws NoSuchElementException before the first step
    public S back() {
        if (!hasBack()) {
            throw new NoSuchElementException(
                    "the walk '" + title + "' is at its beginning; next() returns the first step");
        }
        return steps.get(--cursor);
    }

    /// Returns the steps as a list that cannot be changed.
    public List<S> steps() {
        return steps;
    }

    public Stream<S> stream() {
        return steps.stream();
    }

    /// Iterates over all steps; independent of the cursor.
    @Override
    public Iterator<S> iterator() {
        return steps.iterator();
    }

    /// Returns the steps from `from` to before `to`, with the numbers that they have in this walk.
    public Walk<S> slice(int from, int to) {
        if (from < 0 || to < from || to > steps.size()) {
            throw new IndexOutOfBoundsException("the walk '" + title + "' has " + steps.size()
                    + " steps; it cannot be cut from " + from + " to " + to);
        }
        return new Walk<>(title, steps.subList(from, to), first + from);
    }

    /// Returns the steps as a table: number, name, caption, and a column for each value that a step of the
    /// walk has.
    ///
    /// Numbers keep their type; other values are written as text.
    public Table table() {
        var table = Table.create(title)
                .addColumns(
                        IntColumn.create("step", stepNumbers()),
                        StringColumn.create("name", steps.stream().map(Step::name)),
                        StringColumn.create("caption", steps.stream().map(Step::caption)));
        WalkTable.valueColumns(steps).forEach(column -> {
            if (table.columnNames().stream().anyMatch(column.name()::equalsIgnoreCase)) {
                column.setName(column.name() + " (value)");
            }
            table.addColumns(column);
        });
        return table;
    }

    /// Returns how one numeric value moved over the steps that have it, as a line chart.
    ///
    /// @param value a key of [Step#values()]
    /// @throws IllegalArgumentException if no step has a number of that name; the message lists those there
    ///     are
    public XYChart chart(String value) {
        return WalkTable.chart(this, value);
    }

    /// Returns [#chart(String)] of the first numeric value that the walk's steps share.
    ///
    /// @throws IllegalArgumentException if the steps have no number among their values
    public XYChart chart() {
        return chart(WalkTable.firstNumber(this));
    }

    /// Returns the walk as a stepper in HTML with all frames inside; readable without script or style.
    public String html() {
        return Stepper.html(this);
    }

    @Override
    public MimeBundle mime() {
        return MimeBundle.of(text()).withHtml(html());
    }

    /// Returns the walk as text: each step's number, name and caption, and its figure.
    @Override
    public String text() {
        var out = new StringBuilder(toString()).append('\n');
        forEachShown(i -> "%3d. %s: %s%n%s"
                        .formatted(
                                first + i + 1,
                                steps.get(i).name(),
                                steps.get(i).caption(),
                                FigureText.of(steps.get(i).figure()).indent(5)))
                .forEach(out::append);
        if (steps.size() > Stepper.MOST_FRAMES) {
            out.append(leftOut()).append('\n');
        }
        return out.toString();
    }

    @Override
    public String toString() {
        return title + " (" + count(steps.size()) + ")";
    }

    /// Returns the sentence that says which steps a display leaves out.
    String leftOut() {
        return "The first %d of %d steps are shown; slice(from, to) displays others, table() holds them all."
                .formatted(Stepper.MOST_FRAMES, steps.size());
    }

    <T> List<T> forEachShown(IntFunction<T> frame) {
        var shown = new ArrayList<T>();
        for (int i = 0; i < Math.min(steps.size(), Stepper.MOST_FRAMES); i++) {
            shown.add(frame.apply(i));
        }
        return shown;
    }

    private int[] stepNumbers() {
        int[] numbers = new int[steps.size()];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = first + i + 1;
        }
        return numbers;
    }

    private static String count(int steps) {
        return steps == 1 ? "1 step" : steps + " steps";
    }

    /// Keeps the steps that it sees.
    public static final class Recorder implements Observer {
        private final Set<String> names;
        private final List<Step> steps = new ArrayList<>();

        private Recorder(Set<String> names) {
            this.names = names;
        }

        @Override
        public boolean watches(String name) {
            return names.isEmpty() || names.contains(name);
        }

        @Override
        public void accept(Step step) {
            steps.add(step);
        }

        /// Returns a walk over what was seen so far.
        public Walk<Step> walk(String title) {
            return Walk.of(title, steps);
        }

        /// Returns a walk over what was seen so far of one kind.
        public <S extends Step> Walk<S> walk(String title, Class<S> kind) {
            return Walk.of(
                    title,
                    steps.stream().filter(kind::isInstance).map(kind::cast).toList());
        }
    }
}
