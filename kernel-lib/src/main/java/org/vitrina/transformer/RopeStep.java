package org.vitrina.transformer;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SequencedMap;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import java.util.stream.IntStream;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;
import org.vitrina.show.Walk;
import org.vitrina.tensor.Kernels;
import org.vitrina.tensor.Pairing;

/// How a rotary embedding puts positions into vectors ([Su et al. 2021](https://arxiv.org/abs/2104.09864)).
public sealed interface RopeStep extends Step {
    static Walk<RopeStep> walk(Rope rope, long seed) {
        RandomGenerator random = RandomGeneratorFactory.of("L64X128MixRandom").create(seed);
        float[] query = random(random, rope.rotated());
        float[] key = random(random, rope.rotated());
        double[] frequencies = rope.frequencies();
        var steps = new ArrayList<RopeStep>();
        steps.add(new Frequencies(frequencies));
        int slow = Math.min(frequencies.length - 1, frequencies.length / 4);
        for (int pair : new int[] {0, slow}) {
            steps.add(Turned.of(rope, query, pair, 12));
        }
        steps.add(Distance.of(rope, query, key, List.of(0, 7, 100), 32));
        return Walk.of("Positions as rotations", steps);
    }

    private static float[] random(RandomGenerator random, int n) {
        float[] numbers = new float[n];
        for (int i = 0; i < n; i++) {
            numbers[i] = 2 * random.nextFloat() - 1;
        }
        return numbers;
    }

    /// Returns `x`, turned for `position` by the kernels that run models.
    private static float[] turned(Rope rope, float[] x, int position) {
        var angles = new Angles(rope);
        angles.reach(position + 1);
        float[] turned = x.clone();
        angles.turn(Kernels.best(), turned, 0, position);
        return turned;
    }

    /// Each pair of numbers has its own speed.
    ///
    /// @param frequencies radians from one position to the next, for each pair
    record Frequencies(double[] frequencies) implements RopeStep {
        @Override
        public String name() {
            return "rope.frequencies";
        }

        @Override
        public String caption() {
            int last = frequencies.length - 1;
            return String.format(
                    Locale.ROOT,
                    "A head's %d numbers form %d pairs, and each pair turns at its own speed: the first by %.3f radians from"
                            + " one position to the next, once around in %.1f positions; the last once around in %,.0f.",
                    2 * frequencies.length,
                    frequencies.length,
                    frequencies[0],
                    2 * Math.PI / frequencies[0],
                    2 * Math.PI / frequencies[last]);
        }

        @Override
        public Figure figure() {
            List<Double> pairs = IntStream.range(0, frequencies.length)
                    .mapToObj(i -> (double) i)
                    .toList();
            List<Double> around = IntStream.range(0, frequencies.length)
                    .mapToObj(i -> 2 * Math.PI / frequencies[i])
                    .toList();
            var lines = new LinkedHashMap<String, List<Double>>();
            lines.put("positions for one turn", around);
            return new Figure.Plot(
                    Charts.lines("How slowly each pair turns", "pair", "log10(positions for one turn)", pairs, lines));
        }
    }

    /// One pair was turned by each position.
    ///
    /// @param pair which pair
    /// @param x    its first number, at positions 0, 1, 2, …
    /// @param y    its second number
    record Turned(int pair, double degrees, double[] x, double[] y) implements RopeStep {
        static Turned of(Rope rope, float[] vector, int pair, int positions) {
            int first = rope.pairing() == Pairing.ADJACENT ? 2 * pair : pair;
            int second = rope.pairing() == Pairing.ADJACENT ? first + 1 : pair + rope.rotated() / 2;
            double[] x = new double[positions];
            double[] y = new double[positions];
            for (int position = 0; position < positions; position++) {
                float[] now = turned(rope, vector, position);
                x[position] = now[first];
                y[position] = now[second];
            }
            return new Turned(pair, Math.toDegrees(rope.frequencies()[pair]), x, y);
        }

