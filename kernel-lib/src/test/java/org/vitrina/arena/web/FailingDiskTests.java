package org.vitrina.arena.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.vitrina.arena.Battle;
import org.vitrina.arena.Battles;
import org.vitrina.arena.Challenge;
import org.vitrina.arena.Contestant;
import org.vitrina.arena.Outcome;

@DisplayName("On a disk that fails,")
class FailingDiskTests {
    @TempDir
    private Path folder;

    private final List<String> notes = Collections.synchronizedList(new ArrayList<>());
    private Path votes;
    private FailingDisk disk;
    private VoteLog log;

    @BeforeEach
    void open() throws IOException {
        votes = folder.resolve("votes.jsonl");
        log = VoteLog.open(votes, notes::add, file -> disk = new FailingDisk(file));
    }

    @AfterEach
    void close() throws IOException {
        disk.truncateFails = false;
        log.close();
    }

    private static Battle vote(int number) {
        return new Battle(
                "ballot-" + number, Instant.ofEpochSecond(number), "judge", "?", "a", "b", "yes", "no", Outcome.LEFT);
    }

    private List<String> kept() throws IOException {
        return Battles.read(votes).stream().map(Battle::id).toList();
    }

    @Nested
    @DisplayName("the file of votes")
    class File {
        @Test
        @DisplayName("refuses a vote for which there is no room, saying so, and holds none of it")
        void full() throws IOException {
            log.append(vote(1));
            long size = Files.size(votes);
            disk.room = size + 20;
            var refused = assertThrows(IOException.class, () -> log.append(vote(2)));
            assertEquals("the vote could not be written to " + votes, refused.getMessage());
            assertEquals(FailingDisk.FULL, refused.getCause().getMessage());
            assertEquals(size, Files.size(votes));
            assertEquals(List.of("ballot-1"), kept());
        }

        @Test
        @DisplayName("goes on when there is room again, with the votes that were refused or with others")
        void roomAgain() throws IOException {
            log.append(vote(1));
            disk.room = 0;
            assertThrows(IOException.class, () -> log.append(vote(2)));
            assertThrows(IOException.class, () -> log.append(vote(3)));
            disk.room = Long.MAX_VALUE;
            log.append(vote(3));
            log.append(vote(4));
            assertEquals(List.of("ballot-1", "ballot-3", "ballot-4"), kept());
        }

        @Test
        @DisplayName("does not hold a vote that was written, but of which nobody knows whether it is on the disk")
        void unforced() throws IOException {
            log.append(vote(1));
            disk.forceFails = true;
            assertThrows(IOException.class, () -> log.append(vote(2)));
            assertEquals(List.of("ballot-1"), kept());
            disk.forceFails = false;
            log.append(vote(2));
            assertEquals(List.of("ballot-1", "ballot-2"), kept());
        }

        @ParameterizedTest(name = "when {0} bytes of it were written")
        @ValueSource(ints = {1, 30, 1000})
        @DisplayName("takes back a vote before the next one, where it could not at once,")
        void takesBackLater(int room) throws IOException {
            log.append(vote(1));
            disk.room = Files.size(votes) + room;
            disk.forceFails = true;
            disk.truncateFails = true;
            var refused = assertThrows(IOException.class, () -> log.append(vote(2)));
            assertEquals(
                    FailingDisk.BROKEN, refused.getCause().getSuppressed()[0].getMessage());
            disk.room = Long.MAX_VALUE;
            disk.forceFails = false;
            // as long as it cannot take back, it writes nothing behind
            assertThrows(IOException.class, () -> log.append(vote(3)));
            disk.truncateFails = false;
            log.append(vote(4));
            assertEquals(List.of("ballot-1", "ballot-4"), kept());
        }

        @Test
        @DisplayName("takes back a vote when it is closed, so that the next arena does not count it")
        void takesBackAtTheEnd() throws IOException {
            disk.forceFails = true;
            disk.truncateFails = true;
            assertThrows(IOException.class, () -> log.append(vote(1)));
            assertEquals(List.of("ballot-1"), kept());
            disk.truncateFails = false;
            log.close();
            assertEquals(List.of(), kept());
        }

