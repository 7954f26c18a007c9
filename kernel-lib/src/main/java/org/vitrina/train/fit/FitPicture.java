package org.vitrina.train.fit;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Charts;
import org.vitrina.tensor.Tensor;

/// Draws what a net makes of every place, and the examples on it.
final class FitPicture {
    private static final int ACROSS = 70;
    private static final int UP = 40;

    /// How many places the line of a net has.
    private static final int FINE = 240;

    private FitPicture() {}

    static XYChart of(Mlp net, Examples examples, String title) {
        return examples.classes() > 0 ? classes(net, examples, title) : line(net, examples, title);
    }

    private static XYChart line(Mlp net, Examples examples, String title) {
        XYChart chart = examples.chart(title);
        double[] x = places(examples.across(-1), FINE, 0.03);
        double[] y = Arrays.stream(x).map(at -> net.output(at)).toArray();
        return Charts.addLine(chart, "the net", x, y);
    }

    private static XYChart classes(Mlp net, Examples examples, String title) {
        double[] x = places(examples.across(-1), ACROSS, 0.08);
        double[] y = places(examples.up(-1), UP, 0.08);
        Tensor grid = Tensor.zeros(UP * ACROSS, 2);
        for (int i = 0; i < UP * ACROSS; i++) {
            grid.data()[2 * i] = (float) x[i % ACROSS];
            grid.data()[2 * i + 1] = (float) y[i / ACROSS];
        }
        Tensor p = net.outputs(grid).softmaxRows();
        double[][] surer = new double[UP][ACROSS];
        for (int i = 0; i < UP * ACROSS; i++) {
            surer[i / ACROSS][i % ACROSS] = p.get(i, 0) - p.get(i, 1);
        }
        XYChart chart =
                Charts.map(title, examples.names().get(0), examples.names().get(1), x, y, surer);
        for (int one = 0; one < 2; one++) {
            Charts.addPoints(chart, "class " + one, examples.across(one), examples.up(one));
        }
        return chart;
    }

    private static double[] places(double[] of, int count, double beyond) {
        double low = Arrays.stream(of).min().orElse(0);
        double high = Arrays.stream(of).max().orElse(1);
        double more = beyond * (high - low);
        return IntStream.range(0, count)
                .mapToDouble(i -> low - more + i * (high - low + 2 * more) / (count - 1))
                .toArray();
    }
}
