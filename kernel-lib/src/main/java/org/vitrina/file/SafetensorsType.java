package org.vitrina.file;

import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.vitrina.quantize.Format;
import org.vitrina.quantize.Formats;

/// The types of numbers that safetensors has
/// ([`Dtype`](https://docs.rs/safetensors/latest/safetensors/tensor/enum.Dtype.html)), in the order in which its
/// own writer sorts tensors, backwards.
enum SafetensorsType {
    BOOL(1, 1),
    F4(2, 1),
    F6_E2M3(4, 3),
    F6_E3M2(4, 3),
    U8(1, 1),
    I8(1, 1),
    F8_E5M2(1, 1),
    F8_E4M3(1, 1),
    F8_E8M0(1, 1),
    I16(1, 2),
    U16(1, 2),
    F16(Formats.F16),
    BF16(Formats.BF16),
    I32(1, 4),
    U32(1, 4),
    F32(Formats.F32),
    C64(1, 8),
    F64(1, 8),
    I64(1, 8),
    U64(1, 8);

    private static final Map<String, SafetensorsType> BY_NAME =
            Stream.of(values()).collect(Collectors.toMap(Enum::name, Function.identity()));

    private final Format format;

    SafetensorsType(Format format) {
        this.format = format;
    }

    SafetensorsType(int numbers, int bytes) {
        format = new ListedFormat(name(), numbers, bytes);
    }

    /// Returns the format of a type; one that nobody knows has blocks of no size.
    static Format format(String name) {
        SafetensorsType type = BY_NAME.get(name);
        return type == null ? new ListedFormat(name, 0, 0) : type.format;
    }

    /// Returns the type of a format.
    ///
    /// @throws IllegalArgumentException if safetensors has none for it
    static SafetensorsType of(Format format) {
        SafetensorsType type = BY_NAME.get(format.name());
        if (type == null) {
            throw new IllegalArgumentException("safetensors cannot hold weights of format " + format.name()
                    + "; it can hold F32, F16, BF16 and others, but no blocks");
        }
        return type;
    }
}
