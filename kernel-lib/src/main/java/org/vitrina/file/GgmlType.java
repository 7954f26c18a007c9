package org.vitrina.file;

import java.util.HashMap;
import java.util.Map;
import org.vitrina.quantize.Format;
import org.vitrina.quantize.Formats;

/// The number formats that a tensor of a GGUF file may have, by the numbers that stand in the file
/// (`ggml_type` in [ggml.h](https://github.com/ggml-org/ggml/blob/master/include/ggml.h)).
///
/// The size of each is known, so that a file with any of them can be listed, checked and copied.
enum GgmlType {
    F32(0, 1, 4),
    F16(1, 1, 2),
    Q4_0(2, 32, 18),
    Q4_1(3, 32, 20),
    Q5_0(6, 32, 22),
    Q5_1(7, 32, 24),
    Q8_0(8, 32, 34),
    Q8_1(9, 32, 40),
    Q2_K(10, 256, 84),
    Q3_K(11, 256, 110),
    Q4_K(12, 256, 144),
    Q5_K(13, 256, 176),
    Q6_K(14, 256, 210),
    Q8_K(15, 256, 292),
    IQ2_XXS(16, 256, 66),
    IQ2_XS(17, 256, 74),
    IQ3_XXS(18, 256, 98),
    IQ1_S(19, 256, 50),
    IQ4_NL(20, 32, 18),
    IQ3_S(21, 256, 110),
    IQ2_S(22, 256, 82),
    IQ4_XS(23, 256, 136),
    I8(24, 1, 1),
    I16(25, 1, 2),
    I32(26, 1, 4),
    I64(27, 1, 8),
    F64(28, 1, 8),
    IQ1_M(29, 256, 56),
    BF16(30, 1, 2),
    TQ1_0(34, 256, 54),
    TQ2_0(35, 256, 66),
    MXFP4(39, 32, 17),
    NVFP4(40, 64, 36),
    Q1_0(41, 128, 18);

    private static final Map<Integer, GgmlType> BY_NUMBER = new HashMap<>();
    private static final Map<String, GgmlType> BY_NAME = new HashMap<>();

    static {
        for (GgmlType type : values()) {
            BY_NUMBER.put(type.number, type);
            BY_NAME.put(type.name(), type);
        }
    }

    private final int number;
    private final Format listed;

    GgmlType(int number, int blockSize, int blockBytes) {
        this.number = number;
        this.listed = new ListedFormat(name(), blockSize, blockBytes);
    }

    /// Returns the number that stands in a file.
    int number() {
        return number;
    }

    /// Returns the format as one that can only be listed.
    Format listed() {
        return listed;
    }

    /// Returns the format that a file calls `number`: one that can be computed with, or one that can only be
    /// listed; where nobody knows it, its blocks have no size.
    static Format format(int number) {
        return Formats.ofGgmlType(number).orElseGet(() -> {
            GgmlType type = BY_NUMBER.get(number);
            return type == null ? new ListedFormat("type " + Integer.toUnsignedString(number), 0, 0) : type.listed;
        });
    }

    /// Returns the number of a format in a file.
    ///
    /// @throws IllegalArgumentException if GGUF has none for it; the message lists those that it has
    static int number(Format format) {
        GgmlType type = BY_NAME.get(format.name());
        return type == null ? Formats.ggmlType(format) : type.number;
    }
}
