package org.vitrina.interact;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.vitrina.show.MimeBundle;

/// A place for output that can be filled again, by a control or by hand.
public final class Area extends Part {
    /// A call that is done sooner shows all at once, so that a moving slider does not flicker.
    private static final long PATIENCE = 250_000_000;

    /// After this long without anything to show, the page says that something is computed.
    private static final Duration SILENCE = Duration.ofMillis(500);

    /// More printed text than this is cut, as all of it goes to the page again with every change.
    private static final int MOST_PRINTED = 100_000;

    private static final MimeBundle COMPUTING =
            MimeBundle.of("computing …").withHtml("<em style=\"color: #57606a\">computing …</em>");

    private final List<Piece> pieces = new ArrayList<>();
    private int printed;
    private boolean filling;
    private boolean unsent;
    private long begun;
    private long run;
    private final Paced page = new Paced(this::send);

    Area() {}

    /// Shows `value` instead of what is shown now; null shows nothing.
    public void show(Object value) {
        var piece = value == null ? null : new Piece.Shown(Frontend.current().mime(value), null);
        begin();
        if (piece != null) {
            take(piece);
        }
        end();
    }

    /// Shows `value` below what is shown now.
    public void add(Object value) {
        var piece = new Piece.Shown(Frontend.current().mime(value), null);
        synchronized (this) {
            pieces.add(piece);
        }
        page.changed();
    }

    public void clear() {
        begin();
        end();
    }

    /// Runs `work` and shows what it gives out.
    ///
    /// @return how it failed, or null
    Piece.Failed fill(Frontend frontend, Callable<?> work) {
        List<Piece> before = pieces();
        begin();
        announce(before);
        var failures = new ArrayList<Piece.Failed>();
        try {
            frontend.call(work, piece -> {
                if (piece instanceof Piece.Failed failed) {
                    failures.add(failed);
                }
                take(piece);
            });
        } finally {
            end();
        }
        return failures.isEmpty() ? null : failures.getFirst();
    }

    private synchronized void begin() {
        pieces.clear();
        printed = 0;
        filling = true;
        unsent = true;
        begun = System.nanoTime();
        run++;
    }

    /// Has the page say that something is computed, below what it shows still, if that takes long.
    private void announce(List<Piece> before) {
        if (model() == null) {
            return;
        }
        long announced;
        synchronized (this) {
            announced = run;
        }
        Thread.ofVirtual().inheritInheritableThreadLocals(false).start(() -> {
            try {
                Thread.sleep(SILENCE);
            } catch (InterruptedException _) {
                return;
            }
            synchronized (this) {
                if (filling && run == announced && pieces.isEmpty()) {
                    var shown = new ArrayList<>(before);
                    shown.add(new Piece.Shown(COMPUTING, null));
                    model().set(Map.of("outputs", Outputs.of(shown)));
                }
            }
        });
    }

    private void take(Piece piece) {
        boolean show;
        synchronized (this) {
            keep(piece);
            show = !filling || System.nanoTime() - begun > PATIENCE;
        }
        // not while this is locked: the page locks this when it sends
        if (show) {
            page.changed();
        }
    }

    private void keep(Piece piece) {
        unsent = true;
        switch (piece) {
            case Piece.Cleared() -> {
                pieces.clear();
                printed = 0;
            }
            case Piece.Updated(var data, var id) ->
                pieces.replaceAll(old -> old instanceof Piece.Shown(var _, var shown) && Objects.equals(shown, id)
                        ? new Piece.Shown(data, id)
                        : old);
            case Piece.Printed(var channel, var text) -> print(channel, text);
            case Piece.Shown _, Piece.Failed _ -> pieces.add(piece);
        }
    }

    private void print(String channel, String text) {
        if (printed > MOST_PRINTED) {
            return;
        }
        String kept = text;
        if (printed + text.length() > MOST_PRINTED) {
            kept = text.substring(0, MOST_PRINTED - printed)
                    + "\n… the rest was cut: more than %,d characters\n".formatted(MOST_PRINTED);
        }
        printed += text.length();
        if (!pieces.isEmpty()
                && pieces.getLast() instanceof Piece.Printed(var last, var before)
                && last.equals(channel)) {
            pieces.set(pieces.size() - 1, new Piece.Printed(channel, before + kept));
        } else {
            pieces.add(new Piece.Printed(channel, kept));
        }
    }

    private void end() {
        boolean send;
        synchronized (this) {
            filling = false;
            send = unsent;
        }
        if (send) {
            page.now();
        }
    }

    private synchronized void send() {
        unsent = false;
        Model model = model();
        if (model != null) {
            model.set(Map.of("outputs", Outputs.of(pieces)));
        }
    }

    synchronized List<Piece> pieces() {
        return List.copyOf(pieces);
    }

    @Override
    Still still(Frontend frontend) {
        return Still.of(pieces());
    }

    @Override
    Model open(Session session) {
        return new Model(session, Kinds.output(session, Outputs.of(pieces())));
    }

    @Override
    String describe() {
        return "output area with " + pieces().size() + (pieces().size() == 1 ? " output" : " outputs");
    }
}
