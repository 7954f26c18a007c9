package org.vitrina.quantize;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.SequencedMap;
import org.knowm.xchart.XYChart;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.Observer;
import org.vitrina.show.Walk;

/// One weight of a group, in 32 bits, in 16 and in ever fewer, down to 1.
///
/// As a float it stands alone. As a whole number it shares its scale with the group, so that the bits
/// of its own are only part of what it takes.
///
/// @param group the weights that share a scale
/// @param index which of them is looked at
public record OneWeight(List<Float> group, int index) {
    /// Beyond these the values lie too close to be seen apart.
    private static final int MOST_DRAWN = 6;

    public OneWeight {
        group = List.copyOf(group);
        Objects.checkIndex(index, group.size());
    }

    /// Looks at weight `index` of `group`.
    ///
    /// @throws IndexOutOfBoundsException if there is no such weight
    public static OneWeight of(float[] group, int index) {
        var list = new ArrayList<Float>();
        for (float weight : group) list.add(weight);
        return new OneWeight(list, index);
    }

    /// Returns the weight as a float of 32 bits, of 16 of both kinds, and as symmetric integers of 8
    /// bits to 1.
    public Walk<WidthStep> walk() {
        var steps = new ArrayList<WidthStep>();
        for (Format format : List.of(Formats.F32, Formats.F16, Formats.BF16)) steps.add(real(format));
        for (int bits = Byte.SIZE; bits >= 1; bits--) steps.add(integer(bits));
        return Walk.of("One weight in 32 bits, in 16 … and in 1", steps);
    }

    private WidthStep real(Format format) {
        byte[] bytes = new byte[format.blockBytes()];
        MemorySegment block = MemorySegment.ofArray(bytes);
        float[] stored = new float[1];
        format.encode(new float[] {weight()}, 0, 1, block, 0);
        format.decode(block, 0, stored, 0, 1);
        var runs = ((BlockFormat) format)
                .layout()
                .figure("", bytes, _ -> true)
                .groups()
                .getFirst()
                .runs();
        int exponent = Math.getExponent(stored[0]);
        boolean normal = stored[0] != 0 && Float.isFinite(stored[0]) && exponent >= Float.MIN_EXPONENT;
        String how = normal
                ? "%s × 2^%d".formatted(Float.toString(Math.scalb(stored[0], -exponent)), exponent)
                : Float.toString(stored[0]);
        return new WidthStep(format.name(), Byte.SIZE * bytes.length, weight(), stored[0], runs, how);
    }

    private WidthStep integer(int bits) {
        IntegerGrid grid = grid(bits);
        int code = grid.code(weight());
        String digits = Integer.toBinaryString(1 << bits | code).substring(1);
        String how = bits == 1
                ? "%d × %s".formatted(grid.steps(code), Shown.number(grid.scale()))
                : "(%d - %d) × %s".formatted(code, grid.format().added(), Shown.number(grid.scale()));
        return new WidthStep(
                "INT" + bits,
                bits,
                weight(),
                grid.value(code),
                List.of(new Figure.BitRun(digits, "code " + code, 0)),
                how);
    }

    private IntegerGrid grid(int bits) {
        float[] all = new float[group.size()];
        for (int i = 0; i < all.length; i++) all[i] = group.get(i);
        var format = new IntegerFormat(bits, all.length, true);
        format.requireFinite(all, 0, all.length);
        return format.grid(all, 0, Observer.NONE);
    }

    /// Returns the weight.
    public float weight() {
        return group.get(index);
    }

    /// Returns, for 1 to 6 bits, all values that there are, with the weight and the value that it becomes.
    public XYChart chart() {
        SequencedMap<String, double[][]> points = new LinkedHashMap<>();
        var values = new ArrayList<double[]>();
        var nearest = new ArrayList<double[]>();
        var own = new ArrayList<double[]>();
        for (int bits = 1; bits <= MOST_DRAWN; bits++) {
            IntegerGrid grid = grid(bits);
            for (int code = 0; code <= grid.format().top(); code++) {
                values.add(new double[] {grid.value(code), bits});
            }
            nearest.add(new double[] {grid.nearest(weight()), bits});
            own.add(new double[] {weight(), bits});
        }
        points.put("values that there are", columns(values));
        points.put("what the weight becomes", columns(nearest));
        points.put("the weight", columns(own));
        return Charts.points("What a number of few bits can be", "value", "bits", points);
    }

    private static double[][] columns(List<double[]> points) {
        return new double[][] {
            points.stream().mapToDouble(p -> p[0]).toArray(),
            points.stream().mapToDouble(p -> p[1]).toArray()
        };
    }
}
