package org.vitrina.context;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.UnaryOperator;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// A summary without a model: the sentences whose words are most usual in the text, in their order
/// ([Nenkova and Vanderwende
/// 2005](https://www.microsoft.com/en-us/research/publication/the-impact-of-frequency-on-summarization/),
/// after Luhn). It says nothing that the text does not say, and leaves out most of it, whatever is no whole sentence
/// included.
///
/// @param characters how long it is at most
public record Extract(int characters) implements UnaryOperator<String> {
    public Extract {
        if (characters < 1) {
            throw new IllegalArgumentException("a summary has room for at least 1 character, but got " + characters);
        }
    }

    @Override
    public String apply(String text) {
        List<String> sentences = Arrays.stream(text.split("(?<=[.!?])\\s+"))
                .map(String::strip)
                // the text may begin or end in the middle of a sentence
                .filter(sentence -> sentence.matches("(?s)[\\p{Lu}¿¡\"“—].*[.!?]"))
                .toList();
        Map<String, Integer> counts = new HashMap<>();
        for (String word : words(text)) counts.merge(word, 1, Integer::sum);
        double[] usual = sentences.stream()
                .mapToDouble(sentence -> words(sentence).stream()
                        .mapToInt(word -> counts.getOrDefault(word, 0))
                        .average()
                        .orElse(0))
                .toArray();
        var chosen = new ArrayList<Integer>();
        int left = characters;
        var best = IntStream.range(0, usual.length)
                .boxed()
                .sorted(Comparator.comparingDouble((Integer i) -> -usual[i]))
                .toList();
        for (int i : best) {
            if (sentences.get(i).length() + 1 <= left) {
                chosen.add(i);
                left -= sentences.get(i).length() + 1;
            }
        }
        return chosen.stream().sorted().map(sentences::get).collect(Collectors.joining(" "));
    }

    /// Returns the words that say something: the shortest are mostly articles and the like.
    private static List<String> words(String text) {
        return Arrays.stream(text.toLowerCase(Locale.ROOT).split("[^\\p{L}\\p{N}]+"))
                .filter(word -> word.length() > 3)
                .toList();
    }
}
