package org.vitrina.generate;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import org.vitrina.tokenize.Markers;
import org.vitrina.tokenize.Tokenizer;
import org.vitrina.transformer.LanguageModel;

/// A language model whose answers are looked up: each text so far has the probabilities that a test gives
/// it.
final class TableModel implements LanguageModel {
    private final Words words;
    private final int context;
    private final Function<List<Integer>, double[]> table;
    int read;

    TableModel(Words words, int context, Function<List<Integer>, double[]> table) {
        this.words = words;
        this.context = context;
        this.table = table;
    }

    /// Says this, token by token, whatever it reads, each token with a probability of 0.99.
    static TableModel saying(Words words, int prompt, int... ids) {
        return new TableModel(words, 1000, read -> {
            double[] p = new double[words.vocabularySize()];
            Arrays.fill(p, 0.01 / (p.length - 1));
            int at = read.size() - prompt;
            p[at < ids.length ? ids[at] : 0] = 0.99;
            return p;
        });
    }

    @Override
    public String name() {
        return "table";
    }

    @Override
    public Tokenizer tokenizer() {
        return words;
    }

    @Override
    public int vocabularySize() {
        return words.vocabularySize();
    }

    @Override
    public int contextLength() {
        return context;
    }

    @Override
    public Session session() {
        return new Lookup(new int[0]);
    }

    private final class Lookup implements Session {
        private int[] ids;

        Lookup(int[] ids) {
            this.ids = ids;
        }

        @Override
        public int position() {
            return ids.length;
        }

        @Override
        public float[] next(int... more) {
            if (ids.length + more.length > context) throw new AssertionError("read beyond the context");
            int before = ids.length;
            ids = Arrays.copyOf(ids, before + more.length);
            System.arraycopy(more, 0, ids, before, more.length);
            read += more.length;
            return SamplerStepTests.logits(
                    table.apply(Arrays.stream(ids).boxed().toList()));
        }

        @Override
        public float[][] all(int... more) {
            return Arrays.stream(more).mapToObj(id -> next(id)).toArray(float[][]::new);
        }

        @Override
        public void rewind(int position) {
            ids = Arrays.copyOf(ids, position);
        }

        @Override
        public Session fork() {
            return new Lookup(ids);
        }
    }

    /// A tokenizer of a few words, or pieces of characters, each of them one token; the longest at a place
    /// counts.
    static final class Words implements Tokenizer {
        private final List<byte[]> words;
        private final Markers markers;

        Words(Markers markers, List<byte[]> words) {
            this.words = words;
            this.markers = markers;
        }

        static Words of(String... words) {
            return new Words(
                    Markers.NONE,
                    Arrays.stream(words)
                            .map(word -> word.getBytes(StandardCharsets.UTF_8))
                            .toList());
        }

        /// The same words, where the last one ends a text and the one before begins it.
        Words marked() {
            int n = words.size();
            return new Words(
                    new Markers(
                            OptionalInt.of(n - 2),
                            OptionalInt.of(n - 1),
                            OptionalInt.empty(),
                            OptionalInt.empty(),
                            List.of(n - 2),
                            List.of(n - 1),
                            Set.of(n - 1)),
                    words);
        }

        @Override
        public String name() {
            return "words";
        }

        @Override
        public int vocabularySize() {
            return words.size();
        }

        @Override
        public Map<String, Integer> specialTokens() {
            return new LinkedHashMap<>();
        }

        @Override
        public Markers markers() {
            return markers;
        }

        @Override
        public int[] encode(String text, Set<String> allowedSpecial) {
            byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
            int[] ids = new int[bytes.length];
            int count = 0;
            for (int at = 0; at < bytes.length; ) {
                int best = -1;
                for (int id = 0; id < words.size(); id++) {
                    byte[] word = words.get(id);
                    if (at + word.length <= bytes.length
                            && Arrays.equals(bytes, at, at + word.length, word, 0, word.length)
                            && (best < 0 || word.length > words.get(best).length)) best = id;
                }
                if (best < 0) throw new IllegalArgumentException("no word for '" + text + "' at byte " + at);
                ids[count++] = best;
                at += words.get(best).length;
            }
            return Arrays.copyOf(ids, count);
        }

        @Override
        public byte[] bytes(int id) {
            if (id < 0 || id >= words.size()) throw new IllegalArgumentException("no token " + id);
            return words.get(id).clone();
        }
    }
}
