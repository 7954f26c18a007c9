package org.vitrina.transformer;

/// How exactly a model computes with the weights of its file.
public enum Precision {
    /// With the weights as the file keeps them. Where a format has fewer than 16 bits, what they are multiplied
    /// with is rounded to 8 bits where that is faster, as llama.cpp does.
    STORED,
    /// With the weights decoded to 32 bits, all in 32 bits: slower, 4 bytes for each weight, and the numbers that
    /// others can be compared with.
    FULL
}
