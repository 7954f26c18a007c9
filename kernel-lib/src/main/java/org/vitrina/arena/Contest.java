package org.vitrina.arena;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Random;
import java.util.SequencedMap;
import java.util.random.RandomGeneratorFactory;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Progress;
import org.vitrina.show.Showable;
import org.vitrina.train.Measurement;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Models that have answered the same challenges, and can fight over who answered better.
///
/// @param names      of the models
/// @param challenges what all were asked
/// @param answers    shape `[models, challenges]`
public record Contest(List<String> names, List<Challenge> challenges, List<List<String>> answers) implements Showable {
    public Contest {
        names = List.copyOf(names);
        challenges = List.copyOf(challenges);
        answers = answers.stream().map(List::copyOf).toList();
    }

    /// Asks all contestants everything.
    ///
    /// @throws IllegalArgumentException if there are not at least two contestants of different names and
    ///     one challenge
    public static Contest of(List<? extends Contestant> contestants, List<Challenge> challenges) {
        List<String> names = contestants.stream().map(Contestant::name).toList();
        if (new HashSet<>(names).size() < Math.max(2, names.size()) || challenges.isEmpty()) {
            throw new IllegalArgumentException("a contest needs two or more contestants of different names and at least"
                    + " one challenge, but got " + names + " and " + challenges.size() + " challenges");
        }
        var answers = new ArrayList<List<String>>();
        long asked = 0;
        try (var task = Progress.task("asking", (long) names.size() * challenges.size())) {
            for (Contestant contestant : contestants) {
                var said = new ArrayList<String>();
                for (Challenge challenge : challenges) {
                    said.add(quietly(contestant, challenge));
                    task.at(++asked, contestant.name());
                }
                answers.add(said);
            }
        }
        return new Contest(names, challenges, answers);
    }

    /// Each answer is a task of its own, which nobody wants to see a bar of.
    private static String quietly(Contestant contestant, Challenge challenge) {
        try {
            return Progress.with(Progress.NONE, () -> contestant.answer(challenge));
        } catch (RuntimeException e) {
            throw e;
        } catch (Exception e) {
            throw new IllegalStateException("an answer throws no checked exception", e);
        }
    }

    /// Returns all battles there can be: each pair of models over each challenge, in an order by chance,
    /// sides by chance.
    public Battles battles(Voter voter, long seed) {
        int n = names.size();
        return battles(n * (n - 1) / 2 * challenges.size(), voter, seed);
    }

    /// Returns battles, each between two models over a challenge, both by chance; none comes twice. The
    /// sides, too, are by chance, so that nobody wins by standing on the left.
    ///
    /// @param count how many, at most as many as there can be
    /// @param voter who decides
    /// @param seed  the same seed gives the same battles
    public Battles battles(int count, Voter voter, long seed) {
        record Draw(int one, int other, int challenge) {}
        var draws = new ArrayList<Draw>();
        for (int c = 0; c < challenges.size(); c++) {
            for (int i = 0; i < names.size(); i++) {
                for (int j = i + 1; j < names.size(); j++) draws.add(new Draw(i, j, c));
            }
        }
        if (count < 1 || count > draws.size()) {
            throw new IllegalArgumentException("%d models and %,d challenges make %,d battles, but %,d were asked for"
                    .formatted(names.size(), challenges.size(), draws.size(), count));
        }
        Collections.shuffle(draws, new Random(seed));
        var random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        var battles = new ArrayList<Battle>();
        for (Draw draw : draws.subList(0, count)) {
            boolean turned = random.nextBoolean();
            int left = turned ? draw.other() : draw.one();
            int right = turned ? draw.one() : draw.other();
            Challenge challenge = challenges.get(draw.challenge());
            String leftAnswer = answers.get(left).get(draw.challenge());
            String rightAnswer = answers.get(right).get(draw.challenge());
            battles.add(new Battle(
                    "",
                    Instant.EPOCH,
                    "",
                    challenge.text(),
                    names.get(left),
                    names.get(right),
                    leftAnswer,
                    rightAnswer,
                    voter.vote(challenge, leftAnswer, rightAnswer, random)));
        }
        return Battles.of(battles);
    }

    /// Returns the answers of a model, in the order of the challenges.
    public List<String> answers(String name) {
        return answers.get(index(name));
    }

    /// Returns the share of challenges to which a model gave an answer that is worth anything.
    public Measurement right(String name) {
        List<String> said = answers(name);
        long right = 0;
        for (int i = 0; i < said.size(); i++) {
            if (challenges.get(i).score().applyAsDouble(said.get(i)) > 0) right++;
        }
        return Measurement.share(name, right, said.size());
    }

    /// Returns the mean score of each model, the highest first: what the battles ought to find out.
    public SequencedMap<String, Double> scores() {
        var scores = new LinkedHashMap<String, Double>();
        for (String name : names) {
            List<String> said = answers(name);
            double sum = 0;
            for (int i = 0; i < said.size(); i++)
                sum += challenges.get(i).score().applyAsDouble(said.get(i));
            scores.put(name, sum / said.size());
        }
        return BradleyTerry.sorted(scores);
    }

    private int index(String name) {
        int at = names.indexOf(name);
        if (at < 0) {
            throw new IllegalArgumentException(
                    "no model '" + name + "' took part; there is " + String.join(", ", names));
        }
        return at;
    }

    /// Returns what each model answered to some challenges, side by side.
    ///
    /// @param from the first challenge, counted from 0
    /// @param to   the one behind the last
    public Table answers(int from, int to) {
        var table = Table.create("answers")
                .addColumns(StringColumn.create(
                        "asked", challenges.subList(from, to).stream().map(Challenge::text)));
        for (String name : names) {
            table.addColumns(StringColumn.create(name, answers(name).subList(from, to)));
        }
        return table;
    }

    /// Returns what all models answered to one challenge, with the score of each answer where the truth is known.
    ///
    /// @param challenge counted from 0
    public Table answersTo(int challenge) {
        Challenge asked = challenges.get(challenge);
        List<String> said = answers.stream().map(of -> of.get(challenge)).toList();
        return Table.create(asked.text())
                .addColumns(
                        StringColumn.create("model", names),
                        StringColumn.create("answer", said),
                        StringColumn.create("score", said.stream().map(answer -> {
                            double score = asked.score().applyAsDouble(answer);
                            return Double.isNaN(score) ? "" : String.format(Locale.ROOT, "%.0f", score);
                        })));
    }

    /// Returns the mean scores and the shares of answers that are worth anything, with their intervals of
    /// 95 %.
    public Table table() {
        SequencedMap<String, Double> scores = scores();
        return Table.create("%,d challenges".formatted(challenges.size()))
                .addColumns(
                        StringColumn.create("model", scores.keySet()),
                        StringColumn.create(
                                "mean score",
                                scores.values().stream().map(score -> String.format(Locale.ROOT, "%.2f", score))),
                        StringColumn.create(
                                "worth anything",
                                scores.keySet().stream().map(name -> right(name).printed())));
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Data(table()).mime();
    }

    @Override
    public String toString() {
        return "%s over %,d challenges".formatted(String.join(", ", names), challenges.size());
    }
}
