package org.vitrina.quantize;

/// The values that a group of an [IntegerFormat] can hold: scale × code + zero.
///
/// @param scale the distance between neighbours, as it is read back
/// @param zero  what code 0 of an asymmetric format stands for; 0 in a symmetric one
record IntegerGrid(IntegerFormat format, float scale, float zero) {
    /// Returns where `weight` lies, in steps from [#zero()].
    float position(float weight) {
        return scale == 0 ? 0 : (weight - zero) / scale;
    }

    /// Returns the code, as it is written, of the value nearest to `weight`.
    int code(float weight) {
        if (format.symmetric() && format.bits() == 1) return weight < 0 ? 0 : 1;
        return (int) Math.clamp(Math.rint(position(weight)) + format.added(), 0, format.top());
    }

    /// Returns how many steps `code`, as it is written, lies from [#zero()].
    int steps(int code) {
        return format.symmetric() && format.bits() == 1 ? 2 * code - 1 : code - format.added();
    }

    /// Returns what `code`, as it is written, stands for.
    float value(int code) {
        float value = steps(code) * scale;
        return format.symmetric() ? value : value + zero;
    }

    /// Returns the value nearest to `weight`.
    float nearest(float weight) {
        return value(code(weight));
    }

    /// Returns whether `weight` lies beyond the last value by more than half a step, and so is cut off.
    boolean cuts(float weight) {
        float last = value(format.top());
        float first = value(0);
        float half = Math.abs(scale) / 2;
        return weight > Math.max(first, last) + half || weight < Math.min(first, last) - half;
    }
}
