/// Differentiation: how a loss says to each parameter which way is down.
///
/// A [org.vitrina.autograd.Tape] records operations as they are computed and then walks back over them
/// (reverse mode: [Baydin et al. 2018, section 3.2](https://arxiv.org/abs/1502.05767)). The operations are the
/// transformer's own, each with its derivative in one file, and a few small ones for expressions that can be
/// followed by hand. Start with [org.vitrina.autograd.Tape], then read
/// [org.vitrina.autograd.Elementwise] and [org.vitrina.autograd.Linear].
package org.vitrina.autograd;
