package org.vitrina.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.show.Figure;
import org.vitrina.show.Walk;
import org.vitrina.tensor.FloatMatrix;
import org.vitrina.tensor.KvCache;
import org.vitrina.tensor.Pairing;
import org.vitrina.tensor.Tensor;

@DisplayName("A look into a model")
class LooksTests {
    private static final String TEXT = "the cat sat on the mat";

    private final Model model = SmallModels.llama();
    private final int[] ids = model.ids(TEXT);

    @Nested
    @DisplayName("at one head")
    class AtOneHead {
        private final Walk<AttentionStep> walk = Looks.attention(model, TEXT, 1, 3);
        private final int last = ids.length - 1;

        @Test
        @DisplayName("goes from scores over the mask and the softmax to the mix")
        void steps() {
            assertEquals(
                    List.of(
                            "attention.project",
                            "attention.score",
                            "attention.mask",
                            "attention.softmax",
                            "attention.mix"),
                    walk.stream().map(AttentionStep::name).toList());
        }

        @Test
        @DisplayName("shows scores that are products of its queries and keys, the future's too")
        void scores() {
            var projected = (AttentionStep.Projected) walk.at(0);
            var scored = (AttentionStep.Scored) walk.at(1);
            assertEquals(1 / Math.sqrt(8), scored.scale(), 1e-7);
            assertEquals(1, projected.kvHead(), "4 heads ask, 2 answer");
            for (int t = 0; t <= last; t++) {
                for (int s = 0; s <= last; s++) {
                    double product = 0;
                    for (int i = 0; i < 8; i++) {
                        product += projected.queries()[t][i] * projected.keys()[s][i];
                    }
                    assertEquals(product / Math.sqrt(8), scored.scores()[t][s], 1e-5);
                }
            }
        }

        @Test
        @DisplayName("hides the future, shares the rest by softmax, and mixes values by these shares")
        void mix() {
            var scored = (AttentionStep.Scored) walk.at(1);
            var masked = (AttentionStep.Masked) walk.at(2);
            var shared = (AttentionStep.Shared) walk.at(3);
            var mixed = (AttentionStep.Mixed) walk.at(4);
            for (int t = 0; t <= last; t++) {
                double sum = 0;
                for (int s = 0; s <= last; s++) {
                    assertEquals(s > t, Double.isNaN(masked.scores()[t][s]));
                    if (s <= t) sum += Math.exp(scored.scores()[t][s]);
                }
                double[] expected = new double[8];
                for (int s = 0; s <= t; s++) {
                    double share = Math.exp(scored.scores()[t][s]) / sum;
                    assertEquals(share, shared.pattern()[t][s], 1e-5);
                    for (int i = 0; i < 8; i++) {
                        expected[i] += share * mixed.valueVectors()[s][i];
                    }
                }
                assertArrayEquals(expected, mixed.mixed()[t], 1e-5);
            }
        }

        @Test
        @DisplayName("tells it with the numbers of this run")
        void captions() {
            var scored = (AttentionStep.Scored) walk.at(1);
            double best = Double.NEGATIVE_INFINITY;
            for (double score : scored.scores()[last]) best = Math.max(best, score);
            assertTrue(scored.caption().contains("times 0.3536"), scored.caption());
            assertTrue(scored.caption().contains(" scores %.2f for '".formatted(best)), scored.caption());
            int hidden = ids.length * (ids.length - 1) / 2;
            assertEquals(
                    "%d of %d scores are hidden, set to −∞: no position may see what it shall predict."
                            .formatted(hidden, ids.length * ids.length),
                    walk.at(2).caption());
            assertTrue(walk.html().contains("looked at"), "it displays");
        }

        @Test
        @DisplayName("needs one that there is")
        void noSuchHead() {
            assertEquals(
                    "the model has heads 0 to 3 in each layer, but head 4 was asked for",
                    assertThrows(IndexOutOfBoundsException.class, () -> Looks.attention(model, TEXT, 0, 4))
                            .getMessage());
            assertThrows(IndexOutOfBoundsException.class, () -> Looks.pattern(model, TEXT, 3, 0));
        }
    }

    @Test
    @DisplayName("at all heads has a pattern for each, the same as alone")
    void patterns() {
        Figure.Tiles tiles = Looks.patterns(model, TEXT);
        assertEquals(3, tiles.rows().size());
        assertEquals(4, tiles.columns().size());
        double[][] one = Looks.pattern(model, TEXT, 2, 1).values();
        double[][] same = tiles.matrices().get(2).get(1);
        for (int t = 0; t < ids.length; t++) {
            for (int s = 0; s <= t; s++) {
                assertEquals(one[t][s], same[t][s]);
            }
        }
    }

