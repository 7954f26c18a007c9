package org.vitrina.feedback;

import java.util.ArrayList;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Random numbers of their own for each thing that is random, so that none depends on what was drawn
/// before it.
final class Seeds {
    private static final RandomGeneratorFactory<RandomGenerator> FACTORY =
            RandomGeneratorFactory.of("L64X128MixRandom");

    private Seeds() {}

    static RandomGenerator random(long seed) {
        return FACTORY.create(seed);
    }

    /// Returns a seed made of several numbers, which differs where one of them does.
    static long mix(long seed, long... numbers) {
        long mixed = seed;
        for (long number : numbers) {
            mixed = (mixed ^ number) * 0x9E37_79B9_7F4A_7C15L;
            mixed ^= mixed >>> 32;
        }
        return mixed;
    }

    /// Returns the numbers from 0 to before `n` in an order that the seed says.
    static int[] order(int n, long seed) {
        RandomGenerator random = random(seed);
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    /// Returns the examples of a step: all of them in turn, in another order each time.
    static <E> List<E> batch(List<E> examples, int size, int step, long seed) {
        int count = Math.min(size, examples.size());
        var batch = new ArrayList<E>();
        for (int i = 0; i < count; i++) {
            long number = (long) step * count + i;
            int[] order = order(examples.size(), mix(seed, number / examples.size()));
            batch.add(examples.get(order[(int) (number % examples.size())]));
        }
        return batch;
    }
}
