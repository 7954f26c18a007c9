package org.vitrina.tokenize;

import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// The tokens that tell a model where a text begins and ends.
///
/// @param begin   the token of a beginning (BOS)
/// @param end     the token of an end (EOS)
/// @param unknown the token that stands for what the vocabulary has no token for
/// @param padding the token that fills up a batch
/// @param before  ids to put before a whole text
/// @param after   ids to put after a whole text
/// @param stops   ids after which a model has said what it had to say: the end, and the end of a turn
public record Markers(
        OptionalInt begin,
        OptionalInt end,
        OptionalInt unknown,
        OptionalInt padding,
        List<Integer> before,
        List<Integer> after,
        Set<Integer> stops) {
    /// Marks nothing.
    public static final Markers NONE = new Markers(
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            OptionalInt.empty(),
            List.of(),
            List.of(),
            Set.of());

    public Markers {
        before = List.copyOf(before);
        after = List.copyOf(after);
        stops = Set.copyOf(stops);
    }

    /// Returns [#before()], `ids`, and [#after()].
    public int[] around(int... ids) {
        return Stream.of(numbers(before), Arrays.stream(ids), numbers(after))
                .flatMapToInt(part -> part)
                .toArray();
    }

    private static IntStream numbers(List<Integer> ids) {
        return ids.stream().mapToInt(Integer::intValue);
    }
}
