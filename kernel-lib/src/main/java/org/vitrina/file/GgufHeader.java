package org.vitrina.file;

import java.util.Map;
import java.util.SequencedMap;

/// What a GGUF file says before its weights, checked.
///
/// @param types the type of each key's value
record GgufHeader(
        int version,
        int alignment,
        SequencedMap<String, Object> metadata,
        Map<String, GgufType> types,
        SequencedMap<String, StoredTensor> tensors) {}
