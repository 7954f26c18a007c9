package org.vitrina.tokenize;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.vitrina.Property.forRandom;

import com.knuddels.jtokkit.Encodings;
import com.knuddels.jtokkit.api.Encoding;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

@DisplayName("Our encoder with published ranks")
class PublishedEncodingTests {
    private static final int TRIES = 20_000;

    @ParameterizedTest
    @EnumSource
    @DisplayName("gives the ids that jtokkit gives, on random Unicode")
    void equalsJtokkit(Published published) {
        BpeTokenizer ours = published.ours();
        Encoding jtokkit = Encodings.newLazyEncodingRegistry().getEncoding(published.type());
        forRandom(TRIES, random -> {
            String text = RandomText.of(random, 24);
            assertArrayEquals(
                    jtokkit.encodeOrdinary(acceptable(text, published)).toArray(), ours.encode(text), () -> text);
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("gives the ids that jtokkit gives, on random bytes read as Unicode")
    void equalsJtokkitOnNoise(Published published) {
        BpeTokenizer ours = published.ours();
        Encoding jtokkit = Encodings.newLazyEncodingRegistry().getEncoding(published.type());
        forRandom(2_000, random -> {
            var text = new StringBuilder();
            int length = random.nextInt(200);
            int planes = 1 + random.nextInt(17);
            while (text.length() < length) {
                text.appendCodePoint(random.nextInt(planes << 16));
            }
            String noise = text.toString();
            assertArrayEquals(
                    jtokkit.encodeOrdinary(acceptable(noise, published)).toArray(), ours.encode(noise));
        });
    }

    @ParameterizedTest
    @EnumSource
    @DisplayName("gives back the text that it encoded")
    void roundTrip(Published published) {
        BpeTokenizer ours = published.ours();
        forRandom(2_000, random -> {
            String text = RandomText.of(random, 24);
            assertEquals(wellFormed(text), ours.decode(ours.encode(text)));
        });
    }

    /// jtokkit's parser for cl100k asserts that there are no lone surrogates; all other patterns take them.
    private static String acceptable(String text, Published published) {
        return published == Published.CL100K ? wellFormed(text) : text;
    }

    private static String wellFormed(String text) {
        return new String(text.getBytes(StandardCharsets.UTF_8), StandardCharsets.UTF_8);
    }
}
