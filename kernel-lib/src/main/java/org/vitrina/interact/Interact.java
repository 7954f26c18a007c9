package org.vitrina.interact;

import java.awt.image.BufferedImage;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;
import java.util.StringJoiner;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;

/// Makes live controls. What is returned is shown like any value: as the last expression of a cell, or by
/// `display`.
///
/// A method without a function makes a control alone, to be read by later cells
/// ([Control#value()]) or put into a [#form]; with a function it makes an [Interaction], which shows what
/// the function returns: a chart, a table, a walk, a string, anything. Null shows nothing. Names of controls
/// and options are text, never HTML.
public final class Interact {
    private Interact() {}

    /// What is computed from a value.
    @FunctionalInterface
    public interface Of<T> {
        Object at(T value) throws Exception;
    }

    /// What is computed from a number with a fraction.
    @FunctionalInterface
    public interface OfDouble {
        Object at(double value) throws Exception;
    }

    /// What is computed from a whole number. A subtype of [OfDouble], so that for a slider from 1 to 50 the
    /// compiler prefers the method over whole numbers.
    @FunctionalInterface
    public interface OfInt extends OfDouble {
        Object at(int value) throws Exception;

        @Override
        default Object at(double value) throws Exception {
            return at((int) value);
        }
    }

    /// What is computed from two values.
    @FunctionalInterface
    public interface OfTwo<A, B> {
        Object at(A first, B second) throws Exception;
    }

    /// What is computed from three values.
    @FunctionalInterface
    public interface OfThree<A, B, C> {
        Object at(A first, B second, C third) throws Exception;
    }

    /// What is computed from four values.
    @FunctionalInterface
    public interface OfFour<A, B, C, D> {
        Object at(A first, B second, C third, D fourth) throws Exception;
    }

    /// Returns a slider that starts in the middle, in about a hundred steps.
    public static Control<Double> slider(String label, double min, double max) {
        Grid grid = Grid.over(min, max);
        return new Control<>(label, new FloatSlider(grid), grid.middle());
    }

    public static Control<Double> slider(String label, double min, double max, double step, double initial) {
        return new Control<>(label, new FloatSlider(new Grid(min, max, step)), initial);
    }

    /// Returns a slider over whole numbers that starts in the middle.
    public static Control<Integer> slider(String label, int min, int max) {
        return slider(label, min, max, 1, (int) (((long) min + max) / 2));
    }

    public static Control<Integer> slider(String label, int min, int max, int step, int initial) {
        return new Control<>(label, new IntSlider(min, max, step), initial);
    }

    /// Returns a slider with what `function` gives for its value: `slider("temperature", 0.1, 2, t ->
    /// chart(t))`.
    public static Interaction<Double> slider(String label, double min, double max, OfDouble function) {
        return form(slider(label, min, max), function::at);
    }

    public static Interaction<Double> slider(
            String label, double min, double max, double step, double initial, OfDouble function) {
        return form(slider(label, min, max, step, initial), function::at);
    }

    public static Interaction<Integer> slider(String label, int min, int max, OfInt function) {
        return form(slider(label, min, max), k -> function.at(k.intValue()));
    }

    public static Interaction<Integer> slider(String label, int min, int max, int step, int initial, OfInt function) {
        return form(slider(label, min, max, step, initial), k -> function.at(k.intValue()));
    }

    /// Returns a list to choose from; the first option is chosen at the start.
    ///
    /// @param options listed by their `toString()`, so of different names
    public static <T> Control<T> dropdown(String label, List<T> options) {
        var kind = Dropdown.of(options);
        return new Control<>(label, kind, options.getFirst());
    }

    /// Returns a list to choose from.
    ///
    /// @param options what can be chosen, by the name that it has in the list
    public static <T> Control<T> dropdown(String label, SequencedMap<String, T> options) {
        var kind = new Dropdown<>(options);
        return new Control<>(label, kind, options.firstEntry().getValue());
    }

    public static <T> Interaction<T> dropdown(String label, List<T> options, Of<? super T> function) {
        return form(dropdown(label, options), function);
    }

    public static <T> Interaction<T> dropdown(String label, SequencedMap<String, T> options, Of<? super T> function) {
        return form(dropdown(label, options), function);
    }

    /// Returns a line to write in; every letter counts as a move.
    public static Control<String> text(String label, String initial) {
        return new Control<>(label, new TextField(), initial);
    }

    public static Interaction<String> text(String label, String initial, Of<String> function) {
        return form(text(label, initial), function);
    }

    /// Returns a box to tick.
    public static Control<Boolean> checkbox(String label, boolean initial) {
        return new Control<>(label, new Checkbox(), initial);
    }

