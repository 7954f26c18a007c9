package org.vitrina.quantize;

import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.vitrina.show.Figure;

/// What happens to a block whose weights are divided into parts, each with a scale of its own.
public sealed interface PartStep extends QuantizeStep {

    /// One part of a block tried several grids and took the best.
    ///
    /// @param part    counts parts from 0
    /// @param measure what was compared
    /// @param tried   its value for each grid; NaN for a grid that could not be
    /// @param best    which was taken
    record GridChosen(int part, String measure, float[] tried, int best, float scale, float depth) implements PartStep {
        static final String NAME = "quantize.grid";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            return "Part %d tries %d grids: 0 just holds its range, the others are coarser or finer. By the %s, grid %d is best: scale %s%s."
                    .formatted(
                            part,
                            tried.length,
                            measure,
                            best,
                            Shown.number(scale),
                            depth == 0 ? "" : ", beginning " + Shown.number(depth) + " below 0");
        }

        @Override
        public Figure figure() {
            if (!Shown.allFinite(tried)) {
                return new Figure.None();
            }
            return new Figure.Bars(
                    "what each grid would give",
                    measure,
                    Shown.numbered("grid", tried.length),
                    Shown.list(tried),
                    best);
        }
    }

    /// One part of a block moved single codes for as long as that made the error smaller.
    ///
    /// @param moved how many codes each round moved
    record CodesMoved(int part, int[] moved, float scale) implements PartStep {
        static final String NAME = "quantize.moved";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            return "Part %d moves single codes where that makes its error smaller: %s. Then its scale is %s."
                    .formatted(
                            part,
                            IntStream.of(moved).sum() == 0
                                    ? "none is worth it"
                                    : IntStream.of(moved)
                                                    .mapToObj(Integer::toString)
                                                    .collect(Collectors.joining(", then "))
                                            + " in rounds over all of them",
                            Shown.number(scale));
        }
    }

    /// The scales of the parts, or the depths, were made multiples of one number.
    ///
    /// @param what  `scales` or `depths`
    /// @param exact what the parts wanted
    /// @param step  what is multiplied, as it was kept
    /// @param codes by what
    record PartsRounded(String what, float[] exact, float step, int[] codes) implements PartStep {
        static final String NAME = "quantize.parts";

        @Override
        public String name() {
            return NAME;
        }

        @Override
        public String caption() {
            return "The %d %s are kept as whole multiples of %s: part 0 wants %s and gets %d × %s = %s."
                    .formatted(
                            exact.length,
                            what,
                            Shown.number(step),
                            Shown.number(exact[0]),
                            codes[0],
                            Shown.number(step),
                            Shown.number(codes[0] * step));
        }

        @Override
        public Figure figure() {
            return new Figure.Stack(Shown.parts(what + " that the parts want", exact), Shown.parts("multiples", codes));
        }
    }
}
