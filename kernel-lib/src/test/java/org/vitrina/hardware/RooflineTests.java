package org.vitrina.hardware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.quantize.Formats;
import org.vitrina.tokenize.BpeOptions;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.transformer.Config;
import org.vitrina.transformer.Model;

@DisplayName("A roofline")
class RooflineTests {
    @Test
    @DisplayName("bends between 1 and 2 for the Opteron X2 of the paper, which has 17.6 GFLOP/s and 15 GB/s")
    void paper() {
        // Williams et al. 2009, figure 1 a: peak 17.6 GFlops/sec, peak stream bandwidth 15 GBytes/sec
        var opteron = new Roofline("Opteron X2", 17.6e9, 15e9);
        assertTrue(opteron.ridge() > 1 && opteron.ridge() < 2);
        assertEquals(7.5e9, opteron.attainable(0.5), 1);
        assertEquals(17.6e9, opteron.attainable(16), 1);
    }

    @Test
    @DisplayName("bends at 240 for a TPU v5e and at 295 for an H100: How To Scale Your Model, part 1")
    void scaling() {
        assertEquals(240, Devices.named("TPU v5e").roofline().ridge(), 2);
        assertEquals(295, Devices.named("H100").roofline().ridge(), 1);
    }

    @Test
    @DisplayName("limits a product of [B, D] and [D, F] in 16 bits at about B operations a byte")
    void product() {
        // the same part: 2 B D F operations and 2 B D + 2 D F + 2 B F bytes
        double b = 100;
        double d = 8192;
        double f = 32768;
        var work = new Workload("product", 2 * b * d * f, 2 * (b * d + d * f + b * f), 1);
        assertEquals(b, work.intensity(), 0.02 * b);
        Roofline tpu = Devices.named("TPU v5e").roofline();
        assertTrue(tpu.boundByMemory(work));
        assertFalse(tpu.boundByMemory(new Workload("300", 300, 1, 1)));
    }

    @Test
    @DisplayName("bends at 208.3 for an A10: Baseten, A guide to LLM inference and performance")
    void a10() {
        // 125 TFLOP/s in FP16, 600 GB/s
        assertEquals(208.3, new Roofline("A10", 125e12, 600e9).ridge(), 0.05);
    }

    @Test
    @DisplayName("gives 8 TPU v5e 4.98 ms for each token of Llama 2 13B after 8,192: How To Scale Your Model, part 7")
    void decode() {
        // 26 GB of weights and 6.7 GB of keys and values at 8 times 0.82 TB/s; both are rounded there
        ModelShape llama = llama13b();
        double weights = ModelMemory.weights(llama.parameters(), Formats.F16);
        assertEquals(26e9, weights, 0.05e9);
        assertEquals(6.7e9, llama.cacheBytes(8192, 2), 0.05e9);
        var eight = new Roofline("8 TPU v5e", 8 * 197e12, 8 * 0.82e12);
        Workload token = Workload.decode(llama, weights, 8192, 2);
        // the table of embeddings, 0.33 GB, is only looked up in
        assertEquals(4.98e-3, eight.seconds(token), 0.06e-3);
        assertEquals(200.61, eight.tokensPerSecond(token), 2.5);
        assertTrue(eight.boundByMemory(token));
        assertEquals(4.98e-3, TokenPass.of(llama, Formats.F16, 8192, eight).seconds(), 0.06e-3);
    }

    @Test
    @DisplayName(
            "turns to arithmetic in a batch: 2.5 ms for 4 texts of 8,192 tokens, some 21 ms for 256, the same part")
    void batch() {
        // 30 billion parameters in 8 bits, 100 kB of keys and values a token, 16 TPU v5e of 0.81 TB/s
        var sixteen = new Roofline("16 TPU v5e", 16 * 197e12, 16 * 0.81e12);
        assertEquals(2.5e-3, sixteen.seconds(new Workload("4", 2 * 4 * 30e9, 30e9 + 4 * 819e6, 4)), 0.1e-3);
        double look = sixteen.seconds(new Workload("256, look back", 0, 256 * 819e6, 256));
        Workload weights = new Workload("256, weights", 2 * 256 * 30e9, 30e9, 256);
        assertFalse(sixteen.boundByMemory(weights));
        assertEquals(21e-3, look + sixteen.seconds(weights), 0.5e-3);
    }