        @Test
        @DisplayName("is no device: what is written to /dev/null is lost")
        void device() {
            Path device = Path.of("/dev/null");
            assumeTrue(Files.exists(device), "this system has no /dev/null");
            assertEquals(
                    "/dev/null is no file in which votes could be kept; name one with --votes",
                    assertThrows(IOException.class, () -> VoteLog.open(device, notes::add))
                            .getMessage());
        }
    }

    @Nested
    @DisplayName("the arena")
    class Arena {
        private ArenaServer server;

        @BeforeEach
        void start() throws IOException {
            server = ArenaServer.start(
                    List.of(
                            Contestant.of("first-model", c -> "1 " + c.text()),
                            Contestant.of("second-model", c -> "2")),
                    IntStream.range(0, 30)
                            .mapToObj(i -> Challenge.open("question " + i, 10))
                            .toList(),
                    new ArenaServer.Options(new InetSocketAddress("127.0.0.1", 0), votes, false, List.of(), notes::add),
                    log);
        }

        @AfterEach
        void stop() throws IOException {
            server.close();
        }

        private Client client() throws IOException {
            return new Client(server.port()).enter();
        }

        private String trouble(Client client) throws IOException {
            return client.post(
                            "/api/teacher",
                            "{\"action\":\"look\"}",
                            "Origin: http://127.0.0.1:" + server.port()
                                    + "\r\nContent-Type: application/json\r\nAuthorization: Bearer " + server.token()
                                    + "\r\n")
                    .json()
                    .get("trouble")
                    .getAsString();
        }

        @Test
        @DisplayName(
                "tells the student that the vote does not count, counts it nowhere, and goes on when there is room")
        void goesOn() throws IOException {
            try (Client client = client()) {
                String ballot = client.ballot().get("ballot").getAsString();
                assertEquals("", trouble(client));
                disk.room = 40;
                Client.Reply refused = client.vote(ballot, "LEFT");
                assertEquals(503, refused.status());
                assertEquals(
                        "Your vote could not be written to the disk and does not count. Tell your teacher, and vote"
                                + " again when it is mended.",
                        refused.json().get("error").getAsString());
                assertEquals(0, server.votes());
                assertEquals(0, Files.size(votes));
                String trouble = "the vote could not be written to " + votes + ": " + FailingDisk.FULL;
                assertEquals(trouble, trouble(client));
                assertEquals(List.of("a vote was not counted: " + trouble), notes);

                // the same ballot is still open, and the student may think again
                JsonObject again = client.ballot();
                assertEquals(ballot, again.get("ballot").getAsString());
                assertEquals(0, again.get("votes").getAsInt());
                disk.room = Long.MAX_VALUE;
                assertEquals(200, client.vote(ballot, "RIGHT").status());
                assertEquals("", trouble(client));
                assertEquals(1, server.votes());
                assertEquals(Outcome.RIGHT, Battles.read(votes).get(0).outcome());
            }
        }

        @Test
        @DisplayName("keeps of fifty who vote while the disk fills up just those whom it thanks")
        void fillsUp() throws Exception {
            disk.room = 3_000;
            var thanked = Collections.synchronizedList(new ArrayList<String>());
            try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var all = new ArrayList<Future<?>>();
                for (int i = 0; i < 50; i++) {
                    all.add(threads.submit(() -> {
                        try (Client client = client()) {
                            String ballot = client.ballot().get("ballot").getAsString();
                            int status = client.vote(ballot, "TIE").status();
                            assertTrue(status == 200 || status == 503, "status " + status);
                            if (status == 200) thanked.add(ballot);
                        }
                        return null;
                    }));
                }
                for (Future<?> each : all) each.get();
            }
            assertFalse(thanked.isEmpty() || thanked.size() == 50, thanked.size() + " of 50 were thanked");
            assertEquals(thanked.size(), server.votes());
            assertEquals(
                    thanked.stream().sorted().toList(), kept().stream().sorted().toList());
        }
    }
}
