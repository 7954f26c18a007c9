package org.vitrina.hardware;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import org.vitrina.show.Figure;
import tech.tablesaw.api.DoubleColumn;
import tech.tablesaw.api.StringColumn;
import tech.tablesaw.api.Table;

/// Some devices that models run on. Each figure is its maker's, of the document that is named, or computed
/// from the width and the rate of its memory: what a device could do at most, not what a program gets.
public final class Devices {
    private static final String TENSOR = "FP16";
    private static final String GA102 = "GA102 whitepaper, appendix A; sums in FP32";
    private static final String ADA = "Ada whitepaper, appendix A; sums in FP32";

    private static final String SPARSE = "; half of what is given for sparse matrices";

    private static final List<Device> DEVICES = List.of(
            new Device(
                    "Raspberry Pi 5", 16e9, 17.07e9, Double.NaN, "", "computed: 4 bytes · 4.267 GT/s (LPDDR4X-4267)"),
            new Device(
                    "PC, DDR4-3200, 2 channels",
                    128e9,
                    51.2e9,
                    Double.NaN,
                    "",
                    "computed: 2 · 8 bytes · 3.2 GT/s; 4 modules of 32 GB"),
            new Device(
                    "PC, DDR5-5600, 2 channels",
                    192e9,
                    89.6e9,
                    Double.NaN,
                    "",
                    "computed: 2 · 8 bytes · 5.6 GT/s; 4 modules of 48 GB"),
            new Device("Apple M4 Max", 128e9, 546e9, Double.NaN, "", "Apple Newsroom, 30 October 2024"),
            new Device("Apple M2 Ultra", 192e9, 800e9, Double.NaN, "", "Apple Newsroom, 5 June 2023"),
            new Device("NVIDIA T4", 16e9, 300e9, 65e12, "FP16", "T4 data sheet (951643)"),
            new Device("NVIDIA L4", 24e9, 300e9, 121e12, "FP16", "L4 product page" + SPARSE),
            new Device("GeForce RTX 3080 (10 GB)", 10e9, 760e9, 59.5e12, TENSOR, GA102),
            new Device("GeForce RTX 3090", 24e9, 936e9, 71e12, TENSOR, GA102),
            new Device("GeForce RTX 4090", 24e9, 1008e9, 165.2e12, TENSOR, ADA),
            new Device("Google TPU v5e", 16e9, 819e9, 197e12, "BF16", "docs.cloud.google.com, TPU v5e"),
            new Device("NVIDIA A100 80 GB SXM", 80e9, 2039e9, 312e12, "BF16", "A100 data sheet"),
            new Device("NVIDIA H100 SXM", 80e9, 3350e9, 989e12, "BF16", "H100 data sheet" + SPARSE),
            new Device("AMD MI300X", 192e9, 5300e9, 1307.4e12, "BF16", "Instinct MI300X data sheet"));

    private Devices() {}

    /// Returns all devices, those for the home first.
    public static List<Device> all() {
        return DEVICES;
    }

    /// Returns the first device in whose name `part` is found, in capitals or not.
    ///
    /// @throws IllegalArgumentException if there is none; the message lists those there are
    public static Device named(String part) {
        return DEVICES.stream()
                .filter(device -> device.name().toLowerCase(Locale.ROOT).contains(part.toLowerCase(Locale.ROOT)))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("no device '" + part + "' is known here; known are "
                        + DEVICES.stream().map(Device::name).collect(Collectors.joining(", "))));
    }

    /// Returns how many tokens each device can write in a second at most with a model whose weights take `bytes`; those
    /// into whose memory they do not fit are left out.
    public static Figure.Bars decode(String model, double bytes) {
        List<Device> fitting =
                DEVICES.stream().filter(device -> device.memory() >= bytes).toList();
        return new Figure.Bars(
                "At most: tokens per second of %s, %s of weights".formatted(model, Amounts.bytes(bytes)),
                "tokens/s",
                // a space in a label is shown as a dot
                fitting.stream()
                        .map(device -> device.name().replace(",", "").replace(' ', '-'))
                        .toList(),
                fitting.stream().map(device -> device.decode(bytes)).toList());
    }

    /// Returns a row for each device.
    public static Table table() {
        var table = Table.create("Devices, in figures of their makers")
                .addColumns(
                        StringColumn.create("device"),
                        DoubleColumn.create("GB"),
                        DoubleColumn.create("GB/s"),
                        DoubleColumn.create("TFLOP/s"),
                        StringColumn.create("of"),
                        DoubleColumn.create("FLOP/byte"),
                        StringColumn.create("source"));
        for (Device device : DEVICES) {
            table.stringColumn(0).append(device.name());
            table.doubleColumn(1).append(device.memory() / 1e9);
            table.doubleColumn(2).append(device.bandwidth() / 1e9);
            if (device.hasRoofline()) {
                table.doubleColumn(3).append(device.flops() / 1e12);
                table.doubleColumn(5).append(device.roofline().ridge());
            } else {
                table.doubleColumn(3).appendMissing();
                table.doubleColumn(5).appendMissing();
            }
            table.stringColumn(4).append(device.precision());
            table.stringColumn(6).append(device.source());
        }
        return table;
    }
}
