package org.vitrina.hardware;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.quantize.Formats;
import org.vitrina.show.Figure;

@DisplayName("One token on its way through a model")
class TokenPassTests {
    private final Roofline roof = new Roofline("here", 200e9, 32e9);

    @Test
    @DisplayName("moves and computes what the work of writing it does, and one row of the table of embeddings")
    void isTheWork() {
        for (ModelShape shape : KnownModels.all()) {
            TokenPass pass = TokenPass.of(shape, Formats.Q8_0, 10_000, roof);
            Workload work = Workload.decode(shape, pass.weightBytes(), 10_000, 2);
            double row = shape.width() * pass.weightBytes() / shape.parameters();
            double bytes = pass.parts().stream()
                    .mapToDouble(part -> part.weights() + part.kept())
                    .sum();
            double flops =
                    pass.parts().stream().mapToDouble(TokenPass.Part::flops).sum();
            assertEquals(work.bytes() + row, bytes, 1e-9 * bytes, shape.name());
            assertEquals(work.flops(), flops, 1e-9 * flops, shape.name());
        }
    }

    @Test
    @DisplayName("takes the bytes and the operations of each part, one by one, for Llama 3.1 8B")
    void parts() {
        TokenPass pass = TokenPass.of(KnownModels.named("Llama 3.1 8B"), Formats.F16, 8191, roof);
        assertEquals(
                List.of(
                        "look up",
                        "layer 1: attention",
                        "layer 1: look back",
                        "layer 1: feed",
                        "layers 2 to 32",
                        "logits"),
                pass.parts().stream().map(TokenPass.Part::name).toList());
        // 4096 · 4096 twice for queries and output, 4096 · 1024 twice for keys and values, 2 bytes each
        assertEquals(83_886_080, pass.parts().get(1).weights(), 1);
        // 8,192 positions of 8 heads of 128 numbers, keys and values
        assertEquals(8192 * 4096, pass.parts().get(2).kept(), 1);
        assertEquals(4.0 * 8192 * 4096, pass.parts().get(2).flops(), 1);
        // 3 · 4096 · 14,336 and two norms; the last norm is shared out among the layers
        assertEquals(
                2 * (3 * 4096 * 14_336 + 2 * 4096 + 128), pass.parts().get(3).weights(), 1);
        assertEquals(2.0 * 4096 * 128_256, pass.parts().getLast().weights(), 1);
        assertEquals(83_886_080 / 32e9, pass.parts().get(1).seconds(), 1e-9);
    }

    @Test
    @DisplayName("looks back no further than a window where the first layer has one")
    void window() {
        TokenPass pass = TokenPass.of(KnownModels.named("Gemma 3 1B"), Formats.F16, 10_000, roof);
        assertEquals(512 * 2 * 256 * 2, pass.parts().get(2).kept(), 1e-6);
        assertTrue(pass.parts().get(4).kept() > 4 * 10_000 * 2 * 256 * 2);
    }

    @Test
    @DisplayName("is told part by part, and the last step says how many tokens come out at most")
    void walk() {
        TokenPass pass = TokenPass.of(KnownModels.named("Llama 3.1 8B"), Formats.F16, 8191, roof);
        var walk = pass.walk();
        assertEquals("One token through Llama 3.1 8B, after 8,191 others", walk.title());
        assertEquals(
                "layer 1: attention: 83.9 MB of weights are fetched for 83.9 MFLOP. That takes at least 2.62 ms, and the"
                        + " limit is memory; 2.62 ms of 503 ms so far.",
                walk.at(1).caption());
        assertEquals(
                "logits: 1.05 GB of weights are fetched for 1.05 GFLOP. That takes at least 32.8 ms, and the limit is"
                        + " memory; 503 ms of 503 ms so far. So at most 2.0 tokens come out in a second.",
                walk.at(5).caption());
        var graph = assertInstanceOf(Figure.Graph.class, walk.at(2).figure());
        assertEquals(6, graph.vertices().size());
        assertTrue(graph.vertices().get(2).marked() && !graph.vertices().get(1).marked());
        assertEquals(List.of("33.6 MB", "1.05 ms"), graph.vertices().get(2).lines());
        assertEquals(pass.seconds(), walk.at(5).values().get("seconds so far"));
        assertEquals(
                1 / pass.seconds(),
                roof.tokensPerSecond(Workload.decode(pass.shape(), pass.weightBytes(), 8191, 2)),
                1e-2);
    }

    @Test
    @DisplayName("is bound by arithmetic where the machine computes slowly")
    void slow() {
        var steps = TokenPass.of(KnownModels.named("SmolLM2 135M"), Formats.Q4_0, 10, new Roofline("slow", 1e9, 32e9))
                .walk();
        assertTrue(
                steps.at(1).caption().contains("the limit is arithmetic"),
                steps.at(1).caption());
    }

    @Test
    @DisplayName("needs weights, and tokens that are not fewer than none")
    void refuses() {
        assertEquals(
                "a token passes through weights of more than 0 bytes, after at least 0 tokens, but got 5.0 bytes and -1"
                        + " tokens",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> new TokenPass(KnownModels.named("GPT-2 1.5B"), 5, -1, 2, roof))
                        .getMessage());
    }
}
