package org.vitrina.generate;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import java.util.function.IntFunction;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;
import org.vitrina.show.VisibleText;

/// A token was picked and becomes part of the text.
///
/// @param number counts the tokens of the text from 1
/// @param choice the token and what was passed over
/// @param token  its text
/// @param others the texts of the tokens that were passed over, in their order
/// @param before the end of the text before it
public record TextStep(int number, Choice choice, String token, List<String> others, String before) implements Step {
    /// By which an observer asks for it.
    public static final String NAME = "generate.token";

    /// How many characters of the text before are shown.
    private static final int SHOWN = 200;

    public TextStep {
        others = List.copyOf(others);
    }

    static TextStep of(int number, Choice choice, String before, IntFunction<String> text) {
        int from =
                before.offsetByCodePoints(before.length(), -Math.min(SHOWN, before.codePointCount(0, before.length())));
        return new TextStep(
                number,
                choice,
                text.apply(choice.id()),
                choice.alternatives().stream()
                        .map(other -> text.apply(other.id()))
                        .toList(),
                (from > 0 ? "… " : "") + before.substring(from));
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String caption() {
        String place = choice.rank() == 1 ? "the likeliest token" : "number %,d in its order".formatted(choice.rank());
        String chance = Math.abs(choice.chance() - choice.probability()) < 0.0005
                ? ""
                : " The chain left %s, and it was picked with a chance of %s."
                        .formatted(Numbers.tokens(choice.kept()), Numbers.percent(choice.chance()));
        return String.format(
                Locale.ROOT,
                "'%s': the model gives it %s, %s, which is a surprise of %.2f bits where the entropy is %.2f.%s",
                VisibleText.of(token),
                Numbers.percent(choice.probability()),
                place,
                choice.surprise(),
                choice.entropy(),
                chance);
    }

    @Override
    public SequencedMap<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        values.put("token", token);
        values.put("id", choice.id());
        values.put("probability", choice.probability());
        values.put("log-probability", choice.logProbability());
        values.put("surprise (bits)", choice.surprise());
        values.put("entropy (bits)", choice.entropy());
        values.put("rank", choice.rank());
        values.put("chance", choice.chance());
        values.put("kept", choice.kept());
        return values;
    }

    @Override
    public Figure figure() {
        record Bar(String text, double probability, boolean picked) {}
        var bars = new ArrayList<Bar>();
        bars.add(new Bar(token, choice.probability(), true));
        for (int i = 0; i < others.size(); i++) {
            bars.add(new Bar(others.get(i), choice.alternatives().get(i).probability(), false));
        }
        bars.sort(Comparator.comparingDouble(Bar::probability).reversed());
        int picked = 0;
        while (!bars.get(picked).picked) {
            picked++;
        }
        return new Figure.Stack(
                new Figure.Note(before + token),
                Percents.bars(
                        "what the model would have said",
                        bars.stream().map(Bar::text).toList(),
                        bars.stream().map(Bar::probability).toList(),
                        picked));
    }
}
