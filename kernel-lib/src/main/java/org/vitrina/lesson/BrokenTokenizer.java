package org.vitrina.lesson;

import java.util.Map;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.vitrina.tokenize.Tokenizer;

/// A tokenizer with a fault in it, for tests that should find it.
///
/// @param fault changes each text before it is encoded
record BrokenTokenizer(Tokenizer sound, UnaryOperator<String> fault) implements Tokenizer {
    @Override
    public String name() {
        return "broken";
    }

    @Override
    public int vocabularySize() {
        return sound.vocabularySize();
    }

    @Override
    public Map<String, Integer> specialTokens() {
        return sound.specialTokens();
    }

    @Override
    public int[] encode(String text, Set<String> allowedSpecial) {
        return sound.encode(fault.apply(text), allowedSpecial);
    }

    @Override
    public String decode(int... ids) {
        return sound.decode(ids);
    }

    @Override
    public byte[] bytes(int id) {
        return sound.bytes(id);
    }
}
