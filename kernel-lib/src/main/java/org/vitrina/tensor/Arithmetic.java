package org.vitrina.tensor;

/// How a matrix of few bits multiplies a vector, one row of inputs.
///
/// Products with many rows, and matrices of 5 bits and more, are always computed as [#EXACT] says.
public enum Arithmetic {
    /// Inputs stay floats, and sums are made in floats.
    EXACT,
    /// Inputs are rounded to whole numbers of 8 bits, from -127 to 127 in each group that shares a scale, and each
    /// group is summed up exactly, in whole numbers. As in llama.cpp; an input is off by 1/254 of the greatest of
    /// its group at most.
    FAST
}
