package org.vitrina.file;

import java.io.IOException;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.vitrina.quantize.Formats;

/// Measures how long a GGUF file takes to open: the first time in a JVM, and after that.
///
/// Run [#main] with a file, or with a model and the name of a large file to be written with that model's metadata
/// and a gigabyte of weights.
final class OpeningTimes {
    private static final int TIMES = 15;

    private OpeningTimes() {}

    public static void main(String[] arguments) throws IOException {
        Path file = Path.of(arguments[arguments.length - 1]);
        if (arguments.length == 2) {
            write(Path.of(arguments[0]), file);
            return;
        }
        var threads = ManagementFactory.getThreadMXBean();
        double[] wall = new double[TIMES];
        double[] cpu = new double[TIMES];
        for (int i = 0; i < TIMES; i++) {
            long began = System.nanoTime();
            long beganCpu = threads.getCurrentThreadCpuTime();
            Gguf.open(file).close();
            cpu[i] = (threads.getCurrentThreadCpuTime() - beganCpu) / 1e6;
            wall[i] = (System.nanoTime() - began) / 1e6;
        }
        double firstWall = wall[0];
        double firstCpu = cpu[0];
        Arrays.sort(wall);
        Arrays.sort(cpu);
        System.out.printf(
                "first %.0f ms (%.0f ms of CPU), median of %d %.0f ms (%.0f ms of CPU)%n",
                firstWall, firstCpu, TIMES, wall[TIMES / 2], cpu[TIMES / 2]);
    }

    private static void write(Path model, Path file) throws IOException {
        MemorySegment megabyte = MemorySegment.ofArray(new byte[1 << 20]);
        try (GgufFile from = Gguf.open(model)) {
            GgufWriter out = Gguf.writer().metadata(from);
            for (int i = 0; i < 256; i++) {
                out.tensor(new NewTensor("blk." + i + ".ffn_up.weight", Formats.F32, List.of(1024L, 1024L), sink -> {
                    for (int part = 0; part < 4; part++) {
                        sink.write(megabyte);
                    }
                }));
            }
            out.write(file);
        }
    }
}
