package org.vitrina.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.StringJoiner;
import java.util.TreeMap;
import org.vitrina.show.Walk;
import org.vitrina.transformer.LanguageModel;

/// How the next token is picked: a chain of steps over the model's distribution, and the seed of the pick
/// at its end.
///
/// ```java
/// Sampling.greedy()                                              // the likeliest token, always
/// Sampling.plain()                                               // the model's own distribution
/// Sampling.plain().temperature(0.8).topP(0.95).seed(7)
/// ```
///
/// Whatever the order of the calls, a [Constraint] comes first, and the other steps run in llama.cpp's order: logit
/// bias, penalties, top-k,
/// typical, top-p, min-p, temperature, Mirostat. Transformers and the paper of top-p take the temperature
/// before the cuts, which then cut less where it is high and more where it is low: [#temperatureFirst].
/// [#of] makes a chain in any order.
///
/// @param steps            the chain, in the order in which it runs
/// @param seed             where the random numbers begin; one seed gives one text, on every machine, as
///     long as the logits are the same
/// @param isTemperatureFirst whether the temperature belongs before the cuts
public record Sampling(List<SamplerStep> steps, long seed, boolean isTemperatureFirst) {
    private static final List<Class<? extends SamplerStep>> ORDER = List.of(
            LogitBias.class,
            Penalties.class,
            TopK.class,
            Typical.class,
            TopP.class,
            MinP.class,
            Temperature.class,
            Mirostat.class);

    private static final List<Class<? extends SamplerStep>> CUTS =
            List.of(TopK.class, Typical.class, TopP.class, MinP.class);

    /// @throws IllegalArgumentException if Mirostat stands beside another cut: it makes the cut by itself,
    ///     and what another one removes would upset it
    public Sampling {
        steps = List.copyOf(steps);
        for (SamplerStep step : steps) {
            if (step instanceof Constraint && step != steps.getFirst()) {
                throw new IllegalArgumentException(
                        "a chain has one constraint, and it comes first, as other steps may cut off all that it allows;"
                                + " put " + step.setting() + " before "
                                + steps.getFirst().setting());
            }
        }
        boolean mirostat = steps.stream().anyMatch(Mirostat.class::isInstance);
        for (SamplerStep step : steps) {
            if (mirostat && CUTS.contains(step.getClass())) {
                throw new IllegalArgumentException("Mirostat decides by itself how many tokens stay, so it cannot be"
                        + " combined with " + step.setting() + "; leave one of the two out");
            }
        }
    }

    /// Returns the model's own distribution, unchanged.
    public static Sampling plain() {
        return new Sampling(List.of(), 0, false);
    }

    /// Returns the choice of the likeliest token, every time.
    public static Sampling greedy() {
        return plain().temperature(0);
    }

    /// Returns a chain of these steps in this order.
    public static Sampling of(SamplerStep... steps) {
        return new Sampling(List.of(steps), 0, false);
    }

    /// @param t divides the logits; 1 changes nothing, 0 leaves the likeliest token alone
    public Sampling temperature(double t) {
        return t == 1 ? without(Temperature.class) : with(new Temperature(t));
    }

    /// @param k how many of the likeliest tokens stay; 0 for all
    public Sampling topK(int k) {
        return k == 0 ? without(TopK.class) : with(new TopK(k));
    }

    /// @param p how much probability the tokens that stay have together at least; 1 for all
    public Sampling topP(double p) {
        return p == 1 ? without(TopP.class) : with(new TopP(p));
    }

    /// @param p how likely a token must be to stay, as a part of the likeliest one's probability; 0 for all
    public Sampling minP(double p) {
        return p == 0 ? without(MinP.class) : with(new MinP(p));
    }

    /// @param p how much probability the typical tokens have together at least; 1 for all
    public Sampling typical(double p) {
        return p == 1 ? without(Typical.class) : with(new Typical(p));
    }

    /// @param penalty divides the logits of tokens that occurred; 1 changes nothing
    public Sampling repetitionPenalty(double penalty) {
        return penalties(new Penalties(
                penalty,
                penalties().frequency(),
                penalties().presence(),
                penalties().window()));
    }

    /// @param penalty is subtracted from a token's logit for every time it occurred; 0 changes nothing
    public Sampling frequencyPenalty(double penalty) {
        return penalties(new Penalties(
                penalties().repetition(),
                penalty,
                penalties().presence(),
                penalties().window()));
    }

    /// @param penalty is subtracted from the logits of tokens that occurred; 0 changes nothing
    public Sampling presencePenalty(double penalty) {
        return penalties(new Penalties(
                penalties().repetition(),
                penalties().frequency(),
                penalty,
                penalties().window()));
    }

