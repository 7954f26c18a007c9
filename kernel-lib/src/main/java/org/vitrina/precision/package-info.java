/// What a model loses when it is kept in fewer bits: experiments that need the model to run.
///
/// A [org.vitrina.precision.Quantizer] keeps a matrix in fewer bits, a
/// [org.vitrina.precision.Candidate] says which matrices, or activations, of a model it is used on.
/// A [org.vitrina.precision.Reference] holds what the whole model says of a text and compares
/// others with it: perplexity, Kullback–Leibler divergence, how often the likeliest token is the
/// same. A [org.vitrina.precision.Sweep] does so for many candidates, on all cores, and can go on
/// where it was interrupted. [org.vitrina.precision.Calibration] sees what matrices are given, for
/// methods that lose less; [org.vitrina.precision.SideBySide] lets several candidates answer one
/// prompt; [org.vitrina.precision.FormatSpeeds] measures how fast each format is here.
///
/// The formats themselves, which need no model, are in [org.vitrina.quantize].
package org.vitrina.precision;
