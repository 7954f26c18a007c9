package org.vitrina.precision;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrina.file.Gguf;
import org.vitrina.file.ModelQuantizer;
import org.vitrina.file.QuantizationPlan;
import org.vitrina.precision.Candidate.Treated;
import org.vitrina.quantize.Formats;
import org.vitrina.quantize.IntegerFormat;
import org.vitrina.quantize.QuantizedTensor;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;
import org.vitrina.transformer.LanguageModel;
import org.vitrina.transformer.Model;
import org.vitrina.transformer.ModelWriter;
import org.vitrina.transformer.Precision;
import org.vitrina.transformer.Watcher;
import org.vitrina.transformer.Weight;

@DisplayName("A candidate")
class CandidateTests {
    private static final int[] IDS = {1, 2, 3, 40, 5};

    private static Map<String, Tensor> weights(LanguageModel model) {
        var weights = new HashMap<String, Tensor>();
        for (Weight weight : ((Model) model).transformer().weights()) {
            weights.put(weight.name(), Candidate.numbers(weight));
        }
        return weights;
    }

    @Nested
    @DisplayName("of a format of GGUF files")
    class OfFormat {
        @Test
        @DisplayName("computes what the model does whose file ModelQuantizer wrote, all in 32 bits")
        void asWritten(@TempDir Path folder) throws Exception {
            Path whole = folder.resolve("whole.gguf");
            ModelWriter.of(Small.model()).write(whole, Formats.F32, "<end>");
            // rows of 32 and 48: Q4_0 fits some only, and Q4_K none
            for (var format : List.of(Formats.Q8_0, Formats.Q4_0, Formats.Q4_K)) {
                Path file = folder.resolve(format.name() + ".gguf");
                long bytes;
                try (var opened = Gguf.open(whole)) {
                    var result = ModelQuantizer.write(opened, QuantizationPlan.to(format), file, Workers.ONE);
                    bytes = Math.round(result.bitsPerWeight()
                            / 8
                            * result.tensors().stream().mapToLong(t -> t.size()).sum());
                }
                try (Model full = Model.open(whole, Precision.FULL);
                        Model written = Model.open(file, Precision.FULL)) {
                    Treated treated = Candidate.of(format).treat(full);
                    assertArrayEquals(
                            written.session().next(IDS),
                            treated.model().session().next(IDS),
                            format.name());
                    assertEquals(bytes, treated.bytes());
                    assertEquals(full.parameters(), treated.parameters());
                }
            }
        }

        @Test
        @DisplayName("is offered once where it stands for another")
        void distinct() {
            // no row is a whole block of 256, so the K formats are Q4_0, Q5_0, Q5_1 and Q8_0
            assertEquals(
                    List.of("F32", "F16", "BF16", "Q8_0", "Q5_1", "Q5_0", "Q4_1", "Q4_0"),
                    Candidate.formats(Model.random(
                                    org.vitrina.transformer.Config.llama(272, 64, 32, 1, 4, 2, 64), 1, Small.TOKENIZER))
                            .stream()
                            .map(Candidate::name)
                            .toList());
        }
    }

    @Test
    @DisplayName("of integers rounds each matrix and leaves vectors alone")
    void integers() {
        Model full = Small.model();
        var format = new IntegerFormat(4, 16, true);
        Treated treated = Candidate.of(format).treat(full);
        Map<String, Tensor> before = weights(full);
        Map<String, Tensor> after = weights(treated.model());
        before.forEach((name, numbers) -> {
            float[] expected = name.contains("norm")
                    ? numbers.toArray()
                    : QuantizedTensor.of(format, numbers).after().toArray();
            assertArrayEquals(expected, after.get(name).toArray(), name);
        });
        long vectors = 5 * 32;
        assertEquals(format.bytes(full.parameters() - vectors) + 4 * vectors, treated.bytes());
    }

    @Test
    @DisplayName("takes the largest groups that divide a row where a matrix is no whole number of groups")
    void fitting() {
        // matrices have 32 or 48 columns; 1,000 weights divide none of them
        Treated treated = Candidate.of(new IntegerFormat(8, 1000, true)).treat(Small.model());
        assertTrue(treated.error().sqnr() > 40, treated.error().toString());
    }

