/// Training: how a model comes to be, from random numbers, and how it is tuned.
///
/// Read [org.vitrina.train.Trainer] for what happens: a batch of text, the loss of predicting each next
/// token, the gradient of that loss, a step of the optimizer ([org.vitrina.train.AdamW]) as large as the
/// [org.vitrina.train.Schedule] says, and again. Everything random comes from a seed and the number of the
/// step, so that a run that was broken off goes on as if it had not been.
///
/// A whole training is told by a [org.vitrina.train.Recipe] and run by [org.vitrina.train.Training].
/// [org.vitrina.train.Example] shows which tokens of a conversation are learned; [org.vitrina.train.Lora]
/// learns beside a model instead of in it. What a library adds (data, stages, recipes, evaluations) it
/// declares by [org.vitrina.train.TrainingParts].
///
/// [org.vitrina.train.NgramModel] is the baseline that every language model has to beat: it counts which
/// tokens followed which.
package org.vitrina.train;
