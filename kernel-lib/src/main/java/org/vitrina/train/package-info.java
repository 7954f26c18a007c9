/// A model learns from text.
///
/// [NgramModel][org.vitrina.train.NgramModel] is the baseline that every language model has to beat: it
/// counts which tokens followed which.
package org.vitrina.train;
