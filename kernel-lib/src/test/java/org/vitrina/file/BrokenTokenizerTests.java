package org.vitrina.file;

import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.vitrina.tokenize.Tokenizer;

@DisplayName("Of 100,000 broken tokenizer.json texts")
class BrokenTokenizerTests {
    private static final int TRIES = 100_000;
    private static final long MOST_BYTES = 128 << 20;
    private static final String[] PIECES = {
        "null",
        "true",
        "0",
        "-1",
        "1e308",
        "99999999999999999999",
        "4194303",
        "65000",
        "\"\"",
        "[]",
        "{}",
        "[[",
        "}",
        ",",
        "\"type\":",
        "\"Sequence\"",
        "\"Metaspace\"",
        "\"BPE\"",
        "\"ByteLevel\"",
        "\\ud800",
        "\\u0000",
        "(",
        "(?<a>",
        "*",
        "{1,999}",
        "\\\\p{Han}",
        "\"a b\"",
        "[\"a\",\"b\"]",
        "\"Regex\":",
        "\"String\":",
        "\u0120",
        "\uFFFD",
        "<0x41>",
    };

    @Test
    @DisplayName("each is refused with a message or read; none crashes, hangs or takes more than 128 MB")
    void broken() {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        var read = new AtomicInteger();
        Assertions.assertTimeout(
                Duration.ofMinutes(5),
                () -> forRandom(TRIES, random -> {
                    String json = broken(random, TokenizerJsonTests.SMALL);
                    long before = threads.getCurrentThreadAllocatedBytes();
                    try {
                        Tokenizer tokenizer = TokenizerJson.read("x", json);
                        read.incrementAndGet();
                        tokenizer.decode(tokenizer.encode("abc a1ab <u> \u00E9\uD83D\uDE00 xxxxxxxxxx 12"));
                    } catch (ModelFileException e) {
                        assertTrue(e.getMessage().contains(": expected "), e::getMessage);
                    } catch (IllegalArgumentException e) {
                        assertTrue(e.getMessage().contains("tries too much"), e::getMessage);
                    }
                    long bytes = threads.getCurrentThreadAllocatedBytes() - before;
                    assertTrue(bytes < MOST_BYTES, () -> bytes + " bytes were allocated for " + json);
                }));
        assertTrue(
                read.get() > TRIES / 20,
                () -> "only " + read + " could be read, so little behind the parser was tried");
    }

    private static String broken(RandomGenerator random, String json) {
        var text = new StringBuilder(json);
        for (int n = 1 + random.nextInt(3); n > 0; n--) {
            int at = random.nextInt(text.length());
            int to = Math.min(text.length(), at + 1 + random.nextInt(random.nextInt(8) == 0 ? 200 : 4));
            switch (random.nextInt(6)) {
                case 0 ->
                    text.setCharAt(
                            at, (char) (random.nextInt(3) == 0 ? random.nextInt(0x10000) : ' ' + random.nextInt(95)));
                case 1 -> text.delete(at, to);
                case 2 -> text.insert(at, text.substring(at, to));
                case 3 -> text.insert(at, PIECES[random.nextInt(PIECES.length)]);
                case 4 -> replaceValue(random, text, at);
                default -> {
                    int from = random.nextInt(json.length());
                    text.insert(at, json, from, Math.min(json.length(), from + random.nextInt(40)));
                }
            }
        }
        return text.toString();
    }

    /// Puts another value, or the name of another part, behind the next colon.
    private static void replaceValue(RandomGenerator random, StringBuilder text, int at) {
        int colon = text.indexOf(": ", at);
        if (colon < 0) {
            return;
        }
        int end = colon + 2;
        while (end < text.length() && ",}]\n".indexOf(text.charAt(end)) < 0) {
            end++;
        }
        text.replace(colon + 2, end, PIECES[random.nextInt(PIECES.length)]);
    }
}
