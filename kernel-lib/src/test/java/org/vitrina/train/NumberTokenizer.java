package org.vitrina.train;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Map;
import java.util.Set;
import org.vitrina.tokenize.Tokenizer;

/// Reads numbers apart by spaces: the id of `7` is 7.
record NumberTokenizer(int vocabularySize) implements Tokenizer {
    @Override
    public String name() {
        return "numbers";
    }

    @Override
    public Map<String, Integer> specialTokens() {
        return Map.of();
    }

    @Override
    public int[] encode(String text, Set<String> allowedSpecial) {
        return Arrays.stream(text.split(" ")).mapToInt(Integer::parseInt).toArray();
    }

    @Override
    public String decode(int... ids) {
        return String.join(" ", Arrays.stream(ids).mapToObj(Integer::toString).toList());
    }

    @Override
    public byte[] bytes(int id) {
        return Integer.toString(id).getBytes(StandardCharsets.UTF_8);
    }
}
