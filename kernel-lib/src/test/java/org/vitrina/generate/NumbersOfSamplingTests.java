package org.vitrina.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.vitrina.Property;

@DisplayName("In the numbers behind sampling,")
class NumbersOfSamplingTests {
    @Test
    @DisplayName("the largest of many are those that a whole sort puts first, equal ones in the order of their indices")
    void largest() {
        Property.forRandom(500, random -> {
            int size = 1 + random.nextInt(1_000);
            var values = new float[size];
            // few different values, so that many are equal
            int kinds = 1 + random.nextInt(400);
            for (int i = 0; i < size; i++)
                values[i] = switch (random.nextInt(20)) {
                    case 0 -> Float.NEGATIVE_INFINITY;
                    case 1 -> -0f;
                    case 2 -> 0f;
                    default -> random.nextInt(kinds) - kinds / 2f;
                };
            int used = 1 + random.nextInt(size);
            int n = random.nextInt(used + 20);
            int[] expected = IntStream.range(0, used)
                    .boxed()
                    .sorted(Comparator.<Integer>comparingDouble(i -> -(values[i] + 0f))
                            .thenComparing(i -> i))
                    .limit(n)
                    .mapToInt(i -> i)
                    .toArray();
            assertArrayEquals(expected, Largest.indices(values, used, n));
        });
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0 %",
        "1, 100 %",
        "0.5, 50 %",
        "0.123456, 12.3 %",
        "0.000123, 0.012 %",
        "0.000000123, less than 0.001 %",
        "0.99987, 99.987 %",
        "0.999999999, more than 99.999 %"
    })
    @DisplayName("percentages have as many digits as a reader can use")
    void percent(double probability, String written) {
        assertEquals(written, Numbers.percent(probability));
    }
}
