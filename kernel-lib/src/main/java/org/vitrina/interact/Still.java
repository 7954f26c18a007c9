package org.vitrina.interact;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.vitrina.show.Html;
import org.vitrina.show.MimeBundle;

/// What a control looks like where nothing is alive: on paper, on an exported page, in a terminal.
///
/// @param html safe HTML without script
/// @param text the same as lines of text
record Still(String html, String text) {
    private static final String STYLE = "<style>\n" + style() + "</style>\n";

    /// Returns the two forms that a display needs, with the style inside.
    MimeBundle mime() {
        return MimeBundle.of(text).withHtml("<div class=\"vitrina-interact\">\n" + STYLE + html + "</div>\n");
    }

    /// Returns several stills, one below the other.
    static Still stack(List<Still> stills) {
        return new Still(
                stills.stream().map(Still::html).collect(Collectors.joining()),
                stills.stream().map(Still::text).filter(text -> !text.isEmpty()).collect(Collectors.joining("\n")));
    }

    /// Returns what a call gave out.
    static Still of(List<Piece> pieces) {
        return stack(pieces.stream().map(Still::of).toList());
    }

    private static Still of(Piece piece) {
        return switch (piece) {
            case Piece.Printed(var _, var text) -> new Still(pre("vitrina-printed", text), text.stripTrailing());
            case Piece.Shown(var data, var _) -> of(data);
            case Piece.Updated(var data, var _) -> of(data);
            case Piece.Cleared() -> new Still("", "");
            case Piece.Failed failed -> {
                String account = plain(String.join("\n", failed.traceback()));
                yield new Still(pre("vitrina-failed", account), account);
            }
        };
    }

    /// Returns the richest form of `data` that needs nothing but a page.
    static Still of(MimeBundle data) {
        var forms = data.forms();
        String html;
        if (forms.get(MimeBundle.HTML) instanceof String own) {
            html = "<div>" + own + "</div>\n";
        } else if (forms.get(MimeBundle.PNG) instanceof byte[] png) {
            html = image(data, MimeBundle.PNG, png);
        } else if (forms.get(MimeBundle.SVG) instanceof String svg) {
            // inside an image a script does not run
            html = image(data, MimeBundle.SVG, svg.getBytes(StandardCharsets.UTF_8));
        } else {
            html = pre("vitrina-value", data.text());
        }
        return new Still(html, data.text());
    }

    private static String image(MimeBundle data, String type, byte[] bytes) {
        String width = data.metadata().getOrDefault(type, Map.of()).get("width") instanceof Integer pixels
                ? " width=\"" + pixels + "\""
                : "";
        return "<img%s alt=\"%s\" src=\"data:%s;base64,%s\">\n"
                .formatted(
                        width,
                        Html.escape(data.text()),
                        type,
                        Base64.getEncoder().encodeToString(bytes));
    }

    static String pre(String kind, String text) {
        return "<pre class=\"" + kind + "\">" + Html.escape(text) + "</pre>\n";
    }

    /// Returns `text` without ANSI colours.
    private static String plain(String text) {
        return text.replaceAll("\u001B\\[[0-9;]*m", "");
    }

    private static String style() {
        try (var in = Still.class.getResourceAsStream("interact.css")) {
            if (in == null) {
                throw new IllegalStateException(
                        "the resource interact.css is missing beside " + Still.class + "; build the library again");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException("the resource interact.css could not be read", e);
        }
    }
}
