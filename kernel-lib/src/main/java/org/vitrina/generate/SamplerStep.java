package org.vitrina.generate;

/// One step of a sampling chain: it changes the candidates' logits or cuts some of them off.
///
/// The library's own steps are records whose components are their settings. A notebook may write one as a
/// lambda and put it into a chain with [Sampling#with]. A step keeps no state; what was picked before is in
/// the [History].
@FunctionalInterface
public interface SamplerStep {
    /// Changes `candidates`, of which at least one has to stay.
    void apply(Candidates candidates, History history);

    /// Returns the name by which it stands in a walk, such as `top-k`.
    default String name() {
        return "own step";
    }

    /// Returns its settings as a reader would write them, such as `top-k 40`.
    default String setting() {
        return name();
    }

    /// Returns what it does, as the beginning of a sentence: `keeps the 40 likeliest tokens`.
    default String does() {
        return "is a step of your own";
    }
}
