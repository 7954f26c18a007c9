package org.vitrina.interact;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/// Something with a value that a person can change. [Interact] makes them.
///
/// Shown on its own it can be read from later cells: [#value()] is what it stands at.
///
/// @param <T> the type of its value
public final class Control<T> extends Part {
    private final String label;
    private final Kind<T> kind;
    private final List<Runnable> listeners = new CopyOnWriteArrayList<>();
    private volatile T value;

    /// What kinds of control differ in.
    interface Kind<T> {
        /// Returns the state of the widget.
        Map<String, Object> state(Session session, String label, T value);

        /// Returns the part of the state that holds the value.
        Map<String, Object> state(T value);

        /// Returns the value that a front end sent, if it sent one that this control can have; empty
        /// otherwise.
        Optional<T> sent(Map<String, ?> state);

        /// Returns `value`, or the nearest that this control can have.
        ///
        /// @throws IllegalArgumentException if there is none
        T checked(T value);

        /// Returns the control as a line.
        Still still(String label, T value);

        /// Returns `label = value` as text.
        String describe(String label, T value);

        /// Returns values that show what the control does, beside the one it starts at.
        List<T> examples(T initial);
    }

    Control(String label, Kind<T> kind, T initial) {
        this.label = Objects.requireNonNull(label, "a control needs a label");
        this.kind = kind;
        this.value = kind.checked(initial);
    }

    public String label() {
        return label;
    }

    /// Returns what the control stands at now.
    public T value() {
        return value;
    }

    /// Moves the control, as a person would: what depends on it is computed again.
    ///
    /// @throws IllegalArgumentException if the control cannot have this value
    public void set(T wanted) {
        T checked = kind.checked(wanted);
        if (checked.equals(value)) {
            return;
        }
        value = checked;
        Model model = model();
        if (model != null) {
            model.set(kind.state(value));
        }
        moved();
    }

    /// Returns a control like this one that starts at another value.
    ///
    /// @throws IllegalArgumentException if the control cannot have this value
    public Control<T> startingAt(T initial) {
        return new Control<>(label, kind, initial);
    }

    List<T> examples() {
        return kind.examples(value);
    }

    String describe(T at) {
        return kind.describe(label, at);
    }

    /// Has `listener` called after every move, on the thread that the move came on.
    void listen(Runnable listener) {
        listeners.add(listener);
    }

    private void moved() {
        listeners.forEach(Runnable::run);
    }

    @Override
    Still still(Frontend frontend) {
        return kind.still(label, value);
    }

    @Override
    Model open(Session session) {
        return new Model(session, kind.state(session, label, value), event -> {
            if (event instanceof Model.Event.Set(var sent)) {
                received(sent);
            }
        });
    }

    private void received(Map<String, ?> sent) {
        var state = kind.state(value);
        if (sent.keySet().stream().noneMatch(state::containsKey)) {
            return;
        }
        Optional<T> wanted = kind.sent(sent);
        Model model = model();
        if (wanted.isEmpty()) {
            // the front end shows something else now; it is told what is true
            model.set(state);
            return;
        }
        boolean other = !wanted.get().equals(value);
        value = wanted.get();
        model.keep(kind.state(value));
        if (other) {
            moved();
        }
    }

    @Override
    String describe() {
        return kind.describe(label, value);
    }
}
