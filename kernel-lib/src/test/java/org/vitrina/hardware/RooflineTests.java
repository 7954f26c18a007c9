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
    @DisplayName("gives an A100 12.6 ms for each token of 13 billion parameters in 16 bits: 25.7 GB at 2.04 TB/s")
    void decode() {
        ModelShape opt = KnownModels.named("OPT 13B");
        double weights = ModelMemory.weights(opt.parameters(), Formats.F16);
        Workload token = Workload.decode(opt, weights, 0, 2);
        Roofline a100 = Devices.named("A100").roofline();
        assertEquals(12.6e-3, a100.seconds(token), 0.1e-3);
        assertTrue(a100.boundByMemory(token));
        assertEquals(1, token.intensity(), 0.01, "two operations for each weight of two bytes");
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