    @Test
    @DisplayName("may be for some matrices only, by their name")
    void only() {
        Model full = Small.model();
        Treated treated = Candidate.of(Formats.Q8_0).only("^blk\\.1\\.attn_q").treat(full);
        Map<String, Tensor> before = weights(full);
        weights(treated.model())
                .forEach((name, numbers) ->
                        assertEquals(!name.equals("blk.1.attn_q.weight"), numbers.equals(before.get(name)), name));
        assertEquals(1024, treated.error().weights());
        assertEquals(
                "no matrix of 'random llama 1' has a name in which 'nothing' is found; names are such as"
                        + " blk.0.ffn_down.weight",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> Candidate.of(Formats.Q8_0).only("nothing").treat(full))
                        .getMessage());
    }

    @Test
    @DisplayName("is made for each kind of matrix and for each layer")
    void each() {
        Quantizer quantizer = Quantizer.of(Formats.Q8_0);
        Model model = Small.model();
        assertEquals(
                List.of("token_embd", "attn_q", "attn_k", "attn_v", "attn_output", "ffn_gate", "ffn_up", "ffn_down"),
                Candidate.eachKind(model, quantizer).stream()
                        .map(Candidate::name)
                        .toList());
        long all = Candidate.of(quantizer).treat(model).error().weights();
        long kinds = Candidate.eachKind(model, quantizer).stream()
                .mapToLong(kind -> kind.treat(model).error().weights())
                .sum();
        assertEquals(all, kinds);
        assertEquals(2, Candidate.eachLayer(model, quantizer).size());
    }

    @Nested
    @DisplayName("that rounds activations")
    class Rounded {
        @Test
        @DisplayName("rounds what a matrix is multiplied with, and hardly changes anything with 16 bits")
        void inputs() {
            Model full = Small.model();
            float[] own = full.session().next(IDS);
            float[] wide = Candidate.full()
                    .and(RoundedActivations.inputs(16))
                    .treat(full)
                    .model()
                    .session()
                    .next(IDS);
            float[] narrow = Candidate.full()
                    .and(RoundedActivations.inputs(4))
                    .treat(full)
                    .model()
                    .session()
                    .next(IDS);
            assertArrayEquals(own, wide, 2e-3f);
            assertNotEquals(own[0], narrow[0]);
        }

        @Test
        @DisplayName("keeps keys and values in the cache as integers: what is read later is rounded too")
        void cache() {
            Model full = Small.model();
            var rounded = RoundedActivations.cache(3);
            var session = Candidate.full().and(rounded).treat(full).model().session();
            session.next(1, 2, 3);
            float[] split = session.next(40, 5);
            float[] whole =
                    Candidate.full().and(rounded).treat(full).model().session().next(IDS);
            assertArrayEquals(whole, split, 1e-5f);
            // the same, by a watcher of one's own: groups of 16, as wide as these heads' rows
            float[] own = full.session(Watcher.replacing(
                            "blocks.*.attn.hook_v",
                            x -> QuantizedTensor.of(new IntegerFormat(3, 16, true), x)
                                    .after()))
                    .next(IDS);
            assertNotEquals(own[0], whole[0], "keys are rounded as well");
        }

        @Test
        @DisplayName("says what a cache of such integers would take")
        void bytes() {
            // 2 layers, keys and values of 2 heads of 8: 64 numbers a token, 34 bytes for 32 of them
            assertEquals(
                    68 * 10,
                    RoundedActivations.cache(8).cacheBytes(Small.model().config(), 10));
            assertThrows(IllegalArgumentException.class, () -> RoundedActivations.cache(1));
        }
    }

    @Nested
    @DisplayName("with calibration")
    class Calibrated {
        private final Model full = Candidate.in32Bits(Small.model());
        private final Calibration calibration = Calibration.of(full, Small.text(), 90);

        @Test
        @DisplayName("knows what each matrix is multiplied with")
        void moments() {
            var seen = full.activations(
                    java.util.Arrays.copyOf(Small.TOKENIZER.encode(Small.text()), 64), "blocks.1.mlp.hook_post");
            Tensor post = seen.get("blocks.1.mlp.hook_post");
            var alone = Calibration.of(full, Small.text(), 64).of("blk.1.ffn_down.weight");
            assertEquals(64, alone.rows());
            double sum = 0;
            for (int t = 0; t < 64; t++) {
                sum += post.get(t, 3) * (double) post.get(t, 7);
            }
            assertEquals(sum / 64, alone.at(3, 7), 1e-9);
            assertEquals(90, calibration.of("token_embd.weight").rows());
            assertThrows(IllegalArgumentException.class, () -> calibration.of("blk.9.attn_q.weight"));
        }

        @Test
        @DisplayName("changes what matrices give less than rounding to nearest does")
        void better() {
            var format = new IntegerFormat(3, 16, true);
            for (Weight weight : full.transformer().weights()) {
                if (weight.shape().size() < 2) continue;
                Tensor numbers = Candidate.numbers(weight);
                var inputs = calibration.of(weight.name());
                double nearest = inputs.outputError(Quantizer.of(format).quantize(weight.name(), numbers));
                double gptq =
                        inputs.outputError(Quantizer.gptq(format, calibration).quantize(weight.name(), numbers));
                assertTrue(gptq < nearest, weight.name());
            }
            assertTrue(Quantizer.gptq(format, calibration).name().matches("GPTQ INT3_SYM_G16 \\(90 tokens, .{8}\\)"));
        }
    }
}
