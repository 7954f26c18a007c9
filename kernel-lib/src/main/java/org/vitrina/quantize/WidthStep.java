package org.vitrina.quantize;

import java.util.List;
import java.util.Locale;
import org.vitrina.show.Figure;
import org.vitrina.show.Step;

/// One weight, kept in a certain number of bits.
///
/// @param format what keeps it
/// @param bits   how many bits of its own it has
/// @param weight what it was
/// @param stored what it is read back as
/// @param code   its bits with what they mean, highest first
/// @param how    how they become a number again: `4 × 0.0313`
public record WidthStep(String format, int bits, float weight, float stored, List<Figure.BitRun> code, String how)
        implements Step {
    static final String NAME = "quantize.width";

    public WidthStep {
        code = List.copyOf(code);
    }

    @Override
    public String name() {
        return NAME;
    }

    /// Returns how far off the stored weight is, as a share of the weight.
    public double relativeError() {
        return weight == stored ? 0 : Math.abs((double) stored - weight) / Math.abs(weight);
    }

    @Override
    public String caption() {
        String loses = weight == stored
                ? "nothing is lost"
                : "off by "
                        + (weight == 0
                                ? Shown.number(Math.abs(stored))
                                : String.format(Locale.ROOT, "%.2g %%", 100 * relativeError()));
        return "In %s (%s) the weight %s is %s = %s, %s."
                .formatted(
                        bits == 1 ? "1 bit" : bits + " bits",
                        format,
                        Shown.number(weight),
                        how,
                        Shown.number(stored),
                        loses);
    }

    @Override
    public Figure figure() {
        return new Figure.Bits("", List.of(new Figure.BitGroup(format, code)));
    }
}
