package org.vitrina.arena;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeSet;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Battles, in the order in which they were fought.
public final class Battles implements Showable, Iterable<Battle> {
    private final List<Battle> battles;
    private final List<String> models;

    private Battles(List<Battle> battles) {
        this.battles = List.copyOf(battles);
        var names = new TreeSet<String>();
        for (Battle battle : battles) {
            names.add(battle.left());
            names.add(battle.right());
        }
        models = List.copyOf(names);
    }

    public static Battles of(List<Battle> battles) {
        return new Battles(battles);
    }

    public static Battles of(Battle... battles) {
        return new Battles(Arrays.asList(battles));
    }

    /// Reads a file of battles, one in each line, as JSON. It needs `model_a`, `model_b` and `winner`,
    /// which is `model_a`, `model_b`, `tie` or `both_bad`; it may have `id`, `tstamp`, `judge`, `prompt`,
    /// `answer_a`, `answer_b`; what else it has is skipped. Empty lines are skipped.
    ///
    /// @throws BattleFileException if a line is no battle, or two have the same id: that would be a vote
    ///     counted twice
    public static Battles read(Path file) throws IOException {
        var battles = new ArrayList<Battle>();
        var ids = new HashMap<String, Long>();
        long number = 0;
        var decoder = StandardCharsets.UTF_8
                .newDecoder()
                .onMalformedInput(CodingErrorAction.REPORT)
                .onUnmappableCharacter(CodingErrorAction.REPORT);
        String where = file.getFileName().toString();
        try (var in = new BufferedReader(new InputStreamReader(Files.newInputStream(file), decoder))) {
            for (String line = line(in, where, number + 1); line != null; line = line(in, where, number + 1)) {
                number++;
                if (line.isBlank()) continue;
                Battle battle = BattleLine.read(line, where, number);
                Long before = battle.id().isEmpty() ? null : ids.put(battle.id(), number);
                if (before != null) {
                    throw new BattleFileException(
                            where,
                            number,
                            "this ballot was counted in line %,d already: a vote must not count twice"
                                    .formatted(before));
                }
                battles.add(battle);
            }
        } catch (CharacterCodingException e) {
            throw new BattleFileException(where, number + 1, "it is not UTF-8, from this line or one soon after it");
        }
        return new Battles(battles);
    }

    /// Returns the next line, which is not read into memory however long it is.
    private static String line(BufferedReader in, String where, long number) throws IOException {
        int c = in.read();
        if (c < 0) return null;
        var line = new StringBuilder();
        for (; c >= 0 && c != '\n'; c = in.read()) {
            if (line.length() > BattleLine.LONGEST) {
                throw new BattleFileException(
                        where,
                        number,
                        "it has more than %,d characters, which no battle needs".formatted(BattleLine.LONGEST));
            }
            line.append((char) c);
        }
        return line.toString();
    }

    /// Writes the battles to a file, one in each line, aside first.
    public void write(Path file) throws IOException {
        Path folder = file.toAbsolutePath().getParent();
        Path aside = Files.createTempFile(folder, ".battles", ".tmp");
        try {
            Files.write(aside, battles.stream().map(BattleLine::write).toList());
            Files.move(aside, file, StandardCopyOption.REPLACE_EXISTING);
        } finally {
            Files.deleteIfExists(aside);
        }
    }

    /// Returns a battle as a line of such a file, without the line's end.
    public static String line(Battle battle) {
        return BattleLine.write(battle);
    }

    /// Returns the names of the models, sorted.
    public List<String> models() {
        return models;
    }

    public int size() {
        return battles.size();
    }

    public Battle get(int index) {
        return battles.get(index);
    }

    public List<Battle> asList() {
        return battles;
    }

    public Stream<Battle> stream() {
        return battles.stream();
    }

    @Override
    public Iterator<Battle> iterator() {
        return battles.iterator();
    }

    /// Returns those of the battles that `which` chooses.
    public Battles where(Predicate<Battle> which) {
        return new Battles(battles.stream().filter(which).toList());
    }

    /// Returns the first `count` battles, or all if there are fewer.
    public Battles first(int count) {
        return new Battles(battles.subList(0, Math.min(count, battles.size())));
    }

    /// Returns the same battles in another order.
    ///
    /// @param seed the same seed gives the same order
    public Battles shuffled(long seed) {
        var shuffled = new ArrayList<>(battles);
        Collections.shuffle(shuffled, new Random(seed));
        return new Battles(shuffled);
    }

    /// Returns these battles and then those.
    public Battles and(Battles more) {
        var all = new ArrayList<>(battles);
        all.addAll(more.battles);
        return new Battles(all);
    }

    /// Returns how often each model met, won, tied and lost; the last column counts a tie as half a
    /// victory.
    public Table table() {
        var won = new HashMap<String, int[]>();
        for (String model : models) won.put(model, new int[3]);
        for (Battle battle : battles) {
            int which = switch (battle.outcome()) {
                case LEFT -> 0;
                case TIE, BOTH_BAD -> 1;
                case RIGHT -> 2;
            };
            won.get(battle.left())[which]++;
            won.get(battle.right())[2 - which]++;
        }
        return Table.create("%,d battles".formatted(size()))
                .addColumns(
                        StringColumn.create("model", models),
                        column("battles", won, n -> n[0] + n[1] + n[2]),
                        column("won", won, n -> n[0]),
                        column("tied", won, n -> n[1]),
                        column("lost", won, n -> n[2]),
                        StringColumn.create(
                                "share won (%)",
                                models.stream()
                                        .map(won::get)
                                        .map(n -> "%.1f".formatted(100 * (n[0] + n[1] / 2.0) / (n[0] + n[1] + n[2])))));
    }

    private IntColumn column(String name, Map<String, int[]> won, java.util.function.ToIntFunction<int[]> count) {
        return IntColumn.create(
                name, models.stream().map(won::get).mapToInt(count).toArray());
    }

    /// Returns, for each pair, what share of its battles the model of the row won; a tie is half a victory.
    public Figure winRates() {
        int n = models.size();
        double[][] won = new double[n][n];
        int[][] met = new int[n][n];
        for (Battle battle : battles) {
            int a = models.indexOf(battle.left());
            int b = models.indexOf(battle.right());
            won[a][b] += battle.outcome().score();
            won[b][a] += 1 - battle.outcome().score();
            met[a][b]++;
            met[b][a]++;
        }
        double[][] share = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) share[i][j] = met[i][j] == 0 ? Double.NaN : won[i][j] / met[i][j];
        }
        return new Figure.Heatmap(
                "share of battles that the model of the row won (a tie is half)",
                "model",
                "against",
                models,
                models,
                share);
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Data(table()).mime();
    }

    @Override
    public String toString() {
        return "%,d battles of %s".formatted(size(), String.join(", ", models));
    }

    /// Returns how often each pair met, whoever was on the left; the key is both names, sorted.
    Map<List<String>, Integer> pairs() {
        var met = new HashMap<List<String>, Integer>();
        for (Battle battle : battles) met.merge(pair(battle.left(), battle.right()), 1, Integer::sum);
        return met;
    }

    static List<String> pair(String a, String b) {
        return a.compareTo(b) <= 0 ? List.of(a, b) : List.of(b, a);
    }

    /// Returns the indices of the models in [#models()] by name.
    Map<String, Integer> indices() {
        var indices = new HashMap<String, Integer>();
        for (String model : models) indices.put(model, indices.size());
        return indices;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Battles that && battles.equals(that.battles);
    }

    @Override
    public int hashCode() {
        return battles.hashCode();
    }
}
