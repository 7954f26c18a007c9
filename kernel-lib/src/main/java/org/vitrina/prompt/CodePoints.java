package org.vitrina.prompt;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/// A set of Unicode code points that UTF-8 can write, which leaves out the surrogates.
///
/// @param ranges in order, with gaps between them
record CodePoints(List<Range> ranges) {
    /// The code points from `from` to `to`, both included.
    record Range(int from, int to) {}

    /// All that UTF-8 can write.
    static final CodePoints ALL = new CodePoints(List.of(
            new Range(0, Character.MIN_SURROGATE - 1),
            new Range(Character.MAX_SURROGATE + 1, Character.MAX_CODE_POINT)));

    CodePoints {
        ranges = List.copyOf(ranges);
    }

    /// Returns the set of these pairs of first and last code points.
    static CodePoints of(int... bounds) {
        var ranges = new ArrayList<Range>();
        for (int i = 0; i < bounds.length; i += 2) {
            ranges.add(new Range(bounds[i], bounds[i + 1]));
        }
        return joined(ranges).without(CodePoints.surrogates());
    }

    private static CodePoints surrogates() {
        return new CodePoints(List.of(new Range(Character.MIN_SURROGATE, Character.MAX_SURROGATE)));
    }

    CodePoints with(CodePoints other) {
        var all = new ArrayList<>(ranges);
        all.addAll(other.ranges);
        return joined(all);
    }

    CodePoints complement() {
        return ALL.without(this);
    }

    private CodePoints without(CodePoints other) {
        var left = new ArrayList<Range>();
        for (Range range : ranges) {
            int from = range.from;
            for (Range cut : other.ranges) {
                if (cut.to >= from && cut.from <= range.to) {
                    if (cut.from > from) {
                        left.add(new Range(from, cut.from - 1));
                    }
                    from = cut.to + 1;
                }
            }
            if (from <= range.to) {
                left.add(new Range(from, range.to));
            }
        }
        return new CodePoints(left);
    }

    private static CodePoints joined(List<Range> unordered) {
        var sorted = new ArrayList<>(unordered);
        sorted.sort(Comparator.comparingInt(Range::from));
        var joined = new ArrayList<Range>();
        for (Range range : sorted) {
            if (!joined.isEmpty() && range.from <= joined.getLast().to + 1) {
                Range last = joined.removeLast();
                joined.add(new Range(last.from, Math.max(last.to, range.to)));
            } else {
                joined.add(range);
            }
        }
        return new CodePoints(joined);
    }
}
