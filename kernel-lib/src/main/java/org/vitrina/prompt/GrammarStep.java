package org.vitrina.prompt;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SequencedMap;
import org.vitrina.generate.Generator;
import org.vitrina.generate.SamplingStep;
import org.vitrina.generate.TextStep;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;
import org.vitrina.show.VisibleText;
import org.vitrina.show.Walk;

/// One token under a grammar: what the model wanted, what was forbidden, and what was picked.
///
/// @param before        the end of the text before it
/// @param token         what was picked
/// @param probability   what the model gave it
/// @param wanted        the model's likeliest token
/// @param wantedChance  what the model gave that one
/// @param isForbidden   whether that one was forbidden
/// @param allowed       how many tokens were allowed
/// @param tokens        how many there are
/// @param forbiddenMass how much probability those had that were forbidden
/// @param cut           the likeliest tokens, before and after
public record GrammarStep(
        String before,
        String token,
        double probability,
        String wanted,
        double wantedChance,
        boolean isForbidden,
        int allowed,
        int tokens,
        double forbiddenMass,
        Figure cut)
        implements Step {
    /// By which an observer asks for it.
    public static final String NAME = "grammar.token";

    static Walk<GrammarStep> walk(Grammar grammar, Generator generator, String prompt) {
        var constraint = grammar.on(generator.model());
        String masked = "sample." + constraint.name();
        var recorder = Walk.recorder(masked, TextStep.NAME);
        generator.sampling(generator.sampling().with(constraint)).generate(prompt, _ -> {}, recorder);
        var steps = new ArrayList<GrammarStep>();
        SamplingStep.Changed mask = null;
        for (Step step : recorder.walk("").steps()) {
            switch (step) {
                case SamplingStep.Changed changed -> mask = changed;
                case TextStep text -> steps.add(of(mask, text));
                default -> throw new IllegalStateException("an unexpected step " + step.name());
            }
        }
        return Walk.of("Held to " + grammar, steps);
    }

    private static GrammarStep of(SamplingStep.Changed mask, TextStep text) {
        SamplingStep.Bar wanted = mask.bars().getFirst();
        return new GrammarStep(
                text.before(),
                text.token(),
                text.choice().probability(),
                wanted.text(),
                wanted.before(),
                wanted.after() == 0,
                mask.kept(),
                mask.had(),
                mask.cutMass(),
                mask.figure());
    }

    @Override
    public String name() {
        return NAME;
    }

    @Override
    public String caption() {
        String wish = isForbidden
                ? "The model wanted '%s' (%s), which is forbidden".formatted(shown(wanted), percent(wantedChance))
                : "The model wanted '%s' (%s), which is allowed".formatted(shown(wanted), percent(wantedChance));
        return "%s. Of %,d tokens %,d %s; %s of the probability was forbidden. Picked is '%s', to which the model gave %s."
                .formatted(
                        wish,
                        tokens,
                        allowed,
                        allowed == 1 ? "is allowed" : "are allowed",
                        percent(forbiddenMass),
                        shown(token),
                        percent(probability));
    }

    private static String shown(String token) {
        return VisibleText.of(token);
    }

    private static String percent(double probability) {
        return String.format(
                Locale.ROOT, probability > 0 && probability < 0.001 ? "%.4f %%" : "%.1f %%", 100 * probability);
    }

    @Override
    public SequencedMap<String, Object> values() {
        var values = new LinkedHashMap<String, Object>();
        values.put("token", token);
        values.put("probability", probability);
        values.put("wanted", wanted);
        values.put("is forbidden", isForbidden);
        values.put("allowed", allowed);
        values.put("forbidden mass", forbiddenMass);
        return values;
    }

    @Override
    public Figure figure() {
        return new Figure.Stack(List.of(new Figure.Note(before + token), cut));
    }
}
