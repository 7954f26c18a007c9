package org.vitrina.arena.web;

import com.google.gson.JsonObject;
import com.sun.net.httpserver.Headers;
import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.BindException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.vitrina.arena.Battle;
import org.vitrina.arena.Challenge;
import org.vitrina.arena.Contestant;
import org.vitrina.arena.Outcome;
import org.vitrina.arena.web.Students.Ballot;
import org.vitrina.arena.web.Students.Student;

/// Serves a class: a page on which each student votes blind on two answers, the ranking as it moves, and a
/// page for the teacher.
///
/// Every request has a virtual thread, so that who is slow waits alone. A vote is tied to a ballot that was
/// given to one student, has a number that nobody can guess, and counts once; it is on the disk before the
/// reply goes out.
public final class ArenaServer implements AutoCloseable {
    private static final int BACKLOG = 1024;

    static {
        // read by the JDK's server when the first one is made: seconds for a request to come and for a reply
        // to be taken, no waiting to fill a packet, and places for a class that keeps its connections
        for (var each : Map.of(
                        "sun.net.httpserver.maxReqTime", "30",
                        "sun.net.httpserver.maxRspTime", "30",
                        "sun.net.httpserver.nodelay", "true",
                        "sun.net.httpserver.maxIdleConnections", "2000",
                        "jdk.httpserver.maxConnections", "4000")
                .entrySet()) {
            if (System.getProperty(each.getKey()) == null) System.setProperty(each.getKey(), each.getValue());
        }
    }

    private final Page studentPage = Page.read("student.html");
    private final Page teacherPage = Page.read("teacher.html");
    private final HttpServer server;
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final VoteLog log;
    private final Preparation preparation;
    private final LiveRanking ranking;
    private final Students students = new Students();
    private final String token = students.secret();
    private final Set<String> hosts = new HashSet<>();
    private final Consumer<String> notes;
    private volatile boolean open = true;
    private volatile boolean names;

    /// Why the last vote could not be kept, or nothing if it was.
    private volatile String trouble = "";

    private ArenaServer(HttpServer server, VoteLog log, Preparation preparation, Options options, List<String> models) {
        this.server = server;
        this.log = log;
        this.preparation = preparation;
        ranking = new LiveRanking(log.before(), models);
        notes = options.notes();
        names = options.names();
        hosts.add("localhost");
        options.hosts().forEach(host -> hosts.add(host.toLowerCase(Locale.ROOT)));
        try {
            hosts.add(InetAddress.getLocalHost().getHostName().toLowerCase(Locale.ROOT));
        } catch (UnknownHostException e) {
            // then this machine has no name by which anybody could reach it
        }
    }

    /// How an arena is served.
    ///
    /// @param address on which it listens; port 0 for any that is free
    /// @param votes   the file of votes; what is in it counts
    /// @param names   whether students are told at once which models they have seen
    /// @param hosts   names of this machine that browsers may use, beside its addresses
    /// @param notes   is told what somebody at the terminal should know
    public record Options(
            InetSocketAddress address, Path votes, boolean names, List<String> hosts, Consumer<String> notes) {
        public Options {
            hosts = List.copyOf(hosts);
        }
    }

    /// Starts to serve, and to have the contestants answer in the background.
    ///
    /// @throws IOException if the address is taken, or the file of votes cannot be used; the message says
    ///     what to do
    public static ArenaServer start(List<? extends Contestant> contestants, List<Challenge> challenges, Options options)
            throws IOException {
        List<String> models = contestants.stream().map(Contestant::name).toList();
        if (new HashSet<>(models).size() < Math.max(2, models.size()) || challenges.isEmpty()) {
            throw new IllegalArgumentException("an arena needs two or more models of different names and at least one"
                    + " prompt, but got " + models + " and " + challenges.size() + " prompts");
        }
        return start(contestants, challenges, options, VoteLog.open(options.votes(), options.notes()));
    }

