package org.vitrina.arena.web;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.google.gson.JsonObject;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.vitrina.arena.Battle;
import org.vitrina.arena.Battles;
import org.vitrina.arena.Challenge;
import org.vitrina.arena.Contestant;
import org.vitrina.arena.Outcome;

@DisplayName("The arena of a class")
class ArenaServerTests {
    private static final List<Challenge> PROMPTS = IntStream.range(0, 30)
            .mapToObj(i -> Challenge.open("question " + i, 10))
            .toList();
    private static final List<Contestant> MODELS = List.of(
            Contestant.of("first-model", c -> "one says to " + c.text()),
            Contestant.of("second-model", c -> "two says to " + c.text()),
            Contestant.of("third-model", c -> "three says to " + c.text()));

    @TempDir
    private Path folder;

    private final List<String> notes = new ArrayList<>();
    private Path votes;
    private ArenaServer server;

    @BeforeEach
    void start() throws IOException {
        votes = folder.resolve("votes.jsonl");
        server = serve();
    }

    private ArenaServer serve() throws IOException {
        return ArenaServer.start(
                MODELS,
                PROMPTS,
                new ArenaServer.Options(
                        new InetSocketAddress("127.0.0.1", 0), votes, false, List.of("arena.school"), notes::add));
    }

    @AfterEach
    void stop() throws IOException {
        server.close();
    }

    private Client client() throws IOException {
        return new Client(server.port());
    }

    @Nested
    @DisplayName("with two hundred students")
    class Crowd {
        private static final int STUDENTS = 200;
        private static final int EACH = 5;

        @Test
        @DisplayName("counts every vote of theirs once, though each is sent twice")
        void everyVoteOnce() throws Exception {
            Map<String, String> cast = new ConcurrentHashMap<>();
            var times = new ArrayList<Long>();
            try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                var all = new ArrayList<Future<?>>();
                for (int student = 0; student < STUDENTS; student++) {
                    int number = student;
                    Callable<Void> task = () -> {
                        try (Client client = client().enter()) {
                            for (int i = 0; i < EACH; i++) {
                                String ballot = client.ballot().get("ballot").getAsString();
                                String outcome = Outcome.values()[(number + i) % 4].name();
                                assertEquals(null, cast.put(ballot, outcome), "a ballot was given twice");
                                long began = System.nanoTime();
                                Client.Reply reply = client.vote(ballot, outcome);
                                synchronized (times) {
                                    times.add(System.nanoTime() - began);
                                }
                                assertEquals(200, reply.status(), reply.body());
                                // as by an impatient finger, with another opinion
                                Client.Reply again = client.vote(ballot, "TIE");
                                assertEquals(409, again.status());
                                assertEquals(outcome, again.json().get("vote").getAsString());
                                assertEquals(i + 1, again.json().get("votes").getAsInt());
                            }
                        }
                        return null;
                    };
                    all.add(threads.submit(task));
                }
                for (Future<?> each : all) each.get();
            }
            assertEquals(STUDENTS * EACH, server.votes());
            // the file is whole without the server being closed
            Battles kept = Battles.read(votes);
            assertEquals(STUDENTS * EACH, kept.size());
            var byJudge = new HashMap<String, Integer>();
            for (Battle battle : kept) {
                assertEquals(cast.get(battle.id()), battle.outcome().name());
                byJudge.merge(battle.judge(), 1, Integer::sum);
            }
            assertEquals(STUDENTS, byJudge.size());
            assertTrue(byJudge.values().stream().allMatch(n -> n == EACH), byJudge.toString());
            long[] sorted = times.stream().mapToLong(t -> t).sorted().toArray();
            System.out.printf(
                    "arena, %d students: a vote takes %.0f ms in the middle, %.0f ms at the 99th of 100%n",
                    STUDENTS, sorted[sorted.length / 2] / 1e6, sorted[sorted.length * 99 / 100] / 1e6);
        }

