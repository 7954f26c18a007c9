package org.vitrina.show;

import java.util.concurrent.Callable;
import java.util.concurrent.CancellationException;
import java.util.function.Supplier;

/// Where long work says how far it is, and where it can be stopped.
///
/// Library code opens a [Task] on [#current()] and reports to it; who runs the work decides what becomes of
/// the reports. The notebook kernel draws a bar that updates in place, the command line one line, a test
/// binds nothing and ignores them:
///
/// {@snippet :
/// try (var task = Progress.task("counting pairs", chunks.size())) {
///     for (int i = 0; i < chunks.size(); i++) {
///         count(chunks.get(i));
///         task.at(i + 1);
///     }
/// }
/// }
///
/// Every report is also a point at which an interrupted thread stops: see [Task#at(long, String)].
public interface Progress {
    /// Ignores every report.
    Progress NONE = (what, total) -> new Task((done, note) -> {}, () -> {});

    /// Begins a piece of work.
    ///
    /// @param what  what is being done, a few words: `training a tokenizer`
    /// @param total how many units there are, or 0 if that is not known
    Task begin(String what, long total);

    /// Begins a piece of work on [#current()].
    static Task task(String what, long total) {
        return current().begin(what, total);
    }

    /// Returns the progress that was bound with [#with] around this call, or [#NONE].
    static Progress current() {
        return Bound.CURRENT.orElse(NONE);
    }

    /// Runs `work` with `progress` as [#current()], and returns what it returns.
    static <R> R with(Progress progress, Callable<R> work) throws Exception {
        return ScopedValue.where(Bound.CURRENT, progress).call(work::call);
    }

    /// Receives the reports of one task.
    interface Sink {
        void at(long done, String note);

        /// Receives a picture of the work as it is, which need not be drawn.
        default void figure(Supplier<? extends Showable> figure) {}
    }

    /// One piece of work that is under way.
    final class Task implements AutoCloseable {
        private final Sink sink;
        private final Runnable end;
        private boolean closed;

        public Task(Sink sink, Runnable end) {
            this.sink = sink;
            this.end = end;
        }

        /// Reports that `done` units are finished.
        ///
        /// @throws CancellationException if this thread was interrupted
        public void at(long done) {
            at(done, "");
        }

        /// Reports that `done` units are finished, with a short note such as the current loss.
        ///
        /// @throws CancellationException if this thread was interrupted; the work is stopped here, and
        ///     whatever it has saved so far is kept
        public void at(long done, String note) {
            if (Thread.interrupted()) {
                throw new CancellationException("stopped by an interrupt after " + done + " steps");
            }
            sink.at(done, note);
        }

        /// Offers a picture of the work as it is: the curve of a loss, for example. A notebook draws it
        /// below the bar, from time to time and at the end; others do not ask for it.
        ///
        /// @param figure is called on this thread, now or when the work ends, or never
        public void figure(Supplier<? extends Showable> figure) {
            sink.figure(figure);
        }

        /// Says that the work has ended, whether it was finished or stopped.
        @Override
        public void close() {
            if (!closed) {
                closed = true;
                end.run();
            }
        }
    }
}
