package org.vitrina.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.vitrina.file.ModelCache;
import org.vitrina.tensor.KvCache;
import org.vitrina.tensor.Pairing;

@DisplayName("A reading that forgets tokens in its middle")
class DroppedTokensTests {
    private static int[] without(int[] ids, int from, int to) {
        return IntStream.range(0, ids.length)
                .filter(i -> i < from || i >= to)
                .map(i -> ids[i])
                .toArray();
    }

    @Nested
    @DisplayName("with a model of one layer, whose keys and values depend on nothing but their token,")
    class OneLayer {
        private final Config plain = Config.llama(SmallModels.VOCABULARY, 64, 32, 1, 4, 2, 48);

        private void agree(Config config, KvCache.Storage storage, double tolerance) {
            Model model = Model.random(config, 3, SmallModels.tokenizer()).with(storage);
            int[] ids = SmallModels.ids(new Random(5), 150);
            for (int[] range : List.of(new int[] {0, 1}, new int[] {4, 30}, new int[] {60, 140}, new int[] {7, 7})) {
                var session = model.session();
                session.next(ids);
                session.drop(range[0], range[1]);
                int[] left = without(ids, range[0], range[1]);
                assertEquals(left.length, session.position());
                var fresh = model.session();
                fresh.next(left);
                assertArrayEquals(fresh.next(9), session.next(9), (float) tolerance);
                assertArrayEquals(fresh.next(8, 7), session.next(8, 7), (float) tolerance);
            }
        }

        @Test
        @DisplayName("is as if they had never been read")
        void neverRead() {
            agree(plain, KvCache.Storage.F32, 2e-5);
            agree(plain.with(plain.rope().with(RopeScaling.Yarn.of(4, 64))), KvCache.Storage.F32, 2e-5);
            agree(plain.with(new Rope(8, 100, Pairing.HALVES, new RopeScaling.Ntk(2))), KvCache.Storage.F32, 2e-5);
        }

        @Test
        @DisplayName("and keys of 16 bits, is so but for their rounding")
        void half() {
            agree(plain, KvCache.Storage.F16, 2e-2);
        }

        @Test
        @DisplayName(
                "can forget one token after each that it reads, and shares nothing of it with what it was forked from")
        void oneByOne() {
            Model model = Model.random(plain, 3, SmallModels.tokenizer());
            int[] ids = SmallModels.ids(new Random(6), 200);
            var session = model.session();
            session.next(Arrays.copyOf(ids, 20));
            var fork = session.fork();
            float[] before = fork.fork().next(1);
            for (int i = 20; i < ids.length; i++) {
                session.drop(4, 5);
                session.next(ids[i]);
            }
            assertEquals(20, session.position());
            var fresh = model.session();
            fresh.next(IntStream.concat(Arrays.stream(ids, 0, 4), Arrays.stream(ids, 184, 200))
                    .toArray());
            assertArrayEquals(fresh.next(3), session.next(3), 5e-5f);
            assertArrayEquals(before, fork.next(1));
        }
    }

    @Test
    @DisplayName("keeps what deeper layers computed while the forgotten tokens were there, as llama.cpp does")
    void likeLlamaCpp() throws IOException {
        Path file = ModelCache.ofUser().find("smollm2-135m-instruct").orElse(null);
        Assumptions.assumeTrue(file != null, "the model is not there; ./vitrina model get smollm2-135m-instruct");
        try (Model model = Model.open(file, Precision.FULL);
                var llama = new LlamaCpp(file, "--kv", "F32")) {
            int[] ids = model.tokenizer()
                    .encode("The ferry leaves the old harbour at nine, and by noon it has reached the island, where"
                            + " the lighthouse keeper counts the passengers.");
            int[] more = model.tokenizer().encode(" Then she writes their names");
            var session = model.session();
            session.next(ids);
            session.drop(2, 10);
            float[][] ours = session.all(more);
            float[][] theirs = llama.logitsAfterDrop(ids, 2, 10, more);
            float[][] afresh = read(model, without(ids, 2, 10)).all(more);
            float[][] whole = read(model, ids).all(more);
            float[][] theirWhole = Arrays.copyOfRange(
                    llama.logits(IntStream.concat(Arrays.stream(ids), Arrays.stream(more))
                            .toArray()),
                    ids.length,
                    ids.length + more.length);
            // llama.cpp rounds activations to 8 bits, so that the two never agree to the last bit
            double usual = distance(whole, theirWhole);
            assertEquals(1, distance(ours, theirs) / usual, 0.5, "distance to llama.cpp, by that of a plain reading");
            assertTrue(distance(afresh, theirs) > 3 * usual, "reading what is left afresh is something else");
        }
    }

    private static LanguageModel.Session read(Model model, int[] ids) {
        var session = model.session();
        session.next(ids);
        return session;
    }

    private static double distance(float[][] a, float[][] b) {
        double sum = 0;
        for (int row = 0; row < a.length; row++) {
            for (int i = 0; i < a[row].length; i++) {
                sum += (a[row][i] - b[row][i]) * (a[row][i] - b[row][i]);
            }
        }
        return Math.sqrt(sum / a.length / a[0].length);
    }

    @Test
    @DisplayName("says why a model with learned positions cannot, and what to do")
    void learned() {
        var session = SmallModels.gpt2().session();
        session.next(1, 2, 3);
        assertEquals(
                "the positions of this model are learned and part of what it keeps, so that no token can move up;"
                        + " rewind and read again",
                assertThrows(UnsupportedOperationException.class, () -> session.drop(0, 1))
                        .getMessage());
    }

    @Test
    @DisplayName("refuses a range that it has not read")
    void range() {
        var session = SmallModels.llama().session();
        session.next(1, 2, 3);
        assertThrows(IndexOutOfBoundsException.class, () -> session.drop(2, 4));
    }

    @Test
    @DisplayName("has the same weights and other angles where the rope was scaled")
    void scaled() {
        Model model = SmallModels.llama();
        int[] ids = SmallModels.ids(new Random(7), 30);
        float[] plain = model.session().next(ids);
        assertArrayEquals(plain, model.with(new RopeScaling.Linear(1)).session().next(ids));
        assertArrayEquals(plain, model.with(new RopeScaling.Ntk(1)).session().next(ids), 1e-6f);
        float[] scaled = model.with(new RopeScaling.Linear(4)).session().next(ids);
        double moved = distance(new float[][] {plain}, new float[][] {scaled});
        assertTrue(moved > 1e-3, "moved by " + moved);
        assertEquals(
                "a model of the architecture gpt2 has learned positions, not rotary ones, and cannot be given others"
                        + " without being trained again",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> SmallModels.gpt2().with(new RopeScaling.Ntk(2)))
                        .getMessage());
    }
}
