package org.vitrina.hardware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.quantize.Formats;

@DisplayName("What fits into a memory")
class FittingTests {
    private final ModelShape llama = KnownModels.named("Llama 3.1 8B");

    @Test
    @DisplayName("of 10 GB: Llama 3.1 8B in 4 bits with a long context, in 8 bits with hardly one, in 16 not at all")
    void tenGigabytes() {
        Fitting fitting = Fitting.of(10e9, List.of(llama), List.of(Formats.F16, Formats.Q8_0, Formats.Q4_0));
        assertEquals(-1, fitting.tokens(llama, Formats.F16));
        long eight = fitting.tokens(llama, Formats.Q8_0);
        long four = fitting.tokens(llama, Formats.Q4_0);
        assertTrue(eight < 4_000 && four > 30_000 && four < 40_000, eight + " and " + four);
        assertEquals("Llama 3.1 8B: F16 –, Q8_0 %,d, Q4_0 %,d".formatted(eight, four), fitting.toString());
    }

    @Test
    @DisplayName("leaves the reserve free, and would not with one token more")
    void exact() {
        Fitting fitting = Fitting.of(10e9, List.of(llama), List.of(Formats.Q4_0));
        long tokens = fitting.tokens(llama, Formats.Q4_0);
        assertTrue(ModelMemory.of(llama, Formats.Q4_0, tokens).total() <= 9e9);
        assertTrue(ModelMemory.of(llama, Formats.Q4_0, tokens + 1).total() > 9e9);
    }

    @Test
    @DisplayName("is never more than the model was made for")
    void context() {
        ModelShape small = KnownModels.named("SmolLM2 135M");
        Fitting fitting = Fitting.of(24e9, List.of(small), List.of(Formats.F16));
        assertEquals(8_192, fitting.tokens(small, Formats.F16));
        assertEquals("all:8K", fitting.figure().texts().getFirst().getFirst());
    }

    @Test
    @DisplayName("needs a memory")
    void refuses() {
        assertThrows(IllegalArgumentException.class, () -> Fitting.of(0, List.of(llama), List.of(Formats.F16)));
    }

    @Test
    @DisplayName("is said in numbers that people read")
    void amounts() {
        assertEquals("140 GB", Amounts.bytes(140e9));
        assertEquals("1.00 kB", Amounts.bytes(999.6));
        assertEquals("999 B", Amounts.bytes(999));
        assertEquals("16.4 MB", Amounts.bytes(16.38e6));
        assertEquals("217 GFLOP/s", Amounts.flops(217e9));
        assertEquals(
                List.of("4K", "2M", "1,000"),
                List.of(Amounts.tokens(4096), Amounts.tokens(2 << 20), Amounts.tokens(1000)));
    }

    @Test
    @DisplayName("comes from figures that each name their source")
    void sources() {
        assertTrue(Devices.all().stream().noneMatch(device -> device.source().isBlank()));
        assertTrue(KnownModels.all().stream().noneMatch(model -> model.source().isBlank()));
        assertTrue(KnownModels.contexts().stream()
                .noneMatch(context -> context.source().isBlank()));
        assertEquals(Devices.all().size(), Devices.table().rowCount());
        assertEquals(KnownModels.all().size(), KnownModels.table().rowCount());
        assertEquals(KnownModels.contexts().size(), KnownModels.contextTable().rowCount());
    }
}
