package org.vitrina.world;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.OptionalInt;
import org.vitrina.tokenize.Tokenizer;

/// Texts longer than a tale, of the test part.
public final class LongTales {
    private LongTales() {}

    /// Returns `length` tokens of tales one after the other, each ended as in training.
    ///
    /// @param seed the same seed gives the same tales, another one others
    public static int[] ids(Tokenizer tokenizer, Language language, int length, long seed) {
        OptionalInt end = tokenizer.markers().end();
        var ids = new ArrayList<Integer>();
        // a tale has more than 40 tokens: no two texts share one
        for (long number = seed * (length / 40 + 1); ids.size() < length; number++) {
            for (int id : tokenizer.encode(tale(language, number).text())) ids.add(id);
            end.ifPresent(ids::add);
        }
        return ids.stream().limit(length).mapToInt(Integer::intValue).toArray();
    }

    /// Returns `length` tokens of one tale that is told again and again, word for word. From its second telling on,
    /// every word can be known by looking back.
    ///
    /// @param seed the same seed gives the same tale, another one another
    public static int[] retold(Tokenizer tokenizer, Language language, int length, long seed) {
        String tale = tale(language, seed).text();
        var text = new StringBuilder(tale);
        int[] ids = tokenizer.encode(tale);
        while (ids.length < length) {
            text.append(' ').append(tale);
            ids = tokenizer.encode(text.toString());
        }
        return Arrays.copyOf(ids, length);
    }

    private static Tale tale(Language language, long number) {
        return TaleQuestions.tale(Split.TEST, 2 * number + language.ordinal());
    }
}
