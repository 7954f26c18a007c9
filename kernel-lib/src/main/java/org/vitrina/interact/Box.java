package org.vitrina.interact;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// Several parts side by side or one below the other.
public final class Box extends Part {
    private final boolean row;
    private final List<Part> parts;

    Box(boolean row, List<Part> parts) {
        this.row = row;
        this.parts = List.copyOf(parts);
    }

    @Override
    Still still(Frontend frontend) throws Exception {
        var stills = new ArrayList<Still>();
        for (Part part : parts) {
            stills.add(part.still(frontend));
        }
        if (!row) {
            return Still.stack(stills);
        }
        String html = stills.stream()
                .map(still -> "<div>" + still.html() + "</div>\n")
                .collect(Collectors.joining("", "<div class=\"vitrina-row\">\n", "</div>\n"));
        return new Still(html, Still.stack(stills).text());
    }

    @Override
    Model open(Session session) {
        var children = parts.stream().map(part -> part.live(session)).toList();
        return new Model(session, row ? Kinds.row(session, children) : Kinds.column(session, children));
    }

    @Override
    String describe() {
        return parts.stream().map(Part::describe).collect(Collectors.joining(row ? " | " : "\n"));
    }
}
