package org.vitrina.kernel.page;

import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;
import org.vitrina.kernel.notebook.CellOutput;
import org.vitrina.show.Html;
import org.vitrina.show.MimeBundle;

/// Draws the outputs of a cell, each in the richest form that it has.
///
/// HTML is put into the page as it is: these are the outputs of our own run, and a stepper needs its script. SVG
/// becomes a picture, in which nothing runs. Everything else is escaped.
final class OutputHtml {
    private static final Pattern BASE64 = Pattern.compile("[A-Za-z0-9+/=\\s]*+");
    private static final Pattern DOLLARS = Pattern.compile("(?s)(\\$\\$?)(.*)\\1");
    private static final int LONGEST_ALT = 300;

    private final PageWords words;
    private final MarkdownHtml markdown;

    OutputHtml(PageWords words, MarkdownHtml markdown) {
        this.words = words;
        this.markdown = markdown;
    }

    String html(CellOutput output) {
        return switch (output) {
            case CellOutput.Stream stream
            when stream.name().equals("stderr") ->
                "<div class=\"out stderr\" role=\"group\" aria-label=\"" + words.errorOutput() + "\">"
                        + pre(AnsiHtml.html(stream.text())) + "</div>";
            case CellOutput.Stream stream -> "<div class=\"out\">" + pre(AnsiHtml.html(stream.text())) + "</div>";
            case CellOutput.Error error -> "<div class=\"out error\">" + pre(AnsiHtml.html(account(error))) + "</div>";
            case CellOutput.Rich rich -> "<div class=\"out\">" + rich(rich) + "</div>";
        };
    }

    private static String account(CellOutput.Error error) {
        return error.traceback().isEmpty() ? error.name() + ": " + error.value() : String.join("\n", error.traceback());
    }

    private String rich(CellOutput.Rich output) {
        return output.form(MimeBundle.HTML)
                .map(html -> "<div class=\"rich\">" + html + "</div>")
                .or(() -> output.form(MimeBundle.MARKDOWN)
                        .map(text -> "<div class=\"rich\">" + markdown.html(text) + "</div>"))
                .or(() -> output.form(MimeBundle.SVG)
                        .map(svg -> image(
                                output,
                                MimeBundle.SVG,
                                Base64.getEncoder().encodeToString(svg.getBytes(StandardCharsets.UTF_8)))))
                .or(() -> output.form(MimeBundle.LATEX).map(OutputHtml::formula))
                .or(() -> picture(output, MimeBundle.PNG))
                .or(() -> picture(output, "image/jpeg"))
                .or(() -> picture(output, "image/gif"))
                .or(() -> output.form(MimeBundle.TEXT).map(text -> pre(AnsiHtml.html(text))))
                .orElseGet(() -> pre(Html.escape(output.data().toString())));
    }

    private static Optional<String> picture(CellOutput.Rich output, String type) {
        return output.form(type)
                .filter(base64 -> BASE64.matcher(base64).matches())
                .map(base64 -> image(output, type, base64.replaceAll("\\s", "")));
    }

    private static String image(CellOutput.Rich output, String type, String base64) {
        String alt = AnsiHtml.plain(output.form(MimeBundle.TEXT).orElse("")).strip();
        return "<img src=\"data:%s;base64,%s\" alt=\"%s\"%s>"
                .formatted(
                        type,
                        base64,
                        Html.escape(alt.length() > LONGEST_ALT ? alt.substring(0, LONGEST_ALT) + "…" : alt),
                        size(output.metadata(), type));
    }

    /// Returns the width in CSS pixels, if the notebook says one; the height follows from the picture.
    private static String size(JsonObject metadata, String type) {
        return metadata.get(type) instanceof JsonObject said
                        && said.get("width") instanceof JsonPrimitive width
                        && width.getAsString().matches("[0-9]{1,5}")
                ? " width=\"" + width.getAsString() + "\""
                : "";
    }

    private static String formula(String latex) {
        var dollars = DOLLARS.matcher(latex.strip());
        return dollars.matches()
                ? TexMath.html(dollars.group(2), dollars.group(1).length() == 2)
                : TexMath.html(latex, true);
    }

    /// Returns text as it is set; a single line may be broken, several lines keep what stands under what.
    private static String pre(String html) {
        String wrap = html.strip().indexOf('\n') < 0 ? " class=\"line\"" : "";
        return "<pre" + wrap + " tabindex=\"0\">" + html + "</pre>";
    }
}
