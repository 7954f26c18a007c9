package org.vitrina.autograd;

/// How the heads of attention are laid out in rows of numbers.
///
/// @param positions `T`, how many rows a sequence has; a batch is one sequence after the other
/// @param heads     how many heads ask
/// @param kvHeads   how many heads answer; each serves `heads / kvHeads` that ask
/// @param width     the width of one head, `d_h`
/// @param scale     what scores are multiplied with, usually `1 / sqrt(d_h)`
/// @param window    how many positions back a position sees, itself included; 0 for all
/// @param begins    the first position of its sequence that each row sees, `[B · T]`, where several texts
///     stand in a sequence; null where each is one text
public record Heads(int positions, int heads, int kvHeads, int width, float scale, int window, int[] begins) {
    /// Returns heads that see all of a sequence up to their position.
    public Heads(int positions, int heads, int kvHeads, int width, float scale, int window) {
        this(positions, heads, kvHeads, width, scale, window, null);
    }

    public Heads {
        if (positions < 1 || heads < 1 || kvHeads < 1 || width < 1 || window < 0 || heads % kvHeads != 0) {
            throw new IllegalArgumentException("attention needs at least one position, head and number, and heads that"
                    + " are a multiple of the heads of keys and values, but got " + positions + " positions, "
                    + heads + " heads, " + kvHeads + " heads of keys and values, width " + width);
        }
    }

    /// Returns the first position that `position` of a sequence sees; it never falls with `position`.
    int firstSeen(int sequence, int position) {
        int begin = begins == null ? 0 : begins[sequence * positions + position];
        return window == 0 ? begin : Math.max(begin, position - window + 1);
    }
}
