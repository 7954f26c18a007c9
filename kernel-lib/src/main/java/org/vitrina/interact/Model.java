package org.vitrina.interact;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;

/// One widget model that is alive: its state here, kept equal to its twin in the front end.
final class Model {
    private final Session session;
    private final Map<String, Object> state;
    private final Consumer<Event> events;
    private final Comm comm;

    /// What somebody did in the front end.
    sealed interface Event {
        /// A part of the state was set; not checked yet.
        record Set(Map<String, ?> values) implements Event {}

        /// A message of the widget's own kind came; a button sends `{"event": "click"}`.
        record Custom(Map<?, ?> content) implements Event {}
    }

    /// Opens a model.
    ///
    /// @param state  the whole state, with the names of model and view ([Kinds])
    /// @param events receives what is done in the front end; it may call [#set]
    Model(Session session, Map<String, ?> state, Consumer<Event> events) {
        this.session = session;
        this.state = new LinkedHashMap<>(state);
        this.events = events;
        // an eager answer waits until there is a comm to answer through
        synchronized (this) {
            this.comm = session.frontend.open("jupyter.widget", State.of(state).opening(), this::received);
        }
        session.opened(this);
    }

    Model(Session session, Map<String, ?> state) {
        this(session, state, _ -> {});
    }

    String id() {
        return comm.id();
    }

    /// Returns a copy of the whole state.
    Map<String, Object> state() {
        synchronized (state) {
            return new LinkedHashMap<>(state);
        }
    }

    /// Sets a part of the state, here and in the front end.
    void set(Map<String, ?> values) {
        synchronized (state) {
            keep(values);
            comm.send(State.of(values).message("update"));
        }
    }

    /// Sets a part of the state that the front end has already.
    void keep(Map<String, ?> values) {
        synchronized (state) {
            state.putAll(values);
        }
    }

    void close() {
        session.closed(this);
        comm.close();
    }

    private synchronized void received(Comm.Message message) {
        var data = message.data();
        switch (data.get("method") instanceof String method ? method : "") {
            case "update" -> {
                if (data.get("state") instanceof Map<?, ?> sent) {
                    updated(sent);
                }
            }
            case "request_state" -> comm.send(State.of(state()).message("update"));
            case "custom" -> {
                if (data.get("content") instanceof Map<?, ?> content) {
                    events.accept(new Event.Custom(content));
                }
            }
            // messages of a later protocol, and of nobody's
            default -> {}
        }
    }

    private void updated(Map<?, ?> sent) {
        var known = new LinkedHashMap<String, Object>();
        Set<String> keys = state().keySet();
        sent.forEach((key, value) -> {
            if (key instanceof String name && keys.contains(name)) {
                known.put(name, value);
            }
        });
        if (!known.isEmpty()) {
            // a front end waits for the echo of what it sent, and ignores older values until it comes
            comm.send(State.of(known).message("echo_update"));
            events.accept(new Event.Set(known));
        }
    }
}