    @Test
    @DisplayName("at the residual stream: what comes out of one block goes into the next")
    void residual() {
        Walk<StreamStep> walk = Looks.residual(model, TEXT);
        assertEquals(3, walk.size());
        assertArrayEquals(walk.at(0).after(), walk.at(1).before());
        Tensor stream = model.activations(TEXT, "blocks.2.hook_resid_post").get("blocks.2.hook_resid_post");
        double squares = 0;
        for (float x : stream.row(4).toArray()) squares += x * x;
        assertEquals(Math.sqrt(squares), walk.at(2).after()[4], 1e-5);
        assertEquals(3, walk.table().rowCount());
        walk.chart("median length");
    }

    @Nested
    @DisplayName("through the logit lens")
    class Lens {
        private final Walk<LensStep> walk = Looks.logitLens(model, TEXT);

        @Test
        @DisplayName("ends with what the model does say")
        void last() {
            float[][] logits = model.session().all(ids);
            LensStep last = walk.at(3);
            for (int t = 0; t < ids.length; t++) {
                double sum = 0;
                int best = 0;
                for (int id = 0; id < logits[t].length; id++) {
                    sum += Math.exp(logits[t][id]);
                    if (logits[t][id] > logits[t][best]) best = id;
                }
                assertEquals(Math.exp(logits[t][best]) / sum, last.probability()[t], 1e-5);
                assertEquals(
                        model.tokenizer().token(best).text(), last.likeliest().get(t));
                if (t + 1 < ids.length) {
                    assertEquals(Math.exp(logits[t][ids[t + 1]]) / sum, last.rightOnes()[t], 1e-5);
                }
            }
        }

        @Test
        @DisplayName("begins with the embedding, which in a tied model says the token itself")
        void first() {
            assertEquals(0, walk.at(0).blocks());
            assertEquals(
                    model.tokenizer().token(ids[0]).text(),
                    walk.at(0).likeliest().getFirst());
        }

        @Test
        @DisplayName("draws a row for each block, the deepest first, and of a long text the end")
        void map() {
            Figure.Heatmap map = Looks.logitLensMap(model, TEXT.repeat(4));
            assertEquals(List.of("3", "2", "1", "0"), map.rows());
            assertEquals(14, map.columns().size());
            assertTrue(map.title().contains("the last 14 of "), map.title());
        }
    }

    /// A model whose parameters are changed on their way.
    private static Model changed(Config config, WeightSource change) {
        return Model.of("changed", Transformer.of(config, change), SmallModels.tokenizer());
    }

    @Test
    @DisplayName("without a head loses what a model loses whose output matrix ignores that head")
    void ablation() {
        Config config = Config.llama(SmallModels.VOCABULARY, 64, 32, 3, 4, 2, 48);
        var whole = new RandomWeights(1);
        var deaf = changed(config, (name, shape) -> {
            Weight weight = whole.weight(name, shape);
            if (!name.equals("blk.1.attn_output.weight")) return weight;
            Tensor numbers = Tensor.zeros(shape);
            for (int row = 0; row < shape[0]; row++) {
                weight.matrix().row(row, numbers.data(), row * shape[1]);
                Arrays.fill(numbers.data(), row * shape[1] + 16, row * shape[1] + 24, 0);
            }
            return Weight.of(name, FloatMatrix.of(numbers), shape);
        });
        Walk<AblationStep> walk = Looks.ablation(model, TEXT);
        AblationStep layer = walk.at(1);
        assertEquals(rightness(model), layer.whole(), 1e-6);
        assertEquals(rightness(deaf) - rightness(model), layer.change()[2], 1e-5);
        assertEquals(3, Looks.ablationMap(model, TEXT).rows().size());
        assertEquals(
                "ablation needs a text of at least 2 tokens, but this one has 1",
                assertThrows(IllegalArgumentException.class, () -> Looks.ablation(model, "x"))
                        .getMessage());
    }

    private double rightness(Model model) {
        float[][] logits = model.session().all(ids);
        double sum = 0;
        for (int t = 0; t + 1 < ids.length; t++) {
            double total = 0;
            for (float logit : logits[t]) total += Math.exp(logit);
            sum += logits[t][ids[t + 1]] - Math.log(total);
        }
        return sum / (ids.length - 1);
    }

