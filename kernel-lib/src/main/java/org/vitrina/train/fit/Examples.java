package org.vitrina.train.fit;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.MimeBundle;
import org.vitrina.show.Showable;
import org.vitrina.tensor.Tensor;

/// Examples to learn from: inputs, and what should come out for each. Displays as a chart of points.
///
/// @param names   what the inputs are, and last what comes out: names of axes, with units
/// @param inputs  shape `[n, inputs]`, one or two inputs
/// @param targets shape `[n, 1]`: a number, or the number of a class
/// @param classes how many classes there are; 0 where targets are numbers
public record Examples(List<String> names, Tensor inputs, Tensor targets, int classes) implements Showable {
    public Examples {
        names = List.copyOf(names);
        if (inputs.rows() != targets.rows() || targets.columns() != 1) {
            throw new IllegalArgumentException("examples need one target for each input, but there are " + inputs.rows()
                    + " inputs and " + Arrays.toString(targets.shape()) + " targets");
        }
        if (names.size() != inputs.columns() + 1) {
            throw new IllegalArgumentException("examples need a name for each of " + inputs.columns()
                    + " inputs and one for what comes out, but the names are " + names);
        }
    }

    /// Returns examples of one number that depends on another.
    public static Examples of(String input, String target, double[] x, double[] y) {
        return new Examples(List.of(input, target), column(x), column(y), 0);
    }

    /// Returns points along a curve, `sin(3 x) · (1 − x / 3)` between -1 and 1, each a little above or
    /// below it.
    ///
    /// @param noise the deviation of the points from the curve
    public static Examples curve(int count, double noise, long seed) {
        var random = new SplittableRandom(seed);
        double[] x = IntStream.range(0, count)
                .mapToDouble(i -> 2 * (i + random.nextDouble()) / count - 1)
                .toArray();
        double[] y = Arrays.stream(x)
                .map(at -> Math.sin(3 * at) * (1 - at / 3) + noise * random.nextGaussian())
                .toArray();
        return of("x", "y", x, y);
    }

    /// Returns two classes of points, each along half a circle, one reaching into the other: no straight
    /// line parts them.
    ///
    /// @param noise the deviation of the points from the circles
    public static Examples moons(int count, double noise, long seed) {
        var random = new SplittableRandom(seed);
        Tensor inputs = Tensor.zeros(count, 2);
        Tensor targets = Tensor.zeros(count, 1);
        for (int i = 0; i < count; i++) {
            int side = i % 2;
            double angle = Math.PI * random.nextDouble();
            double x = side == 0 ? Math.cos(angle) - 0.5 : 0.5 - Math.cos(angle);
            double y = side == 0 ? Math.sin(angle) - 0.25 : 0.25 - Math.sin(angle);
            inputs.data()[2 * i] = (float) (x + noise * random.nextGaussian());
            inputs.data()[2 * i + 1] = (float) (y + noise * random.nextGaussian());
            targets.data()[i] = side;
        }
        return new Examples(List.of("x₁", "x₂", "class"), inputs, targets, 2);
    }

    private static Tensor column(double[] numbers) {
        Tensor column = Tensor.zeros(numbers.length, 1);
        for (int i = 0; i < numbers.length; i++) {
            column.data()[i] = (float) numbers[i];
        }
        return column;
    }

    /// Returns how many examples there are.
    public int size() {
        return inputs.rows();
    }

    /// Returns input `i` of every example.
    public double[] input(int i) {
        return IntStream.range(0, size()).mapToDouble(row -> inputs.get(row, i)).toArray();
    }

    /// Returns the target of every example.
    public double[] target() {
        return IntStream.range(0, size())
                .mapToDouble(row -> targets.get(row, 0))
                .toArray();
    }

    /// Returns the class of every example.
    int[] classOf() {
        return Arrays.stream(target()).mapToInt(number -> (int) number).toArray();
    }

    /// Returns the points as a chart: input across and target up, or both inputs, with a shape for each
    /// class.
    public XYChart chart(String title) {
        var points = new LinkedHashMap<String, double[][]>();
        for (int one = 0; one < Math.max(1, classes); one++) {
            points.put(
                    classes == 0 ? "examples" : "class " + one,
                    new double[][] {across(classes == 0 ? -1 : one), up(classes == 0 ? -1 : one)});
        }
        return Charts.points(title, names.get(0), names.get(1), points);
    }

    /// Returns the points with what `net` makes of every place: a line, or a ground in the colour of the
    /// class. The title has the loss.
    public XYChart chart(Mlp net) {
        return FitPicture.of(net, this, String.format(Locale.ROOT, "Loss %.3f", Fit.loss(net, this)));
    }

    /// Returns the places across of the examples of class `one`, or of all for -1.
    double[] across(int one) {
        return rows(one).mapToDouble(row -> inputs.get(row, 0)).toArray();
    }

    /// Returns the places up of the examples of class `one`, or of all for -1.
    double[] up(int one) {
        return rows(one)
                .mapToDouble(row -> inputs.columns() > 1 ? inputs.get(row, 1) : targets.get(row, 0))
                .toArray();
    }

    private IntStream rows(int one) {
        return IntStream.range(0, size()).filter(row -> one < 0 || (int) targets.get(row, 0) == one);
    }

    @Override
    public MimeBundle mime() {
        return new Figure.Plot(chart(size() + " examples")).mime();
    }

    @Override
    public String text() {
        return size() + " examples of " + String.join(", ", names);
    }

    @Override
    public String toString() {
        return text();
    }
}
