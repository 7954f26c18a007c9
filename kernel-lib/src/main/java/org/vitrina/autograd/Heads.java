package org.vitrina.autograd;

/// How the heads of attention are laid out in rows of numbers.
///
/// @param positions `T`, how many rows a sequence has; a batch is one sequence after the other
/// @param heads     how many heads ask
/// @param kvHeads   how many heads answer; each serves `heads / kvHeads` that ask
/// @param width     the width of one head, `d_h`
/// @param scale     what scores are multiplied with, usually `1 / sqrt(d_h)`
/// @param window    how many positions back a position sees, itself included; 0 for all
public record Heads(int positions, int heads, int kvHeads, int width, float scale, int window) {
    public Heads {
        if (positions < 1 || heads < 1 || kvHeads < 1 || width < 1 || window < 0 || heads % kvHeads != 0) {
            throw new IllegalArgumentException("attention needs at least one position, head and number, and heads that"
                    + " are a multiple of the heads of keys and values, but got " + positions + " positions, "
                    + heads + " heads, " + kvHeads + " heads of keys and values, width " + width);
        }
    }

    /// Returns the first position that `position` sees.
    int firstSeen(int position) {
        return window == 0 ? 0 : Math.max(0, position - window + 1);
    }
}