    @Test
    @DisplayName("without a token says what a model says to which that token means nothing")
    void salience() {
        var parts = Set.of(Config.Part.SEPARATE_OUTPUT);
        Config tied = Config.llama(SmallModels.VOCABULARY, 64, 32, 3, 4, 2, 48);
        var config = new Config(
                "llama",
                tied.vocabulary(),
                64,
                32,
                3,
                tied.attention(),
                48,
                tied.norm(),
                tied.activation(),
                tied.rope(),
                null,
                1,
                parts);
        var random = new RandomWeights(1);
        Model whole = changed(config, random);
        String text = "cat on";
        int left = whole.ids(text)[0];
        Model without = changed(config, (name, shape) -> {
            Weight weight = random.weight(name, shape);
            if (!name.equals("token_embd.weight")) return weight;
            Tensor numbers = Tensor.zeros(shape);
            for (int row = 0; row < shape[0]; row++) {
                if (row != left) weight.matrix().row(row, numbers.data(), row * shape[1]);
            }
            return Weight.of(name, FloatMatrix.of(numbers), shape);
        });
        SalienceStep step = Looks.salience(whole, text).at(0);
        int next = Distribution.of(whole.session().next(whole.ids(text))).likeliest();
        assertEquals(Reading.text(whole, next), step.next());
        assertEquals(
                Distribution.of(without.session().next(whole.ids(text))).logProbabilities()[next],
                step.without(),
                1e-6);
    }

    @Test
    @DisplayName("for induction heads reads the same tokens twice and scores what followed last time")
    void induction() {
        Walk<InductionStep> walk = Looks.induction(model, 10, 7);
        int[] twice = InductionStep.repeated(model, 10, 7);
        assertEquals(20, twice.length);
        assertArrayEquals(Arrays.copyOf(twice, 10), Arrays.copyOfRange(twice, 10, 20));
        Tensor pattern = model.activations(twice, "blocks.2.attn.hook_pattern").get("blocks.2.attn.hook_pattern");
        double sum = 0;
        for (int t = 10; t < 20; t++) {
            sum += pattern.get(1, t, t - 9);
        }
        assertEquals(sum / 10, walk.at(2).score()[1], 1e-6);
        assertArrayEquals(
                walk.at(2).score(), Looks.induction(model, 10, 7).at(2).score(), "same seed, same score");
        assertEquals(20, Looks.inductionPattern(model, 10, 7, 0, 0).rows().size());
    }

    @Test
    @DisplayName("at the next token shows probabilities that are the softmax of its logits")
    void next() {
        Walk<NextStep> walk = Looks.next(model, TEXT, SmallModels.VOCABULARY);
        var all = (NextStep.Probabilities) walk.at(1);
        assertEquals(1, all.together(), 1e-9);
        double sum = 0;
        double entropy = 0;
        float[] logits = model.session().next(ids);
        for (float logit : logits) sum += Math.exp(logit);
        for (float logit : logits) entropy -= Math.exp(logit) / sum * (logit - Math.log(sum)) / Math.log(2);
        assertEquals(entropy, all.entropy(), 1e-6);
        for (NextStep.Candidate candidate : all.candidates()) {
            assertEquals(Math.exp(logits[candidate.id()]) / sum, candidate.probability(), 1e-9);
        }
    }

    @Test
    @DisplayName("at embeddings shows the row of each token, and cuts what is too wide with a note")
    void embeddings() {
        Walk<EmbeddingStep> walk = Looks.embeddings(model, TEXT);
        assertEquals(ids.length, walk.size());
        float[] row = new float[32];
        model.transformer().embedding().matrix().row(ids[2], row, 0);
        assertArrayEquals(row, walk.at(2).vector());
        assertTrue(
                walk.at(2).caption().contains("is row " + ids[2] + " of a table of 264 rows: 32 numbers"),
                walk.at(2).caption());
        Model wide = Model.random(Config.llama(264, 64, 96, 1, 4, 4, 8), 1, SmallModels.tokenizer());
        assertEquals(
                "embeddings (the first 48 of 96 columns)",
                Looks.embeddingTable(wide, TEXT).title());
    }

    @Nested
    @DisplayName("at directions between tokens")
    class Directions {
        /// The vectors of a, b, c and d are corners of a parallelogram; no other token is near.
        private final Model corners =
                changed(Config.llama(SmallModels.VOCABULARY, 64, 32, 3, 4, 2, 48), (name, shape) -> {
                    Weight weight = new RandomWeights(1).weight(name, shape);
                    if (!name.equals("token_embd.weight")) return weight;
                    Tensor numbers = Tensor.zeros(shape);
                    numbers.data()['a' * 32] = 3;
                    numbers.data()['b' * 32] = 2;
                    numbers.data()['b' * 32 + 1] = 1;
                    numbers.data()['c' * 32 + 2] = 2;
                    numbers.data()['d' * 32] = 1;
                    numbers.data()['d' * 32 + 1] = -1;
                    numbers.data()['d' * 32 + 2] = 2;
                    return Weight.of(name, FloatMatrix.of(numbers), shape);
                });

