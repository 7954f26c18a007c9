package org.vitrina;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;

/// Breaks files in many ways, and holds a reader to what may happen then: it reads the file, or says with its own
/// exception what is wrong, in little memory.
public final class Mutations {
    private static final long[] NUMBERS = {
        0,
        1,
        2,
        7,
        8,
        9,
        12,
        31,
        32,
        255,
        256,
        65_535,
        1 << 20,
        1 << 24,
        Integer.MAX_VALUE,
        1L << 31,
        0xFFFF_FFFFL,
        1L << 32,
        1L << 40,
        1L << 61,
        1L << 62,
        (1L << 62) + 1,
        Long.MAX_VALUE,
        Long.MIN_VALUE,
        -1,
        -8
    };

    private static final byte[] TEXT = "0123456789-+.eE{}[]\",:\\/ \n\tu00truefalsnl_weightmaps".getBytes();

    private Mutations() {}

    /// Reads a file that may be broken.
    public interface Reader {
        /// @throws Exception of the class that is expected, if the file is broken
        void read(byte[] file) throws Exception;
    }

    /// How it went.
    ///
    /// @param read        how many files could be read
    /// @param refused     how many could not
    /// @param mostMemory  the most bytes that were allocated for one file
    public record Result(int read, int refused, long mostMemory) {}

    /// Gives `tries` mutations of `samples` to `reader`.
    ///
    /// @param expected what it may throw
    /// @param memory   how many bytes it may allocate for one file
    /// @throws AssertionError if it throws anything else, or allocates more; the message names the try
    public static Result read(
            int tries, List<byte[]> samples, Class<? extends Exception> expected, long memory, Reader reader) {
        var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
        int read = 0;
        long most = 0;
        for (int i = 0; i < tries; i++) {
            RandomGenerator random =
                    RandomGeneratorFactory.of("L64X128MixRandom").create(i);
            byte[] file = mutated(samples, random);
            long before = threads.getCurrentThreadAllocatedBytes();
            try {
                reader.read(file);
                read++;
            } catch (Exception | Error e) {
                if (!expected.isInstance(e)) {
                    throw new AssertionError("try " + i + ": " + e, e);
                }
            }
            long allocated = threads.getCurrentThreadAllocatedBytes() - before;
            if (allocated > memory) {
                throw new AssertionError(
                        "try %d: %,d bytes were allocated for a file of %,d".formatted(i, allocated, file.length));
            }
            most = Math.max(most, allocated);
        }
        return new Result(read, tries - read, most);
    }

    private static byte[] mutated(List<byte[]> samples, RandomGenerator random) {
        byte[] file = samples.get(random.nextInt(samples.size())).clone();
        int changes = 1 + (int) Math.abs(random.nextGaussian() * 2);
        for (int i = 0; i < changes && file.length > 0; i++) {
            // what lies before the weights is worth more tries
            int place = random.nextInt(random.nextBoolean() ? file.length : Math.min(file.length, 512));
            file = switch (random.nextInt(10)) {
                case 0 -> {
                    file[place] ^= (byte) (1 << random.nextInt(8));
                    yield file;
                }
                case 1 -> {
                    file[place] = (byte) random.nextInt();
                    yield file;
                }
                case 2, 3, 4 -> number(file, place, 1 << random.nextInt(4), random);
                case 5 -> Arrays.copyOf(file, place);
                case 6 -> {
                    file[place] = TEXT[random.nextInt(TEXT.length)];
                    yield file;
                }
                case 7 -> spliced(file, place, random.nextInt(64), new byte[0]);
                case 8 -> {
                    int from = random.nextInt(file.length);
                    byte[] piece = Arrays.copyOfRange(file, from, Math.min(file.length, from + random.nextInt(64)));
                    yield spliced(file, place, random.nextBoolean() ? 0 : piece.length, piece);
                }
                default -> {
                    byte[] other = samples.get(random.nextInt(samples.size()));
                    int from = random.nextInt(other.length);
                    yield spliced(file, place, file.length, Arrays.copyOfRange(other, from, other.length));
                }
            };
        }
        return file;
    }

    /// Writes an interesting number, as it is or near to what is there.
    private static byte[] number(byte[] file, int place, int bytes, RandomGenerator random) {
        long number = random.nextInt(4) == 0 ? file.length : NUMBERS[random.nextInt(NUMBERS.length)];
        number += random.nextInt(4) == 0 ? random.nextInt(-2, 3) : 0;
        for (int i = 0; i < bytes && place + i < file.length; i++) {
            file[place + i] = (byte) (number >> 8 * i);
        }
        return file;
    }

    /// Puts `piece` where `length` bytes were.
    private static byte[] spliced(byte[] file, int place, int length, byte[] piece) {
        int rest = Math.min(file.length, place + length);
        byte[] out = Arrays.copyOf(file, place + piece.length + file.length - rest);
        System.arraycopy(piece, 0, out, place, piece.length);
        System.arraycopy(file, rest, out, place + piece.length, file.length - rest);
        return out;
    }
}
