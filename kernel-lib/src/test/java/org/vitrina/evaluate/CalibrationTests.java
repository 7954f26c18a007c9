package org.vitrina.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Calibration")
class CalibrationTests {
    private final double[] sure = {0.95, 0.95, 0.95, 0.95, 0.55, 0.55};
    private final boolean[] right = {true, true, false, false, true, false};

    @Test
    @DisplayName("has the gaps of its bins, weighed by their answers")
    void byHand() {
        var calibration = Calibration.of("model", sure, right);
        assertEquals(2, calibration.filled().size());
        // four of six with a gap of 0.45, two with one of 0.05
        assertEquals((4 * 0.45 + 2 * 0.05) / 6, calibration.expectedError(), 1e-12);
        assertEquals(0.45, calibration.largestError(), 1e-12);
    }

    @Test
    @DisplayName("has the Brier score and the discrimination that scikit-learn computes")
    void golden() throws IOException {
        JsonObject golden;
        try (var in = getClass().getResourceAsStream("statistics-golden.json")) {
            golden = JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .getAsJsonObject()
                    .getAsJsonObject("calibration");
        }
        double[] p = golden.getAsJsonArray("confidences").asList().stream()
                .mapToDouble(one -> one.getAsDouble())
                .toArray();
        boolean[] marks = new boolean[p.length];
        for (int i = 0; i < p.length; i++)
            marks[i] = golden.getAsJsonArray("right").get(i).getAsInt() == 1;
        var calibration = Calibration.of("golden", p, marks);
        assertEquals(golden.get("brier").getAsDouble(), calibration.brier(), 1e-12);
        assertEquals(golden.get("auc").getAsDouble(), calibration.discrimination(), 1e-12);
    }

    @Test
    @DisplayName("of who is right as often as sure has a small error, that of who exaggerates a large one")
    void exaggeration() {
        var random = new SplittableRandom(1);
        double[] honest = random.doubles(4_000).toArray();
        boolean[] marks = new boolean[honest.length];
        for (int i = 0; i < marks.length; i++) marks[i] = random.nextDouble() < honest[i];
        double[] loud = Arrays.stream(honest)
                .map(p -> p * p / (p * p + (1 - p) * (1 - p)))
                .toArray();
        assertTrue(Calibration.of("honest", honest, marks).expectedError() < 0.03);
        assertTrue(Calibration.of("loud", loud, marks).expectedError() > 0.08);
        // the order of the answers is the same, so that both tell right from wrong as well
        assertEquals(
                Calibration.of("honest", honest, marks).discrimination(),
                Calibration.of("loud", loud, marks).discrimination(),
                1e-3);
    }

    @Test
    @DisplayName("counts a confidence of 1 in the last bin and refuses one of 2")
    void edges() {
        assertEquals(
                0.9,
                Calibration.of("m", new double[] {1}, new boolean[] {true})
                        .filled()
                        .getFirst()
                        .from(),
                1e-12);
        assertThrows(IllegalArgumentException.class, () -> Calibration.of("m", new double[] {2}, new boolean[] {true}));
        assertThrows(IllegalArgumentException.class, () -> Calibration.of("m", new double[] {1}, new boolean[0]));
    }

    @Test
    @DisplayName("tells two groups apart: wholly, by chance, and with ties counted half")
    void auc() {
        boolean[] groups = {true, true, false, false};
        assertEquals(1, Auc.of(new double[] {3, 4, 1, 2}, groups));
        assertEquals(0, Auc.of(new double[] {1, 2, 3, 4}, groups));
        assertEquals(0.5, Auc.of(new double[] {1, 1, 1, 1}, groups));
        assertThrows(IllegalArgumentException.class, () -> Auc.of(new double[2], new boolean[2]));
    }
}