        @Test
        @DisplayName("finds the nearest by cosine, the word itself left out")
        void neighbours() {
            Figure.Bars nearest = Looks.neighbours(corners, "a", 2);
            assertEquals(List.of("b", "d"), nearest.labels());
            assertEquals(2 / Math.sqrt(5), nearest.values().get(0), 1e-6);
            assertEquals(1 / Math.sqrt(6), nearest.values().get(1), 1e-6);
        }

        @Test
        @DisplayName("solves an analogy: a − b + c is d")
        void analogy() {
            Figure.Bars nearest = Looks.analogy(corners, "a", "b", "c", 1);
            assertEquals(List.of("d"), nearest.labels());
            assertEquals(1, nearest.values().getFirst(), 1e-6);
        }

        @Test
        @DisplayName("says of a word that is more than one token what it is, and what to try")
        void pieces() {
            assertEquals(
                    "'xy' is 2 tokens here, 'x' + 'y'; a vector belongs to one token; with a space before it, it may be one",
                    assertThrows(IllegalArgumentException.class, () -> Looks.neighbours(corners, "xy", 3))
                            .getMessage());
        }
    }

    @Nested
    @DisplayName("at rotary positions")
    class Rotary {
        @Test
        @DisplayName("shows that a product depends on the distance only, and that turning keeps lengths")
        void rope() {
            for (Pairing pairing : Pairing.values()) {
                Walk<RopeStep> walk = Looks.rope(new Rope(16, 10_000, pairing, new RopeScaling.None()));
                var turned = (RopeStep.Turned) walk.at(1);
                for (int position = 0; position < turned.x().length; position++) {
                    assertEquals(
                            Math.hypot(turned.x()[0], turned.y()[0]),
                            Math.hypot(turned.x()[position], turned.y()[position]),
                            1e-6);
                }
                double angle = Math.atan2(turned.y()[1], turned.x()[1]) - Math.atan2(turned.y()[0], turned.x()[0]);
                assertEquals(1, (angle + 2 * Math.PI) % (2 * Math.PI), 1e-5, "the first pair turns by 1 radian");
                var distance = (RopeStep.Distance) walk.at(3);
                assertTrue(distance.largestDifference() < 1e-5, distance.caption());
                double[] products = distance.products().getFirst();
                assertTrue(Arrays.stream(products).max().orElse(0) - products[31] > 0.01, "and does depend on it");
            }
        }

        @Test
        @DisplayName("says of a model with learned positions that it has no others")
        void learned() {
            assertEquals(
                    "the model 'random gpt2 1' has learned positions, no rotary ones; Looks.positions draws them",
                    assertThrows(IllegalArgumentException.class, () -> Looks.rope(SmallModels.gpt2()))
                            .getMessage());
            var map = (Figure.Heatmap) Looks.positions(SmallModels.gpt2());
            assertEquals("learned positions (32 of 64, 32 of 32 numbers)", map.title());
            var angles = (Figure.Heatmap) Looks.positions(model);
            assertEquals(Math.cos(3), angles.values()[3][0], 1e-12);
        }
    }

    @Test
    @DisplayName("at the cache counts the bytes of keys and values")
    void cache() {
        Walk<CacheStep> walk = Looks.cache(model, TEXT);
        CacheStep last = walk.at(ids.length - 1);
        assertEquals(ids.length, last.positions());
        // keys and values, 3 layers, 2 heads of 8 numbers of 4 bytes
        assertEquals(2 * 3 * 2 * 8 * 4, last.perPosition());
        assertEquals(last.perPosition() * KvCache.PAGE, last.taken());
        assertEquals(
                192, Looks.cache(model.with(KvCache.Storage.F16), TEXT).at(0).perPosition());
        assertEquals(model.parameters() * 4, last.weights());
    }

    @Test
    @DisplayName("shows hostile token texts as text")
    void hostile() {
        var looks = new ArrayList<String>();
        String evil = "<script>alert('x')</script>";
        looks.add(Looks.attention(model, evil, 0, 0).html());
        looks.add(Looks.logitLens(model, evil).html());
        looks.add(Looks.next(model, evil, 264).html());
        looks.add(Looks.salience(model, evil).html());
        for (String html : looks) {
            assertTrue(!html.contains("<script>alert"), html);
        }
    }
}
