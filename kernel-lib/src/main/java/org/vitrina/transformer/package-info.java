/// The transformer, written once.
///
/// Read `Transformer`: it reads like the diagram in a textbook, against the small set
/// of [org.vitrina.transformer.Operations]. Interpreters of these do the rest: the eager one runs them at
/// speed over weights of any format, another records them for gradients, and an observed one hands every
/// named activation to whoever watches. `Model` is a model ready to run.
///
/// Vaswani et al. 2017, [Attention is all you need](https://arxiv.org/abs/1706.03762).
package org.vitrina.transformer;
