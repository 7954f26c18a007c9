package org.vitrina.kernel.magic;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vitrina.Property.forRandom;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The spelling of names")
class SpellingTests {
    @Test
    @DisplayName("is as many steps away as the examples of the literature say")
    void distances() {
        assertEquals(3, Spelling.distance("kitten", "sitting"));
        assertEquals(1, Spelling.distance("teh", "the"));
        assertEquals(0, Spelling.distance("Main", "main"));
        assertEquals(4, Spelling.distance("", "four"));
    }

    @Test
    @DisplayName("is as far one way as the other")
    void symmetric() {
        forRandom(300, random -> {
            String a = word(random);
            String b = word(random);
            assertEquals(Spelling.distance(a, b), Spelling.distance(b, a));
        });
    }

    private static String word(java.util.random.RandomGenerator random) {
        return random.ints(random.nextInt(8), 'a', 'e')
                .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
                .toString();
    }

    @Test
    @DisplayName("leads to the nearest name, or to none that is too far")
    void nearest() {
        assertEquals(Optional.of("length"), Spelling.nearest("lenght", List.of("strip", "length", "repeat")));
        assertEquals(Optional.of("Table"), Spelling.nearest("Tabel", List.of("Label", "Table")));
        assertEquals(Optional.empty(), Spelling.nearest("banana", List.of("strip", "length")));
    }
}
