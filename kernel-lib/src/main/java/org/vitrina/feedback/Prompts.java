package org.vitrina.feedback;

import java.util.List;
import java.util.function.LongFunction;
import java.util.stream.LongStream;

/// Where a training gets its questions from.
@FunctionalInterface
public interface Prompts {
    /// Returns `count` prompts for step `step`, counted from 0; the same for the same step, whenever it
    /// is asked for.
    List<Prompt> at(int step, int count);

    /// Returns prompts without end.
    ///
    /// @param prompt makes the prompt of a number; the same for the same number
    static Prompts of(LongFunction<Prompt> prompt) {
        return (step, count) -> LongStream.range((long) step * count, (long) (step + 1) * count)
                .mapToObj(prompt)
                .toList();
    }

    /// Returns these prompts over and over, in another order each time.
    static Prompts of(List<Prompt> prompts, long seed) {
        if (prompts.isEmpty()) {
            throw new IllegalArgumentException("a training needs at least one prompt, but got none");
        }
        var all = List.copyOf(prompts);
        return (step, count) -> Seeds.inTurn(all, (long) step * count, count, seed);
    }
}
