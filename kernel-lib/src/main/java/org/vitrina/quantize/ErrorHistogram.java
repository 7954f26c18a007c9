package org.vitrina.quantize;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Charts;

/// Draws how many weights are off by how much.
final class ErrorHistogram {
    /// About so many bins lie between 0 and the largest error.
    private static final int BINS = 75;

    /// Errors whose largest has another power of ten are counted in units of it, for the axis to be readable.
    private static final int LEAST_POWER = -3;

    private static final int GREATEST_POWER = 5;

    private ErrorHistogram() {}

    static XYChart of(QuantizedTensor tensor) {
        double reach = tensor.error().largest();
        if (!Double.isFinite(reach)) {
            throw new IllegalStateException("a histogram needs finite errors, but the largest is " + reach
                    + ": scales of " + tensor.format().name() + " overflow 16 bits");
        }
        int power = reach == 0 ? 0 : (int) Math.floor(Math.log10(reach));
        double unit = power >= LEAST_POWER && power <= GREATEST_POWER ? 1 : Math.pow(10, power);
        double width = reach == 0 ? 1 : round(reach / unit / BINS);
        int bins = (int) Math.ceil(reach / unit / width);
        var counts = new double[2 * bins + 1];
        int size = tensor.before().size();
        for (int i = 0; i < size; i++) {
            double error = (double) tensor.after().data()[tensor.after().offset() + i]
                    - tensor.before().data()[tensor.before().offset() + i];
            counts[bins + (int) Math.rint(error / unit / width)]++;
        }
        var centres = new ArrayList<Double>();
        var heights = new ArrayList<Double>();
        for (int bin = 0; bin < counts.length; bin++) {
            // a product of whole numbers, so that the axis has round ones
            centres.add(width >= 1 ? (bin - bins) * width : (bin - bins) / Math.rint(1 / width));
            heights.add(counts[bin]);
        }
        var lines = new LinkedHashMap<String, List<Double>>();
        lines.put("weights", heights);
        return Charts.lines(
                "How far weights are off as " + tensor.format().name(),
                "error (after - before)" + (unit == 1 ? "" : ", in 10^" + power),
                "weights",
                centres,
                lines);
    }

    /// Returns the next of 1, 2, 5, 10, … times a power of ten.
    private static double round(double width) {
        double power = Math.pow(10, Math.floor(Math.log10(width)));
        double times = width / power;
        return power * (times <= 1 ? 1 : times <= 2 ? 2 : times <= 5 ? 5 : 10);
    }
}
