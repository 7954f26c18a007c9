/// Asking: how a question is put to a model, and what difference that makes.
///
/// Read [org.vitrina.prompt.PromptTemplate] for texts with variables, [org.vitrina.prompt.Prompter] for
/// asking a model the items of a [org.vitrina.prompt.PromptTask] with examples, formats and messages, and
/// [org.vitrina.prompt.Prompting] for the experiments: how many examples, which format, which order.
/// [org.vitrina.prompt.Grammar] holds a model to a form ([Willard and Louf
/// 2023](https://arxiv.org/abs/2307.09702)); [org.vitrina.prompt.Injection] measures how often a text in
/// a document takes a model over ([Greshake et al. 2023](https://arxiv.org/abs/2302.12173)).
package org.vitrina.prompt;
