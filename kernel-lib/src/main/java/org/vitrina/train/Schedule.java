package org.vitrina.train;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Charts;

/// How large the steps of a training are: the learning rate, over its course.
public sealed interface Schedule {
    /// Returns the learning rate of step `step` of `steps`, counted from 0.
    float rate(int step, int steps);

    /// Returns the learning rate over all `steps` as a chart, of a long course at some hundreds of them.
    default XYChart chart(int steps) {
        // with many thousands of points XChart writes so many ticks that none can be read
        int stride = Math.max(1, steps / 600);
        int[] drawn = IntStream.range(0, steps)
                .filter(step -> step % stride == 0 || step == steps - 1)
                .toArray();
        var x = IntStream.of(drawn).mapToObj(step -> step + 1.0).toList();
        var lines = new LinkedHashMap<String, List<Double>>();
        lines.put(
                "rate",
                IntStream.of(drawn).mapToObj(step -> (double) rate(step, steps)).toList());
        return Charts.lines("The learning rate", "step", "learning rate", x, lines);
    }

    /// The same rate throughout, after a warm-up.
    ///
    /// @param warmup how many steps the rate rises from 0 to `rate`
    record Constant(float rate, int warmup) implements Schedule {
        public Constant {
            check(rate, warmup);
        }

        @Override
        public float rate(int step, int steps) {
            return warm(rate, step, warmup);
        }
    }

    /// Rises, then falls along half a cosine ([Loshchilov and Hutter
    /// 2017](https://arxiv.org/abs/1608.03983)).
    ///
    /// @param peak   the rate after the warm-up
    /// @param last   the rate of the last step
    /// @param warmup how many steps the rate rises from 0
    record Cosine(float peak, float last, int warmup) implements Schedule {
        public Cosine {
            check(peak, warmup);
            check(last, warmup);
        }

        @Override
        public float rate(int step, int steps) {
            if (step < warmup) {
                return warm(peak, step, warmup);
            }
            double way = Math.min(1, (step - warmup) / (double) Math.max(1, steps - 1 - warmup));
            return (float) (last + 0.5 * (peak - last) * (1 + Math.cos(Math.PI * way)));
        }
    }

    /// Rises, stays, and falls in a straight line at the end
    /// ([Hu et al. 2024, section 4](https://arxiv.org/abs/2404.06395)).
    ///
    /// @param peak   the rate between
    /// @param warmup how many steps the rate rises from 0
    /// @param decay  which share of all steps, at the end, the rate falls to 0
    record WarmupStableDecay(float peak, int warmup, float decay) implements Schedule {
        public WarmupStableDecay {
            check(peak, warmup);
            if (!(decay >= 0 && decay <= 1)) {
                throw new IllegalArgumentException("the share of steps that decay must lie in [0, 1], but is " + decay);
            }
        }

        @Override
        public float rate(int step, int steps) {
            int falling = Math.round(steps * decay);
            int left = steps - step;
            float rate = warm(peak, step, warmup);
            return left < falling ? rate * left / falling : rate;
        }
    }

    /// Several schedules one after the other, each from its own warm-up to its own end: the warm restarts of
    /// [Loshchilov and Hutter 2017](https://arxiv.org/abs/1608.03983). What is learned stays, and so do the
    /// optimizer's moments.
    ///
    /// @param phases what comes one after the other; the last lasts as long as the training does
    record Phases(List<Phase> phases) implements Schedule {
        public Phases {
            phases = List.copyOf(phases);
            if (phases.isEmpty()) {
                throw new IllegalArgumentException("phases need at least one");
            }
        }

        /// A schedule for some steps.
        ///
        /// @param steps    how many steps it lasts
        /// @param schedule the learning rate over them
        public record Phase(int steps, Schedule schedule) {
            public Phase {
                if (steps < 0) {
                    throw new IllegalArgumentException("a phase cannot last " + steps + " steps");
                }
            }
        }

        /// Returns how many steps the phases last together.
        public long steps() {
            return phases.stream().mapToLong(Phase::steps).sum();
        }

        /// Returns these phases, stretched or shortened so that together they last `steps` steps.
        public Phases over(int steps) {
            double stretch = steps / (double) Math.max(1, steps());
            var fitted = new ArrayList<Phase>();
            long end = 0;
            int before = 0;
            for (Phase phase : phases.subList(0, phases.size() - 1)) {
                end += phase.steps();
                int until = (int) Math.round(end * stretch);
                fitted.add(new Phase(until - before, phase.schedule()));
                before = until;
            }
            fitted.add(new Phase(steps - before, phases.getLast().schedule()));
            return new Phases(fitted);
        }

        @Override
        public float rate(int step, int steps) {
            int before = 0;
            for (Phase phase : phases.subList(0, phases.size() - 1)) {
                if (step < before + phase.steps()) {
                    return phase.schedule().rate(step - before, phase.steps());
                }
                before += phase.steps();
            }
            return phases.getLast().schedule().rate(step - before, Math.max(1, steps - before));
        }
    }

    private static float warm(float peak, int step, int warmup) {
        return step < warmup ? peak * (step + 1) / warmup : peak;
    }

    private static void check(float rate, int warmup) {
        if (!(rate >= 0) || Float.isInfinite(rate) || warmup < 0) {
            throw new IllegalArgumentException(
                    "a schedule needs a finite rate and a warm-up of at least 0, but got " + rate + " and " + warmup);
        }
    }
}
