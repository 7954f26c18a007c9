package org.vitrina.tokenize;

/// Encodes one piece after another by merging: of all adjacent pairs that make a token, the one with the
/// lowest id (that is, rank) goes first, the leftmost of equals, until no pair makes a token.
///
/// The candidates wait in a heap, so that a piece of n bytes takes O(n log n), whatever it is made of. A
/// piece that is a token as a whole is that token; the published encoders do so too, and unless somebody
/// watches the merges this is looked up first. Holds buffers, so one instance serves one thread.
final class PieceEncoder {
    private static final int NONE = PairTable.NONE;

    private final Vocabulary vocabulary;
    private final int[] byteIds;
    private final PairTable pairs;
    private final PieceWatch watch;

    // A token stands at the position of its first byte; the arrays link the positions in use.
    private int[] ids = new int[0];
    private int[] next;
    private int[] previous;
    /// What the token here makes with the next one, or NONE.
    private int[] made;

    /// Candidates as id and position; one is stale when `made` at its position no longer says that id.
    private long[] heap;
    private int heapSize;

    /// @param watch is told of every merge, or null
    PieceEncoder(Vocabulary vocabulary, int[] byteIds, PairTable pairs, PieceWatch watch) {
        this.vocabulary = vocabulary;
        this.byteIds = byteIds;
        this.pairs = pairs;
        this.watch = watch;
    }

    /// Adds the ids of the first `length` bytes of `piece` to `out`.
    void encode(byte[] piece, int length, IntList out) {
        int whole = vocabulary.find(piece, 0, length);
        if (whole != NONE && watch == null) {
            out.add(whole);
            return;
        }
        begin(piece, length);
        if (watch != null) {
            watch.begins(ids, length);
        }
        merge(length);
        if (watch != null) {
            watch.ends(whole, next[0] == length ? ids[0] : NONE);
        }
        if (whole != NONE) {
            out.add(whole);
            return;
        }
        for (int i = 0; i < length; i = next[i]) {
            out.add(ids[i]);
        }
    }

    private void begin(byte[] piece, int n) {
        if (ids.length < n) {
            int capacity = Math.max(64, n);
            ids = new int[capacity];
            next = new int[capacity];
            previous = new int[capacity];
            made = new int[capacity];
            heap = new long[3 * capacity];
        }
        heapSize = 0;
        for (int i = 0; i < n; i++) {
            ids[i] = byteIds[piece[i] & 0xFF];
            next[i] = i + 1;
            previous[i] = i - 1;
        }
        for (int i = 0; i < n - 1; i++) {
            made[i] = pairs.get(ids[i], ids[i + 1]);
            if (made[i] != NONE) {
                heap[heapSize++] = candidate(i);
            }
        }
        made[n - 1] = NONE;
        for (int i = heapSize / 2 - 1; i >= 0; i--) {
            siftDown(i);
        }
    }

    private void merge(int n) {
        while (heapSize > 0) {
            long best = pop();
            int i = (int) best;
            int id = (int) (best >>> 32);
            if (made[i] != id) {
                continue;
            }
            int j = next[i];
            int k = next[j];
            int h = previous[i];
            ids[i] = id;
            next[i] = k;
            made[j] = NONE;
            made[i] = NONE;
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
        made[left] = pairs.get(ids[left], ids[right]);
        if (made[left] != NONE) {
            heap[heapSize] = candidate(left);
            siftUp(heapSize++);
        }
    }

    private long candidate(int position) {
        return (long) made[position] << 32 | position;
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
