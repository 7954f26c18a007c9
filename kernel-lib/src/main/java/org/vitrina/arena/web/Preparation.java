package org.vitrina.arena.web;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.vitrina.arena.Challenge;
import org.vitrina.arena.Contestant;

/// Has all models answer all prompts, one after the other on a thread of its own, so that whoever wants to
/// vote finds answers waiting.
///
/// Answers that are alike to the letter are not put to the vote: nobody could prefer one.
final class Preparation implements AutoCloseable {
    /// How many pairings are looked at to find one whose models met least.
    private static final int LOOKED_AT = 64;

    private final List<? extends Contestant> contestants;
    private final List<Challenge> challenges;
    private final Consumer<String> notes;
    private final List<Pairing> ready = new ArrayList<>();
    private final int[] given;
    private boolean finished;
    private Thread thread;

    Preparation(List<? extends Contestant> contestants, List<Challenge> challenges, Consumer<String> notes) {
        this.contestants = List.copyOf(contestants);
        this.challenges = List.copyOf(challenges);
        this.notes = notes;
        given = new int[contestants.size() * contestants.size()];
    }

    void start() {
        thread = Thread.ofPlatform().name("answers").daemon().start(this::prepare);
    }

    private void prepare() {
        try {
            for (Challenge challenge : challenges) {
                if (Thread.currentThread().isInterrupted()) return;
                add(challenge, answers(challenge));
            }
        } catch (RuntimeException e) {
            if (!Thread.currentThread().isInterrupted()) notes.accept("no more answers are prepared: " + e);
        } finally {
            synchronized (this) {
                finished = true;
            }
        }
    }

    private List<String> answers(Challenge challenge) {
        var answers = new ArrayList<String>();
        for (Contestant contestant : contestants) {
            try {
                answers.add(contestant.answer(challenge));
            } catch (IllegalArgumentException cannot) {
                notes.accept(contestant.name() + " does not answer '" + challenge.text() + "': " + cannot.getMessage());
                answers.add(null);
            }
        }
        return answers;
    }

    private synchronized void add(Challenge challenge, List<String> answers) {
        int n = contestants.size();
        for (int i = 0; i < n; i++) {
            for (int j = i + 1; j < n; j++) {
                String one = answers.get(i);
                String other = answers.get(j);
                if (one == null || other == null || one.equals(other)) continue;
                ready.add(new Pairing(
                        ready.size(),
                        i * n + j,
                        challenge.text(),
                        contestants.get(i).name(),
                        contestants.get(j).name(),
                        one,
                        other));
            }
        }
    }

    /// Returns something to vote on that is not among `seen`, of the models that met least so far, if there
    /// is any.
    synchronized Optional<Pairing> next(BitSet seen, RandomGenerator random) {
        Pairing best = null;
        for (int i = 0; i < LOOKED_AT && !ready.isEmpty(); i++) {
            best = better(best, ready.get(random.nextInt(ready.size())), seen);
        }
        // nearly everything was seen: look at all
        for (int i = 0; best == null && i < ready.size(); i++) best = better(null, ready.get(i), seen);
        if (best != null) given[best.pair()]++;
        return Optional.ofNullable(best);
    }

    private Pairing better(Pairing best, Pairing candidate, BitSet seen) {
        if (seen.get(candidate.number())) return best;
        return best == null || given[candidate.pair()] < given[best.pair()] ? candidate : best;
    }

    /// Returns how many pairs of answers are ready.
    synchronized int ready() {
        return ready.size();
    }

    /// Returns whether there will be no more.
    synchronized boolean finished() {
        return finished;
    }

    @Override
    public void close() {
        if (thread == null) return;
        thread.interrupt();
        try {
            thread.join(5_000);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
