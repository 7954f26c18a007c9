package org.vitrina.tokenize;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import org.vitrina.show.Progress;

/// The different pieces of a training text and how often each occurs.
final class Chunks {
    /// Pieces of the beginning of the text that are kept in order, to show what training does to it.
    static final int SAMPLE = 48;

    private static final int REPORT_EVERY = 1 << 16;

    /// @param bytes the piece in UTF-8
    static final class Chunk {
        final byte[] bytes;
        final int index;
        long count;

        private Chunk(byte[] bytes, int index) {
            this.bytes = bytes;
            this.index = index;
        }
    }

    /// In the order in which they first occur.
    final List<Chunk> all = new ArrayList<>();

    final List<Chunk> sample = new ArrayList<>();

    /// Bytes of the whole text.
    long bytes;

    /// Counts the pieces of `texts`.
    static Chunks of(List<String> texts, SplitPattern split) {
        var chunks = new Chunks();
        var byText = new HashMap<String, Chunk>();
        var buffer = new Utf8Buffer();
        long length = texts.stream().mapToLong(String::length).sum();
        long[] done = {0};
        try (var task = Progress.task("counting pieces", length)) {
            for (String text : texts) {
                split.forEachPiece(text, true, (_, from, to, _) -> {
                    Chunk chunk = byText.computeIfAbsent(text.substring(from, to), _ -> {
                        buffer.fill(text, from, to);
                        return chunks.add(buffer.copy());
                    });
                    chunk.count++;
                    chunks.bytes += chunk.bytes.length;
                    if (chunks.sample.size() < SAMPLE) {
                        chunks.sample.add(chunk);
                    }
                    if ((done[0] + from) / REPORT_EVERY != (done[0] + to) / REPORT_EVERY) {
                        task.at(done[0] + to);
                    }
                });
                done[0] += text.length();
                task.at(done[0]);
            }
        }
        return chunks;
    }

    private Chunk add(byte[] piece) {
        var chunk = new Chunk(piece, all.size());
        all.add(chunk);
        return chunk;
    }
}
