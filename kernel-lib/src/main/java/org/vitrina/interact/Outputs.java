package org.vitrina.interact;

import com.google.gson.Gson;
import java.util.Base64;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.vitrina.show.MimeBundle;

/// Writes pieces as the outputs of a notebook cell, which is what an output widget holds
/// ([nbformat 4](https://nbformat.readthedocs.io/en/latest/format_description.html#code-cell-outputs)).
final class Outputs {
    private static final Gson GSON = new Gson();

    private Outputs() {}

    static List<Map<String, Object>> of(List<Piece> pieces) {
        return pieces.stream().map(Outputs::of).toList();
    }

    private static Map<String, Object> of(Piece piece) {
        return switch (piece) {
            case Piece.Printed(var channel, var text) -> Map.of("output_type", "stream", "name", channel, "text", text);
            case Piece.Shown(var data, var _) -> shown(data);
            case Piece.Updated(var data, var _) -> shown(data);
            case Piece.Failed(var name, var message, var traceback, var _) ->
                Map.of("output_type", "error", "ename", name, "evalue", message, "traceback", traceback);
            case Piece.Cleared() -> throw new IllegalArgumentException("what was cleared is not an output");
        };
    }

    private static Map<String, Object> shown(MimeBundle bundle) {
        var data = new LinkedHashMap<String, Object>();
        boolean html = bundle.html().isPresent();
        bundle.forms().forEach((type, form) -> {
            if (html && type.startsWith("image/")) {
                // for viewers that strip HTML, of which none is alive; it would double every message
                return;
            }
            data.put(
                    type,
                    switch (form) {
                        case byte[] bytes -> Base64.getEncoder().encodeToString(bytes);
                        case String json when type.endsWith("json") -> GSON.fromJson(json, Object.class);
                        default -> form;
                    });
        });
        return Map.of("output_type", "display_data", "data", data, "metadata", metadata(bundle, data));
    }

    private static Map<String, Object> metadata(MimeBundle bundle, Map<String, Object> shown) {
        var metadata = new LinkedHashMap<String, Object>(bundle.metadata());
        metadata.keySet().retainAll(shown.keySet());
        return metadata;
    }
}
