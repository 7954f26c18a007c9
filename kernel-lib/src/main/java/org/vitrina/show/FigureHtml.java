package org.vitrina.show;

/// Draws figures as HTML.
final class FigureHtml {
    private FigureHtml() {}

    static String standalone(Figure figure) {
        return "<pre>" + Html.escape(FigureText.of(figure)) + "</pre>";
    }
}
