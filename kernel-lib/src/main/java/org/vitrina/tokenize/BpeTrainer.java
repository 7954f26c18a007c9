package org.vitrina.tokenize;

import java.util.ArrayList;
import java.util.List;
import java.util.PriorityQueue;
import org.vitrina.show.Observer;
import org.vitrina.show.Progress;

/// Learns merges from a text ([Sennrich et al. 2016, section 3.2](https://aclanthology.org/P16-1162/)):
/// again and again the most frequent pair of neighbours becomes a token.
///
/// The rule is the published one; three things make it fast. Each different piece is kept once, with its
/// count. A merge changes the counts only of the pairs beside it, and every pair knows its places. The
/// candidates wait in a queue with the count they had; as counts of old pairs only fall, the first whose
/// count is still true is the most frequent.
final class BpeTrainer {
    private static final int SHOWN_CANDIDATES = 6;

    private final Vocabulary vocabulary;
    private final PairTable merges;
    private final Chunks chunks;
    private final long minimumCount;
    private final Observer watch;

    // A token stands at the position of its first byte. Positions run through all chunks; -1 ends a chunk.
    private final int[] ids;
    private final int[] next;
    private final int[] previous;
    private final int[] chunkOf;
    private final int[] chunkStarts;

    private final PairCounts pairs = new PairCounts();
    private final PriorityQueue<Candidate> queue;
    private final List<PairCounts.Entry> touched = new ArrayList<>();
    private long tokens;

    /// A pair as it waits in the queue; `count` may have fallen since.
    private record Candidate(PairCounts.Entry pair, long count) {}

    BpeTrainer(Chunks chunks, int vocabularySize, long minimumCount, Observer watch) {
        this.chunks = chunks;
        this.minimumCount = minimumCount;
        this.watch = watch;
        vocabulary = Vocabulary.ofBytes(Math.min(vocabularySize, 1 << 14));
        merges = new PairTable(Math.min(vocabularySize, 1 << 14));
        // the higher count first, then the smaller left token, then the smaller right one, by their bytes
        queue = new PriorityQueue<>((a, b) -> {
            if (a.count != b.count) {
                return Long.compare(b.count, a.count);
            }
            int left = vocabulary.compare(a.pair.left, b.pair.left);
            return left != 0 ? left : vocabulary.compare(a.pair.right, b.pair.right);
        });
        long positions = chunks.all.stream().mapToLong(c -> c.bytes.length).sum();
        if (positions > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException("the different pieces of the text have " + positions
                    + " bytes together, more than the 2,147,483,639 that training can hold; use less text");
        }
        ids = new int[(int) positions];
        next = new int[ids.length];
        previous = new int[ids.length];
        chunkOf = new int[ids.length];
        chunkStarts = new int[chunks.all.size()];
    }

    Vocabulary vocabulary() {
        return vocabulary;
    }

    PairTable merges() {
        return merges;
    }

    /// Merges until the vocabulary has `size` tokens or no pair is frequent enough; returns the merges in
    /// order, two ids each.
    int[] train(int size) {
        var learned = new IntList(1024);
        try (var task = Progress.task("training a tokenizer", size - vocabulary.size())) {
            count();
            for (int id = vocabulary.size(); id < size; id++) {
                Candidate best = best();
                if (best == null || vocabulary.isFull()) {
                    break;
                }
                merge(best.pair, id);
                learned.add(best.pair.left);
                learned.add(best.pair.right);
                task.at(learned.size() / 2, "%,d tokens in the text".formatted(tokens));
            }
        }
        return learned.toArray();
    }

    private void count() {
        int position = 0;
        for (Chunks.Chunk chunk : chunks.all) {
            chunkStarts[chunk.index] = position;
            int end = position + chunk.bytes.length;
            for (int i = 0; position < end; i++, position++) {
                ids[position] = chunk.bytes[i] & 0xFF;
                previous[position] = i == 0 ? -1 : position - 1;
                next[position] = position + 1 == end ? -1 : position + 1;
                chunkOf[position] = chunk.index;
                if (i > 0) {
                    pairs.entry(ids[position - 1], ids[position]).add(position - 1, chunk.count);
                }
            }
            tokens += chunk.count * chunk.bytes.length;
        }
        pairs.forEach(this::offer);
    }

