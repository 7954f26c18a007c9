package org.vitrina.transformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vitrina.show.Figure;
import org.vitrina.tensor.Matrix;
import org.vitrina.tokenize.Token;

/// Directions between token vectors.
final class EmbeddingSpace {
    private final Model model;
    private final Matrix table;

    EmbeddingSpace(Model model) {
        this.model = model;
        table = model.transformer().embedding().matrix();
    }

    Figure.Bars neighbours(String word, int count) {
        int id = single(word);
        return nearest("nearest to " + Reading.quoted(text(id)), row(id), Set.of(id), count);
    }

    Figure.Bars analogy(String a, String b, String c, int count) {
        int first = single(a);
        int minus = single(b);
        int plus = single(c);
        float[] target = row(first);
        float[] from = row(minus);
        float[] to = row(plus);
        for (int i = 0; i < target.length; i++) {
            target[i] += to[i] - from[i];
        }
        String title = "nearest to %s − %s + %s"
                .formatted(Reading.quoted(text(first)), Reading.quoted(text(minus)), Reading.quoted(text(plus)));
        return nearest(title, target, Set.of(first, minus, plus), count);
    }

    private Figure.Bars nearest(String title, float[] target, Set<Integer> without, int count) {
        if (count < 1) throw new IllegalArgumentException("at least 1 neighbour has to be shown, but got " + count);
        double[] cosines = new double[Math.min(table.rows(), model.tokenizer().vocabularySize())];
        float[] row = new float[table.columns()];
        for (int id = 0; id < cosines.length; id++) {
            table.row(id, row, 0);
            cosines[id] = cosine(target, row);
        }
        List<Integer> best = IntStream.range(0, cosines.length)
                .boxed()
                .filter(id -> !without.contains(id))
                .sorted(Comparator.comparingDouble((Integer id) -> -cosines[id]))
                .limit(count)
                .toList();
        var values = new ArrayList<Double>();
        best.forEach(id -> values.add(cosines[id]));
        return new Figure.Bars(title, "cosine", best.stream().map(this::text).toList(), values);
    }

    private static double cosine(float[] a, float[] b) {
        double product = 0;
        double lengthA = 0;
        double lengthB = 0;
        for (int i = 0; i < a.length; i++) {
            product += (double) a[i] * b[i];
            lengthA += (double) a[i] * a[i];
            lengthB += (double) b[i] * b[i];
        }
        return lengthA == 0 || lengthB == 0 ? 0 : product / Math.sqrt(lengthA * lengthB);
    }

    private float[] row(int id) {
        float[] row = new float[table.columns()];
        table.row(id, row, 0);
        return row;
    }

    private String text(int id) {
        return Reading.text(model, id);
    }

    /// Returns the id of a word that is one token.
    private int single(String word) {
        int[] ids = model.tokenizer().encode(word);
        if (ids.length != 1) {
            String pieces = Arrays.stream(ids)
                    .mapToObj(model.tokenizer()::token)
                    .map(Token::text)
                    .map(Reading::quoted)
                    .collect(Collectors.joining(" + "));
            throw new IllegalArgumentException("%s is %s tokens here, %s; a vector belongs to one token%s"
                    .formatted(
                            Reading.quoted(word),
                            ids.length,
                            pieces,
                            word.startsWith(" ") ? "" : "; with a space before it, it may be one"));
        }
        return ids[0];
    }
}
