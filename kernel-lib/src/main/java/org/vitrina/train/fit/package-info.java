/// The smallest machine learning: a net of a few neurons that learns to go through points.
///
/// It is all there that a large model has, a function with parameters, a loss, its gradient and a step
/// downhill, and each of these can be drawn. [org.vitrina.train.fit.Examples] are the points,
/// [org.vitrina.train.fit.Mlp] the net, [org.vitrina.train.fit.Fit] the learning. They run on the same
/// [tape][org.vitrina.autograd.Tape] as the training of a transformer.
package org.vitrina.train.fit;