    /// @param tokens how many of the last tokens the penalties look at; -1 for all. [Penalties#WINDOW]
    ///     unless it is said
    public Sampling penaltyWindow(int tokens) {
        return with(new Penalties(
                penalties().repetition(), penalties().frequency(), penalties().presence(), tokens));
    }

    /// @param id   a token
    /// @param bias what is added to its logit; negative infinity bans it, 0 changes nothing
    public Sampling logitBias(int id, double bias) {
        var biases = new TreeMap<>(steps.stream()
                .filter(LogitBias.class::isInstance)
                .map(step -> ((LogitBias) step).bias())
                .findFirst()
                .orElse(Map.of()));
        if (bias == 0) {
            biases.remove(id);
        } else {
            biases.put(id, bias);
        }
        return biases.isEmpty() ? without(LogitBias.class) : with(new LogitBias(biases));
    }

    /// Makes it impossible that one of these tokens is picked.
    public Sampling ban(int... ids) {
        Sampling sampling = this;
        for (int id : ids) {
            sampling = sampling.logitBias(id, Double.NEGATIVE_INFINITY);
        }
        return sampling;
    }

    /// @param tau the surprise to keep to, in bits a token
    /// @param eta how fast the threshold follows; the authors take 0.1
    public Sampling mirostat(double tau, double eta) {
        return with(new Mirostat(tau, eta));
    }

    /// Returns this chain with the temperature before the cuts, as Transformers has it.
    public Sampling temperatureFirst() {
        var sampling = new Sampling(steps, seed, true);
        return steps.stream()
                .filter(Temperature.class::isInstance)
                .findFirst()
                .map(sampling::with)
                .orElse(sampling);
    }

    /// @param start where the random numbers begin
    public Sampling seed(long start) {
        return new Sampling(steps, start, isTemperatureFirst);
    }

    /// Returns this chain with a step of its own at the end, or with the step of the same class replaced. A
    /// step of the library's takes its usual place.
    public Sampling with(SamplerStep step) {
        var rest = new ArrayList<>(without(step.getClass()).steps);
        if (step instanceof Constraint) {
            rest.removeIf(Constraint.class::isInstance);
        }
        int place = 0;
        while (place < rest.size() && rank(rest.get(place)) <= rank(step)) {
            place++;
        }
        rest.add(place, step);
        return new Sampling(rest, seed, isTemperatureFirst);
    }

    private double rank(SamplerStep step) {
        if (step instanceof Constraint) {
            return -1;
        }
        int place = ORDER.indexOf(step.getClass());
        if (place < 0) {
            return ORDER.size();
        }
        return isTemperatureFirst && step instanceof Temperature ? ORDER.indexOf(Penalties.class) + 0.5 : place;
    }

    private Sampling without(Class<? extends SamplerStep> kind) {
        // two lambdas are two steps
        return new Sampling(
                steps.stream()
                        .filter(step -> step.getClass() != kind || kind.isHidden())
                        .toList(),
                seed,
                isTemperatureFirst);
    }

    private Penalties penalties() {
        return steps.stream()
                .filter(Penalties.class::isInstance)
                .map(Penalties.class::cast)
                .findFirst()
                .orElse(new Penalties(1, 0, 0, Penalties.WINDOW));
    }

    private Sampling penalties(Penalties changed) {
        boolean idle = changed.equals(new Penalties(1, 0, 0, Penalties.WINDOW));
        return idle ? without(Penalties.class) : with(changed);
    }

    /// Returns the constraint that the chain begins with, if it does.
    public Optional<Constraint> constraint() {
        return steps.isEmpty() || !(steps.getFirst() instanceof Constraint first)
                ? Optional.empty()
                : Optional.of(first);
    }

    /// Returns a sampler that begins after `context`.
    public Sampler begin(int... context) {
        return new Sampler(this, context);
    }

    /// Returns the way of one token through the chain: the model's distribution after `prompt`, what every
    /// step makes of it, and the pick.
    public Walk<SamplingStep> walk(LanguageModel model, String prompt) {
        return Distribution.after(model, prompt).walk(this);
    }

    /// Returns the settings, such as `temperature 0.8, top-p 0.95, seed 7`.
    @Override
    public String toString() {
        var text = new StringJoiner(", ");
        steps.forEach(step -> text.add(step.setting()));
        if (steps.isEmpty()) {
            text.add("the model's own distribution");
        }
        return text.add("seed " + seed).toString();
    }
}
