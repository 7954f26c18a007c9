package org.vitrina.tensor;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Locale;
import java.util.Random;
import java.util.function.LongSupplier;
import org.vitrina.tensor.MatMul.Layout;

/// Measures products of matrices each time it is asked to: `matrix_products.py` asks it and NumPy in turn.
///
/// A line of the standard input is `LAYOUT M N K THREADS SECONDS`, and is answered with GFLOP/s: the mean of
/// as many products as fit the time, and the best. `MV ROWS COLUMNS 1 THREADS SECONDS` is a product of a
/// matrix with one row, and `READ ROWS COLUMNS 1 1 SECONDS` the sum of its numbers, one after the other; these
/// are answered with GB/s. With `--cpu` time is what the thread computed, not what went by.
final class ProductServer {
    private static final int LARGEST = 1 << 22;

    private final float[] a = numbers();
    private final float[] b = numbers();
    private final float[] c = new float[LARGEST];
    private final LongSupplier clock;
    private FloatMatrix matrix = FloatMatrix.of(Tensor.zeros(0, 0));
    private float[] floats = {};

    /// What was computed, so that it had to be.
    private float sink;

    private ProductServer(LongSupplier clock) {
        this.clock = clock;
    }

    public static void main(String[] arguments) throws IOException {
        var threads = ManagementFactory.getThreadMXBean();
        boolean cpu = arguments.length > 0 && arguments[0].equals("--cpu");
        var server = new ProductServer(cpu ? threads::getCurrentThreadCpuTime : System::nanoTime);
        System.err.println(Kernels.reason());
        var lines = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8));
        for (String line = lines.readLine(); line != null; line = lines.readLine()) {
            String[] words = line.split(" ");
            System.out.println(server.answer(
                    words[0],
                    Integer.parseInt(words[1]),
                    Integer.parseInt(words[2]),
                    Integer.parseInt(words[3]),
                    Workers.of(Integer.parseInt(words[4])),
                    (long) (1e9 * Double.parseDouble(words[5]))));
        }
        System.err.println(server.sink);
    }

    private String answer(String what, int m, int n, int k, Workers workers, long nanos) {
        return switch (what) {
            case "MV" -> {
                keep(m, n);
                Tensor x = Tensor.of(Arrays.copyOf(a, n), 1, n);
                Tensor out = Tensor.zeros(1, m);
                yield measured(4.0 * m * n, nanos, () -> matrix.multiply(x, out, workers));
            }
            case "READ" -> {
                keep(m, n);
                yield measured(4.0 * m * n, nanos, () -> sink += Kernels.best().max(floats, 0, m * n));
            }
            default -> {
                Layout layout = Layout.valueOf(what);
                var left = new Strided(a, 0, layout == Layout.TN ? m : k);
                var right = new Strided(b, 0, layout == Layout.NT ? k : n);
                var out = new Strided(c, 0, n);
                yield measured(
                        2.0 * m * n * k,
                        nanos,
                        () -> MatMul.multiply(layout, m, n, k, left, right, out, false, workers));
            }
        };
    }

    private void keep(int rows, int columns) {
        if (matrix.rows() != rows || matrix.columns() != columns) {
            floats = new float[rows * columns];
            for (int i = 0; i < floats.length; i++) {
                floats[i] = a[i % a.length];
            }
            matrix = FloatMatrix.of(Tensor.of(floats, rows, columns));
        }
    }

    private String measured(double work, long nanos, Runnable once) {
        long begin = clock.getAsLong();
        long end = begin;
        long best = Long.MAX_VALUE;
        int times = 0;
        while (end - begin < nanos) {
            long from = clock.getAsLong();
            once.run();
            end = clock.getAsLong();
            best = Math.min(best, end - from);
            times++;
        }
        return String.format(Locale.ROOT, "%.3f %.3f", work * times / (end - begin), work / best);
    }

    private static float[] numbers() {
        var random = new Random(1);
        var numbers = new float[LARGEST];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = random.nextFloat() - 0.5f;
        }
        return numbers;
    }
}
