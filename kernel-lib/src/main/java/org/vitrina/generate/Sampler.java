package org.vitrina.generate;

import java.util.ArrayList;
import java.util.List;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import org.vitrina.show.Observer;

/// Picks one token after the other: a [Sampling] at work on one text. For one thread.
public final class Sampler {
    private final Sampling sampling;
    private final History history;
    private final RandomGenerator random;
    private final Candidates candidates = new Candidates();
    private int alternatives;
    private IntFunction<String> text = Integer::toString;

    Sampler(Sampling sampling, int... context) {
        this.sampling = sampling;
        history = new History(context);
        random = new SplitMix64(sampling.seed());
    }

    /// Makes every choice hold this many of the tokens that were passed over; 0 unless it is said.
    public Sampler alternatives(int count) {
        if (count < 0) {
            throw new IllegalArgumentException("the number of alternatives is at least 0, but is " + count);
        }
        alternatives = count;
        return this;
    }

    /// Makes steps that are watched show tokens by their text.
    Sampler showing(IntFunction<String> textOfToken) {
        text = textOfToken;
        return this;
    }

    /// Returns what was read and picked so far.
    public History history() {
        return history;
    }

    /// Tells the sampler of a token that it did not pick.
    public void read(int id) {
        history.add(id);
    }

    /// Picks the next token.
    ///
    /// @param logits what the model says, shape `[V]`; not changed
    public Choice pick(float[] logits) {
        return pick(logits, Observer.NONE);
    }

    /// Picks the next token, and tells `watch` of every step ([SamplingStep]).
    public Choice pick(float[] logits, Observer watch) {
        candidates.begin(logits);
        double entropy = candidates.entropy();
        Candidates.Scale model = candidates.scale();
        int[] likeliest = candidates.likeliest(alternatives == 0 ? 0 : alternatives + 1);
        watch.step(SamplingStep.Begun.NAME, () -> SamplingStep.Begun.of(candidates, text));
        for (SamplerStep step : sampling.steps()) {
            apply(step, watch);
        }
        double mark = random.nextDouble();
        int index = candidates.at(mark);
        int id = candidates.id(index);
        double chance = candidates.probability(index);
        watch.step(SamplingStep.Picked.NAME, () -> SamplingStep.Picked.of(candidates, index, mark, text));
        history.picked(id, chance);
        return new Choice(
                id,
                model.probability(logits[id]),
                chance,
                rank(logits, id),
                entropy,
                candidates.size(),
                passedOver(likeliest, id, logits, model));
    }

    private List<Choice.Alternative> passedOver(int[] likeliest, int picked, float[] logits, Candidates.Scale model) {
        var passedOver = new ArrayList<Choice.Alternative>();
        for (int id : likeliest) {
            if (id != picked && passedOver.size() < alternatives) {
                int index = candidates.indexOf(id);
                double chance = index < 0 ? 0 : candidates.probability(index);
                passedOver.add(new Choice.Alternative(id, model.probability(logits[id]), chance));
            }
        }
        return passedOver;
    }

    /// Returns the place of `id` when the likeliest token is number 1; those that are equally likely share
    /// theirs.
    private static int rank(float[] logits, int id) {
        float logit = logits[id];
        int before = 0;
        for (float other : logits) {
            before += other > logit ? 1 : 0;
        }
        return before + 1;
    }

    private void apply(SamplerStep step, Observer watch) {
        String name = SamplingStep.Changed.NAME + step.name();
        Candidates before = watch.watches(name) ? candidates.copy() : null;
        step.apply(candidates, history);
        if (before != null) {
            watch.accept(SamplingStep.Changed.of(name, step, before, candidates, text));
        }
    }
}
