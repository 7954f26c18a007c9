package org.vitrina.quantize;

import java.util.Arrays;
import java.util.function.Supplier;
import org.vitrina.show.Observer;

/// Tells an observer what an encoder has done.
final class Watched {
    private Watched() {}

    /// The scale was chosen by the weight furthest from 0, which shall have the code `code`.
    static void symmetric(Observer watch, float[] from, int at, int size, float furthest, int code, float scale) {
        watch.step(
                QuantizeStep.FurthestFound.NAME,
                () -> new QuantizeStep.FurthestFound(Arrays.copyOfRange(from, at, at + size), furthest, code));
        half(watch, "scale", () -> Shown.number(furthest) + " / " + code, scale);
    }

    /// The scale was chosen by the least and the greatest weight, with `steps` steps between.
    static void affine(Observer watch, float least, float greatest, int steps, float scale) {
        watch.step(QuantizeStep.RangeFound.NAME, () -> new QuantizeStep.RangeFound(least, greatest, steps));
        half(
                watch,
                "scale",
                () -> "(%s - %s) / %d".formatted(Shown.number(greatest), Shown.number(least), steps),
                scale);
        half(watch, "least value", () -> "the least weight", least);
    }

    /// A number was kept as a float of 16 bits.
    static void half(Observer watch, String what, Supplier<String> how, float exact) {
        watch.step(
                QuantizeStep.ScaleStored.NAME,
                () -> new QuantizeStep.ScaleStored(what, how.get(), exact, F16.bits(exact)));
    }

    static void codes(Observer watch, float[] positions, int[] codes, int added) {
        watch.step(
                QuantizeStep.CodesRounded.NAME,
                () -> new QuantizeStep.CodesRounded(positions.clone(), codes.clone(), added));
    }

    /// The scales of the parts, or their depths, were made multiples of `step`, kept as a float of 16 bits.
    ///
    /// @param what   `scale` or `depth`
    /// @param exact  what the parts wanted
    /// @param chosen the one of them that became `by` steps
    static void parts(Observer watch, String what, float[] exact, float chosen, int by, float step, int[] codes) {
        String which = by < 0 ? "the %s furthest from 0".formatted(what) : "the greatest " + what;
        half(
                watch,
                "scale of the %ss".formatted(what),
                () -> "%s, %s, / %d".formatted(which, Shown.number(chosen), by),
                step);
        float stored = Float.float16ToFloat(F16.bits(step));
        watch.step(
                PartStep.PartsRounded.NAME,
                () -> new PartStep.PartsRounded(what + "s", exact.clone(), stored, codes.clone()));
    }
}
