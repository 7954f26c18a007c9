package org.vitrina.generate;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.IntFunction;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;
import org.vitrina.show.VisibleText;

/// All beams of a search went on by one token, and the likeliest ways were kept.
///
/// @param number counts the tokens from 1
/// @param ways   the ways to go on that came into question, the likeliest first
/// @param tree   the search so far, with the ways that were dropped now
public record BeamStep(int number, List<Way> ways, Figure.Node tree) implements Step {
    static final String NAME = "beam.step";

    private static final int SHOWN = 12;

    /// A text that came into question.
    ///
    /// @param text           all of it after the prompt
    /// @param logProbability of all its tokens together, natural
    /// @param outcome        `kept`, `dropped` or `ended`
    public record Way(String text, double logProbability, String outcome) {}

    public BeamStep {
        ways = List.copyOf(ways);
    }

    static BeamStep of(int number, String prompt, BeamNode root, List<BeamNode> ways, IntFunction<String> text) {
        var written = new ArrayList<Way>();
        for (BeamNode way : ways) {
            var whole = new StringBuilder();
            for (int id : way.ids()) {
                whole.append(text.apply(id));
            }
            written.add(new Way(whole.toString(), way.logProbability, way.state.words));
        }
        return new BeamStep(number, written, root.drawn(prompt, text));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String caption() {
        long kept = count("kept");
        long ended = count("ended");
        Way best = ways.getFirst();
        return String.format(
                Locale.ROOT,
                "Token %d: of %d ways to go on, %d %s kept%s and %d dropped. The likeliest is '%s' with a log-probability of"
                        + " %.2f.",
                number,
                ways.size(),
                kept,
                kept == 1 ? "is" : "are",
                ended == 0 ? "" : ", %d ended the text".formatted(ended),
                count("dropped"),
                VisibleText.of(best.text),
                best.logProbability);
    }

    private long count(String outcome) {
        return ways.stream().filter(way -> way.outcome.equals(outcome)).count();
    }

    @Override
    public SequencedMap<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        values.put("kept", count("kept"));
        values.put("ended", count("ended"));
        values.put("dropped", count("dropped"));
        values.put("likeliest", ways.getFirst().text);
        values.put("log-probability", ways.getFirst().logProbability);
        return values;
    }

    @Override
    public Figure figure() {
        List<Way> shown = ways.subList(0, Math.min(SHOWN, ways.size()));
        return new Figure.Stack(
                new Figure.Tree("the search so far; numbers are log-probabilities of the whole text", tree),
                Percents.bars(
                        "the likeliest ways to go on, and the probabilities of these texts",
                        shown.stream()
                                .map(way -> way.text + (way.outcome.equals("kept") ? "" : "  (" + way.outcome + ")"))
                                .toList(),
                        shown.stream().map(way -> Math.exp(way.logProbability)).toList(),
                        -1));
    }
}
