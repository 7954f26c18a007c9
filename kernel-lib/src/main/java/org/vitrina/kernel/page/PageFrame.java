package org.vitrina.kernel.page;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import org.vitrina.show.Html;

/// What every page has around its content: the style, and a policy under which the browser loads nothing.
final class PageFrame {
    static final String STYLE = read("page.css");

    private static final String POLICY =
            "default-src 'none'; img-src data:; style-src 'unsafe-inline'; script-src 'unsafe-inline'";

    private PageFrame() {}

    /// @param language BCP 47 tag
    /// @param title    text
    /// @param body     HTML
    static String html(String language, String title, String body) {
        return """
                <!DOCTYPE html>
                <html lang="%s">
                <head>
                <meta charset="utf-8">
                <meta http-equiv="Content-Security-Policy" content="%s">
                <meta name="viewport" content="width=device-width, initial-scale=1">
                <title>%s</title>
                <style>
                %s</style>
                </head>
                <body>
                %s</body>
                </html>
                """.formatted(Html.escape(language), POLICY, Html.escape(title), STYLE, body);
    }

    private static String read(String name) {
        try (var in = PageFrame.class.getResourceAsStream(name)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + name + " from the library's own jar", e);
        }
    }
}
