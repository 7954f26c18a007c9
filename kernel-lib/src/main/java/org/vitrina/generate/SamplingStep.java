package org.vitrina.generate;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.IntFunction;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;
import org.vitrina.show.VisibleText;

/// What happens while one token is picked: the model's distribution ([Begun]), what each step of the chain
/// makes of it ([Changed]), and the pick ([Picked]).
public sealed interface SamplingStep extends Step {
    /// How many tokens a figure shows.
    int SHOWN = 10;

    /// A token in a figure.
    ///
    /// @param before its probability before the step
    /// @param after  its probability after the step; 0 if it was cut off
    record Bar(int id, String text, double before, double after) {}

    /// The model has spoken.
    ///
    /// @param tokens  how many tokens have a logit
    /// @param entropy in bits
    /// @param bars    the likeliest tokens
    record Begun(int tokens, double entropy, List<Bar> bars) implements SamplingStep {
        static final String NAME = "sample.model";

        public Begun {
            bars = List.copyOf(bars);
        }

        static Begun of(Candidates candidates, IntFunction<String> text) {
            var bars = new ArrayList<Bar>();
            for (int i : candidates.likeliest(SHOWN)) {
                double p = candidates.probability(i);
                bars.add(new Bar(candidates.id(i), text.apply(candidates.id(i)), p, p));
            }
            return new Begun(candidates.size(), candidates.entropy(), bars);
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            Bar first = bars.getFirst();
            return String.format(
                    Locale.ROOT,
                    "The model gives each of %,d tokens a probability; the likeliest is %s with %s. The entropy is %.2f"
                            + " bits, as for a choice between %s that are equally likely.",
                    tokens,
                    quoted(first),
                    Numbers.percent(first.after),
                    entropy,
                    Numbers.tokens(Math.pow(2, entropy)));
        }

        @Override
        public SequencedMap<String, Object> values() {
            var values = new LinkedHashMap<String, Object>();
            values.put("kept", tokens);
            values.put("entropy (bits)", entropy);
            values.put("likeliest", bars.getFirst().text);
            values.put("probability", bars.getFirst().after);
            return values;
        }

        @Override
        public Figure figure() {
            return Percents.bars("the model's distribution", texts(bars), probabilities(bars), -1);
        }
    }

    /// A step of the chain changed logits or cut tokens off.
    ///
    /// @param name    `sample.` and the step's name
    /// @param step    the step
    /// @param had     how many tokens there were before
    /// @param kept    how many are left
    /// @param cutMass how much probability those had that were cut off, before the step
    /// @param entropyBefore in bits
    /// @param entropy after the step, in bits
    /// @param bars    the likeliest tokens before the step, and those that came among the likeliest by it
    record Changed(
            String name,
            SamplerStep step,
            int had,
            int kept,
            double cutMass,
            double entropyBefore,
            double entropy,
            List<Bar> bars)
            implements SamplingStep {
        static final String NAME = "sample.";

        public Changed {
            bars = List.copyOf(bars);
        }

        static Changed of(
                String name, SamplerStep step, Candidates before, Candidates after, IntFunction<String> text) {
            var ids = new LinkedHashSet<Integer>();
            Arrays.stream(before.likeliest(SHOWN)).map(before::id).forEach(ids::add);
            Arrays.stream(after.likeliest(SHOWN / 2)).map(after::id).forEach(ids::add);
            var bars = new ArrayList<Bar>();
            for (int id : ids) {
                bars.add(new Bar(id, text.apply(id), probability(before, id), probability(after, id)));
            }
            double kept = 0;
            for (int i = 0; i < after.size(); i++) {
                kept += probability(before, after.id(i));
            }
            double cutMass = before.size() == after.size() ? 0 : Math.max(0, 1 - kept);
            return new Changed(
                    name, step, before.size(), after.size(), cutMass, before.entropy(), after.entropy(), bars);
        }

        private static double probability(Candidates candidates, int id) {
            int index = candidates.indexOf(id);
            return index < 0 ? 0 : candidates.probability(index);
        }

        @Override
        public String caption() {
            String cut = had == kept
                    ? "No token is cut off"
                    : "%s of %,d %s; the %s cut off had %s together"
                            .formatted(
                                    capital(Numbers.tokens(kept)),
                                    had,
                                    kept == 1 ? "is left" : "are left",
                                    had - kept == 1 ? "one" : "%,d".formatted(had - kept),
                                    Numbers.percent(cutMass));
            return String.format(
                    Locale.ROOT,
                    "%s %s. %s. The entropy goes from %.2f to %.2f bits.",
                    capital(step.name()),
                    step.does(),
                    cut,
                    entropyBefore,
                    entropy);
        }

        private static String capital(String text) {
            return text.substring(0, 1).toUpperCase(Locale.ROOT) + text.substring(1);
        }

        @Override
        public SequencedMap<String, Object> values() {
            var values = new LinkedHashMap<String, Object>();
            values.put("setting", step.setting());
            values.put("had", had);
            values.put("kept", kept);
            values.put("cut mass", cutMass);
            values.put("entropy (bits)", entropy);
            return values;
        }

        @Override
        public Figure figure() {
            return Percents.change(
                    "after " + step.setting(),
                    texts(bars),
                    bars.stream().map(Bar::before).toList(),
                    probabilities(bars));
        }
    }

