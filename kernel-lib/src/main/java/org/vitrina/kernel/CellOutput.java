package org.vitrina.kernel;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharsetDecoder;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// What one cell gives out, in order. Printed text is gathered for a moment, so that a loop of prints does
/// not become a flood of messages, and a real flood is cut in the middle.
///
/// The sink is called by one thread at a time. It may still be called after the cell has ended, when a
/// thread that the cell started prints.
final class CellOutput {
    private static final long GATHER_MILLIS = 50;
    private static final int GATHER_CHARACTERS = 16_384;

    private static final ScheduledExecutorService FLUSHER = Executors.newSingleThreadScheduledExecutor(work -> {
        var thread = new Thread(work, "cell output");
        thread.setDaemon(true);
        return thread;
    });

    private final Consumer<Output> sink;
    private final Channel out = new Channel("stdout");
    private final Channel err = new Channel("stderr");
    private final StringBuilder gathered = new StringBuilder();
    private final OutputLimit limit;
    private Channel gathering = out;
    private boolean flushComes;
    private String line = "";
    private boolean closed;
    private volatile Thread sending;

    private static final class Channel {
        final String name;
        final CharsetDecoder decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPLACE)
                .onUnmappableCharacter(CodingErrorAction.REPLACE);
        /// The first bytes of a character whose other bytes are still to come.
        ByteBuffer rest = ByteBuffer.allocate(0);

        Channel(String name) {
            this.name = name;
        }

        String decode(byte[] bytes, int from, int length) {
            var in = ByteBuffer.allocate(rest.remaining() + length);
            in.put(rest).put(bytes, from, length).flip();
            var text = CharBuffer.allocate(in.remaining() + 1);
            decoder.decode(in, text, false);
            rest = ByteBuffer.allocate(in.remaining()).put(in).flip();
            return text.flip().toString();
        }
    }

    CellOutput(Consumer<Output> sink, int limit) {
        this.sink = sink;
        this.limit = new OutputLimit(limit);
    }

    void printed(boolean toErr, byte[] bytes, int from, int length) {
        synchronized (this) {
            Channel channel = toErr ? err : out;
            print(channel, channel.decode(bytes, from, length));
        }
    }

    /// Prints from inside the kernel.
    void print(boolean toErr, String text) {
        synchronized (this) {
            print(toErr ? err : out, text);
        }
    }

    private void print(Channel channel, String text) {
        String kept = limit.take(text);
        if (kept.isEmpty() || closed) {
            return;
        }
        if (channel != gathering) {
            flush();
            gathering = channel;
        }
        gathered.append(kept);
        if (gathered.length() >= GATHER_CHARACTERS) {
            flush();
        } else if (!flushComes) {
            flushComes = true;
            FLUSHER.schedule(this::flush, GATHER_MILLIS, TimeUnit.MILLISECONDS);
        }
    }

    /// Gives out something that is not printed text, after all text printed so far.
    void give(Output output) {
        synchronized (this) {
            flush();
            if (!closed) {
                send(output);
            }
        }
    }

    private void send(Output output) {
        sending = Thread.currentThread();
        try {
            sink.accept(output);
        } finally {
            sending = null;
        }
    }

    /// Whether this thread is inside the sink, whose own prints are not the cell's.
    boolean isSending() {
        return sending == Thread.currentThread();
    }

    void flush() {
        synchronized (this) {
            flushComes = false;
            if (!gathered.isEmpty()) {
                String text = gathered.toString();
                gathered.setLength(0);
                rememberLine(text);
                send(new Output.Stream(gathering.name, text));
            }
        }
    }

    /// Gives out what was kept back of a flood, and everything gathered.
    void finish() {
        synchronized (this) {
            String end = limit.end();
            if (!end.isEmpty()) {
                gathered.append(end);
            }
            flush();
        }
    }

    /// Drops what a cell that could not be stopped still gives out.
    void close() {
        synchronized (this) {
            closed = true;
            gathered.setLength(0);
        }
    }

    /// Returns what has been printed since the last line end or the last question: what a waiting cell asks.
    String takeQuestion() {
        synchronized (this) {
            flush();
            String question = line;
            line = "";
            return question;
        }
    }

    private void rememberLine(String text) {
        int lineEnd = text.lastIndexOf('\n');
        String last = lineEnd < 0 ? line + text : text.substring(lineEnd + 1);
        line = last.substring(Math.max(0, last.length() - 1_000));
    }
}
