package org.vitrina.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrina.tensor.ShapeException;
import org.vitrina.tensor.Tensor;

@DisplayName("A model that is watched")
class ObservedTests {
    static Stream<Golden> architectures() {
        return ArchitectureTests.models();
    }

    static Stream<Model> models() {
        return Stream.of(SmallModels.llama(), SmallModels.gpt2());
    }

    private static final Watcher EVERYTHING = Watcher.replacing("*", value -> value);

    @ParameterizedTest
    @MethodSource("architectures")
    @DisplayName("shows the residual stream and the attention patterns that PyTorch has")
    void asPyTorch(Golden golden) throws IOException {
        try (Model model = Model.open(golden.model(), Precision.FULL)) {
            Activations seen = model.activations(golden.ids());
            for (int layer = 0; layer < model.config().layers(); layer++) {
                Tensor pattern = golden.tensor("pattern." + layer);
                Tensor shown = seen.get("blocks." + layer + ".attn.hook_pattern");
                assertArrayEquals(pattern.shape(), shown.shape());
                assertArrayEquals(pattern.toArray(), shown.toArray(), 1e-5f, "pattern of layer " + layer);
                Tensor stream = golden.tensor("hidden." + layer);
                Tensor before = seen.get("blocks." + layer + ".hook_resid_pre");
                assertArrayEquals(stream.shape(), before.shape());
                assertArrayEquals(stream.toArray(), before.toArray(), 1e-4f, "stream before layer " + layer);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    @DisplayName("says the same to the bit as one that is not")
    void unchanged(Model model) {
        forRandom(10, random -> {
            int[] ids = SmallModels.ids(random, 15);
            assertArrayEquals(
                    model.session().all(ids), model.session(EVERYTHING).all(ids));
            var plain = model.session();
            var watched = model.session(EVERYTHING);
            for (int id : ids) {
                assertArrayEquals(plain.next(id), watched.next(id));
            }
        });
    }

    @Test
    @DisplayName("shows each place of a gated rotary model once for each text, in the order of the computation")
    void places() {
        var seen = new ArrayList<String>();
        SmallModels.llama().session(Watcher.replacing("*", value -> value)).next(1);
        SmallModels.llama().session(watcher(seen)).all(1, 2);
        assertEquals("hook_embed", seen.getFirst());
        assertEquals("logits", seen.getLast());
        assertEquals(
                List.of(
                        "blocks.1.hook_resid_pre",
                        "blocks.1.ln1.hook_normalized",
                        "blocks.1.attn.hook_q",
                        "blocks.1.attn.hook_k",
                        "blocks.1.attn.hook_v",
                        "blocks.1.attn.hook_rot_q",
                        "blocks.1.attn.hook_rot_k",
                        "blocks.1.attn.hook_attn_scores",
                        "blocks.1.attn.hook_pattern",
                        "blocks.1.attn.hook_z",
                        "blocks.1.hook_attn_out",
                        "blocks.1.hook_resid_mid",
                        "blocks.1.ln2.hook_normalized",
                        "blocks.1.mlp.hook_pre",
                        "blocks.1.mlp.hook_pre_linear",
                        "blocks.1.mlp.hook_post",
                        "blocks.1.hook_mlp_out",
                        "blocks.1.hook_resid_post"),
                seen.stream().filter(place -> place.startsWith("blocks.1.")).toList());
    }

    private static Watcher watcher(List<String> seen) {
        return new Watcher() {
            @Override
            public boolean watches(String place) {
                return true;
            }

            @Override
            public Tensor see(String place, Tensor value) {
                seen.add(place);
                return value;
            }
        };
    }

    @Test
    @DisplayName("over several batches shows one text: patterns with a row for each position, which sums to 1")
    void severalBatches() {
        int[] ids = new int[ModelSession.BATCH + 40];
        Arrays.setAll(ids, i -> i * 7 % SmallModels.VOCABULARY);
        Activations seen = SmallModels.llama().activations(ids, "blocks.0.attn.*s", "blocks.0.attn.hook_pattern");
        Tensor pattern = seen.get("blocks.0.attn.hook_pattern");
        Tensor scores = seen.get("blocks.0.attn.hook_attn_scores");
        assertArrayEquals(new int[] {4, ids.length, ids.length}, pattern.shape());
        assertArrayEquals(pattern.shape(), scores.shape());
        for (int t : new int[] {0, 1, ModelSession.BATCH - 1, ModelSession.BATCH, ids.length - 1}) {
            double sum = 0;
            for (int s = 0; s < ids.length; s++) {
                sum += pattern.get(2, t, s);
                assertEquals(s > t, scores.get(2, t, s) == Float.NEGATIVE_INFINITY, t + " sees " + s);
            }
            assertEquals(1, sum, 1e-5);
        }
    }

    @Nested
    @DisplayName("goes on with what the watcher returns:")
    class Replaced {
        private final Model model = SmallModels.llama();

        @Test
        @DisplayName("the stream of another text makes it say what it says after that text")
        void patched() {
            forRandom(5, random -> {
                int[] one = SmallModels.ids(random, 8);
                int[] other = SmallModels.ids(random, 8);
                Tensor stream =
                        model.activations(other, "blocks.1.hook_resid_pre").get("blocks.1.hook_resid_pre");
                float[][] patched = model.session(Watcher.replacing("blocks.1.hook_resid_pre", _ -> stream))
                        .all(one);
                assertArrayEquals(model.session().all(other), patched);
            });
        }

        @Test
        @DisplayName("an even pattern mixes all values evenly")
        void evenPattern() {
            int[] ids = {5, 6, 7, 8};
            var even = Watcher.replacing("blocks.0.attn.hook_pattern", pattern -> {
                Arrays.fill(pattern.data(), 1f / ids.length);
                return pattern;
            });
            var seen = new Tensor[2];
            model.session(new Watcher() {
                        @Override
                        public boolean watches(String place) {
                            return place.startsWith("blocks.0.attn");
                        }

                        @Override
                        public Tensor see(String place, Tensor value) {
                            if (place.endsWith("hook_v")) seen[0] = value;
                            if (place.endsWith("hook_z")) seen[1] = value;
                            return place.endsWith("hook_pattern") ? even.see(place, value) : value;
                        }
                    })
                    .next(ids);
            // 4 heads of 8 ask, 2 answer: the first two mix the values of the first
            for (int i = 0; i < 8; i++) {
                double mean = 0;
                for (int t = 0; t < ids.length; t++) {
                    mean += seen[0].get(t, i) / ids.length;
                }
                assertEquals(mean, seen[1].get(2, i), 1e-6);
                assertEquals(mean, seen[1].get(0, 8 + i), 1e-6);
            }
        }

        @Test
        @DisplayName("logits, too")
        void logits() {
            float[] next = model.session(Watcher.replacing("logits", value -> {
                        value.data()[3] = 1000;
                        return value;
                    }))
                    .next(1, 2);
            assertEquals(1000, next[3]);
        }

        @Test
        @DisplayName("but not with a tensor of another shape")
        void shape() {
            var session = model.session(Watcher.replacing("blocks.0.hook_mlp_out", value -> value.row(0)));
            var error = assertThrows(ShapeException.class, () -> session.next(1, 2));
            assertTrue(
                    error.getMessage()
                            .startsWith(
                                    "blocks.0.hook_mlp_out: a watcher returns a tensor of the shape that it was given, but"),
                    error::getMessage);
            assertEquals(0, session.position(), "what failed was not read");
        }
    }

    @Test
    @DisplayName("knows which places there are")
    void unknownPlace() {
        var error = assertThrows(
                IllegalArgumentException.class, () -> SmallModels.llama().activations(new int[] {1}, "block.0.z"));
        assertEquals(
                "the model 'random llama 1' has no place called block.0.z; there are, for example, hook_embed,"
                        + " blocks.0.attn.hook_pattern and blocks.*.hook_resid_post",
                error.getMessage());
        Activations seen = SmallModels.llama().activations(new int[] {1}, "hook_embed");
        assertEquals(
                "'logits' was not kept; kept were hook_embed",
                assertThrows(IllegalArgumentException.class, () -> seen.get("logits"))
                        .getMessage());
    }
}
