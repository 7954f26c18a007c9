package org.vitrina.kernel;

import org.vitrina.show.MimeBundle;

/// What a cell gives out while it runs, in order; each becomes a Jupyter message or an output in a notebook
/// file ([messaging protocol 5.4](https://jupyter-client.readthedocs.io/en/stable/messaging.html)).
public sealed interface Output {
    /// Text that was printed.
    ///
    /// @param channel `stdout` or `stderr`
    record Stream(String channel, String text) implements Output {}

    /// Something displayed by a call.
    ///
    /// @param id the display's id, by which an [Update] replaces it, or null if it has none
    record Display(MimeBundle data, String id) implements Output {}

    /// New content for every display with this id.
    record Update(MimeBundle data, String id) implements Output {}

    /// The value of the cell's last expression.
    record Result(MimeBundle data) implements Output {}

    /// What stopped the cell.
    record Error(CellError error) implements Output {}

    /// Removes the outputs of the cell so far.
    ///
    /// @param later whether they stay until the next output arrives, so that nothing flickers
    record Clear(boolean later) implements Output {}
}
