package org.vitrina.tokenize;

/// Encodes one piece after another by merging: of all adjacent pairs that may be merged, the one whose turn is
/// first goes first, the leftmost of equals, until no pair is left.
///
/// The candidates wait in a heap, so that a piece of n bytes takes O(n log n), whatever it is made of. Where
/// merging would make one token of the piece, or the model takes whole pieces for tokens, that token is looked
/// up instead, unless somebody watches the merges. Holds buffers, so one instance serves one thread.
final class PieceEncoder {
    private static final int NONE = PairTable.NONE;

    /// What is known of a token: that merging reaches it, or does not.
    private static final byte REACHED = 1;

    private static final byte MISSED = 2;

    private final Vocabulary vocabulary;
    private final Symbols symbols;
    private final Merges merges;
    private final boolean wholePieces;
    private final int end;
    private final byte[] reach;
    private final PieceWatch watch;

    // A token stands at the position of its first symbol; the arrays link the positions in use.
    private int[] ids = new int[0];
    private int[] next;
    private int[] previous;
    /// The merge of the token here with the next one, or NONE.
    private int[] merge;

    /// Candidates as turn and position; one is stale when the merge at its position has another turn.
    private long[] heap;
    private int heapSize;

    /// @param reach what is known of each token by its id; filled in as pieces are encoded. Several threads may
    ///     share it: they find the same
    /// @param watch is told of every merge, or null
    PieceEncoder(BpeModel model, byte[] reach, PieceWatch watch) {
        vocabulary = model.vocabulary();
        symbols = model.symbols();
        merges = model.merges();
        wholePieces = model.wholePieces();
        end = model.end();
        this.reach = reach;
        this.watch = watch;
    }

    /// Adds the ids of the first `length` bytes of `piece` to `out`.
    void encode(byte[] piece, int length, IntList out) {
        int whole = length > Vocabulary.LONGEST_TOKEN ? NONE : vocabulary.find(piece, 0, length);
        if (whole >= end) {
            whole = NONE;
        }
        if (whole != NONE && watch == null && (wholePieces || reach[whole] == REACHED)) {
            out.add(whole);
            return;
        }
        int n = begin(piece, length);
        int taken = wholePieces ? whole : NONE;
        if (watch != null) {
            watch.begins(ids, n, symbols.areCharacters());
        }
        merge(n);
        int only = n > 0 && next[0] == n ? ids[0] : NONE;
        if (watch != null) {
            watch.ends(taken, only);
        }
        if (whole != NONE) {
            reach[whole] = whole == only ? REACHED : MISSED;
        }
        if (taken != NONE) {
            out.add(taken);
            return;
        }
        for (int i = 0; i < n; i = next[i]) {
            if (ids[i] >= end) {
                symbols.addBytes(ids[i], out);
            } else if (ids[i] != NONE) {
                out.add(ids[i]);
            }
        }
    }

    private int begin(byte[] piece, int length) {
        if (ids.length < length) {
            int capacity = Math.max(64, length);
            ids = new int[capacity];
            next = new int[capacity];
            previous = new int[capacity];
            merge = new int[capacity];
            heap = new long[3 * capacity];
        }
        heapSize = 0;
        int n = symbols.of(piece, length, ids);
        for (int i = 0; i < n; i++) {
            next[i] = i + 1;
            previous[i] = i - 1;
        }
        for (int i = 0; i < n - 1; i++) {
            merge[i] = mergeOf(i, i + 1);
            if (merge[i] != NONE) {
                heap[heapSize++] = candidate(i);
            }
        }
        if (n > 0) {
            merge[n - 1] = NONE;
        }
        for (int i = heapSize / 2 - 1; i >= 0; i--) {
            siftDown(i);
        }
        return n;
    }

    private void merge(int n) {
        while (heapSize > 0) {
            long best = pop();
            int i = (int) best;
            if (merge[i] == NONE || merges.order(merge[i]) != (int) (best >>> 32)) {
                continue;
            }
            int id = merges.made(merge[i]);
            int j = next[i];
            int k = next[j];
            int h = previous[i];
            ids[i] = id;
            next[i] = k;
            merge[j] = NONE;
            merge[i] = NONE;
            if (k < n) {
                previous[k] = i;
                offer(i, k);
            }
            if (h >= 0) {
                offer(h, i);
            }
            if (watch != null) {
                watch.merged(i, j, id);
            }
        }
    }

    private void offer(int left, int right) {
        merge[left] = mergeOf(left, right);
        if (merge[left] != NONE) {
            heap[heapSize] = candidate(left);
            siftUp(heapSize++);
        }
    }

    private int mergeOf(int left, int right) {
        return ids[left] == NONE || ids[right] == NONE ? NONE : merges.of(ids[left], ids[right]);
    }

    private long candidate(int position) {
        return (long) merges.order(merge[position]) << 32 | position;
    }

    private long pop() {
        long best = heap[0];
        heap[0] = heap[--heapSize];
        siftDown(0);
        return best;
    }

    private void siftUp(int at) {
        long moved = heap[at];
        while (at > 0) {
            int parent = (at - 1) >>> 1;
            if (heap[parent] <= moved) {
                break;
            }
            heap[at] = heap[parent];
            at = parent;
        }
        heap[at] = moved;
    }

    private void siftDown(int at) {
        long moved = heap[at];
        for (int child = 2 * at + 1; child < heapSize; child = 2 * at + 1) {
            if (child + 1 < heapSize && heap[child + 1] < heap[child]) {
                child++;
            }
            if (moved <= heap[child]) {
                break;
            }
            heap[at] = heap[child];
            at = child;
        }
        heap[at] = moved;
    }
}
