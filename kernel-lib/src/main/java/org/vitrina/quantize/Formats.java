package org.vitrina.quantize;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.SequencedMap;
import java.util.stream.Collectors;

/// The formats of GGUF files, by name and by the number that stands for them in a file.
public final class Formats {
    public static final Format F32 = new F32();
    public static final Format F16 = new F16();
    public static final Format BF16 = new BF16();
    public static final Format Q8_0 = new Q8_0();
    public static final Format Q6_K = new Q6_K();
    public static final Format Q5_1 = new Q5_1();
    public static final Format Q5_0 = new Q5_0();
    public static final Format Q5_K = new Q5_K();
    public static final Format Q4_1 = new Q4_1();
    public static final Format Q4_0 = new Q4_0();
    public static final Format Q4_K = new Q4_K();
    public static final Format Q3_K = new Q3_K();
    public static final Format Q2_K = new Q2_K();

    /// The numbers of ggml's types (`enum ggml_type`), the formats with most bits first.
    private static final SequencedMap<Format, Integer> TYPES = types();

    /// Types that files may have and that are not read here, so that an error can name them.
    private static final Map<Integer, String> OTHERS = Map.ofEntries(
            Map.entry(9, "Q8_1"),
            Map.entry(15, "Q8_K"),
            Map.entry(16, "IQ2_XXS"),
            Map.entry(17, "IQ2_XS"),
            Map.entry(18, "IQ3_XXS"),
            Map.entry(19, "IQ1_S"),
            Map.entry(20, "IQ4_NL"),
            Map.entry(21, "IQ3_S"),
            Map.entry(22, "IQ2_S"),
            Map.entry(23, "IQ4_XS"),
            Map.entry(24, "I8"),
            Map.entry(25, "I16"),
            Map.entry(26, "I32"),
            Map.entry(27, "I64"),
            Map.entry(28, "F64"),
            Map.entry(29, "IQ1_M"),
            Map.entry(34, "TQ1_0"),
            Map.entry(35, "TQ2_0"),
            Map.entry(39, "MXFP4"),
            Map.entry(40, "NVFP4"),
            Map.entry(41, "Q1_0"));

    private Formats() {}

    private static SequencedMap<Format, Integer> types() {
        var types = new LinkedHashMap<Format, Integer>();
        types.put(F32, 0);
        types.put(F16, 1);
        types.put(BF16, 30);
        types.put(Q8_0, 8);
        types.put(Q6_K, 14);
        types.put(Q5_1, 7);
        types.put(Q5_0, 6);
        types.put(Q5_K, 13);
        types.put(Q4_1, 3);
        types.put(Q4_0, 2);
        types.put(Q4_K, 12);
        types.put(Q3_K, 11);
        types.put(Q2_K, 10);
        return Collections.unmodifiableSequencedMap(types);
    }

    /// Returns all formats of GGUF files that are read and written here, those with most bits first.
    public static List<Format> all() {
        return List.copyOf(TYPES.sequencedKeySet());
    }

    /// Returns the format of this name, such as `Q4_0`, in capitals or not.
    ///
    /// @throws IllegalArgumentException if there is none; the message lists those there are
    public static Format named(String name) {
        return TYPES.keySet().stream()
                .filter(format -> format.name().equals(name.toUpperCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() ->
                        new IllegalArgumentException("there is no number format '" + name + "'; there are " + names()));
    }

    /// Returns the format that a GGUF file means by `type`, if it is one of [#all()].
    public static Optional<Format> ofGgmlType(int type) {
        return TYPES.entrySet().stream()
                .filter(entry -> entry.getValue() == type)
                .map(Map.Entry::getKey)
                .findFirst();
    }

    /// Returns the number that stands for `format` in a GGUF file.
    ///
    /// @throws IllegalArgumentException if GGUF files cannot hold it
    public static int ggmlType(Format format) {
        Integer type = TYPES.get(format);
        if (type == null) {
            throw new IllegalArgumentException(
                    "a GGUF file cannot hold weights of format " + format.name() + "; it can hold " + names());
        }
        return type;
    }

    /// Returns what ggml calls `type`, whether it is read here or not: `IQ4_XS`, or `type 99` for one that
    /// is not known.
    public static String nameOfGgmlType(int type) {
        return ofGgmlType(type).map(Format::name).orElseGet(() -> OTHERS.getOrDefault(type, "type " + type));
    }

    private static String names() {
        return TYPES.keySet().stream().map(Format::name).collect(Collectors.joining(", "));
    }
}
