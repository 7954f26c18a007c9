package org.vitrina.transformer;

import java.util.Arrays;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.vitrina.tensor.FloatMatrix;
import org.vitrina.tensor.Tensor;

/// Parameters that nobody has trained: each norm leaves its rows as they are, and matrices keep the size of what goes
/// through them, as each number is drawn evenly from a range whose variance is 1 / inputs.
///
/// A parameter depends on the seed and on its own name only, not on which others there are.
final class RandomWeights implements WeightSource {
    private final long seed;

    RandomWeights(long seed) {
        this.seed = seed;
    }

    @Override
    public Weight weight(String name, int... shape) {
        float[] numbers = new float[Arrays.stream(shape).reduce(1, Math::multiplyExact)];
        if (name.endsWith(".bias")) {
            fill(numbers, name, 0.1f);
        } else if (shape.length == 1) {
            Arrays.fill(numbers, 1);
        } else {
            fill(numbers, name, (float) Math.sqrt(3.0 / shape[1]));
        }
        return Weight.of(name, FloatMatrix.of(Tensor.of(numbers, shape)), shape);
    }

    private void fill(float[] numbers, String name, float range) {
        RandomGenerator random =
                RandomGeneratorFactory.of("L64X128MixRandom").create(seed * 0x9E3779B97F4A7C15L + name.hashCode());
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = range * (2 * random.nextFloat() - 1);
        }
    }
}
