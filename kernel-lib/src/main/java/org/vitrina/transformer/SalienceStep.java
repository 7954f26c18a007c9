package org.vitrina.transformer;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.vitrina.show.Figure;
import org.vitrina.show.Progress;
import org.vitrina.show.Step;
import org.vitrina.show.Walk;
import org.vitrina.tensor.Tensor;

/// What the model would say without one token: its vector is set to 0, its place stays.
///
/// @param position which token
/// @param tokens   what was read
/// @param next     what the model says with all tokens
/// @param whole    how likely it says that, a log-probability
/// @param without  how likely it would be without the token
/// @param so       how much each token counts, up to this one
public record SalienceStep(int position, List<String> tokens, String next, double whole, double without, Figure.Bars so)
        implements Step {
    static Walk<SalienceStep> walk(Reading reading) {
        Model model = reading.model();
        int[] ids = reading.ids();
        var distribution = Distribution.of(model.session().next(ids));
        int next = distribution.likeliest();
        String said = Reading.text(model, next);
        double whole = distribution.logProbabilities()[next];
        var counts = new ArrayList<Double>();
        var steps = new ArrayList<SalienceStep>();
        try (var task = Progress.task("leaving out one token after the other", ids.length)) {
            for (int position = 0; position < ids.length; position++) {
                double without =
                        Distribution.of(without(model, position).next(ids)).logProbabilities()[next];
                counts.add(whole - without);
                var so = new Figure.Bars(
                        "how much less likely " + Reading.quoted(said) + " becomes without the token",
                        "loss of log-probability",
                        reading.tokens().subList(0, position + 1),
                        counts,
                        position);
                steps.add(new SalienceStep(position, reading.tokens(), said, whole, without, so));
                task.at(position + 1);
            }
        }
        return Walk.of("Which tokens " + Reading.quoted(said) + " comes of", steps);
    }

    private static LanguageModel.Session without(Model model, int position) {
        return model.session(new Watcher() {
            private int read;

            @Override
            public boolean watches(String place) {
                return place.equals(Places.EMBED);
            }

            @Override
            public Tensor see(String place, Tensor value) {
                int row = position - read;
                read += value.rows();
                if (row >= 0 && row < value.rows()) {
                    int at = value.offset() + row * value.columns();
                    Arrays.fill(value.data(), at, at + value.columns(), 0);
                }
                return value;
            }
        });
    }

    @Override
    public String name() {
        return "salience.token";
    }

    @Override
    public String caption() {
        return String.format(
                Locale.ROOT,
                "With all tokens the model says %s at %.1f %%. Without %s it would be %.1f %%.",
                Reading.quoted(next),
                100 * Math.exp(whole),
                Reading.quoted(tokens.get(position)),
                100 * Math.exp(without));
    }

    @Override
    public SequencedMap<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        values.put("position", position);
        values.put("token", tokens.get(position));
        values.put("loss", whole - without);
        values.put("log-probability", whole);
        values.put("without", without);
        return values;
    }

    @Override
    public Figure figure() {
        return so;
    }
}
