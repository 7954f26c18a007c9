package org.vitrina.generate;

import java.util.Set;

/// Leaves only the tokens after which a text can still become one of those that are allowed: constrained
/// decoding ([Willard and Louf 2023](https://arxiv.org/abs/2307.09702)).
///
/// It comes before all other steps of a chain, so that whatever they cut off, they cut off something
/// allowed. `org.vitrina.prompt.Grammar` makes constraints of regular expressions and JSON schemas.
public interface Constraint extends SamplerStep {
    /// Returns this constraint for a text of at most so many tokens: only those may be picked after
    /// which the text can still become whole in the room that is left.
    ///
    /// @param tokens at least 1; the token that ends the text is one of them
    /// @param ends   the tokens by which a text ends; may be none
    /// @throws IllegalArgumentException if no allowed text is that short
    Constraint within(int tokens, Set<Integer> ends);

    /// Returns whether what was said is one of the allowed texts.
    boolean isWhole(History history);

    /// Returns whether what was said is one of the allowed texts, and nothing may follow.
    boolean isOver(History history);
}
