package org.vitrina.interact;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// The state of a widget as it goes through a comm: other widgets by their ids, binary data beside the JSON.
///
/// @param json    what can be said in JSON
/// @param paths   where in the state each of the buffers belongs; widgets here have them at its first level
/// @param buffers the binary data
record State(Map<String, Object> json, List<List<String>> paths, List<byte[]> buffers) {
    static State of(Map<String, ?> values) {
        var json = new LinkedHashMap<String, Object>();
        var paths = new ArrayList<List<String>>();
        var buffers = new ArrayList<byte[]>();
        values.forEach((key, value) -> {
            if (value instanceof byte[] bytes) {
                paths.add(List.of(key));
                buffers.add(bytes);
            } else {
                json.put(key, written(value));
            }
        });
        return new State(json, paths, buffers);
    }

    Comm.Message message(String method) {
        return new Comm.Message(Map.of("method", method, "state", json, "buffer_paths", paths), Map.of(), buffers);
    }

    Comm.Message opening() {
        return new Comm.Message(Map.of("state", json, "buffer_paths", paths), Session.VERSION, buffers);
    }

    private static Object written(Object value) {
        return switch (value) {
            case Model model -> "IPY_MODEL_" + model.id();
            case List<?> items -> items.stream().map(State::written).toList();
            case null -> null;
            default -> value;
        };
    }
}
