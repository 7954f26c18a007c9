package org.vitrina.hardware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrina.hardware.TrainingMemory.Kept;

@DisplayName("The memory of a training")
class TrainingMemoryTests {
    @Test
    @DisplayName(
            "is 16 bytes for each parameter in mixed precision, 24 GB for 1.5 billion: the ZeRO paper, section 3.1")
    void zero() {
        TrainingMemory gpt2 = TrainingMemory.mixed(1_500_000_000L);
        assertEquals(24e9, gpt2.states());
        assertEquals(12 * 1.5e9, gpt2.master() + gpt2.moments(), "the optimizer's states are 12 bytes of them");
        assertEquals(120e9, TrainingMemory.mixed(7_500_000_000L).states(), "7.5 billion: figure 1");
        assertEquals(24e9, TrainingMemory.full(1_500_000_000L).states());
    }

    @Test
    @DisplayName("of adapters beside 4 bits of 65 billion fits into 48 GB: the QLoRA paper's abstract")
    void qlora() {
        TrainingMemory adapters = TrainingMemory.adapters(65_000_000_000L, 4, 100_000_000);
        assertEquals(34.1e9, adapters.states(), 1e8);
    }

    @ParameterizedTest(name = "{0}: 5 h s / d is {4}, leaving scores out saves {5} %")
    @DisplayName("grows by activations as Korthikanti et al. give them, section 5: 80 and 64, 70 and 65 percent")
    @CsvSource({"GPT-3,96,12288,2048,80,70", "MT-NLG,128,20480,2048,64,65"})
    void activations(String name, int heads, int width, int tokens, int factor, double saved) {
        ModelShape shape = ModelShape.of(
                name, 1, 1, width, heads, heads, width / heads, 4 * width, 51_200, true, tokens, "their table 3");
        double all = TrainingMemory.activations(shape, tokens, 1, Kept.ALL);
        assertEquals((34.0 + factor) * tokens * width, all, 1);
        double some = TrainingMemory.activations(shape, tokens, 1, Kept.NO_SCORES);
        assertEquals(saved, 100 * (1 - some / all), 0.5);
        assertEquals(2.0 * tokens * width, TrainingMemory.activations(shape, tokens, 1, Kept.INPUTS));
    }

    @Test
    @DisplayName("is told with what the activations take")
    void told() {
        ModelShape shape = KnownModels.named("GPT-2 1.5B");
        assertEquals(
                "training, mixed, 16 and 32 bits: 24.9 GB of states and 8.97 GB of activations",
                TrainingMemory.mixed(shape.parameters())
                        .with(shape, 1024, 1, Kept.ALL)
                        .toString());
        assertEquals(
                "a step learns from at least 1 text of at least 1 token, but got 0 of 5",
                assertThrows(IllegalArgumentException.class, () -> TrainingMemory.activations(shape, 5, 0, Kept.ALL))
                        .getMessage());
    }
}
