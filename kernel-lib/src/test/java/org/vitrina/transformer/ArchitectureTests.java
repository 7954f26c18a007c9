package org.vitrina.transformer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.util.Arrays;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrina.tensor.Tensor;

/// Every architecture against PyTorch, on small random models (`src/test/python/small_models.py`).
@DisplayName("A model file of each architecture")
class ArchitectureTests {
    static Stream<Golden> models() {
        return Stream.of("llama", "llama3", "llama-linear", "gpt2", "qwen2", "qwen3", "gemma3")
                .map(Golden::of);
    }

    @ParameterizedTest
    @MethodSource("models")
    @DisplayName("gives the logits that PyTorch gives, read at once")
    void atOnce(Golden golden) throws IOException {
        try (Model model = Model.open(golden.model(), Precision.FULL)) {
            assertLogits(golden, model.session().all(golden.ids()));
        }
    }

    @ParameterizedTest
    @MethodSource("models")
    @DisplayName("gives the logits that PyTorch gives, read token by token")
    void tokenByToken(Golden golden) throws IOException {
        try (Model model = Model.open(golden.model(), Precision.FULL)) {
            var session = model.session();
            assertLogits(
                    golden, Arrays.stream(golden.ids()).mapToObj(session::next).toArray(float[][]::new));
        }
    }

    private static void assertLogits(Golden golden, float[][] logits) {
        Tensor expected = golden.tensor("logits");
        assertEquals(expected.rows(), logits.length);
        for (int t = 0; t < logits.length; t++) {
            // logits have a standard deviation of 1.3; both sides round some hundred sums in their own order
            assertArrayEquals(expected.row(t).toArray(), logits[t], 5e-5f, "after token " + t);
        }
    }
}
