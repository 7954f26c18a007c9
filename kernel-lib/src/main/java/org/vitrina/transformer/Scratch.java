package org.vitrina.transformer;

import java.util.ArrayList;
import java.util.List;
import org.vitrina.tensor.Tensor;

/// Storage for the results of one branch, taken in turn and all given back at once.
///
/// A model asks for the same sizes in the same order for every token, so after the first nothing is allocated.
final class Scratch {
    private final List<Tensor> taken = new ArrayList<>();
    private int next;

    /// Returns a tensor of this shape, whose numbers are what they are.
    Tensor take(int rows, int columns) {
        if (next == taken.size()) taken.add(Tensor.zeros(rows, columns));
        Tensor last = fitting(taken.get(next), rows, columns);
        taken.set(next++, last);
        return last;
    }

    /// Gives back everything that was taken.
    void clear() {
        next = 0;
    }

    /// Returns `storage` as a tensor of this shape, or another one where it is too small.
    static Tensor fitting(Tensor storage, int rows, int columns) {
        if (storage.rows() == rows && storage.columns() == columns) return storage;
        if (storage.data().length < Math.multiplyExact(rows, columns)) return Tensor.zeros(rows, columns);
        return new Tensor(storage.data(), 0, rows, columns);
    }
}