        @Test
        @DisplayName("counts one vote of eight that are sent at the same moment")
        void sameMoment() throws Exception {
            try (Client client = client().enter();
                    var threads = Executors.newVirtualThreadPerTaskExecutor()) {
                String ballot = client.ballot().get("ballot").getAsString();
                var all = new ArrayList<Future<Integer>>();
                for (int i = 0; i < 8; i++) {
                    all.add(threads.submit(() -> {
                        try (Client other = client()) {
                            other.cookie = client.cookie;
                            return other.vote(ballot, "LEFT").status();
                        }
                    }));
                }
                int counted = 0;
                for (Future<Integer> each : all) counted += each.get() == 200 ? 1 : 0;
                assertEquals(1, counted);
                assertEquals(1, Battles.read(votes).size());
            }
        }

        @Test
        @DisplayName("answers while a hundred others have sent half of a request and send no more")
        void slow() throws Exception {
            var slow = new ArrayList<Client>();
            try {
                for (int i = 0; i < 100; i++) {
                    Client client = client();
                    String half = i % 2 == 0
                            ? "GET / HTTP/1.1\r\nHo"
                            : "POST /api/vote HTTP/1.1\r\nHost: 127.0.0.1:" + server.port()
                                    + "\r\nContent-Type: application/json\r\nContent-Length: 50\r\n\r\n{";
                    client.socket.getOutputStream().write(half.getBytes());
                    slow.add(client);
                }
                try (Client client = client().enter()) {
                    assertEquals(
                            200,
                            client.vote(client.ballot().get("ballot").getAsString(), "LEFT")
                                    .status());
                }
            } finally {
                for (Client client : slow) client.close();
            }
        }
    }

    @Nested
    @DisplayName("lets nobody")
    class Nobody {
        @Test
        @DisplayName("vote for another: a ballot is good for the student who got it")
        void forAnother() throws IOException {
            try (Client one = client().enter();
                    Client other = client().enter()) {
                assertNotEquals(one.cookie, other.cookie);
                String ballot = one.ballot().get("ballot").getAsString();
                assertEquals(404, other.vote(ballot, "LEFT").status());
                assertEquals(0, Files.size(votes));
                assertEquals(200, one.vote(ballot, "LEFT").status());
            }
        }

        @Test
        @DisplayName("vote without a cookie, with one that was made up, or on a ballot that was")
        void unknown() throws IOException {
            try (Client client = client()) {
                assertEquals(401, client.vote("x", "LEFT").status());
                client.cookie = Request.COOKIE + "=AAAAAAAAAAAAAAAAAAAAAA";
                assertEquals(401, client.vote("x", "LEFT").status());
                client.cookie = "";
                assertEquals(
                        404,
                        client.enter().vote("AAAAAAAAAAAAAAAAAAAAAA", "LEFT").status());
            }
        }

        @Test
        @DisplayName("know the models before the teacher says so: neither ballot nor ranking has a name")
        void names() throws IOException {
            try (Client client = client().enter()) {
                JsonObject ballot = client.ballot();
                assertFalse(ballot.toString().contains("-model"), ballot.toString());
                String reply =
                        client.vote(ballot.get("ballot").getAsString(), "LEFT").body();
                assertFalse(reply.contains("-model"), reply);
                awaitBoard(client);
                assertFalse(client.get("/api/ranking").body().contains("-model"));
                teacher(client, server.token(), "show names");
                assertTrue(client.get("/api/ranking").body().contains("-model"));
                String named = client.vote(client.ballot().get("ballot").getAsString(), "TIE")
                        .body();
                assertTrue(named.contains("-model"), named);
            }
        }

        @Test
        @DisplayName("do what is the teacher's without the token")
        void token() throws IOException {
            try (Client client = client().enter()) {
                assertEquals(401, teacher(client, "", "close").status());
                assertEquals(401, teacher(client, server.token() + "x", "close").status());
                assertEquals(400, teacher(client, server.token(), "dance").status());
                assertEquals(200, teacher(client, server.token(), "close").status());
                assertEquals(
                        "closed", client.get("/api/ballot").json().get("wait").getAsString());
            }
        }

        @Test
        @DisplayName("vote when the vote is closed, also not on a ballot from before")
        void closed() throws IOException {
            try (Client client = client().enter()) {
                String ballot = client.ballot().get("ballot").getAsString();
                teacher(client, server.token(), "close");
                assertEquals(403, client.vote(ballot, "LEFT").status());
                teacher(client, server.token(), "open");
                assertEquals(200, client.vote(ballot, "LEFT").status());
            }
        }
    }

    private Client.Reply teacher(Client client, String token, String action) throws IOException {
        return client.post(
                "/api/teacher",
                "{\"action\":\"" + action + "\"}",
                "Origin: http://127.0.0.1:" + server.port()
                        + "\r\nContent-Type: application/json\r\nAuthorization: Bearer " + token + "\r\n");
    }

    private static void awaitBoard(Client client) throws IOException {
        for (int i = 0; i < 100; i++) {
            if (!client.get("/api/ranking").json().getAsJsonArray("rows").isEmpty()) return;
            try {
                Thread.sleep(50);
            } catch (InterruptedException e) {
                throw new IOException(e);
            }
        }
        throw new AssertionError("the ranking never showed the vote");
    }

    @Nested
    @DisplayName("refuses")
    class Refuses {
        private int status(String request) throws IOException {
            try (Client client = client()) {
                return client.send(request).status();
            }
        }

        @Test
        @DisplayName("requests for another host: a name from elsewhere that points here")
        void rebinding() throws IOException {
            assertEquals(403, status("GET / HTTP/1.1\r\nHost: evil.example:" + server.port() + "\r\n\r\n"));
            assertEquals(400, status("GET / HTTP/1.1\r\nHost: <script>\r\n\r\n"));
            assertEquals(200, status("GET / HTTP/1.1\r\nHost: localhost:" + server.port() + "\r\n\r\n"));
            assertEquals(200, status("GET / HTTP/1.1\r\nHost: 192.168.1.7:8080\r\n\r\n"));
            assertEquals(200, status("GET / HTTP/1.1\r\nHost: [::1]:8080\r\n\r\n"));
            assertEquals(200, status("GET / HTTP/1.1\r\nHost: Arena.School\r\n\r\n"));
        }

        @Test
        @DisplayName("votes that another page sends, and such as do not say which page sends them")
        void forgery() throws IOException {
            try (Client client = client().enter()) {
                String body =
                        "{\"ballot\":\"" + client.ballot().get("ballot").getAsString() + "\",\"outcome\":\"LEFT\"}";
                String json = "Content-Type: application/json\r\n";
                assertEquals(
                        403,
                        client.post("/api/vote", body, json + "Origin: http://evil.example\r\n")
                                .status());
                assertEquals(
                        403,
                        client.post("/api/vote", body, json + "Origin: null\r\n")
                                .status());
                assertEquals(
                        403,
                        client.post("/api/vote", body, json + "Sec-Fetch-Site: cross-site\r\n")
                                .status());
                assertEquals(
                        403,
                        client.post("/api/vote", body, json + "Sec-Fetch-Site: same-site\r\n")
                                .status());
                assertEquals(403, client.post("/api/vote", body, json).status());
                String own = "Origin: http://127.0.0.1:" + server.port() + "\r\n";
                assertEquals(
                        415,
                        client.post("/api/vote", body, own + "Content-Type: text/plain\r\n")
                                .status());
                assertEquals(0, Files.size(votes));
                assertEquals(
                        200,
                        client.post("/api/vote", body, json + "Sec-Fetch-Site: same-origin\r\n")
                                .status());
            }
        }

        @Test
        @DisplayName("bodies that are too large, no JSON, too deep, or hold something else than a vote")
        void bodies() throws IOException {
            try (Client client = client().enter()) {
                String ballot = client.ballot().get("ballot").getAsString();
                assertEquals(
                        413,
                        client.post("/api/vote", "{\"x\":\"" + "y".repeat(5000) + "\"}")
                                .status());
                assertEquals(400, client.post("/api/vote", "vote!").status());
                assertEquals(400, client.post("/api/vote", "[".repeat(1000)).status());
                assertEquals(400, client.post("/api/vote", "[]").status());
                assertEquals(400, client.vote(ballot, "left").status());
                assertEquals(
                        400,
                        client.post("/api/vote", "{\"ballot\":7,\"outcome\":\"LEFT\"}")
                                .status());
                assertEquals(
                        400, client.post("/api/vote", "{\"outcome\":\"LEFT\"}").status());
                assertEquals(200, client.vote(ballot, "LEFT").status());
            }
        }

        @Test
        @DisplayName("other paths and methods")
        void paths() throws IOException {
            try (Client client = client().enter()) {
                assertEquals(404, client.get("/votes.jsonl").status());
                assertEquals(404, client.get("/../votes.jsonl").status());
                assertEquals(405, client.get("/api/vote").status());
                assertEquals(405, client.post("/api/ballot", "{}").status());
                assertEquals(405, client.post("/", "{}").status());
            }
        }
    }

    @Test
    @DisplayName(
            "gives a cookie that scripts cannot read and other sites cannot use, and a page that nothing can get into")
    void headers() throws IOException {
        try (Client client = client()) {
            String cookie = client.post("/api/enter", "{}").headers().get("set-cookie");
            assertTrue(cookie.matches(Request.COOKIE + "=[\\w-]{22}; HttpOnly; SameSite=Strict; Path=/"), cookie);
            assertEquals(null, client.post("/api/enter", "{}").headers().get("set-cookie"));
            Client.Reply page = client.get("/");
            String policy = page.headers().get("content-security-policy");
            assertTrue(policy.startsWith("default-src 'none'; connect-src 'self'; script-src 'sha256-"), policy);
            assertFalse(policy.contains("unsafe"));
            assertEquals("nosniff", page.headers().get("x-content-type-options"));
            assertFalse(page.body().matches("(?s).*(src|href)=\"http.*"), "the page fetches something");
        }
    }

    @Test
    @DisplayName("gives a student the same ballot until it is voted on, and then another")
    void sameBallot() throws IOException {
        try (Client client = client().enter()) {
            String ballot = client.ballot().get("ballot").getAsString();
            assertEquals(ballot, client.ballot().get("ballot").getAsString());
            client.vote(ballot, "BOTH_BAD");
            assertNotEquals(ballot, client.ballot().get("ballot").getAsString());
        }
    }

    @Test
    @DisplayName("gives a student all pairs of answers once, and then says that this was all")
    void all() throws IOException {
        try (Client client = client().enter()) {
            var seen = new java.util.HashSet<String>();
            for (int i = 0; i < 3 * PROMPTS.size(); i++) {
                JsonObject ballot = client.ballot();
                String left = ballot.get("left").getAsString();
                String right = ballot.get("right").getAsString();
                assertTrue(seen.add(left.compareTo(right) < 0 ? left + right : right + left));
                client.vote(ballot.get("ballot").getAsString(), "TIE");
            }
            assertEquals("done", client.get("/api/ballot").json().get("wait").getAsString());
            // pairs of models come about equally often
            var pairs = new HashMap<String, Integer>();
            Battles.read(votes)
                    .first(45)
                    .forEach(b -> pairs.merge(
                            b.left().compareTo(b.right()) < 0 ? b.left() + b.right() : b.right() + b.left(),
                            1,
                            Integer::sum));
            assertTrue(pairs.values().stream().allMatch(n -> n >= 14 && n <= 16), pairs.toString());
        }
    }

    @Nested
    @DisplayName("started again")
    class Again {
        @Test
        @DisplayName("goes on with the votes that are in the file")
        void goesOn() throws IOException {
            try (Client client = client().enter()) {
                client.vote(client.ballot().get("ballot").getAsString(), "LEFT");
            }
            server.close();
            server = serve();
            assertEquals(1, server.votes());
            try (Client client = client().enter()) {
                client.vote(client.ballot().get("ballot").getAsString(), "RIGHT");
            }
            assertEquals(2, Battles.read(votes).size());
            assertEquals(List.of(), notes);
        }

        @Test
        @DisplayName("after a crash in the midst of a line sets that aside, says so, and keeps the others")
        void torn() throws IOException {
            try (Client client = client().enter()) {
                client.vote(client.ballot().get("ballot").getAsString(), "LEFT");
            }
            server.close();
            byte[] whole = Files.readAllBytes(votes);
            String half = "{\"id\":\"abc\",\"model_a\":\"first-mo";
            Files.writeString(votes, half, StandardOpenOption.APPEND);
            server = serve();
            assertEquals(1, server.votes());
            assertEquals(half + "\n", Files.readString(folder.resolve("votes.jsonl.torn")));
            assertEquals(-1, Files.mismatch(votes, Files.write(folder.resolve("whole"), whole)));
            assertEquals(1, notes.size());
            assertTrue(notes.getFirst().contains("was broken off after " + half.length() + " bytes"), notes.getFirst());
        }

        @Test
        @DisplayName("keeps a last line that is whole but for its end")
        void noEnd() throws IOException {
            server.close();
            Files.writeString(votes, "{\"model_a\":\"a\",\"model_b\":\"b\",\"winner\":\"tie\"}");
            server = serve();
            assertEquals(1, server.votes());
            assertTrue(Files.readString(votes).endsWith("}\n"));
        }

        @Test
        @DisplayName("refuses a file with a bad line in its midst, and leaves it alone")
        void badLine() throws IOException {
            server.close();
            String text = "{\"model_a\":\"a\",\"model_b\":\"b\",\"winner\":\"tie\"}\nnonsense\n";
            Files.writeString(votes, text);
            assertEquals(
                    "votes.jsonl, line 2: a battle is a line of JSON, but this is none: 'nonsense'",
                    assertThrows(IOException.class, ArenaServerTests.this::serve)
                            .getMessage());
            assertEquals(text, Files.readString(votes));
        }

        @Test
        @DisplayName("beside another with the same file is refused")
        void locked() {
            assertTrue(assertThrows(IOException.class, ArenaServerTests.this::serve)
                    .getMessage()
                    .startsWith("another arena writes its votes to "));
        }
    }

    @Test
    @DisplayName("says which port is taken")
    void port() {
        var options = new ArenaServer.Options(
                new InetSocketAddress("127.0.0.1", server.port()), folder.resolve("b"), false, List.of(), notes::add);
        assertTrue(assertThrows(IOException.class, () -> ArenaServer.start(MODELS, PROMPTS, options))
                .getMessage()
                .contains("choose another port with --port"));
    }

    @Test
    @DisplayName("does not put answers to the vote that are the same to the letter")
    void alike() throws IOException {
        Path file = folder.resolve("alike.jsonl");
        var options =
                new ArenaServer.Options(new InetSocketAddress("127.0.0.1", 0), file, false, List.of(), notes::add);
        try (var alike = ArenaServer.start(
                        List.of(Contestant.of("a", _ -> "yes"), Contestant.of("b", _ -> "yes")), PROMPTS, options);
                Client client = new Client(alike.port()).enter()) {
            assertTrue(List.of("done", "preparing")
                    .contains(client.get("/api/ballot").json().get("wait").getAsString()));
        }
    }
}
