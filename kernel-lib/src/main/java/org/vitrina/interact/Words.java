package org.vitrina.interact;

import java.util.Map;
import org.vitrina.show.Html;

/// A line of text, or a piece of HTML, that can be replaced.
public final class Words extends Part {
    private final boolean html;
    private final Paced page = new Paced(this::send);
    private volatile String content;

    Words(boolean html, String content) {
        this.html = html;
        this.content = content;
    }

    /// Shows something else from now on.
    public void set(String content) {
        this.content = content;
        page.changed();
    }

    private void send() {
        Model model = model();
        if (model != null) {
            model.set(Map.of("value", content));
        }
    }

    @Override
    Still still(Frontend frontend) {
        return html ? new Still("<div>" + content + "</div>\n", content) : Lines.line(Html.escape(content), content);
    }

    @Override
    Model open(Session session) {
        return new Model(session, html ? Kinds.html(session, content) : Kinds.label(session, content));
    }

    @Override
    String describe() {
        return content;
    }
}
