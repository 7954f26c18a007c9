package org.vitrina.feedback;

import java.util.List;
import java.util.function.ToDoubleFunction;

/// Says how good an answer is: a check against the truth, a model of what people prefer, a person, or a
/// sum of such.
@FunctionalInterface
public interface Reward {
    /// Returns how good each answer is, in their order.
    double[] of(List<Answer> answers);

    /// Returns how good `answer` is.
    default double of(Answer answer) {
        return of(List.of(answer))[0];
    }

    /// Returns its name in tables and charts.
    default String name() {
        return "reward";
    }

    /// Returns a reward that judges each answer by itself.
    static Reward of(String name, ToDoubleFunction<Answer> judge) {
        return new Reward() {
            @Override
            public double[] of(List<Answer> answers) {
                return answers.stream().mapToDouble(judge).toArray();
            }

            @Override
            public String name() {
                return name;
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }

    /// Returns 1 for an answer that is true and 0 for another: a reward that can be verified.
    static Reward right() {
        return of("right", answer -> answer.isRight() ? 1 : 0);
    }

    /// Returns 1 for an answer that the model ended by itself, and 0 for one that ran out of room.
    static Reward ended() {
        return of("ended", answer -> answer.ended() ? 1 : 0);
    }

    /// Returns how many tokens an answer has, as a share of `most`.
    static Reward length(int most) {
        return of("length", answer -> (double) answer.length() / most);
    }

    /// Returns 1 for an answer that holds `text`, and 0 for another.
    static Reward contains(String text) {
        return of("contains '" + text + "'", answer -> answer.text().contains(text) ? 1 : 0);
    }

    /// Returns this reward under another name.
    default Reward named(String name) {
        Reward judge = this;
        return new Reward() {
            @Override
            public double[] of(List<Answer> answers) {
                return judge.of(answers);
            }

            @Override
            public String name() {
                return name;
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }

    /// Returns `factor` times this reward.
    default Reward times(double factor) {
        Reward judge = this;
        Reward scaled = answers -> {
            double[] rewards = judge.of(answers);
            for (int i = 0; i < rewards.length; i++) rewards[i] *= factor;
            return rewards;
        };
        return scaled.named(Texts.number(factor) + " × " + name());
    }

    /// Returns the sum of this reward and another.
    default Reward plus(Reward other) {
        Reward judge = this;
        Reward sum = answers -> {
            double[] rewards = judge.of(answers);
            double[] more = other.of(answers);
            for (int i = 0; i < rewards.length; i++) rewards[i] += more[i];
            return rewards;
        };
        return sum.named(name() + " + " + other.name());
    }

    /// Returns this reward, no less than `least` and no more than `most`.
    default Reward clipped(double least, double most) {
        Reward judge = this;
        Reward clipped = answers -> {
            double[] rewards = judge.of(answers);
            for (int i = 0; i < rewards.length; i++) rewards[i] = Math.clamp(rewards[i], least, most);
            return rewards;
        };
        return clipped.named(name() + " in [" + Texts.number(least) + ", " + Texts.number(most) + "]");
    }

    /// Returns this reward for answers that `gate` gives more than 0, and 0 for others.
    default Reward onlyIf(Reward gate) {
        Reward judge = this;
        Reward gated = answers -> {
            double[] rewards = judge.of(answers);
            double[] open = gate.of(answers);
            for (int i = 0; i < rewards.length; i++) rewards[i] = open[i] > 0 ? rewards[i] : 0;
            return rewards;
        };
        return gated.named(name() + " if " + gate.name());
    }
}
