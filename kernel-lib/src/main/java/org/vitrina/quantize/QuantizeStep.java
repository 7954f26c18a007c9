package org.vitrina.quantize;

import java.util.ArrayList;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.IntStream;
import org.vitrina.show.Charts;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;

/// What happens to a block of weights on its way to bits and back.
public sealed interface QuantizeStep extends Step
        permits PartStep,
                QuantizeStep.WeightsTaken,
                QuantizeStep.FurthestFound,
                QuantizeStep.RangeFound,
                QuantizeStep.ScaleStored,
                QuantizeStep.WideScaleStored,
                QuantizeStep.CodesRounded,
                QuantizeStep.FloatRounded,
                QuantizeStep.BytesPacked,
                QuantizeStep.BlockDecoded,
                QuantizeStep.ErrorMeasured {

    /// A block of weights is taken.
    record WeightsTaken(String format, float[] weights) implements QuantizeStep {
        static final String NAME = "quantize.weights";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            if (weights.length == 1) {
                return "%s takes one weight, %s; as a float of 32 bits it takes 4 bytes."
                        .formatted(format, Float.toString(weights[0]));
            }
            return "%s takes a block of %d weights, from %s to %s; as floats of 32 bits they take %d bytes."
                    .formatted(
                            format,
                            weights.length,
                            Shown.number(Grid.least(weights, 0, weights.length)),
                            Shown.number(Grid.greatest(weights, 0, weights.length)),
                            Float.BYTES * weights.length);
        }

        @Override
        public Figure figure() {
            return Shown.map("weights", weights);
        }
    }

    /// The weight furthest from 0 was found.
    ///
    /// @param code the code that it shall have
    record FurthestFound(float[] weights, float furthest, int code) implements QuantizeStep {
        static final String NAME = "quantize.furthest";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            return "The weight furthest from 0 is %s; it shall be %d times the scale, and all others less."
                    .formatted(Shown.number(furthest), code);
        }

        @Override
        public Figure figure() {
            return Shown.map("distance from 0", Shown.sizes(weights));
        }
    }

    /// The least and the greatest weight were found.
    ///
    /// @param steps how many steps shall lie between them
    record RangeFound(float least, float greatest, int steps) implements QuantizeStep {
        static final String NAME = "quantize.range";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            return "The weights reach from %s to %s; %s shall lie between."
                    .formatted(Shown.number(least), Shown.number(greatest), steps == 1 ? "one step" : steps + " steps");
        }

        @Override
        public Figure figure() {
            return new Figure.Bars(
                    "", "weight", List.of("least", "greatest"), List.of((double) least, (double) greatest));
        }
    }

    /// A number that the whole block shares was computed and kept as a float of 16 bits.
    ///
    /// @param what what it is: `scale`
    /// @param how  how it was computed, in words or numbers
    /// @param bits the float of 16 bits
    record ScaleStored(String what, String how, float exact, short bits) implements QuantizeStep {
        static final String NAME = "quantize.scale";

        @Override
        public String name() {
            return NAME;
        }

        /// Returns what the 16 bits stand for.
        public float stored() {
            return Float.float16ToFloat(bits);
        }

        @Override
        public String caption() {
            return "The %s is %s = %s. In a float of 16 bits it is kept as %s."
                    .formatted(what, how, Shown.number(exact), Float.toString(stored()));
        }

        @Override
        public Figure figure() {
            byte[] block = {(byte) bits, (byte) (bits >> Byte.SIZE)};
            var drawn = new BlockLayout(BlockLayout.half(0, "", 0)).figure("", block, _ -> true);
            return new Figure.Bits(
                    "",
                    List.of(new Figure.BitGroup(what, drawn.groups().getFirst().runs())));
        }
    }

    /// A number that the whole block shares was computed and kept as a float of 32 bits.
    ///
    /// @param what what it is: `scale`
    /// @param how  how it was computed, in words or numbers
    record WideScaleStored(String what, String how, float stored) implements QuantizeStep {
        static final String NAME = "quantize.scale";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            return "The %s is %s = %s. It is kept in 32 bits.".formatted(what, how, Shown.number(stored));
        }
    }

    /// The weights were rounded to codes.
    ///
    /// @param positions where on the grid each weight lies, in steps
    /// @param codes     the whole numbers that are kept
    /// @param added     what was added to the rounded positions
    record CodesRounded(float[] positions, int[] codes, int added) implements QuantizeStep {
        static final String NAME = "quantize.codes";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            String first = "Counted in steps of the grid, weight 0 lies at %s and is rounded to %d"
                    .formatted(Shown.number(positions[0]), codes[0] - added);
            return added == 0
                    ? first + ", its code."
                    : first + "; %d is added so that no code is negative: %d.".formatted(added, codes[0]);
        }

        @Override
        public Figure figure() {
            return new Figure.Stack(Shown.map("position on the grid, in steps", positions), Shown.map("code", codes));
        }
    }

    /// A float was rounded to one with fewer bits.
    ///
    /// @param format       the format of the result
    /// @param exponentBits how many bits of it are exponent; `fractionBits` likewise
    /// @param bits         the result
    record FloatRounded(String format, float weight, int exponentBits, int fractionBits, int bits)
            implements QuantizeStep {
        static final String NAME = "quantize.float";
        private static final int EXPONENT = 8;
        private static final int FRACTION = 23;

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            int exponent = Math.getExponent(weight);
            String is = Float.isFinite(weight) && exponent >= Float.MIN_EXPONENT
                    ? "%s is %s × 2^%d. "
                            .formatted(Float.toString(weight), Float.toString(Math.scalb(weight, -exponent)), exponent)
                    : "";
            int cut = FRACTION - fractionBits;
            return is
                    + (cut == 0
                            ? "%s keeps all of its bits.".formatted(format)
                            : "%s has %d bits of exponent instead of %d and %d of fraction instead of %d: the %d lowest are rounded away."
                                    .formatted(format, exponentBits, EXPONENT, fractionBits, FRACTION, cut));
        }

        @Override
        public Figure figure() {
            return new Figure.Stack(
                    word("as a float of 32 bits", EXPONENT, FRACTION, Float.floatToRawIntBits(weight)),
                    word("as " + format, exponentBits, fractionBits, bits));
        }

        private static Figure word(String title, int exponentBits, int fractionBits, int bits) {
            byte[] bytes = {(byte) bits, (byte) (bits >> 8), (byte) (bits >> 16), (byte) (bits >> 24)};
            var layout = new BlockLayout(BlockLayout.real(0, exponentBits, fractionBits, "", 1));
            return layout.figure(title, bytes, _ -> true);
        }
    }

    /// The block was written.
    ///
    /// @param layout what each of its bits means
    record BytesPacked(String format, int weights, byte[] bytes, BlockLayout layout) implements QuantizeStep {
        static final String NAME = "quantize.bytes";

        /// Of a longer block, the bytes of these first weights are drawn.
        private static final int FIRST = 32;

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            if (weights == 1) {
                return "It is written in %d bytes, the lowest bits first: %s."
                        .formatted(bytes.length, HexFormat.ofDelimiter(" ").formatHex(bytes));
            }
            return "The block takes %d bytes instead of %d: %s bits a weight."
                    .formatted(bytes.length, Float.BYTES * weights, Shown.number(8.0 * bytes.length / weights));
        }

        @Override
        public Figure figure() {
            if (weights == 1) {
                return new Figure.None();
            }
            Figure.Bits drawn = layout.figure(
                    "bytes, each from its highest bit to its lowest; w0 is weight 0",
                    bytes,
                    word -> word.fields().stream().anyMatch(field -> field.weights() != 1 || field.first() < FIRST));
            int more = layout.words().size() - drawn.groups().size();
            return more == 0
                    ? drawn
                    : new Figure.Stack(
                            drawn, new Figure.Note(more + " more bytes hold the other weights in the same way."));
        }
    }

    /// The block was read back.
    record BlockDecoded(float[] decoded) implements QuantizeStep {
        static final String NAME = "quantize.decoded";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            return decoded.length == 1
                    ? "Read back, the weight is " + decoded[0] + "."
                    : "Read back, weight 0 is %s.".formatted(Shown.number(decoded[0]));
        }

        @Override
        public Figure figure() {
            return Shown.map("decoded weights", decoded);
        }
    }

    /// What was read was compared with what was written.
    record ErrorMeasured(float[] weights, float[] decoded, QuantizationError error) implements QuantizeStep {
        static final String NAME = "quantize.error";

        /// A chart of more weights than this is hard to read.
        private static final int MOST_MARKS = 64;

        /// Charts write out the numbers on their axes, which are hard to read, or to draw at all, beyond
        /// these.
        private static final float SMALLEST = 1e-4f;

        private static final float LARGEST = 1e7f;

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            if (error.rmse() == 0) {
                return "Nothing was lost.";
            }
            return weights.length == 1
                    ? "The error is %s, %s %% of the weight."
                            .formatted(
                                    Shown.number(decoded[0] - weights[0]),
                                    Shown.number(100 * error.largest() / Math.abs(weights[0])))
                    : "A weight is off by %s typically (root mean square), by %s at most; the signal is %s dB above the error."
                            .formatted(
                                    Shown.number(error.rmse()),
                                    Shown.number(error.largest()),
                                    Shown.number(error.sqnr()));
        }

        @Override
        public Figure figure() {
            if (weights.length == 1) {
                return new Figure.None();
            }
            float size = Math.max(
                    Math.abs(Grid.furthest(weights, 0, weights.length)),
                    Math.abs(Grid.furthest(decoded, 0, decoded.length)));
            if (weights.length > MOST_MARKS || !(size >= SMALLEST && size <= LARGEST)) {
                return errors();
            }
            var x = new ArrayList<Double>();
            IntStream.range(0, weights.length).forEach(i -> x.add((double) i));
            var lines = new LinkedHashMap<String, List<Double>>();
            lines.put("before", Shown.list(weights));
            lines.put("after", Shown.list(decoded));
            return new Figure.Plot(Charts.lines("A block before and after", "weight", "value", x, lines));
        }

        private Figure errors() {
            float[] errors = new float[weights.length];
            for (int i = 0; i < errors.length; i++) {
                errors[i] = decoded[i] - weights[i];
            }
            return Shown.map("error (after - before)", errors);
        }
    }
}
