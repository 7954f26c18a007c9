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

    /// Returns `count` of the examples, from number `from` on: all of them in turn, in another order each
    /// time.
    static <E> List<E> inTurn(List<E> examples, long from, int count, long seed) {
        var taken = new ArrayList<E>();
        int size = examples.size();
        int[] order = {};
        for (long number = from; number < from + count; number++) {
            int place = (int) (number % size);
            if (place == 0 || taken.isEmpty()) order = order(size, mix(seed, number / size));
            taken.add(examples.get(order[place]));
        }
        return taken;
    }
}
