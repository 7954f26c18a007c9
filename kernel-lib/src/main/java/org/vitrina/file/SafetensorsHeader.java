package org.vitrina.file;

import java.util.SequencedMap;

/// What a safetensors file says before its weights, checked.
record SafetensorsHeader(SequencedMap<String, Object> metadata, SequencedMap<String, StoredTensor> tensors) {}
