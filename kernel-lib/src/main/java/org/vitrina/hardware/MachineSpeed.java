package org.vitrina.hardware;

import java.util.Arrays;
import java.util.Random;
import java.util.function.IntConsumer;
import org.vitrina.show.Progress;
import org.vitrina.tensor.Kernels;
import org.vitrina.tensor.MatMul;
import org.vitrina.tensor.ScalarKernels;
import org.vitrina.tensor.Tensor;
import org.vitrina.tensor.Workers;

/// How fast this machine reads memory and computes, measured with the library's own kernels.
///
/// Each number is the best of several tries: what else runs can only make a try slower.
///
/// @param threads   how many threads computed
/// @param bandwidth bytes per second read from an array that is larger than the caches of most machines
/// @param matrix    operations per second of a product of matrices of 512 rows and columns, 32-bit floats
/// @param vector    operations per second of a dot product by vector instructions, in the first cache
/// @param scalar    operations per second of the same dot product, one number at a time
public record MachineSpeed(int threads, double bandwidth, double matrix, double vector, double scalar) {
    /// How large the array is that is read, unless it is said otherwise.
    public static final long ARRAY = 256L << 20;

    private static final int TRIES = 7;
    private static final long WARMING = 400_000_000;
    private static final int SIDE = 512;
    private static final int SHORT = 2048;
    private static final int REPEATS = 20_000;

    /// Keeps sums from being left out by the compiler.
    private static volatile double sink;

    /// Measures with so many threads.
    public static MachineSpeed measure(int threads) {
        return measure(threads, ARRAY);
    }

    /// Measures with so many threads, reading an array of `bytes` bytes.
    public static MachineSpeed measure(int threads, long bytes) {
        if (bytes < 1 << 16 || bytes / Float.BYTES > Integer.MAX_VALUE - 8) {
            throw new IllegalArgumentException(
                    "the array that is read has 64 kB to 8 GB, but " + bytes + " bytes were asked for");
        }
        Workers workers = Workers.of(threads);
        try (var task =
                Progress.task("measuring this machine, " + threads + (threads == 1 ? " thread" : " threads"), 4)) {
            double scalar = dot(new ScalarKernels(), workers, REPEATS / 20);
            task.at(1);
            double vector = dot(Kernels.best(), workers, REPEATS);
            task.at(2);
            double matrix = matrix(workers);
            task.at(3);
            double bandwidth = bandwidth(workers, new float[(int) (bytes / Float.BYTES)]);
            task.at(4);
            return new MachineSpeed(threads, bandwidth, matrix, vector, scalar);
        }
    }

    /// Returns the roof of this machine: memory, and its fastest kernels.
    public Roofline roofline() {
        return new Roofline("this machine, %d thread%s".formatted(threads, threads == 1 ? "" : "s"), matrix, bandwidth);
    }

    /// Returns the roof that plain loops have here.
    public Roofline scalarRoofline() {
        return new Roofline("the same, scalar loops", scalar, bandwidth);
    }

    private static double dot(Kernels kernels, Workers workers, int repeats) {
        int threads = workers.threads();
        float[][] a = new float[threads][];
        for (int i = 0; i < threads; i++) a[i] = random(2 * SHORT, i);
        double operations = 2.0 * SHORT * repeats * threads;
        return operations
                / best(workers, threads, part -> {
                    float sum = 0;
                    for (int i = 0; i < repeats; i++) {
                        sum += kernels.dot(a[part], 0, a[part], SHORT, SHORT);
                    }
                    sink = sum;
                });
    }

    private static double matrix(Workers workers) {
        Tensor a = Tensor.of(random(SIDE * SIDE, 1), SIDE, SIDE);
        Tensor b = Tensor.of(random(SIDE * SIDE, 2), SIDE, SIDE);
        Tensor c = Tensor.zeros(SIDE, SIDE);
        double best = Double.POSITIVE_INFINITY;
        // the first ones run before the code is compiled
        for (int i = 0; i < 8 * TRIES; i++) {
            long began = System.nanoTime();
            MatMul.multiply(MatMul.Layout.NN, a, b, c, false, workers);
            best = Math.min(best, (System.nanoTime() - began) / 1e9);
        }
        return 2.0 * SIDE * SIDE * SIDE / best;
    }

    private static double bandwidth(Workers workers, float[] array) {
        Arrays.fill(array, 1);
        Kernels kernels = Kernels.best();
        int threads = workers.threads();
        int share = array.length / threads;
        double seconds = best(workers, threads, part -> {
            float sum = 0;
            int block = 1 << 12;
            int from = part * share;
            // two streams for each thread: more lines of memory are on their way
            int half = share / 2;
            for (int i = 0; i + block <= half; i += block) {
                sum += kernels.dot(array, from + i, array, from + half + i, block);
            }
            sink = sum;
        });
        return (double) array.length * Float.BYTES / seconds;
    }

    private static double best(Workers workers, int parts, IntConsumer part) {
        // until the code is compiled
        for (long began = System.nanoTime(); System.nanoTime() - began < WARMING; ) workers.run(parts, part);
        double best = Double.POSITIVE_INFINITY;
        for (int i = 0; i < TRIES; i++) {
            long began = System.nanoTime();
            workers.run(parts, part);
            best = Math.min(best, (System.nanoTime() - began) / 1e9);
        }
        return best;
    }

    private static float[] random(int count, long seed) {
        var random = new Random(seed);
        float[] numbers = new float[count];
        for (int i = 0; i < count; i++) numbers[i] = random.nextFloat() - 0.5f;
        return numbers;
    }

    @Override
    public String toString() {
        return "%d thread%s: reads %s/s; computes %s in products of matrices, %s in vectors, %s in scalar loops"
                .formatted(
                        threads,
                        threads == 1 ? "" : "s",
                        Amounts.bytes(bandwidth),
                        Amounts.flops(matrix),
                        Amounts.flops(vector),
                        Amounts.flops(scalar));
    }
}
