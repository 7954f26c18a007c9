package org.vitrina.arena.web;

import com.google.gson.JsonArray;
import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Semaphore;
import org.vitrina.arena.Battle;
import org.vitrina.arena.Battles;
import org.vitrina.arena.BradleyTerry;
import org.vitrina.arena.Leaderboard;

/// The board as it is after the last votes; computed again at most twice a second, whoever asks for it.
final class LiveRanking implements AutoCloseable {
    /// What pulls ratings together while somebody has never lost.
    private static final double PRIOR = 0.1;

    private static final long PAUSE_MS = 500;

    private final List<Battle> votes;
    private final Map<String, String> aliases = new HashMap<>();
    private final Semaphore changed = new Semaphore(0);
    private final Thread thread;
    private volatile Board board;

    /// @param provisional whether somebody has never lost, so that a prior holds the ratings together
    record Board(int votes, boolean provisional, List<Leaderboard.Row> rows) {}

    LiveRanking(Battles before, List<String> models) {
        votes = new ArrayList<>(before.asList());
        var names = new ArrayList<>(models);
        before.models().stream().filter(model -> !names.contains(model)).forEach(names::add);
        // letters that do not follow the order in which the models were named
        Collections.shuffle(names, new Random(names.hashCode()));
        for (String name : names) aliases.put(name, "Model " + letters(aliases.size()));
        board = compute();
        thread = Thread.ofVirtual().name("ranking").start(this::follow);
    }

    private static String letters(int number) {
        return number < 26 ? Character.toString('A' + number) : letters(number / 26 - 1) + letters(number % 26);
    }

    void add(Battle battle) {
        synchronized (votes) {
            votes.add(battle);
        }
        changed.release();
    }

    Board board() {
        return board;
    }

    /// Returns how many votes there are, those that the board does not show yet included.
    int votes() {
        synchronized (votes) {
            return votes.size();
        }
    }

    private void follow() {
        try {
            while (true) {
                changed.acquire();
                changed.drainPermits();
                board = compute();
                Thread.sleep(PAUSE_MS);
            }
        } catch (InterruptedException closed) {
            // that is how it ends
        }
    }

    private Board compute() {
        Battles battles;
        synchronized (votes) {
            battles = Battles.of(votes);
        }
        if (battles.size() == 0) return new Board(0, true, List.of());
        boolean provisional = !BradleyTerry.isFinite(battles);
        var how = provisional ? BradleyTerry.STANDARD.withPrior(PRIOR) : BradleyTerry.STANDARD;
        return new Board(battles.size(), provisional, how.sandwich(battles).rows());
    }

    /// Returns the board as JSON.
    ///
    /// @param names whether models are shown by their names, or by letters that say nothing
    JsonObject json(boolean names) {
        Board now = board;
        var rows = new JsonArray();
        for (Leaderboard.Row row : now.rows()) {
            var json = new JsonObject();
            json.addProperty("rank", row.rank());
            json.addProperty("model", names ? row.model() : aliases.get(row.model()));
            json.addProperty("rating", Math.round(row.rating()));
            json.addProperty("low", Math.round(row.low()));
            json.addProperty("high", Math.round(row.high()));
            json.addProperty("battles", row.battles());
            rows.add(json);
        }
        var json = new JsonObject();
        json.addProperty("votes", now.votes());
        json.addProperty("provisional", now.provisional());
        json.addProperty("names", names);
        json.add("rows", rows);
        return json;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
