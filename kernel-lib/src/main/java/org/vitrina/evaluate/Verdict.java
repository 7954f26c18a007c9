package org.vitrina.evaluate;

/// What a number of tries says about a claim.
public enum Verdict {
    /// The claim holds: if it did not, tries as good as these would be too improbable.
    HOLDS,
    /// The claim is broken: if it held, tries as bad as these would be too improbable.
    BROKEN,
    /// Neither; more tries would decide.
    UNDECIDED
}
