package org.vitrina.transformer;

import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Locale;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;

/// Measures what it costs to be watched: decoding on one thread with nobody, with a watcher that watches nothing, and
/// with one that sees the residual stream of one block, in turn. Time is what the thread computed, so others may be at
/// work on the machine.
///
/// Arguments: a model file, and how many rounds.
final class WatchingTimes {
    private static final int TOKENS = 48;

    private WatchingTimes() {}

    public static void main(String[] arguments) throws Exception {
        int rounds = Integer.parseInt(arguments[1]);
        try (Model opened = Model.open(Path.of(arguments[0]))) {
            Model model = opened.with(Workers.ONE);
            var watchers = new LinkedHashMap<String, Watcher>();
            watchers.put("nobody", null);
            watchers.put("somebody who watches nothing", watcher(""));
            watchers.put("one block's residual stream", watcher("blocks.3.hook_resid_post"));
            var times = new LinkedHashMap<String, double[]>();
            for (int round = -2; round < rounds; round++) {
                for (String name : watchers.keySet()) {
                    double time = decode(model.session(watchers.get(name)));
                    if (round >= 0) times.computeIfAbsent(name, _ -> new double[rounds])[round] = time;
                }
            }
            double[] alone = times.get("nobody");
            times.forEach((name, taken) -> {
                double[] ratios = new double[rounds];
                Arrays.setAll(ratios, i -> taken[i] / alone[i]);
                System.out.printf(
                        Locale.ROOT,
                        "%-30s %.2f ms a token, %.3f of it with nobody%n",
                        name,
                        median(taken),
                        median(ratios));
            });
        }
    }

    private static Watcher watcher(String place) {
        return new Watcher() {
            @Override
            public boolean watches(String name) {
                return name.equals(place);
            }

            @Override
            public Tensor see(String name, Tensor value) {
                return value;
            }
        };
    }

    /// Returns the milliseconds that a token takes.
    private static double decode(LanguageModel.Session session) {
        var threads = ManagementFactory.getThreadMXBean();
        session.next(1, 2, 3);
        long began = threads.getCurrentThreadCpuTime();
        for (int i = 0; i < TOKENS; i++) {
            session.next(100 + i);
        }
        return (threads.getCurrentThreadCpuTime() - began) / 1e6 / TOKENS;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
