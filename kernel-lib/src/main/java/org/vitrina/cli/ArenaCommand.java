package org.vitrina.cli;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.io.IOException;
import java.io.PrintWriter;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.vitrina.arena.Challenge;
import org.vitrina.arena.ChallengeSource;
import org.vitrina.arena.Contestant;
import org.vitrina.arena.web.ArenaServer;
import org.vitrina.file.ModelCache;
import org.vitrina.show.VisibleText;
import org.vitrina.transformer.Model;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.ParentCommand;
import picocli.CommandLine.Spec;

/// `vitrina arena`: a class votes on the answers of models.
@Command(
        name = "arena",
        description = "Serves a page on which a class votes blind on the answers of models, and ranks them.",
        sortOptions = false,
        footer = {
            "",
            "Each student opens the address in a browser, reads two answers and says which is better; the ranking"
                    + " moves",
            "meanwhile. Answers that are the same to the letter are not put to the vote. Votes are kept in a file, a"
                    + " line of",
            "JSON each, and Ctrl-C ends; started again with the same file, it goes on.",
            "",
            "Examples:",
            "  vitrina arena",
            "  vitrina arena --host 0.0.0.0 --models tales-chat,tales-feedback,smollm2-135m-instruct",
            "  vitrina arena --prompts questions.txt --votes monday.jsonl --show-names"
        })
final class ArenaCommand implements Callable<Integer> {
    /// How many prompts of a library are asked where no file of prompts is given.
    private static final int PROMPTS = 200;

    private static final int LONGEST_ANSWER = 200;
    private static final int MOST_PROMPTS = 10_000;

    @Option(names = "--port", paramLabel = "N", description = "Listen on this port. Default: 8080.")
    private int port = 8080;

    @Option(
            names = "--host",
            paramLabel = "ADDRESS",
            description =
                    "Listen on this address of this machine: 0.0.0.0 lets a class in. Default: 127.0.0.1, this machine"
                            + " alone.")
    private String host = "127.0.0.1";

    @Option(
            names = "--allow-host",
            paramLabel = "NAME",
            description = "Let browsers call this machine so, beside its addresses. May be given again.")
    private List<String> hosts = List.of();

    @Option(
            names = "--models",
            split = ",",
            paramLabel = "NAME|FILE",
            description =
                    "Two models or more, with commas between. Default: tales-chat, tales-feedback and tales-base.")
    private List<String> models = List.of("tales-chat", "tales-feedback", "tales-base");

    @Option(
            names = "--prompts",
            paramLabel = "FILE",
            description = "What the models are asked, a prompt in each line. Default: questions about tales.")
    private Path prompts;

    @Option(
            names = "--votes",
            paramLabel = "FILE",
            description = "Where votes are kept; what is in it counts. Default: votes.jsonl.")
    private Path votes = Path.of("votes.jsonl");

    @Option(
            names = "--show-names",
            description =
                    "Tell students which models they have seen, after each vote. Otherwise the teacher's page decides"
                            + " when.")
    private boolean showNames;

    @Option(names = "--json", description = "Write the addresses as JSON, for scripts.")
    private boolean json;

    @Spec
    private CommandSpec spec;

    @ParentCommand
    private Vitrina vitrina;

    @Override
    public Integer call() throws IOException {
        if (port < 0 || port > 65_535) throw wrong("--port is a number from 0 to 65535, but is " + port);
        if (models.size() < 2) throw wrong("--models needs two models or more, with commas between");
        List<Challenge> challenges = challenges();
        InetAddress address = address();
        var opened = new ArrayList<Model>();
        try (var interrupts = new TrainingInterrupts()) {
            var contestants = new ArrayList<Contestant>();
            for (String name : models) {
                Model model = Model.open(ModelCache.ofUser().resolve(name));
                opened.add(model);
                contestants.add(Contestant.of(model.name(), model));
            }
            var options = new ArenaServer.Options(
                    new InetSocketAddress(address, port),
                    votes,
                    showNames,
                    hosts,
                    note -> spec.commandLine().getErr().println("note: " + VisibleText.line(note)));
            try (var server = ArenaServer.start(contestants, challenges, options)) {
                tell(server, address);
                waitForInterrupt();
                interrupts.done();
                spec.commandLine().getErr().println("%,d votes are in %s".formatted(server.votes(), votes));
            }
        } finally {
            opened.forEach(Model::close);
        }
        return CommandLine.ExitCode.OK;
    }

    private List<Challenge> challenges() throws IOException {
        if (prompts == null) {
            return ChallengeSource.all().stream()
                    .findFirst()
                    .map(source -> source.challenges(PROMPTS, 1))
                    .orElseThrow(() -> wrong("no library brings prompts here; give some with --prompts FILE"));
        }
        List<String> lines = TextInput.file(prompts)
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .toList();
        if (lines.isEmpty()) throw wrong(prompts + " has no prompt; write one in each line");
        if (lines.size() > MOST_PROMPTS)
            throw wrong("%s has %,d prompts, more than the %,d that make sense"
                    .formatted(prompts, lines.size(), MOST_PROMPTS));
        return lines.stream().map(line -> Challenge.open(line, LONGEST_ANSWER)).toList();
    }

    private InetAddress address() {
        try {
            return InetAddress.getByName(host);
        } catch (UnknownHostException e) {
            throw wrong("--host is an address of this machine, such as 127.0.0.1 or 0.0.0.0, but is " + host);
        }
    }

    private void tell(ArenaServer server, InetAddress address) throws SocketException {
        List<String> places = new ArrayList<>();
        for (String each : address.isAnyLocalAddress() ? ofMachine() : List.of(address.getHostAddress())) {
            String literal = each.contains(":") ? "[" + each + "]" : each;
            places.add("http://" + literal + ":" + server.port() + "/");
        }
        String teacher = places.getFirst() + "teacher#" + server.token();
        PrintWriter out = spec.commandLine().getOut();
        if (json) {
            var told = new JsonObject();
            var list = new JsonArray();
            places.forEach(list::add);
            told.add("students", list);
            told.addProperty("teacher", teacher);
            told.addProperty("votes", votes.toString());
            told.addProperty("counted", server.votes());
            out.println(told);
        } else {
            out.println("Students vote at    " + String.join("  or  ", places));
            out.println("For you alone       " + teacher);
            out.println("Votes are kept in   %s (%,d so far)".formatted(votes, server.votes()));
            if (address.isLoopbackAddress())
                out.println("Only this machine can open it; --host 0.0.0.0 lets the class in.");
            out.println("Ctrl-C ends; no vote is lost.");
        }
        out.flush();
    }

    /// Returns the addresses that others in the network can reach this machine by, or this machine's own if
    /// there are none.
    private static List<String> ofMachine() throws SocketException {
        List<String> found = NetworkInterface.networkInterfaces()
                .filter(ArenaCommand::isUp)
                .flatMap(NetworkInterface::inetAddresses)
                .filter(each -> each instanceof Inet4Address && !each.isLinkLocalAddress())
                .map(InetAddress::getHostAddress)
                .toList();
        return found.isEmpty() ? List.of("127.0.0.1") : found;
    }

    private static boolean isUp(NetworkInterface network) {
        try {
            return network.isUp() && !network.isLoopback();
        } catch (SocketException e) {
            return false; // it went away while we asked
        }
    }

    private static void waitForInterrupt() {
        try {
            new CountDownLatch(1).await();
        } catch (InterruptedException ended) {
            // Ctrl-C, or a request to end
        }
    }

    private ParameterException wrong(String message) {
        return new ParameterException(spec.commandLine(), message);
    }
}