    /// A token was picked.
    ///
    /// @param mark    the random number, at least 0 and less than 1
    /// @param picked  the token
    /// @param from    how much probability the likelier tokens have together: where its stretch begins
    /// @param kept    how many tokens there were to pick from
    /// @param bars    the likeliest tokens, the picked one among them or at their end
    record Picked(double mark, Bar picked, double from, int kept, List<Bar> bars) implements SamplingStep {
        static final String NAME = "sample.pick";

        public Picked {
            bars = List.copyOf(bars);
        }

        static Picked of(Candidates candidates, int index, double mark, IntFunction<String> text) {
            var bars = new ArrayList<Bar>();
            Bar picked = bar(candidates, index, text);
            double from = 0;
            boolean found = false;
            for (int i : candidates.likeliest(candidates.size())) {
                found |= i == index;
                from += found ? 0 : candidates.probability(i);
                if (bars.size() < SHOWN) {
                    bars.add(bar(candidates, i, text));
                } else if (found) {
                    break;
                }
            }
            if (!bars.contains(picked)) {
                bars.add(picked);
            }
            return new Picked(mark, picked, from, candidates.size(), bars);
        }

        private static Bar bar(Candidates candidates, int index, IntFunction<String> text) {
            double p = candidates.probability(index);
            return new Bar(candidates.id(index), text.apply(candidates.id(index)), p, p);
        }

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            if (kept == 1) {
                return "Only %s is left, so it is picked.".formatted(quoted(picked));
            }
            return String.format(
                    Locale.ROOT,
                    "Laid side by side from 0 to 1, the likeliest first, %s takes the stretch from %.4f to %.4f. The random"
                            + " number is %.4f, so %s is picked.",
                    quoted(picked),
                    from,
                    from + picked.after,
                    mark,
                    quoted(picked));
        }

        @Override
        public SequencedMap<String, Object> values() {
            var values = new LinkedHashMap<String, Object>();
            values.put("token", picked.text);
            values.put("id", picked.id);
            values.put("probability", picked.after);
            values.put("random number", mark);
            values.put("stretch from", from);
            values.put("kept", kept);
            return values;
        }

        @Override
        public Figure figure() {
            return Percents.bars("what is left to pick from", texts(bars), probabilities(bars), bars.indexOf(picked));
        }
    }

    private static List<String> texts(List<Bar> bars) {
        return bars.stream().map(Bar::text).toList();
    }

    private static List<Double> probabilities(List<Bar> bars) {
        return bars.stream().map(Bar::after).toList();
    }

    private static String quoted(Bar bar) {
        return "'" + VisibleText.of(bar.text) + "'";
    }
}