    private void offer(PairCounts.Entry pair) {
        if (pair.count >= minimumCount
                && vocabulary.length(pair.left) + vocabulary.length(pair.right) <= Vocabulary.LONGEST_TOKEN) {
            queue.add(new Candidate(pair, pair.count));
        }
    }

    /// Takes the most frequent pair from the queue; null where none is frequent enough.
    private Candidate best() {
        while (!queue.isEmpty()) {
            Candidate first = queue.poll();
            if (first.count == first.pair.count) {
                return first;
            }
            offer(first.pair);
        }
        return null;
    }

    private void merge(PairCounts.Entry pair, int id) {
        boolean watched = watch.watches(BpeStep.PairMerged.NAME);
        List<BpeStep.Pair> candidates = watched ? candidates(pair) : null;
        List<Token> before = watched ? sample() : null;
        vocabulary.add(id, pair.left, pair.right);
        merges.put(pair.left, pair.right, id);
        for (int n = 0; n < pair.places(); n++) {
            int i = pair.place(n);
            if (ids[i] == pair.left && next[i] >= 0 && ids[next[i]] == pair.right) {
                mergeAt(i, pair, id);
            }
        }
        pair.forget();
        touched.forEach(this::offer);
        touched.clear();
        if (watched) {
            double bytesPerToken = (double) chunks.bytes / tokens;
            watch.accept(new BpeStep.PairMerged(
                    merges.size(),
                    candidates.getFirst(),
                    token(id),
                    candidates,
                    tokens,
                    bytesPerToken,
                    before,
                    sample()));
        }
    }

    /// Merges the tokens at `i` and behind it, and moves the counts of the three pairs they were in.
    private void mergeAt(int i, PairCounts.Entry pair, int id) {
        long count = chunks.all.get(chunkOf[i]).count;
        int h = previous[i];
        int j = next[i];
        int k = next[j];
        if (h >= 0) {
            pairs.entry(ids[h], pair.left).count -= count;
            add(ids[h], id, h, count);
        }
        if (k >= 0) {
            pairs.entry(pair.right, ids[k]).count -= count;
            add(id, ids[k], i, count);
            previous[k] = i;
        }
        pair.count -= count;
        ids[i] = id;
        ids[j] = -1;
        next[i] = k;
        tokens -= count;
    }

    private void add(int left, int right, int place, long count) {
        PairCounts.Entry entry = pairs.entry(left, right);
        if (entry.places() == 0) {
            touched.add(entry);
        }
        entry.add(place, count);
    }

    /// Returns the pair to be merged and the next in the queue, for a watcher.
    private List<BpeStep.Pair> candidates(PairCounts.Entry pair) {
        var first = new ArrayList<Candidate>();
        first.add(new Candidate(pair, pair.count));
        while (first.size() < SHOWN_CANDIDATES && best() instanceof Candidate further) {
            first.add(further);
        }
        queue.addAll(first.subList(1, first.size()));
        return first.stream()
                .map(c -> new BpeStep.Pair(token(c.pair.left), token(c.pair.right), c.count))
                .toList();
    }

    /// Returns the tokens that the text begins with, for a watcher.
    private List<Token> sample() {
        var beginning = new ArrayList<Token>();
        for (Chunks.Chunk chunk : chunks.sample) {
            for (int i = chunkStarts[chunk.index]; i >= 0 && beginning.size() < 2 * Chunks.SAMPLE; i = next[i]) {
                beginning.add(token(ids[i]));
            }
        }
        return beginning;
    }

    private Token token(int id) {
        return new Token(id, vocabulary.bytes(id));
    }
}
