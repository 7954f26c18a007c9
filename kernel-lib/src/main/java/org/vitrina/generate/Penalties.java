package org.vitrina.generate;

import java.util.StringJoiner;

/// Makes tokens less likely that stood in the text before.
///
/// - `repetition` divides a positive logit, and multiplies a negative one ([Keskar et al. 2019, section
///   4.1](https://arxiv.org/abs/1909.05858), with the sign taken into account, as llama.cpp and
///   Transformers do).
/// - `frequency` is subtracted once for every time the token occurred, `presence` once if it occurred at
///   all ([OpenAI](https://platform.openai.com/docs/guides/text-generation)).
///
/// The prompt's tokens count too, as in llama.cpp and Transformers.
///
/// @param repetition greater than 0; 1 changes nothing
/// @param frequency  any number; 0 changes nothing
/// @param presence   any number; 0 changes nothing
/// @param window     how many of the last tokens count; -1 for all
public record Penalties(double repetition, double frequency, double presence, int window) implements SamplerStep {
    /// How many of the last tokens count unless it is said otherwise; llama.cpp's default.
    public static final int WINDOW = 64;

    public Penalties {
        if (!(repetition > 0 && Double.isFinite(repetition))) {
            throw new IllegalArgumentException(
                    "the repetition penalty divides a logit, so it is a number greater than 0,"
                            + " where 1 changes nothing, but is " + repetition);
        }
        if (!Double.isFinite(frequency) || !Double.isFinite(presence)) {
            throw new IllegalArgumentException(
                    "frequency and presence penalties are subtracted from a logit, so they are"
                            + " finite numbers, but are " + frequency + " and " + presence);
        }
        if (window < -1) {
            throw new IllegalArgumentException(
                    "the window of the penalties is a number of tokens, or -1 for all, but is " + window);
        }
    }

    @Override
    public void apply(Candidates candidates, History history) {
        history.counts(window).forEach((id, count) -> {
            int index = candidates.indexOf(id);
            if (index >= 0) {
                double logit = candidates.logit(index);
                double divided = logit > 0 ? logit / repetition : logit * repetition;
                candidates.logit(index, divided - count * frequency - presence);
            }
        });
    }

    @Override
    public String name() {
        return "penalties";
    }

    @Override
    public String setting() {
        var setting = new StringJoiner(", ");
        setting.setEmptyValue("no penalty");
        if (repetition != 1) {
            setting.add("repetition penalty " + Numbers.setting(repetition));
        }
        if (frequency != 0) {
            setting.add("frequency penalty " + Numbers.setting(frequency));
        }
        if (presence != 0) {
            setting.add("presence penalty " + Numbers.setting(presence));
        }
        return setting.toString();
    }

    @Override
    public String does() {
        return "lowers the logits of the tokens that stand "
                + (window < 0 ? "in the text so far" : "among the last %,d".formatted(window));
    }
}
