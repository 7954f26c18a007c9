package org.vitrina.prompt;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SequencedMap;
import java.util.stream.IntStream;

/// Experiments on how a question is put: each asks all items of a task in several ways.
public final class Prompting {
    private static final int MOST_ORDERS = 24;

    private Prompting() {}

    /// Asks with so many examples before each question: the k-shot curve ([Brown et al.
    /// 2020](https://arxiv.org/abs/2005.14165), figure 1.2).
    public static PromptComparison shots(Prompter prompter, PromptTask task, int... shots) {
        return new PromptComparison(
                "How many examples: " + task.name(),
                "examples",
                Arrays.stream(shots)
                        .mapToObj(k -> prompter.shots(k).ask(task, Integer.toString(k)))
                        .toList());
    }

    /// Asks in several formats ([Sclar et al. 2023](https://arxiv.org/abs/2310.11324)).
    public static PromptComparison formats(Prompter prompter, PromptTask task, List<PromptFormat> formats) {
        return new PromptComparison(
                "Which format: " + task.name(),
                "format",
                formats.stream()
                        .map(format -> prompter.format(format).ask(task, format.name()))
                        .toList());
    }

    /// Asks with the same examples in different orders ([Lu et al.
    /// 2022](https://arxiv.org/abs/2104.08786)).
    ///
    /// @param examples how many examples are shown, 2 or more
    /// @param most     how many of their orders are tried, at most 24; the first is that of the
    ///     prompter's seed, and the others follow in the order of dictionaries
    public static PromptComparison orders(Prompter prompter, PromptTask task, int examples, int most) {
        if (examples < 2 || most < 2 || most > MOST_ORDERS) {
            throw new IllegalArgumentException("2 or more examples have orders, of which 2 to " + MOST_ORDERS
                    + " can be tried, but got " + examples + " and " + most);
        }
        var orders = new ArrayList<int[]>();
        orders(new int[examples], 0, new boolean[examples], most, orders);
        return new PromptComparison(
                "Which order of %d examples: %s".formatted(examples, task.name()),
                "order",
                orders.stream()
                        .map(order -> prompter.order(order).ask(task, name(order)))
                        .toList());
    }

    private static void orders(int[] order, int place, boolean[] used, int most, List<int[]> found) {
        if (found.size() == most) {
            return;
        }
        if (place == order.length) {
            found.add(order.clone());
            return;
        }
        for (int next = 0; next < order.length; next++) {
            if (!used[next]) {
                used[next] = true;
                order[place] = next;
                orders(order, place + 1, used, most, found);
                used[next] = false;
            }
        }
    }

    private static String name(int[] order) {
        return String.join(
                "-",
                IntStream.of(order)
                        .mapToObj(place -> Integer.toString(place + 1))
                        .toList());
    }

    /// Asks in each of several ways of any kind, by their names.
    public static PromptComparison ways(String title, PromptTask task, SequencedMap<String, Prompter> ways) {
        return new PromptComparison(
                title + ": " + task.name(),
                "way",
                ways.entrySet().stream()
                        .map(way -> way.getValue().ask(task, way.getKey()))
                        .toList());
    }
}