    public static Interaction<Boolean> checkbox(String label, boolean initial, Of<Boolean> function) {
        return form(checkbox(label, initial), function);
    }

    /// Returns a control with what `function` gives for its value.
    public static <A> Interaction<A> form(Control<A> control, Of<? super A> function) {
        return new Interaction<>(List.of(control), control::value, function, control::describe, control.examples());
    }

    /// Returns two controls with what `function` gives for their values:
    /// `form(slider("temperature", 0.1, 2), slider("top-k", 1, 50), (t, k) -> chart(t, k))`.
    @SuppressWarnings("unchecked")
    public static <A, B> Interaction<List<Object>> form(
            Control<A> first, Control<B> second, OfTwo<? super A, ? super B> function) {
        return formOf(List.of(first, second), values -> function.at((A) values.get(0), (B) values.get(1)));
    }

    /// Returns three controls with what `function` gives for their values.
    @SuppressWarnings("unchecked")
    public static <A, B, C> Interaction<List<Object>> form(
            Control<A> first, Control<B> second, Control<C> third, OfThree<? super A, ? super B, ? super C> function) {
        return formOf(
                List.of(first, second, third),
                values -> function.at((A) values.get(0), (B) values.get(1), (C) values.get(2)));
    }

    /// Returns four controls with what `function` gives for their values.
    @SuppressWarnings("unchecked")
    public static <A, B, C, D> Interaction<List<Object>> form(
            Control<A> first,
            Control<B> second,
            Control<C> third,
            Control<D> fourth,
            OfFour<? super A, ? super B, ? super C, ? super D> function) {
        return formOf(
                List.of(first, second, third, fourth),
                values -> function.at((A) values.get(0), (B) values.get(1), (C) values.get(2), (D) values.get(3)));
    }

    private static Interaction<List<Object>> formOf(List<Control<?>> controls, Of<List<Object>> function) {
        return new Interaction<>(
                controls,
                () -> controls.stream().<Object>map(Control::value).toList(),
                function,
                values -> describe(controls, values),
                List.of());
    }

    private static String describe(List<Control<?>> controls, List<Object> values) {
        var text = new StringJoiner(", ");
        for (int i = 0; i < controls.size(); i++) {
            text.add(described(controls.get(i), values.get(i)));
        }
        return text.toString();
    }

    @SuppressWarnings("unchecked")
    private static <T> String described(Control<T> control, Object value) {
        return control.describe((T) value);
    }

    /// Returns a button that runs `action` at every press and shows what it returns.
    public static Buttons button(String label, Callable<?> action) {
        return buttons(List.of(label), _ -> action.call());
    }

    /// Returns a button that runs `action` at every press and shows what it prints.
    public static Buttons button(String label, Runnable action) {
        return buttons(List.of(label), _ -> {
            action.run();
            return null;
        });
    }

    /// Returns a pair of buttons, such as `buttons("right", "wrong", mark -> reward(mark))`; the function is
    /// given the label that was pressed.
    public static Buttons buttons(String first, String second, Of<String> pressed) {
        return buttons(List.of(first, second), pressed);
    }

    /// Returns a row of buttons; the function is given the label that was pressed.
    public static Buttons buttons(List<String> labels, Of<String> pressed) {
        return new Buttons(labels, pressed, List.of());
    }

    /// Returns a bar to say how far something is: `bar.at(30)`.
    public static Bar progress(String label, double total) {
        return new Bar(label, total);
    }

    /// Returns a line of text.
    public static Words label(String text) {
        return new Words(false, text);
    }

    /// Returns a piece of HTML. It stands in the page as it is: put in only what you trust, or
    /// [escape it][org.vitrina.show.Html#escape].
    public static Words html(String html) {
        return new Words(true, html);
    }

    public static Picture image(BufferedImage image) {
        return new Picture(image);
    }

    /// Returns an empty place for output.
    public static Area output() {
        return new Area();
    }

    /// Returns parts side by side; anything else among them stands in an output area.
    public static Box row(Object... parts) {
        return new Box(true, parts(parts));
    }

    /// Returns parts one below the other; anything else among them stands in an output area.
    public static Box column(Object... parts) {
        return new Box(false, parts(parts));
    }

    private static List<Part> parts(Object[] parts) {
        return Arrays.stream(parts)
                .map(part -> {
                    if (part instanceof Part already) {
                        return already;
                    }
                    Area area = output();
                    area.add(part);
                    return area;
                })
                .collect(Collectors.toList());
    }

    /// Prepares `frontend` for controls; called by a kernel when it starts.
    public static void serve(Frontend frontend) {
        Session.of(frontend);
    }
}
