package org.vitrina.kernel.jupyter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTimeoutPreemptively;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.vitrina.Property.forRandom;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("Of the kernel's parts,")
class SmallPartsTests {

    @Nested
    @DisplayName("the wire")
    class WireTests {
        private final Wire wire = new Wire("key", "hmac-sha256");

        @Test
        @DisplayName("carries a message as it was, identities and buffers included")
        void roundTrip() throws BadMessage {
            var content = new JsonObject();
            content.addProperty("text", "à 😀 </script> \u2028");
            Message sent = wire.message(
                    List.of(new byte[] {0, 1, 2}),
                    "comm_msg",
                    new JsonObject(),
                    new JsonObject(),
                    content,
                    List.of(new byte[] {9}));
            Message received = wire.decode(wire.encode(sent));
            assertEquals(sent.header(), received.header());
            assertEquals(sent.content(), received.content());
            assertEquals(2, received.identities().getFirst()[2]);
            assertEquals(9, received.buffers().getFirst()[0]);
        }

        @Test
        @DisplayName("refuses a message of which any one bit was changed on its way")
        void tampered() {
            Message sent = wire.message(List.of(), "execute_request", new JsonObject(), new JsonObject());
            forRandom(500, random -> {
                List<byte[]> frames = new ArrayList<>();
                wire.encode(sent).forEach(frame -> frames.add(frame.clone()));
                byte[] frame = frames.get(1 + random.nextInt(5));
                int bit = random.nextInt(frame.length * 8);
                frame[bit / 8] ^= (byte) (1 << bit % 8);
                BadMessage refused = assertThrows(BadMessage.class, () -> wire.decode(frames));
                assertTrue(refused.getMessage().startsWith("the signature does not fit"), refused.getMessage());
            });
        }

        @Test
        @DisplayName("ends every try to read random frames with a message or a clear refusal")
        void random() {
            var unsigned = new Wire("", "hmac-sha256");
            String[] frames = {
                "<IDS|MSG>", "", "{}", "[]", "null", "{\"msg_id\": 1}", "{\"a\":", "\uD800", "1e999999999"
            };
            forRandom(2_000, random -> {
                var message = new ArrayList<byte[]>();
                for (int i = random.nextInt(9); i > 0; i--) {
                    message.add(frames[random.nextInt(frames.length)].getBytes(StandardCharsets.UTF_8));
                }
                try {
                    unsigned.decode(message);
                } catch (BadMessage refused) {
                    assertFalse(refused.getMessage().isBlank());
                }
            });
        }

        @Test
        @DisplayName("does not begin with a signature scheme that it does not know")
        void scheme() {
            var wrong = assertThrows(IllegalArgumentException.class, () -> new Wire("key", "rot-13"));
            assertEquals("the signature scheme rot-13 is not known; Jupyter's own is hmac-sha256", wrong.getMessage());
        }
    }

    @Nested
    @DisplayName("history")
    class History {
        @ParameterizedTest(name = "''{0}'' and ''{1}'': {2}")
        @CsvSource({
            "*, anything, true",
            "a?c, abc, true",
            "a?c, ac, false",
            "*b*, abc, true",
            "a.c, abc, false",
            "'', '', true"
        })
        @DisplayName("finds cells by patterns of a shell")
        void patterns(String pattern, String text, boolean fits) {
            assertEquals(fits, CellHistory.matches(pattern, text));
        }

        @Test
        @DisplayName("finds what a regular expression of the same meaning finds")
        void same() {
            String letters = "ab*?";
            forRandom(3_000, random -> {
                String pattern = random.ints(random.nextInt(6), 0, 4)
                        .mapToObj(i -> letters.substring(i, i + 1))
                        .reduce("", String::concat);
                String text = random.ints(random.nextInt(7), 0, 2)
                        .mapToObj(i -> letters.substring(i, i + 1))
                        .reduce("", String::concat);
                String regex = pattern.replace("*", ".*").replace("?", ".");
                assertEquals(Pattern.matches(regex, text), CellHistory.matches(pattern, text), pattern + " " + text);
            });
        }

        @Test
        @DisplayName("is not held up by a pattern that would keep a regular expression busy for ever")
        void hostile() {
            assertTimeoutPreemptively(
                    Duration.ofSeconds(20),
                    () -> assertFalse(CellHistory.matches("*a".repeat(30) + "b", "a".repeat(20_000))));
        }
    }

    @Nested
    @DisplayName("the decision which cells an error stops")
    class Horizon {
        private final Instant told = Instant.parse("2026-01-01T12:00:00Z");

        private Message request(String session, String sent, Instant arrival) {
            var header = new JsonObject();
            header.addProperty("date", sent);
            return new Message(
                    List.of(),
                    new Message.Header("id", "execute_request", session, header),
                    new JsonObject(),
                    new JsonObject(),
                    new JsonObject(),
                    List.of(),
                    arrival);
        }

        @Test
        @DisplayName("stops what had arrived, and what was sent before the error was told by a clock that is wrong")
        void clocks() {
            // the front end's clock is an hour behind
            var horizon = new AbortHorizon(told, "s", Optional.of(Duration.ofHours(1)));
            assertTrue(horizon.covers(request("other", "nonsense", told)));
            assertTrue(horizon.covers(request("s", "2026-01-01T10:59:59Z", told.plusMillis(30))));
            assertFalse(horizon.covers(request("s", "2026-01-01T11:00:01Z", told.plusSeconds(1))));
            assertFalse(horizon.covers(request("other", "2026-01-01T10:59:59Z", told.plusMillis(30))));
            assertFalse(horizon.covers(request("s", "nonsense", told.plusMillis(30))));
        }

        @Test
        @DisplayName("stops nothing where nothing failed")
        void none() {
            assertFalse(AbortHorizon.NONE.covers(request("s", "2026-01-01T10:59:59Z", told)));
        }
    }

    @Nested
    @DisplayName("connection files")
    class ConnectionFiles {
        @TempDir
        private Path folder;

        private String refused(String json) throws IOException {
            Path file = Files.writeString(folder.resolve("c.json"), json);
            return assertThrows(IOException.class, () -> ConnectionFile.read(file))
                    .getMessage();
        }

        @Test
        @DisplayName("are refused with what is wrong in them")
        void wrong() throws IOException {
            String ports = "\"shell_port\": 1, \"control_port\": 2, \"iopub_port\": 3, \"stdin_port\": 4";
            assertEquals(
                    "a connection file: hb_port must be from 0 to 65535, but is 70000",
                    refused("{" + ports + ", \"hb_port\": 70000}"));
            assertTrue(
                    refused("{" + ports + "}").startsWith("a connection file needs the field hb_port, but has only"));
            assertEquals(
                    "a connection file: transport must be tcp or ipc, but is pigeon",
                    refused("{\"transport\": \"pigeon\"}"));
            assertTrue(refused("ports").contains("must be JSON"));
        }
    }

    @ParameterizedTest(name = "''{0}'' asks about {1}")
    @CsvSource({"?String, String", "String?, String", "' ??Math.sqrt\n', Math.sqrt", "list.size ?, list.size"})
    @DisplayName("questions are cells with one name and a question mark")
    void questions(String cell, String name) {
        assertEquals(Optional.of(new Question(name)), Question.in(cell));
    }

    @ParameterizedTest(name = "''{0}''")
    @CsvSource({"a ? b : c", "?", "x", "f()?", "? a b", "''"})
    @DisplayName("what only holds a question mark is code")
    void noQuestions(String cell) {
        assertEquals(Optional.empty(), Question.in(cell));
    }
}
