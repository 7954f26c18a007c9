package org.vitrina.evaluate;

/// Checks of numbers that are shares or confidences.
final class Shares {
    private Shares() {}

    static double confidence(double confidence) {
        if (!(confidence > 0 && confidence < 1)) {
            throw new IllegalArgumentException(
                    "a confidence lies between 0 and 1, such as 0.95, but got " + confidence);
        }
        return confidence;
    }

    static double share(double share) {
        if (!(share >= 0 && share <= 1)) {
            throw new IllegalArgumentException("a share lies in [0, 1], such as 0.8 for 80 %, but got " + share);
        }
        return share;
    }

    /// Returns a share that is neither none nor all.
    static double inside(double share) {
        if (!(share > 0 && share < 1)) {
            throw new IllegalArgumentException(
                    "a share between 0 and 1 is needed, both excluded, such as 0.8, but got " + share);
        }
        return share;
    }
}
