package org.vitrina.kernel;

import static java.util.Locale.ROOT;

import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.vitrina.show.Html;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Progress;
import org.vitrina.show.Showable;

/// Draws the progress of long work below the cell, as a bar that updates in place. Work that is done in the
/// blink of an eye draws no bar. A picture that the work offers stands below the bar, and at the end as it
/// is then.
final class CellProgress implements Progress {
    private static final long SHOWN_AFTER = TimeUnit.MILLISECONDS.toNanos(250);
    private static final long SHOWN_EVERY = TimeUnit.MILLISECONDS.toNanos(120);

    private static final long PICTURE_EVERY = TimeUnit.SECONDS.toNanos(1);

    /// Drawing takes at most one part in so many of the time, as the work waits for it.
    private static final int PICTURE_COST = 25;

    private final CellOutput output;

    CellProgress(CellOutput output) {
        this.output = output;
    }

    @Override
    public Task begin(String what, long total) {
        var bar = new Bar(what, total);
        return new Task(bar, bar::end);
    }

    private final class Bar implements Sink {
        private final String what;
        private final long total;
        private final String id = "progress-" + UUID.randomUUID();
        private final long began = System.nanoTime();
        private long shownAt;
        private boolean shown;
        private long done;
        private String note = "";
        private final String pictureId = "figure-" + UUID.randomUUID();
        private Supplier<? extends Showable> picture;
        private boolean pictureShown;
        private long pictureDue;

        Bar(String what, long total) {
            this.what = what;
            this.total = total;
        }

        @Override
        public synchronized void at(long now, String about) {
            done = now;
            note = about;
            long time = System.nanoTime();
            if (time - began >= SHOWN_AFTER && time - shownAt >= SHOWN_EVERY) {
                shownAt = time;
                show(bundle(false));
            }
        }

        @Override
        public synchronized void figure(Supplier<? extends Showable> offered) {
            picture = offered;
            // none before there is a bar, so that it stands below it
            if (shown && System.nanoTime() >= pictureDue) {
                drawPicture();
            }
        }

        private void drawPicture() {
            long begin = System.nanoTime();
            MimeBundle bundle = picture.get().mime();
            output.give(pictureShown ? new Output.Update(bundle, pictureId) : new Output.Display(bundle, pictureId));
            pictureShown = true;
            long now = System.nanoTime();
            pictureDue = now + Math.max(PICTURE_EVERY, (now - begin) * PICTURE_COST);
        }

        synchronized void end() {
            if (shown) {
                show(bundle(true));
            }
            if (picture != null) {
                drawPicture();
            }
        }

        private void show(MimeBundle bundle) {
            output.give(shown ? new Output.Update(bundle, id) : new Output.Display(bundle, id));
            shown = true;
        }

        private MimeBundle bundle(boolean ended) {
            double seconds = (System.nanoTime() - began) / 1e9;
            if (ended) {
                boolean finished = total <= 0 || done >= total;
                String text = String.format(
                                ROOT,
                                "%s: %s in %.1f s",
                                what,
                                finished ? number(done) : "stopped at " + count(),
                                seconds)
                        + (note.isEmpty() ? "" : ", " + note);
                return MimeBundle.of(text)
                        .withHtml("<div style=\"color:#666;font-size:90%\">" + (finished ? "✓ " : "■ ")
                                + Html.escape(text) + "</div>");
            }
            String about = count() + (note.isEmpty() ? "" : ", " + note) + remaining(seconds);
            return MimeBundle.of(what + ": " + about).withHtml(html(about));
        }

        private String count() {
            return total > 0
                    ? number(done) + " of " + number(total) + " (" + 100 * Math.min(done, total) / total + " %)"
                    : number(done);
        }

        private static String number(long count) {
            return String.format(ROOT, "%,d", count);
        }

        private String remaining(double seconds) {
            if (total <= 0 || done <= 0 || done >= total || seconds < 2) {
                return "";
            }
            return String.format(ROOT, ", %.0f s to go", seconds / done * (total - done));
        }

        private String html(String about) {
            String label = "<span>" + Html.escape(what) + "</span> <span style=\"color:#666\">" + Html.escape(about)
                    + "</span>";
            if (total <= 0) {
                return "<div>" + label + "</div>";
            }
            double percent = 100.0 * Math.min(done, total) / total;
            return "<div>" + label
                    + "<div role=\"progressbar\" aria-valuemin=\"0\" aria-valuemax=\"%d\" aria-valuenow=\"%d\""
                            .formatted(total, done)
                    + " style=\"height:8px;max-width:480px;background:#ddd;border-radius:4px\">"
                    + "<div style=\"height:8px;width:%s%%;background:#0072B2;border-radius:4px\"></div></div></div>"
                            .formatted(String.format(ROOT, "%.1f", percent));
        }
    }
}
