package org.vitrina.hardware;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.knowm.xchart.XYChart;
import org.knowm.xchart.style.markers.SeriesMarkers;
import org.vitrina.show.Charts;

/// What a machine can do at most: it computes no faster than its units, and no faster than operands come
/// ([Williams, Waterman and Patterson 2009](https://doi.org/10.1145/1498765.1498785)).
///
/// @param name      whose it is
/// @param flops     operations per second, at most
/// @param bandwidth bytes per second from memory, at most
public record Roofline(String name, double flops, double bandwidth) {
    private static final int DRAWN = 60;

    public Roofline {
        if (!(flops > 0) || !(bandwidth > 0)) {
            throw new IllegalArgumentException("a roofline needs operations and bytes per second, both above 0, but '"
                    + name + "' has " + flops + " and " + bandwidth);
        }
    }

    /// Something that ran, with how fast it did.
    ///
    /// @param perSecond tokens per second
    public record Measured(Workload work, double perSecond) {
        /// Returns what kind of work it was: what its name says before a comma.
        public String kind() {
            return work.name().split(",", 2)[0];
        }

        /// Returns the operations per second that this is.
        public double flops() {
            return work.flops() * perSecond / work.tokens();
        }
    }

    /// Returns the operations per second that are possible at so many operations for each byte.
    public double attainable(double intensity) {
        return Math.min(flops, bandwidth * intensity);
    }

    /// Returns the intensity at which the roof bends: below it memory limits, above it arithmetic.
    public double ridge() {
        return flops / bandwidth;
    }

    /// Returns the seconds that a piece of work takes at least.
    public double seconds(Workload work) {
        return Math.max(work.flops() / flops, work.bytes() / bandwidth);
    }

    /// Returns the tokens per second that are possible at most.
    public double tokensPerSecond(Workload work) {
        return work.tokens() / seconds(work);
    }

    /// Returns whether memory limits this work here, and not arithmetic.
    public boolean boundByMemory(Workload work) {
        return work.intensity() < ridge();
    }

    /// Returns the roofs and what was measured under them, on logarithmic axes.
    public static XYChart chart(String title, List<Roofline> roofs, List<Measured> measured) {
        double low = measured.stream().mapToDouble(m -> m.work().intensity()).reduce(0.1, Math::min);
        double high = Math.max(
                measured.stream().mapToDouble(m -> m.work().intensity()).reduce(100, Math::max),
                roofs.stream().mapToDouble(Roofline::ridge).reduce(100, Math::max) * 4);
        double[] x = IntStream.range(0, DRAWN)
                .mapToDouble(i -> low * Math.pow(high / low, i / (DRAWN - 1.0)))
                .toArray();
        var lines = new LinkedHashMap<String, List<Double>>();
        var places = new ArrayList<Double>();
        for (double intensity : x) places.add(intensity);
        for (Roofline roof : roofs) {
            lines.put(
                    roof.name(),
                    places.stream().map(at -> roof.attainable(at) / 1e9).toList());
        }
        XYChart chart =
                Charts.lines(title, "arithmetic intensity (FLOP for each byte)", "speed (GFLOP/s)", places, lines);
        chart.getSeriesCollection().forEach(series -> series.setMarker(SeriesMarkers.NONE));
        // one colour for each kind of work: a legend has no room for all
        measured.stream()
                .collect(Collectors.groupingBy(Measured::kind, LinkedHashMap::new, Collectors.toList()))
                .forEach((kind, points) -> Charts.addPoints(
                        chart,
                        kind,
                        points.stream()
                                .mapToDouble(point -> point.work().intensity())
                                .toArray(),
                        points.stream()
                                .mapToDouble(point -> point.flops() / 1e9)
                                .toArray()));
        chart.getStyler().setLegendVisible(true);
        chart.getStyler().setXAxisLogarithmic(true).setYAxisLogarithmic(true);
        return chart;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s: %s, %s/s, bends at %.1f FLOP for each byte",
                name,
                Amounts.flops(flops),
                Amounts.bytes(bandwidth),
                ridge());
    }
}