    /// Starts with a file of votes that is open; it is closed if the arena cannot start, and by [#close].
    static ArenaServer start(
            List<? extends Contestant> contestants, List<Challenge> challenges, Options options, VoteLog log)
            throws IOException {
        List<String> models = contestants.stream().map(Contestant::name).toList();
        try {
            HttpServer server = HttpServer.create(options.address(), BACKLOG);
            var preparation = new Preparation(contestants, challenges, options.notes());
            var arena = new ArenaServer(server, log, preparation, options, models);
            server.setExecutor(arena.threads);
            server.createContext("/", arena::handle);
            preparation.start();
            server.start();
            return arena;
        } catch (BindException e) {
            log.close();
            throw new IOException(
                    "nothing can listen on " + options.address() + " (" + e.getMessage()
                            + "); another program may: choose another port with --port",
                    e);
        } catch (IOException | RuntimeException e) {
            log.close();
            throw e;
        }
    }

    public int port() {
        return server.getAddress().getPort();
    }

    /// Returns what the teacher's page asks for.
    public String token() {
        return token;
    }

    /// Returns how many votes are in the file.
    public int votes() {
        return ranking.votes();
    }

    private void handle(HttpExchange exchange) {
        try (exchange) {
            try {
                answer(exchange, new Request(exchange));
            } catch (Refused refused) {
                var json = new JsonObject();
                json.addProperty("error", refused.getMessage());
                send(exchange, refused.status(), json);
            } catch (RuntimeException fault) {
                notes.accept("a request could not be answered: " + fault);
                var json = new JsonObject();
                json.addProperty("error", "that was a fault of the arena");
                send(exchange, 500, json);
            }
        } catch (IOException gone) {
            // who asked has gone away, so there is nobody to tell
        }
    }

    private void answer(HttpExchange exchange, Request request) throws IOException, Refused {
        request.checkHost(hosts);
        switch (request.path()) {
            case "/" -> page(exchange, request, studentPage);
            case "/teacher" -> page(exchange, request, teacherPage);
            case "/api/enter" -> enter(exchange, request);
            case "/api/ballot" -> ballot(exchange, request);
            case "/api/vote" -> vote(exchange, request);
            case "/api/ranking" -> {
                request.checkMethod("GET");
                request.checkSameSite(false);
                send(exchange, 200, status(names));
            }
            case "/api/teacher" -> teacher(exchange, request);
            default -> throw new Refused(404, "there is nothing here; the arena is at /");
        }
    }

    private void page(HttpExchange exchange, Request request, Page page) throws IOException, Refused {
        request.checkMethod("GET");
        Headers headers = exchange.getResponseHeaders();
        headers.set("Content-Type", "text/html; charset=utf-8");
        headers.set("Content-Security-Policy", page.policy());
        send(exchange, 200, page.content());
    }

    /// Gives who has none a cookie. That the page itself does not: a link in a chat is a request from
    /// elsewhere, with which browsers send no cookie that is for this site alone, and a second one would
    /// make a second student.
    private void enter(HttpExchange exchange, Request request) throws IOException, Refused {
        request.checkMethod("POST");
        request.checkSameSite(true);
        if (request.cookie().flatMap(students::find).isEmpty()) {
            exchange.getResponseHeaders()
                    .set("Set-Cookie", Request.COOKIE + "=" + students.enter() + "; HttpOnly; SameSite=Strict; Path=/");
        }
        send(exchange, 200, status(names));
    }

    private Student student(Request request) throws Refused {
        return request.cookie()
                .flatMap(students::find)
                .orElseThrow(() -> new Refused(401, "please enter first, and let this page keep a cookie"));
    }

    private void ballot(HttpExchange exchange, Request request) throws IOException, Refused {
        request.checkMethod("GET");
        request.checkSameSite(false);
        Student student = student(request);
        var json = new JsonObject();
        json.addProperty("votes", student.votes());
        Optional<Ballot> ballot = open ? students.ballot(student, preparation) : Optional.empty();
        if (ballot.isPresent()) {
            json.addProperty("ballot", ballot.get().id());
            json.addProperty("prompt", ballot.get().pairing().prompt());
            json.addProperty("left", ballot.get().leftAnswer());
            json.addProperty("right", ballot.get().rightAnswer());
        } else {
            json.addProperty("wait", !open ? "closed" : preparation.finished() ? "done" : "preparing");
        }
        send(exchange, 200, json);
    }

