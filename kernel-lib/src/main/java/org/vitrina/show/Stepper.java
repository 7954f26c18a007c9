package org.vitrina.show;

/// Writes a walk as a stepper.
final class Stepper {
    static final int MOST_FRAMES = 200;

    private Stepper() {}

    static String html(Walk<?> walk) {
        return "<pre>" + Html.escape(walk.text()) + "</pre>";
    }
}
