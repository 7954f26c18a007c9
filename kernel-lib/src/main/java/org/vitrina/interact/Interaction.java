package org.vitrina.interact;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.vitrina.show.Html;

/// Controls with a function whose value is shown below them, computed again at every move.
/// [Interact] makes them.
///
/// @param <T> what the function takes
public final class Interaction<T> extends Part {
    private final List<Control<?>> controls;
    private final Supplier<T> current;
    private final Interact.Of<? super T> function;
    private final Function<T, String> describe;
    private final List<T> examples;
    private final Area area = new Area();

    Interaction(
            List<Control<?>> controls,
            Supplier<T> current,
            Interact.Of<? super T> function,
            Function<T, String> describe,
            List<T> examples) {
        this.controls = List.copyOf(controls);
        this.current = current;
        this.function = function;
        this.describe = describe;
        this.examples = List.copyOf(examples);
        this.controls.forEach(control -> control.listen(this::moved));
    }

    /// Returns this with other values at which the still shows the function besides the first; without any,
    /// it shows the first alone.
    ///
    /// Each is computed when the interaction is shown, so a function that takes long should have few.
    @SafeVarargs
    public final Interaction<T> examples(T... values) {
        return new Interaction<>(controls, current, function, describe, List.of(values));
    }

    private void moved() {
        Model shown = model();
        if (shown != null) {
            Session session = session();
            session.frontend.worker().newest(this, () -> compute(session.frontend));
        }
    }

    private Piece.Failed compute(Frontend frontend) {
        T value = current.get();
        return area.fill(frontend, () -> function.at(value));
    }

    @Override
    Still still(Frontend frontend) throws Exception {
        var failed = compute(frontend);
        if (failed != null) {
            failed.rethrow();
        }
        var stills = new ArrayList<Still>();
        for (Control<?> control : controls) {
            stills.add(control.still(frontend));
        }
        stills.add(area.still(frontend));
        stills.add(cases(frontend));
        stills.add(new Still(
                "<p class=\"vitrina-live-note\">In a live notebook the "
                        + (controls.size() == 1 ? "control moves" : "controls move")
                        + " and the value follows.</p>\n",
                ""));
        return Still.stack(stills);
    }

    /// Returns what the function gives for the examples, side by side.
    private Still cases(Frontend frontend) {
        if (examples.isEmpty()) {
            return new Still("", "");
        }
        var html = new StringBuilder("<div class=\"vitrina-cases\">\n");
        var text = new StringBuilder();
        for (T example : examples) {
            var pieces = new ArrayList<Piece>();
            frontend.call(() -> function.at(example), pieces::add);
            Still still = Still.of(pieces);
            String name = describe.apply(example);
            html.append("<div class=\"vitrina-case\"><p><b>")
                    .append(Html.escape(name))
                    .append("</b></p>\n")
                    .append(still.html())
                    .append("</div>\n");
            text.append('\n').append(name).append('\n').append(still.text()).append('\n');
        }
        return new Still(html.append("</div>\n").toString(), text.toString());
    }

    @Override
    Model open(Session session) {
        var children = new ArrayList<Model>();
        controls.forEach(control -> children.add(control.live(session)));
        children.add(area.live(session));
        return new Model(session, Kinds.column(session, children));
    }

    @Override
    String describe() {
        return describe.apply(current.get());
    }
}