    private void vote(HttpExchange exchange, Request request) throws IOException, Refused {
        request.checkMethod("POST");
        request.checkSameSite(true);
        Student student = student(request);
        JsonObject body = request.json();
        String wanted = Request.text(body, "outcome");
        Outcome outcome = Arrays.stream(Outcome.values())
                .filter(each -> each.name().equals(wanted))
                .findFirst()
                .orElseThrow(() -> new Refused(400, "a vote is LEFT, RIGHT, TIE or BOTH_BAD"));
        Ballot ballot = students.given(student, Request.text(body, "ballot"))
                .orElseThrow(() -> new Refused(404, "this ballot is not yours, or it is too old; here is another"));
        var json = new JsonObject();
        // a second vote on the ballot waits here until the first is on the disk, or failed to get there
        synchronized (ballot) {
            boolean first = ballot.vote() == null;
            if (first) {
                if (!open) throw new Refused(403, "the vote is closed");
                count(student, ballot, outcome);
            } else {
                json.addProperty("error", "you have voted on this one already, and your first vote counts");
            }
            json.addProperty("counted", first);
            json.addProperty("vote", ballot.vote().name());
            json.addProperty("votes", student.votes());
            if (names) {
                json.addProperty("left", ballot.left());
                json.addProperty("right", ballot.right());
            }
            send(exchange, first ? 200 : 409, json);
        }
    }

    private void count(Student student, Ballot ballot, Outcome outcome) throws Refused {
        var battle = new Battle(
                ballot.id(),
                Instant.ofEpochMilli(System.currentTimeMillis()),
                student.label(),
                ballot.pairing().prompt(),
                ballot.left(),
                ballot.right(),
                ballot.leftAnswer(),
                ballot.rightAnswer(),
                outcome);
        try {
            log.append(battle);
        } catch (IOException e) {
            trouble = e.getMessage() + ": " + e.getCause().getMessage();
            notes.accept("a vote was not counted: " + trouble);
            throw new Refused(
                    503,
                    "Your vote could not be written to the disk and does not count. Tell your teacher, and vote again"
                            + " when it is mended.");
        }
        trouble = "";
        ballot.voted(outcome);
        students.counted(student, ballot);
        ranking.add(battle);
    }

    private void teacher(HttpExchange exchange, Request request) throws IOException, Refused {
        request.checkMethod("POST");
        request.checkSameSite(true);
        byte[] given = request.header("Authorization").orElse("").getBytes(StandardCharsets.UTF_8);
        // in the same time whatever is wrong with it
        if (!MessageDigest.isEqual(given, ("Bearer " + token).getBytes(StandardCharsets.UTF_8))) {
            throw new Refused(401, "this is the teacher's; the terminal in which the arena runs shows the address");
        }
        switch (Request.text(request.json(), "action")) {
            case "look" -> {}
            case "open" -> open = true;
            case "close" -> open = false;
            case "show names" -> names = true;
            case "hide names" -> names = false;
            default -> throw new Refused(400, "there is no such action");
        }
        JsonObject json = status(true);
        json.addProperty("namesShown", names);
        json.addProperty("students", students.size());
        json.addProperty("prepared", preparation.ready());
        json.addProperty("preparing", !preparation.finished());
        json.addProperty("file", log.file().toString());
        json.addProperty("trouble", trouble);
        send(exchange, 200, json);
    }

    private JsonObject status(boolean names) {
        JsonObject json = ranking.json(names);
        json.addProperty("open", open);
        return json;
    }

    private static void send(HttpExchange exchange, int status, JsonObject json) throws IOException {
        exchange.getResponseHeaders().set("Content-Type", "application/json; charset=utf-8");
        send(exchange, status, json.toString().getBytes(StandardCharsets.UTF_8));
    }

    private static void send(HttpExchange exchange, int status, byte[] content) throws IOException {
        Headers headers = exchange.getResponseHeaders();
        headers.set("X-Content-Type-Options", "nosniff");
        headers.set("X-Frame-Options", "DENY");
        headers.set("Referrer-Policy", "no-referrer");
        headers.set("Cross-Origin-Resource-Policy", "same-origin");
        headers.set("Cache-Control", "no-store");
        boolean head = exchange.getRequestMethod().equals("HEAD");
        exchange.sendResponseHeaders(status, head ? -1 : content.length);
        if (!head) exchange.getResponseBody().write(content);
    }

    /// Takes no more votes, writes those that are under way, and stops.
    @Override
    public void close() throws IOException {
        open = false;
        server.stop(1);
        threads.shutdown();
        try {
            threads.awaitTermination(5, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        preparation.close();
        ranking.close();
        log.close();
    }
}
