package org.vitrina.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.vitrina.evaluate.Flakiness.Rule;
import org.vitrina.evaluate.Flakiness.State;

@DisplayName("A gate for what passes sometimes")
class GateTests {
    static Stream<Gate> gates() {
        return Stream.of(
                new Gate.Once(),
                new Gate.Retry(2),
                new Gate.ConfirmOnFail(3),
                new Gate.Majority(5),
                new Gate.Accept(30, 0.8, 0.9));
    }

    @Test
    @DisplayName("that confirms a failure by three more votes lets a 50 % system through in 75 % of all cases")
    void confirmOnFail() {
        assertEquals(0.75, new Gate.ConfirmOnFail(3).passes(0.5), 1e-12);
        assertEquals(0.5, new Gate.Majority(3).passes(0.5), 1e-12);
    }

    @Test
    @DisplayName("that retries twice turns 50 % into 87.5 %")
    void retry() {
        assertEquals(0.875, new Gate.Retry(2).passes(0.5), 1e-12);
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("gates")
    @DisplayName("opens as often as it says, in 4,000 tries")
    void simulated(Gate gate) {
        var random = new SplittableRandom(3);
        int opened = 0;
        for (int i = 0; i < 4_000; i++) opened += gate.open(() -> random.nextDouble() < 0.7) ? 1 : 0;
        assertEquals(gate.passes(0.7), opened / 4_000.0, 0.03);
        assertEquals(0, gate.passes(0), 1e-12);
        assertEquals(1, gate.passes(1), 1e-12);
    }

    @Test
    @DisplayName("by acceptance opens for a share below the promised one in at most 5 of 100 cases")
    void accept() {
        assertTrue(new Gate.Accept(59, 0.95, 0.95).passes(0.95) <= 0.05);
        assertEquals(Math.pow(0.95, 59), new Gate.Accept(59, 0.95, 0.95).passes(0.95), 1e-12);
    }

    @Test
    @DisplayName("by vote has an odd number of votes")
    void odd() {
        var error = assertThrows(IllegalArgumentException.class, () -> new Gate.ConfirmOnFail(4));
        assertTrue(error.getMessage().startsWith("a vote needs an odd number of tries"), error.getMessage());
    }

    @Nested
    @DisplayName("with a quarantine")
    class Quarantine {
        private final Rule rule = new Rule(0.9, 0.1, 0.95);

        @Test
        @DisplayName("keeps apart what is reliable, flaky, failing and not yet known")
        void states() {
            var shares = new LinkedHashMap<String, Share>();
            shares.put("always", new Share(29, 29));
            shares.put("often", new Share(25, 29));
            shares.put("never", new Share(0, 29));
            shares.put("new", new Share(3, 3));
            shares.put("new and red", new Share(0, 3));
            var flakiness = new Flakiness("model", shares, rule);
            assertEquals(
                    List.of(State.RELIABLE, State.FLAKY, State.FAILING, State.UNKNOWN, State.UNKNOWN),
                    List.copyOf(flakiness.states().values()));
            assertEquals(List.of("often"), flakiness.quarantine());
            assertEquals("model, 5 cases: 1 reliable, 1 flaky, 1 failing, 2 unknown", flakiness.toString());
            assertEquals(5, flakiness.table().rowCount());
        }

        @Test
        @DisplayName("lets a case out after as many straight passes as make it reliable")
        void leave() {
            assertEquals(29, rule.toLeave());
            assertEquals(State.RELIABLE, rule.state(new Share(rule.toLeave(), rule.toLeave())));
            assertEquals(State.UNKNOWN, rule.state(new Share(rule.toLeave() - 1, rule.toLeave() - 1)));
        }

        @Test
        @DisplayName("asks each case with other seeds")
        void asked() {
            var cases = List.of(PromptCase.of("sure", "a", "x"), PromptCase.of("odd", "b", "x"));
            var flakiness = Flakiness.of((p, seed) -> p.equals("a") || seed % 2 == 0 ? "x" : "y", cases, 30, 0, rule);
            assertEquals(new Share(30, 30), flakiness.shares().get("sure"));
            assertEquals(new Share(15, 30), flakiness.shares().get("odd"));
            assertEquals(List.of("odd"), flakiness.quarantine());
        }
    }
}
