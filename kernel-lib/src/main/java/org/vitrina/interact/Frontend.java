package org.vitrina.interact;

import java.awt.image.BufferedImage;
import java.util.concurrent.Callable;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.knowm.xchart.internal.chartpart.Chart;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import tech.tablesaw.api.Table;

/// What people see and touch: a page in a browser, or nothing. A kernel implements this and binds it around
/// every cell.
public interface Frontend {
    /// Nobody is there: controls show their stills.
    Frontend NONE = new Frontend() {};

    /// Returns the front end that was bound with [#with] around this call, or [#NONE].
    static Frontend current() {
        return Session.FRONTEND.orElse(NONE);
    }

    /// Runs `work` with `frontend` as [#current()], and returns what it returns.
    static <R, X extends Throwable> R with(Frontend frontend, ScopedValue.CallableOp<? extends R, X> work) throws X {
        return ScopedValue.where(Session.FRONTEND, frontend).call(work);
    }

    /// Returns whether comms can be opened. Whether the other side knows widgets is not asked: it picks the
    /// form that it knows.
    default boolean connected() {
        return false;
    }

    /// Opens a comm: sends `comm_open` and returns its end here.
    ///
    /// @param opening its metadata has to reach the front end: widgets are refused without `version`
    /// @param received is called for every message that arrives, one at a time, also while a cell runs
    default Comm open(String target, Comm.Message opening, Consumer<Comm.Message> received) {
        throw new UnsupportedOperationException(
                "no front end is connected, so the comm " + target + " cannot be opened; ask connected() first");
    }

    /// Lets the front end open comms of this target; `received` is called for every message that arrives
    /// through one.
    default void listen(String target, BiConsumer<Comm, Comm.Message> received) {}

    /// Returns how a value looks. A kernel gives its own display of any object; this one knows what the
    /// library shows, charts, tables and images, and writes the rest as text.
    default MimeBundle mime(Object value) {
        return switch (value) {
            case Showable showable -> showable.mime();
            case Chart<?, ?> chart -> new Figure.Plot(chart).mime();
            case Table table -> new Figure.Data(table).mime();
            case BufferedImage image ->
                MimeBundle.of("[image, %d × %d]".formatted(image.getWidth(), image.getHeight()))
                        .withPng(Charts.png(image), image.getWidth(), image.getHeight());
            case null -> MimeBundle.of("null");
            default -> MimeBundle.of(String.valueOf(value));
        };
    }

    /// Runs `work` on this thread and gives out what comes of it, in order: what it prints and displays, and
    /// at the end its value (unless that is null) or how it failed. Returns normally in either case.
    ///
    /// This one neither sees what is printed nor stops a loop that does not look for interrupts; a kernel
    /// runs the work as it runs a cell.
    default void call(Callable<?> work, Consumer<Piece> out) {
        try {
            Object value = with(this, () -> {
                Object result = work.call();
                return result == null ? null : mime(result);
            });
            if (value != null) {
                out.accept(new Piece.Shown((MimeBundle) value, null));
            }
        } catch (Throwable thrown) {
            // also errors: one call too deep must not end the thread that serves all controls
            out.accept(Piece.Failed.of(thrown));
        }
    }

    /// Returns what computes the values of controls; the same for the life of this front end.
    default Worker worker() {
        throw new UnsupportedOperationException("no front end is connected, so no control can move");
    }
}
