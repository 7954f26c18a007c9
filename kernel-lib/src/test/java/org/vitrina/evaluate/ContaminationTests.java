package org.vitrina.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.tokenize.BpeTokenizer;
import org.vitrina.train.NgramModel;

@DisplayName("Contamination")
class ContaminationTests {
    private static final String[] WORDS =
            "ana ben leo has sees takes a the red blue ball hat near by at home".split(" ");

    private static String sentence(SplittableRandom random) {
        var words = new ArrayList<String>();
        for (int i = 0; i < 20; i++) words.add(WORDS[random.nextInt(WORDS.length)]);
        return String.join(" ", words) + ".";
    }

    private static List<String> sentences(int count, long seed) {
        var random = new SplittableRandom(seed);
        return IntStream.range(0, count).mapToObj(_ -> sentence(random)).toList();
    }

    @Test
    @DisplayName("is found by thirteen words in a row, whatever their case and marks, and not by twelve")
    void overlap() {
        String text = "One two three four five six seven eight nine ten eleven twelve thirteen fourteen.";
        var overlap = NgramOverlap.of(List.of("Before. " + text + " After."), NgramOverlap.WORDS);
        assertEquals(new Share(2, 2), overlap.overlap(text.toUpperCase().replace(" ", ", ")));
        assertFalse(overlap.isContaminated(text.replace("seven", "7")));
        assertTrue(overlap.isContaminated("x " + text));
        var error = assertThrows(IllegalArgumentException.class, () -> overlap.overlap("too short"));
        assertEquals("a text of at least 13 words is needed, but this one has 2", error.getMessage());
    }

    @Test
    @DisplayName("is the mean of the least probable fifth, by hand")
    void minK() {
        double[] nlls = {Double.NaN, 1, 5, 2, 3, 4, 1, 1, 1, 1, 9};
        assertEquals(-7, MinK.of(nlls, 0.2), 1e-12);
        assertEquals(-9, MinK.of(nlls, 0), 1e-12);
        assertEquals(-2.8, MinK.of(nlls, 1), 1e-12);
    }

    @Test
    @DisplayName("that was planted is found by loss and by Min-K %, and where nothing was planted nothing is found")
    void planted() {
        List<String> training = sentences(150, 1);
        List<String> suspects = sentences(25, 2);
        List<String> fresh = sentences(25, 3);
        var tokenizer = BpeTokenizer.train(String.join("\n", training), 300);
        var clean = Contamination.of(NgramModel.count(tokenizer, String.join("\n", training), 4), suspects, fresh);
        assertTrue(Math.abs(clean.byLoss() - 0.5) < 0.2, clean.toString());
        assertTrue(clean.pValue(400, 1) > 0.05, "p = " + clean.pValue(400, 1));
        var more = new ArrayList<>(training);
        more.addAll(suspects);
        var dirty = Contamination.of(NgramModel.count(tokenizer, String.join("\n", more), 4), suspects, fresh);
        assertTrue(dirty.byLoss() > 0.95, dirty.toString());
        assertTrue(dirty.byMinK() > 0.9, dirty.toString());
        assertTrue(dirty.pValue(400, 1) < 0.01);
        assertEquals(50, dirty.table().rowCount());
    }
}
