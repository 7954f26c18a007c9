package org.vitrina.interact;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.vitrina.show.Html;

/// Buttons with a function that is called at every press; what it returns is shown below them. [Interact]
/// makes them.
public final class Buttons extends Part {
    private final List<String> labels;
    private final Interact.Of<String> pressed;
    private final List<String> examples;
    private final Area area = new Area();

    Buttons(List<String> labels, Interact.Of<String> pressed, List<String> examples) {
        if (labels.isEmpty()) {
            throw new IllegalArgumentException("buttons need at least one label, but got none");
        }
        this.labels = List.copyOf(labels);
        this.pressed = pressed;
        this.examples = List.copyOf(examples);
    }

    /// Returns these buttons with presses that are made, one after the other, where nobody can press them:
    /// in a run without a front end. So an exported page shows what pressing does.
    ///
    /// @throws IllegalArgumentException if a label is none of these buttons
    public Buttons examples(String... presses) {
        for (String press : presses) {
            if (!labels.contains(press)) {
                throw new IllegalArgumentException(
                        "the buttons are " + labels + ", so '" + press + "' cannot be pressed");
            }
        }
        return new Buttons(labels, pressed, List.of(presses));
    }

    @Override
    Still still(Frontend frontend) throws Exception {
        var stills = new ArrayList<Still>();
        stills.add(Lines.buttons(labels));
        if (frontend.connected()) {
            stills.add(area.still(frontend));
        } else {
            for (String press : examples) {
                var pieces = new ArrayList<Piece>();
                frontend.call(() -> pressed.at(press), pieces::add);
                for (Piece piece : pieces) {
                    if (piece instanceof Piece.Failed failed) {
                        failed.rethrow();
                    }
                }
                stills.add(Lines.line(
                        "after a press of <b>" + Html.escape(press) + "</b>:", "after a press of [" + press + "]:"));
                stills.add(Still.of(pieces));
            }
        }
        stills.add(
                new Still("<p class=\"vitrina-live-note\">In a live notebook the buttons can be pressed.</p>\n", ""));
        return Still.stack(stills);
    }

    @Override
    Model open(Session session) {
        var row = labels.stream().map(label -> button(session, label)).toList();
        return new Model(
                session,
                Kinds.column(session, List.of(new Model(session, Kinds.row(session, row)), area.live(session))));
    }

    private Model button(Session session, String label) {
        return new Model(session, Kinds.button(session, label), event -> {
            if (event instanceof Model.Event.Custom(Map<?, ?> content) && "click".equals(content.get("event"))) {
                Frontend frontend = session.frontend;
                frontend.worker().each(() -> area.fill(frontend, () -> pressed.at(label)));
            }
        });
    }

    @Override
    String describe() {
        return Lines.buttons(labels).text();
    }
}
