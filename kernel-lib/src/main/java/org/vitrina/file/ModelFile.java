package org.vitrina.file;

import java.util.SequencedMap;

/// An open model file: what it says about itself, and its tensors, mapped and not copied.
///
/// Closing it ends the mapping; matrices that were packed for computing are copies and live on.
public interface ModelFile extends AutoCloseable {
    /// Returns what the file says about itself, by key, in the file's order. Values are `String`, `Boolean`,
    /// `Integer`, `Long` (also for unsigned 32-bit numbers), `BigInteger` (for unsigned 64-bit numbers that a
    /// `long` cannot hold), `Float`, `Double`, and lists of these.
    SequencedMap<String, Object> metadata();

    /// Returns the tensors by name, in the file's order.
    SequencedMap<String, StoredTensor> tensors();

    @Override
    void close();
}
