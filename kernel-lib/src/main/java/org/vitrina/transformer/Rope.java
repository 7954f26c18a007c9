package org.vitrina.transformer;

import org.vitrina.tensor.Pairing;

/// Rotary position embedding ([Su et al. 2021](https://arxiv.org/abs/2104.09864)).
///
/// @param rotated how many numbers of each head are turned, from the first on
/// @param base    the base of the wavelengths, often 10,000
/// @param pairing which two numbers turn together
/// @param scaling how angles are changed to reach past the trained length
public record Rope(int rotated, float base, Pairing pairing, RopeScaling scaling) {}
