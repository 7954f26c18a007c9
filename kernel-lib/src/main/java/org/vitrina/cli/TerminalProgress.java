package org.vitrina.cli;

import java.io.PrintWriter;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.function.LongSupplier;
import org.vitrina.show.Progress;

/// Shows work that is under way as one line that updates in place, and removes it when the work ends.
///
/// Where a line cannot be overwritten (a file, a pipe), each outermost task that takes longer than a second
/// says once that it has begun and once that it is done, so that a log stays readable. The line is drawn at
/// most ten times a second, whatever is reported.
final class TerminalProgress implements Progress {
    private static final long REDRAW = 100_000_000;
    private static final long WORTH_A_LINE = 1_000_000_000;
    private static final int BAR = 24;

    private final PrintWriter err;
    private final boolean updates;
    private final int columns;
    private final LongSupplier nanos;
    private final Deque<Work> open = new ArrayDeque<>();
    private long drawn;
    private boolean onScreen;

    TerminalProgress(Terminal terminal) {
        this(terminal, System::nanoTime);
    }

    TerminalProgress(Terminal terminal, LongSupplier nanos) {
        err = terminal.err();
        updates = terminal.updates();
        columns = terminal.columns();
        this.nanos = nanos;
        drawn = nanos.getAsLong() - REDRAW;
    }

    /// A task that was begun and has not ended; inner ones are shown in place of the ones around them.
    private static final class Work {
        final String what;
        final long total;
        final long began;
        /// What was done when it was first told: work that goes on does not begin with nothing.
        long first = -1;
        long done;
        String note = "";
        boolean announced;

        Work(String what, long total, long began) {
            this.what = what;
            this.total = total;
            this.began = began;
        }
    }

    @Override
    public synchronized Task begin(String what, long total) {
        var work = new Work(what, total, nanos.getAsLong());
        open.push(work);
        draw(work);
        return new Task((done, note) -> at(work, done, note), () -> end(work));
    }

    private synchronized void at(Work work, long done, String note) {
        if (work.first < 0) work.first = done;
        work.done = done;
        work.note = note;
        draw(work);
    }

    private void draw(Work work) {
        long now = nanos.getAsLong();
        if (updates) {
            if (now - drawn < REDRAW || work != open.peek()) return;
            drawn = now;
            onScreen = true;
            err.print("\r\u001B[K" + line(work, now));
            err.flush();
        } else if (!work.announced && work == open.peekLast() && now - work.began >= WORTH_A_LINE) {
            work.announced = true;
            err.println(work.what + " …");
        }
    }

    private synchronized void end(Work work) {
        open.remove(work);
        if (updates && onScreen && open.isEmpty()) {
            onScreen = false;
            err.print("\r\u001B[K");
            err.flush();
        } else if (work.announced) {
            err.println("%s: %d s".formatted(work.what, (nanos.getAsLong() - work.began) / 1_000_000_000));
        }
    }

    private String line(Work work, long now) {
        var line = new StringBuilder(work.what);
        if (work.total > 0) {
            double share = Math.clamp((double) work.done / work.total, 0, 1);
            int full = (int) (share * BAR);
            line.append(' ').repeat('━', full).repeat('┄', BAR - full);
            line.append(" %d/%d".formatted(work.done, work.total));
        } else if (work.done > 0) {
            line.append(' ').append(work.done);
        }
        long seconds = (now - work.began) / 1_000_000_000;
        if (seconds > 0) line.append(", ").append(seconds).append(" s");
        if (seconds > 1 && work.done > work.first && work.done < work.total) {
            double left = (double) (now - work.began) / (work.done - work.first) * (work.total - work.done) / 1e9;
            line.append(", ").append(TrainReport.time(left)).append(" to go");
        }
        if (!work.note.isEmpty()) line.append(", ").append(work.note.replaceAll("\\p{Cntrl}", " "));
        // a line that is too long would wrap, and could then not be overwritten
        if (line.length() >= columns) line.setLength(columns - 1);
        return line.toString();
    }
}
