package org.vitrina.interact;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/// The widgets that are alive in one front end.
final class Session {
    static final ScopedValue<Frontend> FRONTEND = ScopedValue.newInstance();

    /// Version of the widget protocol that is spoken here; front ends look at its first number.
    static final Map<String, String> VERSION = Map.of("version", "2.1.0");

    private static final String CONTROL = "jupyter.widget.control";
    private static final Map<Frontend, Session> SESSIONS = new IdentityHashMap<>();

    final Frontend frontend;
    private final Map<String, Model> models = new ConcurrentHashMap<>();

    private Session(Frontend frontend) {
        this.frontend = frontend;
        frontend.listen(CONTROL, (comm, message) -> {
            if ("request_states".equals(message.data().get("method"))) {
                comm.send(states());
            }
        });
    }

    static Session of(Frontend frontend) {
        synchronized (SESSIONS) {
            return SESSIONS.computeIfAbsent(frontend, Session::new);
        }
    }

    void opened(Model model) {
        models.put(model.id(), model);
    }

    void closed(Model model) {
        models.remove(model.id());
    }

    /// Returns the answer to a page that was loaded again: the state of every widget.
    private Comm.Message states() {
        var states = new LinkedHashMap<String, Object>();
        var paths = new ArrayList<List<String>>();
        var buffers = new ArrayList<byte[]>();
        models.forEach((id, model) -> {
            State state = State.of(model.state());
            states.put(
                    id,
                    Map.of(
                            "model_name", state.json().get("_model_name"),
                            "model_module", state.json().get("_model_module"),
                            "model_module_version", state.json().get("_model_module_version"),
                            "state", state.json()));
            state.paths().forEach(path -> paths.add(List.of(id, "state", path.getFirst())));
            buffers.addAll(state.buffers());
        });
        return new Comm.Message(
                Map.of("method", "update_states", "states", states, "buffer_paths", paths), Map.of(), buffers);
    }
}
