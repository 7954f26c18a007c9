package org.vitrina.quantize;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import org.vitrina.show.Figure;

/// What each bit of a block means.
///
/// @param words the bytes of the block in their order, those together that are read together
public record BlockLayout(List<Word> words) {
    /// Colours of the parts of a float; weights take turns in all colours but grey.
    private static final List<String> FLOAT_PARTS = List.of("fraction", "exponent", "sign");

    private static final List<Integer> FLOAT_COLOURS = List.of(0, 1, 4);
    private static final int GREY = 5;

    /// Bytes that are read together, lowest first.
    ///
    /// @param at     the first byte in the block
    /// @param bytes  how many; 1, 2 or 4
    /// @param label  what they hold, or nothing where the fields say it
    /// @param fields from the highest bits to the lowest; together they are all bits
    public record Word(int at, int bytes, String label, List<Field> fields) {
        public Word {
            fields = List.copyOf(fields);
        }
    }

    /// Neighbouring bits that mean something.
    ///
    /// @param bit     the lowest of them, counted from the lowest of the word
    /// @param bits    how many
    /// @param label   what they mean: `w7` is the code of weight 7
    /// @param first   the first weight that depends on them
    /// @param weights how many weights in a row do; 0 for bits that are not used
    public record Field(int bit, int bits, String label, int first, int weights) {}

    public BlockLayout {
        words = List.copyOf(words);
    }

    /// Returns a layout of all the words of `parts`, one after the other.
    @SafeVarargs
    static BlockLayout of(List<Word>... parts) {
        var words = new ArrayList<Word>();
        for (List<Word> part : parts) {
            words.addAll(part);
        }
        return new BlockLayout(words);
    }

    /// Returns a word that is a float: a sign, an exponent and a fraction.
    ///
    /// @param weights how many weights depend on it, from the first on
    static List<Word> real(int at, int exponentBits, int fractionBits, String label, int weights) {
        return List.of(new Word(
                at,
                (1 + exponentBits + fractionBits) / Byte.SIZE,
                label,
                List.of(
                        new Field(exponentBits + fractionBits, 1, "sign", 0, weights),
                        new Field(fractionBits, exponentBits, "exponent", 0, weights),
                        new Field(0, fractionBits, "fraction", 0, weights))));
    }

    /// Returns a word that is a float of 16 bits.
    static List<Word> half(int at, String label, int weights) {
        return real(at, 5, 10, label, weights);
    }

    static Word octet(int at, Field... fields) {
        return new Word(at, 1, "", List.of(fields));
    }

    /// Returns the field of some bits of the code of one weight.
    static Field code(int bit, int bits, int weight) {
        return new Field(bit, bits, "w" + weight, weight, 1);
    }

    /// Returns the bits of a block with what they mean.
    ///
    /// @param block the bytes of the whole block
    /// @param shown which words are drawn
    Figure.Bits figure(String title, byte[] block, Predicate<Word> shown) {
        return new Figure.Bits(
                title,
                words.stream().filter(shown).map(word -> group(word, block)).toList());
    }

    private static Figure.BitGroup group(Word word, byte[] block) {
        String place = word.bytes() == 1
                ? "byte " + word.at()
                : "bytes %d–%d".formatted(word.at(), word.at() + word.bytes() - 1);
        return new Figure.BitGroup(
                word.label().isEmpty() ? place : place + ": " + word.label(),
                word.fields().stream()
                        .map(field -> new Figure.BitRun(bits(word, field, block), field.label(), colour(field)))
                        .toList());
    }

    private static String bits(Word word, Field field, byte[] block) {
        var bits = new StringBuilder();
        for (int bit = field.bit() + field.bits() - 1; bit >= field.bit(); bit--) {
            bits.append(block[word.at() + bit / Byte.SIZE] >> bit % Byte.SIZE & 1);
        }
        return bits.toString();
    }

    private static int colour(Field field) {
        int part = FLOAT_PARTS.indexOf(field.label());
        return part >= 0 ? FLOAT_COLOURS.get(part) : field.weights() == 1 ? field.first() % GREY : GREY;
    }
}