    @Test
    @DisplayName("is asked for 2 operations a weight and token while a prompt is read: the same book, part 4")
    void prefill() {
        ModelShape llama = llama13b();
        double weights = ModelMemory.weights(llama.parameters(), Formats.F16);
        Workload prompt = Workload.prefill(llama, weights, 512, 2);
        double inner = llama.multiplied() - (double) llama.vocabulary() * llama.width();
        // 4 T² d a layer for both products of attention; the mask leaves out half of them, but for the diagonal
        double attention = 40 * 4.0 * 512 * 512 * 5120 / 2 * 513 / 512;
        assertEquals(2 * inner * 512 + 2.0 * 32_000 * 5120 + attention, prompt.flops(), 1e-9 * prompt.flops());
        // a prompt of more than 240 tokens is bound by arithmetic on a TPU v5e, part 7
        assertFalse(Devices.named("TPU v5e").roofline().boundByMemory(prompt));
        assertTrue(Devices.named("TPU v5e").roofline().boundByMemory(Workload.prefill(llama, weights, 128, 2)));
    }

    /// Its sizes are those of part 7 and of `config.json` of meta-llama/Llama-2-13b.
    private static ModelShape llama13b() {
        return ModelShape.of(
                "Llama 2 13B", 13_015_864_320L, 40, 5120, 40, 40, 128, 13_824, 32_000, false, 4_096, "part 7");
    }

    @Test
    @DisplayName(
            "counts a training's operations as PaLM's paper does: 238.3K tokens/s on 6,144 TPU v4 are 46.2 percent")
    void palm() {
        // Chowdhery et al. 2022, tables 1 and 3: 540.35 billion parameters, 118 layers, 48 heads of 256, 2,048 tokens;
        // a TPU v4 does 275 TFLOP/s
        double flops = Workload.trainingFlopsPerToken(540_350_000_000L, 118, 48, 256, 2048);
        assertEquals(46.2, 100 * flops * 238_300 / (6144 * 275e12), 0.05);
    }

    @Test
    @DisplayName("needs operations and bandwidth above 0")
    void refuses() {
        assertEquals(
                "a roofline needs operations and bytes per second, both above 0, but 'x' has 0.0 and 1.0",
                assertThrows(IllegalArgumentException.class, () -> new Roofline("x", 0, 1))
                        .getMessage());
        assertEquals(
                "the operations per second of Apple M2 Ultra are not published, so that it has no roofline",
                assertThrows(
                                IllegalStateException.class,
                                () -> Devices.named("M2 Ultra").roofline())
                        .getMessage());
    }

    @Test
    @DisplayName("has a chart of its roofs and of what ran under them")
    void chart() {
        var ran = new Roofline.Measured(new Workload("decode, Llama", 16e9, 16e9, 1), 3);
        var chart = Roofline.chart(
                "roofs",
                List.of(Devices.named("3080").roofline(), Devices.named("H100").roofline()),
                List.of(ran));
        assertEquals(3, chart.getSeriesCollection().size());
        assertEquals("decode", ran.kind());
        assertEquals("arithmetic intensity (FLOP for each byte)", chart.getXAxisTitle());
        assertEquals(3 * ran.work().flops(), ran.flops());
    }

    @Test
    @DisplayName("of this machine is measured, and products of matrices are not slower than plain loops")
    void machine() {
        MachineSpeed speed = MachineSpeed.measure(1, 8 << 20);
        assertTrue(speed.bandwidth() > 1e8 && speed.bandwidth() < 1e13, speed.toString());
        assertTrue(speed.matrix() > speed.scalar(), speed.toString());
        assertTrue(speed.scalar() > 1e7, speed.toString());
        assertThrows(IllegalArgumentException.class, () -> MachineSpeed.measure(1, 5));
    }

    @Test
    @DisplayName("stands beside what is measured, model by model")
    void report() {
        Config config = Config.llama(300, 256, 64, 2, 4, 2, 128);
        var tokenizer = BpeTokenizer.train("the cat sat on the mat", 260, BpeOptions.DEFAULT);
        Model model = Model.random(config, 1, tokenizer);
        var run = SpeedReport.run("small, F32", model, 4.0 * model.parameters(), 1, 64, 8, 1);
        var report = new SpeedReport(new Roofline("here", 1e12, 1e12), List.of(run));
        assertEquals(1, report.table().rowCount());
        assertEquals(run.speed().decode(), report.table().doubleColumn("decode").get(0));
        assertEquals(
                List.of("decode, small, F32", "prefill, small, F32"),
                report.measured().stream().map(m -> m.work().name()).toList());
    }
}
