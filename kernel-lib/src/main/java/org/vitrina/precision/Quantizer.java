package org.vitrina.precision;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.List;
import org.vitrina.file.QuantizationPlan;
import org.vitrina.file.StoredTensor;
import org.vitrina.quantize.Format;
import org.vitrina.quantize.Formats;
import org.vitrina.quantize.Gptq;
import org.vitrina.quantize.IntegerFormat;
import org.vitrina.quantize.QuantizedTensor;
import org.vitrina.quantize.ScaleSearch;
import org.vitrina.tensor.Tensor;

/// A way to keep a matrix in fewer bits.
public interface Quantizer {
    /// Returns a name that says all there is to say: two of one name do the same.
    String name();

    /// Returns what becomes of a matrix.
    ///
    /// @param tensor  its name in GGUF
    /// @param weights shape `[outputs, inputs]`
    /// @throws IllegalArgumentException if the matrix cannot be kept so
    QuantizedTensor quantize(String tensor, Tensor weights);

    /// Returns the line of a chart that it belongs to, such as all widths of one kind of integers,
    /// or nothing where it stands alone.
    default String family() {
        return "";
    }

    /// Returns rounding to the nearest value of `format`.
    ///
    /// Where rows are no whole number of blocks of a format of GGUF files, the matrix gets the
    /// format that llama.cpp would give it ([QuantizationPlan]). Where a matrix is no whole number of an
    /// integer format's groups, its groups are the largest that divide a row.
    static Quantizer of(Format format) {
        if (format instanceof IntegerFormat integer) {
            return named(
                    format.name(),
                    family(integer, "groups of " + integer.group()),
                    (tensor, weights) -> QuantizedTensor.of(fitting(integer, weights), weights));
        }
        return named(
                format.name(), "", (tensor, weights) -> QuantizedTensor.of(chosen(format, tensor, weights), weights));
    }

    /// Returns rounding to integers with one scale for each row: for each output.
    static Quantizer perRow(int bits, boolean symmetric) {
        var any = new IntegerFormat(bits, 1, symmetric);
        return named(
                prefix(any) + "_ROW",
                family(any, "per row"),
                (tensor, weights) -> QuantizedTensor.of(IntegerFormat.perRow(bits, symmetric, weights), weights));
    }

    /// Returns rounding to integers with one scale for a whole matrix.
    static Quantizer perTensor(int bits, boolean symmetric) {
        var any = new IntegerFormat(bits, 1, symmetric);
        return named(
                prefix(any) + "_TENSOR",
                family(any, "per tensor"),
                (tensor, weights) -> QuantizedTensor.of(IntegerFormat.perTensor(bits, symmetric, weights), weights));
    }

    /// Returns rounding to integers whose scales lose least ([ScaleSearch]), every weight counting
    /// alike.
    static Quantizer searched(IntegerFormat format) {
        return named(
                "SEARCHED " + format.name(),
                family(format, "groups of " + format.group() + ", searched"),
                (tensor, weights) -> ScaleSearch.of(fitting(format, weights), weights));
    }

    /// Returns rounding to integers whose scales lose least where inputs are large:
    /// importance-weighted.
    static Quantizer weighted(IntegerFormat format, Calibration calibration) {
        return named(
                "WEIGHTED " + format.name() + " " + calibration.name(),
                family(format, "groups of " + format.group() + ", weighted"),
                (tensor, weights) -> ScaleSearch.of(
                        fitting(format, weights),
                        weights,
                        calibration.of(tensor).importance()));
    }

    /// Returns rounding with error feedback and searched scales ([Gptq#searched]).
    static Quantizer gptq(IntegerFormat format, Calibration calibration) {
        return named(
                "GPTQ " + format.name() + " " + calibration.name(),
                family(format, "groups of " + format.group() + ", GPTQ"),
                (tensor, weights) -> Gptq.searched(withinRows(format, weights), weights, calibration.of(tensor)));
    }

    private static Quantizer named(String name, String family, Method method) {
        return new Quantizer() {
            @Override
            public String name() {
                return name;
            }

            @Override
            public String family() {
                return family;
            }

            @Override
            public QuantizedTensor quantize(String tensor, Tensor weights) {
                return method.quantize(tensor, weights);
            }

            @Override
            public String toString() {
                return name;
            }
        };
    }

    /// What is done to a matrix.
    @FunctionalInterface
    interface Method {
        QuantizedTensor quantize(String tensor, Tensor weights);
    }

    private static String prefix(IntegerFormat format) {
        return format.name().replaceFirst("_G\\d+$", "");
    }

    private static String family(IntegerFormat format, String groups) {
        return groups + (format.symmetric() ? ", symmetric" : ", asymmetric");
    }

    private static IntegerFormat fitting(IntegerFormat format, Tensor weights) {
        return weights.size() % format.group() == 0 ? format : withinRows(format, weights);
    }

    private static IntegerFormat withinRows(IntegerFormat format, Tensor weights) {
        int group = Math.min(format.group(), weights.columns());
        while (weights.columns() % group != 0) group--;
        return new IntegerFormat(format.bits(), group, format.symmetric());
    }

    private static Format chosen(Format format, String tensor, Tensor weights) {
        List<Long> shape = Arrays.stream(weights.shape()).asLongStream().boxed().toList();
        var stored = new StoredTensor(tensor, Formats.F32, shape, MemorySegment.NULL);
        return QuantizationPlan.to(format).choose(stored).format();
    }
}