        @Override
        public String name() {
            return "rope.turn.pair." + pair;
        }

        @Override
        public String caption() {
            return String.format(
                    Locale.ROOT,
                    "Pair %d begins as (%.2f, %.2f). Each position turns it by %.2f degrees; its length stays %.3f. At position"
                            + " %d it is (%.2f, %.2f).",
                    pair,
                    x[0],
                    y[0],
                    degrees,
                    Math.hypot(x[0], y[0]),
                    x.length - 1,
                    x[x.length - 1],
                    y[y.length - 1]);
        }

        @Override
        public Figure figure() {
            double reach = 1.15 * Math.hypot(x[0], y[0]);
            // the plot is about twice as wide as it is high, and a circle shall look like one
            double wide = 2.15 * reach;
            var chart = Charts.lines(
                    "Pair %d at positions 0 to %d".formatted(pair, x.length - 1),
                    "first number",
                    "second number",
                    IntStream.range(0, x.length).mapToObj(i -> x[i]).toList(),
                    new LinkedHashMap<>(Map.of(
                            "pair " + pair,
                            IntStream.range(0, y.length).mapToObj(i -> y[i]).toList())));
            chart.getStyler()
                    .setXAxisMin(-wide)
                    .setXAxisMax(wide)
                    .setYAxisMin(-reach)
                    .setYAxisMax(reach);
            return new Figure.Plot(chart);
        }
    }

    /// A query and a key were turned to many pairs of positions and multiplied.
    ///
    /// @param starts   the positions of the key
    /// @param products for each start, the product with the query `0, 1, 2, …` positions later
    record Distance(List<Integer> starts, List<double[]> products) implements RopeStep {
        static Distance of(Rope rope, float[] query, float[] key, List<Integer> starts, int farthest) {
            var products = new ArrayList<double[]>();
            for (int start : starts) {
                float[] k = turned(rope, key, start);
                double[] row = new double[farthest];
                for (int distance = 0; distance < farthest; distance++) {
                    float[] q = turned(rope, query, start + distance);
                    row[distance] = Kernels.best().dot(q, 0, k, 0, q.length);
                }
                products.add(row);
            }
            return new Distance(starts, products);
        }

        /// Returns by how much products of the same distance differ at most.
        public double largestDifference() {
            double largest = 0;
            for (double[] row : products) {
                for (int i = 0; i < row.length; i++) {
                    largest = Math.max(largest, Math.abs(row[i] - products.getFirst()[i]));
                }
            }
            return largest;
        }

        @Override
        public String name() {
            return "rope.distance";
        }

        @Override
        public String caption() {
            return String.format(
                    Locale.ROOT,
                    "A key at position %s, and a query some positions later: their product depends on the distance only. The"
                            + " lines lie on each other, %.0e apart at most, which is rounding.",
                    String.join(", ", starts.stream().map(String::valueOf).toList()),
                    largestDifference());
        }

        @Override
        public SequencedMap<String, Object> values() {
            var values = new LinkedHashMap<String, Object>();
            values.put("largest difference", largestDifference());
            for (int i = 0; i < starts.size(); i++) {
                values.put("products from " + starts.get(i), products.get(i));
            }
            return values;
        }

        @Override
        public Figure figure() {
            List<Double> distances = IntStream.range(0, products.getFirst().length)
                    .mapToObj(i -> (double) i)
                    .toList();
            var lines = new LinkedHashMap<String, List<Double>>();
            for (int i = 0; i < starts.size(); i++) {
                double[] row = products.get(i);
                lines.put(
                        "key at " + starts.get(i),
                        IntStream.range(0, row.length).mapToObj(d -> row[d]).toList());
            }
            return new Figure.Plot(Charts.lines(
                    "Product of a query and a key", "distance in positions", "query · key", distances, lines));
        }
    }
}
