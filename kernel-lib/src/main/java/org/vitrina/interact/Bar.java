package org.vitrina.interact;

import java.util.Map;

/// A bar that says how far something is.
public final class Bar extends Part {
    private final String label;
    private final double total;
    private final Paced page = new Paced(this::send);
    private volatile double done;

    Bar(String label, double total) {
        if (!(total > 0) || !Double.isFinite(total)) {
            throw new IllegalArgumentException("a bar needs a total greater than 0, but got " + total);
        }
        this.label = label;
        this.total = total;
    }

    /// Says that `done` of the total is finished; less than 0 counts as 0, more than the total as the total.
    public void at(double done) {
        this.done = Math.clamp(done, 0, total);
        page.changed();
    }

    private void send() {
        Model model = model();
        if (model != null) {
            model.set(Map.of("value", done));
        }
    }

    @Override
    Still still(Frontend frontend) {
        return Lines.progress(label, done, total);
    }

    @Override
    Model open(Session session) {
        return new Model(session, Kinds.progress(session, label, total, done));
    }

    @Override
    String describe() {
        return Lines.progress(label, done, total).text();
    }
}
