package org.vitrina.kernel.jupyter;

import com.google.gson.JsonObject;

/// Says `busy` and `idle` for each request.
///
/// Requests that are answered while a cell runs have a busy and an idle of their own. A front end that looks
/// at the last status only would then take the kernel for idle, so the cell's busy is said again.
final class Status {
    private final Iopub iopub;
    private JsonObject cell;

    Status(Iopub iopub) {
        this.iopub = iopub;
    }

    synchronized void cellBegins(JsonObject parent) {
        cell = parent;
        iopub.busy(parent);
    }

    synchronized void cellEnds() {
        iopub.idle(cell);
        cell = null;
    }

    /// Runs `work` for a request that does not wait for cells.
    void aside(JsonObject parent, Runnable work) {
        iopub.busy(parent);
        try {
            work.run();
        } finally {
            asideEnds(parent);
        }
    }

    private synchronized void asideEnds(JsonObject parent) {
        iopub.idle(parent);
        if (cell != null) {
            iopub.busy(cell);
        }
    }
}
