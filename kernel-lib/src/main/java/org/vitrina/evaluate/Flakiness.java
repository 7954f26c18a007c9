package org.vitrina.evaluate;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.knowm.xchart.CategoryChart;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.IntColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Cases that were asked several times of a model that did not change: which of them can be relied on.
///
/// @param name   who answered
/// @param shares what each case passed
/// @param rule   when a case may block a build, and when it is put aside
public record Flakiness(String name, SequencedMap<String, Share> shares, Rule rule) implements Showable {
    /// When a case may block a build.
    ///
    /// @param reliable   a case that passes at least so often may block
    /// @param hopeless   a case that passes at most so often fails: it is no flaky test but a defect
    /// @param confidence how sure both have to be
    public record Rule(double reliable, double hopeless, double confidence) {
        public Rule {
            Shares.inside(reliable);
            Shares.inside(hopeless);
            Shares.confidence(confidence);
            if (hopeless >= reliable) {
                throw new IllegalArgumentException("a hopeless case passes less often than a reliable one, but got "
                        + hopeless + " and " + reliable);
            }
        }

        /// Returns what the tries of a case say about it.
        public State state(Share share) {
            if (share.atLeast(reliable, confidence) == Verdict.HOLDS) {
                return State.RELIABLE;
            }
            if (share.upper(confidence) <= hopeless) {
                return State.FAILING;
            }
            return share.hits() > 0 && share.hits() < share.n() ? State.FLAKY : State.UNKNOWN;
        }

        /// Returns how many passes in a row bring a case back from quarantine.
        public int toLeave() {
            return SampleSize.straightPasses(reliable, confidence);
        }
    }

    /// What is to be done with a case.
    public enum State {
        /// It may block a build.
        RELIABLE,
        /// It passes and fails: it goes to quarantine, where it is run and reported, and blocks nothing.
        FLAKY,
        /// It fails nearly always: a defect, or a wrong case.
        FAILING,
        /// All tries so far had one result, but there were too few of them.
        UNKNOWN
    }

    /// Asks each case `times` times, each time with another seed.
    public static Flakiness of(Answerer answerer, List<PromptCase> cases, int times, long seed, Rule rule) {
        return of(Trials.repeated(answerer, cases, times, seed), rule);
    }

    public static Flakiness of(Trials trials, Rule rule) {
        return new Flakiness(trials.name(), trials.byQuestion(), rule);
    }

    /// Returns what is to be done with each case.
    public SequencedMap<String, State> states() {
        var states = new LinkedHashMap<String, State>();
        shares.forEach((id, share) -> states.put(id, rule.state(share)));
        return states;
    }

    /// Returns the cases that go to quarantine.
    public List<String> quarantine() {
        return states().entrySet().stream()
                .filter(entry -> entry.getValue() == State.FLAKY)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// Returns a row for each case.
    public Table table() {
        var states = states();
        return Table.create(this.toString())
                .addColumns(
                        StringColumn.create("case", shares.keySet()),
                        IntColumn.create(
                                "passed",
                                shares.values().stream().mapToInt(Share::hits).toArray()),
                        IntColumn.create(
                                "of",
                                shares.values().stream().mapToInt(Share::n).toArray()),
                        DoubleColumn.create(
                                "at least (%)",
                                shares.values().stream()
                                        .mapToDouble(share -> rounded(share.lower(rule.confidence())))
                                        .toArray()),
                        DoubleColumn.create(
                                "at most (%)",
                                shares.values().stream()
                                        .mapToDouble(share -> rounded(share.upper(rule.confidence())))
                                        .toArray()),
                        StringColumn.create(
                                "state",
                                states.values().stream()
                                        .map(state -> state.name().toLowerCase(Locale.ROOT))));
    }

    private static double rounded(double share) {
        return Math.round(1000 * share) / 10.0;
    }

    /// Returns how many cases pass how often.
    public CategoryChart chart() {
        var counts = new double[11];
        shares.values().forEach(share -> counts[(int) Math.round(10 * share.value())]++);
        var bars = new LinkedHashMap<String, List<Double>>();
        bars.put("cases", Arrays.stream(counts).boxed().toList());
        return Charts.bars(
                "How often each case passes, " + name,
                "pass rate (%, rounded to tens)",
                "cases",
                IntStream.rangeClosed(0, 10).mapToObj(i -> 10 * i + "").toList(),
                bars);
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Stack(new Figure.Plot(chart()), new Figure.Data(table())).mime();
    }

    @Override
    public String toString() {
        String counted = states().values().stream()
                .collect(Collectors.groupingBy(state -> state, TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .map(entry -> entry.getValue() + " " + entry.getKey().name().toLowerCase(Locale.ROOT))
                .collect(Collectors.joining(", "));
        return name + ", " + shares.size() + " cases: " + counted;
    }
}
