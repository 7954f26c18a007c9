package org.vitrina.cli;

import java.util.Map;
import java.util.concurrent.ThreadLocalRandom;
import org.vitrina.generate.Sampling;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/// How tokens are picked: the options that `generate` and `chat` share.
final class SamplingOptions {
    @Spec(Spec.Target.MIXEE)
    private CommandSpec spec;

    @Option(
            names = {"-t", "--temperature"},
            paramLabel = "T",
            description = "Divides the logits: below 1 the likely become likelier, 0 takes the likeliest token."
                    + " Default: 0.8.")
    private double temperature = 0.8;

    @Option(names = "--greedy", description = "Take the likeliest token, always; the same as --temperature 0.")
    private boolean greedy;

    @Option(names = "--top-k", paramLabel = "K", description = "Keep the K likeliest tokens; 0 keeps all. Default: 0.")
    private int topK;

    @Option(
            names = "--top-p",
            paramLabel = "P",
            description = "Keep the likeliest tokens, as few as have the probability P together; 1 keeps all."
                    + " Default: 0.95, with Mirostat 1.")
    private Double topP;

    @Option(
            names = "--min-p",
            paramLabel = "P",
            description = "Keep the tokens that are at least P times as likely as the likeliest. Default: 0.")
    private double minP;

    @Option(
            names = "--typical",
            paramLabel = "P",
            description = "Keep the tokens whose surprise is nearest to the entropy, as few as have the probability P"
                    + " together. Default: 1.")
    private double typical = 1;

    @Option(
            names = "--repetition-penalty",
            paramLabel = "X",
            description = "Divide the logits of tokens that occurred. Default: 1.")
    private double repetition = 1;

    @Option(
            names = "--frequency-penalty",
            paramLabel = "X",
            description = "Subtract this from a token's logit for every time it occurred. Default: 0.")
    private double frequency;

    @Option(
            names = "--presence-penalty",
            paramLabel = "X",
            description = "Subtract this from the logits of tokens that occurred. Default: 0.")
    private double presence;

    @Option(
            names = "--penalty-window",
            paramLabel = "N",
            description = "How many of the last tokens penalties look at; -1 for all. Default: 64.")
    private int window = 64;

    @Option(
            names = "--logit-bias",
            paramLabel = "ID=X",
            description = "Add X to the logit of the token ID; -Infinity bans it. May be given again.")
    private Map<Integer, Double> bias = Map.of();

    @Option(
            names = "--mirostat",
            paramLabel = "TAU",
            description = "Hold the text at TAU bits of surprise a token, with Mirostat 2.")
    private Double tau;

    @Option(names = "--mirostat-eta", paramLabel = "ETA", description = "How fast Mirostat follows. Default: 0.1.")
    private double eta = 0.1;

    @Option(
            names = "--temperature-first",
            description =
                    "Take the temperature before the cuts, as Transformers does, and not after, as llama.cpp does.")
    private boolean temperatureFirst;

    @Option(
            names = "--seed",
            paramLabel = "N",
            description =
                    "Where the random numbers begin: the same seed, the same text. Default: another one each time.")
    private Long seed;

    /// Returns what was asked for.
    ///
    /// @throws ParameterException if a number is out of its range, or two settings exclude each other
    Sampling sampling() {
        try {
            Sampling sampling = Sampling.plain()
                    .temperature(greedy ? 0 : temperature)
                    .topK(topK)
                    .topP(topP != null ? topP : tau == null ? 0.95 : 1)
                    .minP(minP)
                    .typical(typical)
                    .repetitionPenalty(repetition)
                    .frequencyPenalty(frequency)
                    .presencePenalty(presence);
            if (window != 64) sampling = sampling.penaltyWindow(window);
            for (var entry : bias.entrySet()) sampling = sampling.logitBias(entry.getKey(), entry.getValue());
            if (tau != null) sampling = sampling.mirostat(tau, eta);
            if (temperatureFirst) sampling = sampling.temperatureFirst();
            // short, so that it can be typed again
            return sampling.seed(
                    seed != null ? seed : ThreadLocalRandom.current().nextInt(1_000_000));
        } catch (IllegalArgumentException wrong) {
            throw new ParameterException(spec.commandLine(), wrong.getMessage());
        }
    }
}
