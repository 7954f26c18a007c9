/// Testing a language model, as a tester would: by assertions, properties and relations, and where answers
/// differ from run to run, by statistics.
///
/// Begin with [org.vitrina.evaluate.ModelAssertions], which reads like any assertion library and accepts
/// anything that answers: a model of this library, or a lambda that asks a service
/// ([org.vitrina.evaluate.Answerer]). [org.vitrina.evaluate.Share] is what all of it rests on: so many of so
/// many tries passed, and what that says of the next ones. [org.vitrina.evaluate.SampleSize] says how many
/// tries are needed, [org.vitrina.evaluate.Sprt] stops as soon as enough is known,
/// [org.vitrina.evaluate.Paired] and [org.vitrina.evaluate.Bootstrap] compare two models on the same
/// questions.
///
/// Nothing here needs JUnit. What does is in [org.vitrina.evaluate.junit], for projects whose tests run on it.
/// How to reason about evaluations: [Miller 2024](https://arxiv.org/abs/2411.00640).
package org.vitrina.evaluate;
