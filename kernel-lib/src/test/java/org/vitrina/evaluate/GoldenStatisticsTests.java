package org.vitrina.evaluate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import java.io.IOException;
import java.io.InputStream;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.function.Consumer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

/// The expected numbers were made by `src/test/python/statistics_golden.py`.
@DisplayName("SciPy and statsmodels agree about")
class GoldenStatisticsTests {
    private static final JsonObject GOLDEN = golden();

    private static JsonObject golden() {
        try (InputStream in = GoldenStatisticsTests.class.getResourceAsStream("statistics-golden.json")) {
            assertNotNull(in);
            return JsonParser.parseReader(new InputStreamReader(in, StandardCharsets.UTF_8))
                    .getAsJsonObject();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private static void each(String what, Consumer<JsonObject> test) {
        GOLDEN.getAsJsonArray(what).forEach(one -> test.accept(one.getAsJsonObject()));
    }

    private static double number(JsonObject one, String name) {
        return one.get(name).getAsDouble();
    }

    private static int count(JsonObject one, String name) {
        return one.get(name).getAsInt();
    }

    private static double[] numbers(JsonElement array) {
        return array.getAsJsonArray().asList().stream()
                .mapToDouble(JsonElement::getAsDouble)
                .toArray();
    }

    private static void assertClose(double expected, double actual, JsonObject of) {
        assertEquals(expected, actual, 1e-9 * Math.abs(expected) + 1e-14, of::toString);
    }

    @Test
    @DisplayName("quantiles of the normal distribution, and what lies below them")
    void normal() {
        each("normals", one -> {
            assertEquals(number(one, "z"), Normal.quantile(number(one, "p")), 1e-9);
            assertClose(number(one, "p"), Normal.below(number(one, "z")), one);
        });
    }

    @Test
    @DisplayName("the probabilities of counts, in the middle and far out")
    void binomial() {
        each("binomials", one -> {
            var binomial = new Binomial(count(one, "n"), number(one, "p"));
            int k = count(one, "k");
            assertClose(number(one, "exactly"), binomial.exactly(k), one);
            assertClose(number(one, "atMost"), binomial.atMost(k), one);
            assertClose(number(one, "atLeast"), binomial.atLeast(k), one);
        });
    }

    @Test
    @DisplayName("Wilson's interval and the exact one, to both sides and to one")
    void shares() {
        each("shares", one -> {
            var share = Share.of(count(one, "hits"), count(one, "n"));
            double confidence = number(one, "confidence");
            double[] wilson = numbers(one.get("wilson"));
            assertClose(wilson[0], share.wilson(confidence).low(), one);
            assertClose(wilson[1], share.wilson(confidence).high(), one);
            double[] exact = numbers(one.get("exact"));
            assertClose(exact[0], share.exact(confidence).low(), one);
            assertClose(exact[1], share.exact(confidence).high(), one);
            assertClose(number(one, "lower"), share.lower(confidence), one);
            assertClose(number(one, "upper"), share.upper(confidence), one);
        });
    }

    @Test
    @DisplayName("McNemar's exact test, the z-test of two shares, and Newcombe's interval of a difference")
    void comparisons() {
        each("tables", one -> {
            var paired = new Paired(
                    count(one, "both"), count(one, "onlyFirst"), count(one, "onlySecond"), count(one, "neither"));
            assertClose(number(one, "mcnemar"), paired.pValue(), one);
            assertClose(number(one, "worse"), paired.pWorse(), one);
            TwoShares unpaired = paired.unpaired();
            assertClose(number(one, "z"), unpaired.pValue(), one);
            assertClose(number(one, "low"), unpaired.interval(0.95).low(), one);
            assertClose(number(one, "high"), unpaired.interval(0.95).high(), one);
        });
    }

    @Test
    @DisplayName("the standard error of results that come in groups, and of results that do not")
    void clusters() {
        each("clusters", one -> {
            var mean = ClusteredMean.of(
                    numbers(one.get("values")), one.getAsJsonArray("groups").asList());
            assertClose(number(one, "mean"), mean.mean(), one);
            assertClose(number(one, "clustered"), mean.standardError(), one);
            assertClose(number(one, "naive"), mean.naiveError(), one);
        });
    }

    @Test
    @DisplayName("pass@k, which they count with whole numbers")
    void passAtK() {
        each(
                "passes",
                one -> assertClose(
                        number(one, "value"), PassAtK.of(count(one, "n"), count(one, "c"), count(one, "k")), one));
    }
}
